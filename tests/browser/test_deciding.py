"""Decisions in the review queue: by keys, with reasons, undone, and by two reviewers at once."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, Opened


def current(page: Page) -> str:
    """The event that can be decided on, once the page listens to keys."""
    return page.locator("#decide[data-ready]").get_attribute("data-event") or ""


def test_the_queue_is_worked_through_with_keys(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/review")
    first = current(page)
    expect(page.locator(".queue a[aria-current]")).to_be_visible()
    page.keyboard.press("n")
    page.wait_for_url("**/review?event=*")
    second = current(page)
    assert second != first
    page.keyboard.press("p")
    page.wait_for_url(f"**/review?event={first}")
    assert current(page) == first
    # Accept: the reason may stay empty, the next event follows.
    page.keyboard.press("a")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#flash")).to_contain_text("Accepted.")
    assert current(page) == second
    page.goto(f"{own_desk.url}/events/{first}")
    expect(page.locator(".history")).to_contain_text("Accepted")
    expect(page.locator(".history")).to_contain_text("UTC")


def test_undo_by_one_key(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/review")
    first = current(page)
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.locator("#flash")).to_contain_text("Accepted.")
    page.keyboard.press("u")
    expect(page.locator("#flash")).to_contain_text("Taken back.")
    page.goto(f"{own_desk.url}/events/{first}")
    expect(page.locator(".history li.undone")).to_contain_text("Accepted")
    page.goto(f"{own_desk.url}/review")
    assert current(page) == first


def test_rejecting_needs_a_reason_and_takes_the_event_away(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/review")
    first = current(page)
    page.keyboard.press("x")
    page.get_by_role("dialog").get_by_role("button", name="Reject").click()
    # Without a reason the dialog stays.
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("dialog").get_by_label("They tell of no happening").check()
    page.get_by_role("dialog").get_by_label("Why").fill("a headline of another story")
    page.get_by_role("dialog").get_by_role("button", name="Reject").click()
    expect(page.locator("#flash")).to_contain_text("Rejected.")
    assert current(page) != first
    page.goto(f"{own_desk.url}/events/{first}")
    expect(page.locator("main")).to_contain_text("Nothing is on record here")


def test_a_correction_changes_what_the_event_says(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/?text=market&grade=contested")
    page.locator("#results h3 a").first.click()
    page.wait_for_url("**/events/e*")
    current(page)
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why").fill("both sides fired")
    dialog.get_by_role("button", name="Correct").click()
    expect(dialog).to_contain_text("Nothing was changed")
    dialog.get_by_label("ACLED sub-event").select_option("Armed clash")
    dialog.get_by_role("button", name="Correct").click()
    expect(page.locator("#flash")).to_contain_text("Corrected.")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Armed clash")
    expect(page.locator(".history")).to_contain_text("both sides fired")


def test_a_correction_of_figures_and_place(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/review")
    event = current(page)
    page.goto(f"{own_desk.url}/events/{event}")
    current(page)
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    row = dialog.locator(".figure-row").last
    row.get_by_label("What").select_option("destroyed")
    row.get_by_label("Low").fill("3")
    place = dialog.locator(".place-row").first
    place.get_by_label("Name").fill("Testville")
    place.get_by_label("Latitude").fill("14.5")
    place.get_by_label("Longitude").fill("25.25")
    dialog.get_by_label("Why").fill("seen on a picture")
    dialog.get_by_role("button", name="Correct").click()
    expect(page.locator("#flash")).to_contain_text("Corrected.")
    expect(page.locator("main")).to_contain_text("Testville")
    expect(page.locator(".range").filter(has_text="Destroyed")).to_contain_text("3 or more")


def test_two_events_are_merged_and_split_again(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/review")
    event = current(page)
    claims = page.locator(".claim").count()
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    other = dialog.locator('input[name="with"]').first
    dialog.get_by_label("Look for other events").fill("market")
    expect(other).to_be_visible()
    other.check()
    dialog.get_by_label("Why").fill("the same day, the same place")
    dialog.get_by_role("button", name="Merge").click()
    expect(page.locator("#flash")).to_contain_text("Merged.")
    page.goto(f"{own_desk.url}/?text=market")
    merged = page.request.get(f"{own_desk.url}/api/v1/decisions").json()["items"][0]
    assert merged["kind"] == "merge"
    assert len(merged["claims"]) > claims
    events = page.request.get(f"{own_desk.url}/api/v1/events?limit=200").json()["items"]
    joined = next(e for e in events if e["claims"] == len(merged["claims"]) or e["id"] == event)
    page.goto(f"{own_desk.url}/events/{joined['id']}")
    current(page)
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog")
    dialog.locator("select[data-claim]").last.select_option("B")
    dialog.get_by_label("Why").fill("another day after all")
    dialog.get_by_role("button", name="Split").click()
    # The merge said the opposite: that is shown, and only who insists goes on.
    expect(dialog.locator(".conflict")).to_contain_text("merge")
    expect(dialog.locator(".conflict")).to_contain_text("the same day, the same place")
    dialog.get_by_role("button", name="Decide all the same").click()
    expect(page.locator("#flash")).to_contain_text("Split.")


def test_two_reviewers_never_overwrite_each_other(own_desk: Desk, open_page: Opened) -> None:
    one, two = open_page(f"{own_desk.url}/review"), open_page(f"{own_desk.url}/review")
    assert current(one) == current(two)
    event = current(one)
    one.keyboard.press("x")
    one.get_by_role("dialog").get_by_label("Why").fill("a denial is no attack")
    # The second opened the same event before the first decided.
    two.keyboard.press("a")
    one.get_by_role("dialog").get_by_role("button", name="Reject").click()
    expect(one.locator("#flash")).to_contain_text("Rejected.")
    two.get_by_role("dialog").get_by_role("button", name="Accept", exact=False).first.click()
    expect(two.locator("#do-accept .conflict")).to_contain_text(re.compile("Not written|no event", re.IGNORECASE))
    # Nothing of the second was written.
    decisions = two.request.get(f"{own_desk.url}/api/v1/decisions").json()["items"]
    assert [d["kind"] for d in decisions] == ["reject"]
    assert event


def test_the_conflict_names_who_decided_what(own_desk: Desk, open_page: Opened) -> None:
    one, two = open_page(f"{own_desk.url}/review"), open_page(f"{own_desk.url}/review")
    assert current(one) == current(two)
    one.keyboard.press("c")
    two.keyboard.press("c")
    for page, kind in ((one, "Attack"), (two, "Armed clash")):
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("ACLED sub-event").select_option(kind)
        dialog.get_by_label("Why").fill(f"it reads like {kind}")
    one.get_by_role("dialog").get_by_role("button", name="Correct").click()
    expect(one.locator("#flash")).to_contain_text("Corrected.")
    two.get_by_role("dialog").get_by_role("button", name="Correct").click()
    conflict = two.locator("#do-correct .conflict")
    expect(conflict).to_contain_text("Not written")
    expect(conflict).to_contain_text("it reads like Attack")
    two.get_by_role("button", name="Look at what is there now").click()
    expect(two.locator("main")).to_contain_text("it reads like Attack")


def test_the_grade_is_set_beside_what_the_rules_give(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/?grade=single_origin")
    page.locator("#results h3 a").first.click()
    page.wait_for_url("**/events/e*")
    current(page)
    page.keyboard.press("g")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Corroboration").select_option("corroborated")
    dialog.get_by_label("Why").fill("seen with my own eyes")
    dialog.get_by_role("button", name="Set the grade").click()
    expect(page.locator("#flash")).to_contain_text("Grade set.")
    expect(page.locator(".headline .grade")).to_contain_text("corroborated")
    expect(page.locator(".headline")).to_contain_text("Single origin")
