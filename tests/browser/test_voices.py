"""What reviewers say of sources and actors, and corrections that start from one claim."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, Opened, named
from tests.browser.test_deciding import current


def ready(page: Page) -> None:
    page.locator("#decide[data-ready]").wait_for()


def decisions(page: Page, desk: Desk) -> list[dict[str, object]]:
    found: list[dict[str, object]] = page.request.get(f"{desk.url}/api/v1/decisions").json()["items"]
    return found


def test_a_source_is_marked_and_the_mark_taken_back(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/help")
    one, other = named(page, own_desk, "source")
    page.goto(f"{own_desk.url}/sources/one?name={quote(one)}")
    ready(page)
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=mark]").select_option("not_independent")
    dialog.get_by_label("Why").fill("its spokesman, by its own statement")
    dialog.get_by_role("button", name="Put on record").click()
    expect(dialog.locator(".conflict")).to_contain_text("Look the other one up")
    dialog.get_by_label("The other: its whole name or id").fill(other)
    expect(dialog.locator("[name=other] option").first).to_contain_text(other)
    dialog.get_by_role("button", name="Put on record").click()
    expect(page.locator("#flash")).to_contain_text("Source marked.")
    made = decisions(page, own_desk)[0]
    assert made["kind"] == "source"
    assert (made["payload"]["mark"], made["payload"]["other_name"]) == ("not_independent", other)  # type: ignore[index]
    page.goto(f"{own_desk.url}/sources/one?name={quote(one)}")
    expect(page.locator(".history")).to_contain_text("speaks for another")
    ready(page)
    page.keyboard.press("u")
    page.get_by_role("dialog").get_by_label("Why").fill("somebody else of that name")
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(page.locator("#flash")).to_contain_text("Taken back.")
    assert [d["kind"] for d in decisions(page, own_desk)] == ["undo", "source"]


def test_two_names_are_said_to_be_one_actor(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/help")
    one, other = named(page, own_desk, "actor")
    page.goto(f"{own_desk.url}/actors/one?name={quote(one)}")
    ready(page)
    page.keyboard.press("i")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("The other name: its whole name or id").fill("nobody at all of this name")
    expect(dialog.locator("[name=other]")).to_contain_text("nobody has this whole name")
    dialog.get_by_label("The other name: its whole name or id").fill(other)
    expect(dialog.locator("[name=other] option").first).to_contain_text(other)
    dialog.get_by_label("Why").fill("the monitors' short name for it")
    dialog.get_by_role("button", name="Put on record").click()
    expect(page.locator("#flash")).to_contain_text("Put on record.")
    made = decisions(page, own_desk)[0]
    assert (made["kind"], made["payload"]["judgement"]) == ("actor", "positive")  # type: ignore[index]


def test_an_actor_is_put_on_a_side_for_a_time(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/help")
    one, _ = named(page, own_desk, "actor")
    page.goto(f"{own_desk.url}/actors/one?name={quote(one)}")
    ready(page)
    page.keyboard.press("b")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("itself only").check()
    expect(dialog.locator("[data-party]")).to_be_hidden()
    dialog.get_by_label("a party, named below").check()
    dialog.get_by_label("The party, such as a state or an armed group: its whole name or id").fill("Sudan")
    expect(dialog.locator("[name=other]")).to_contain_text("Sudan (sd)")
    dialog.get_by_label("To (may stay empty)").fill("2023-04-14")
    dialog.get_by_label("Why").fill("a force of the state until the war")
    dialog.get_by_role("button", name="Put on record").click()
    expect(page.locator("#flash")).to_contain_text("Side set.")
    made = decisions(page, own_desk)[0]
    payload = made["payload"]
    assert isinstance(payload, dict)
    assert (made["kind"], payload["party"], payload["party_name"], payload["valid_from"], payload["valid_to"]) == (
        "party",
        "sd",
        "Sudan",
        None,
        "2023-04-14",
    )
    expect(page.locator(".history")).to_contain_text("is on the side of Sudan to 2023-04-14")
    page.locator("#undo-last").click()
    expect(page.locator("#flash")).to_contain_text("Taken back.")


def test_a_correction_starts_from_the_claim_that_is_chosen(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/?text=market&grade=contested")
    page.locator("#results h3 a").first.click()
    page.wait_for_url("**/events/e*")
    event = current(page)
    claims = page.request.get(f"{own_desk.url}/api/v1/events/{event}").json()["claims"]
    chosen = next(c for c in claims[1:] if c["places"])
    page.locator(f"#{chosen['id']} [data-correct]").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Start from")).to_have_value(chosen["id"])
    expect(dialog.get_by_label("By whom, one a line")).to_have_value("\n".join(a["name"] for a in chosen["actors"]))
    rows = dialog.locator(".place-row")
    expect(rows).to_have_count(len(chosen["places"]))
    # A second place beside the first, which keeps what was found about it.
    dialog.get_by_role("button", name="Add a place").click()
    rows.last.get_by_label("Name").fill("Testville")
    rows.last.get_by_label("Latitude").fill("14.5")
    rows.last.get_by_label("Longitude").fill("25.25")
    dialog.get_by_label("Why").fill("both places were hit")
    dialog.get_by_role("button", name="Correct").click()
    expect(page.locator("#flash")).to_contain_text("Corrected.")
    made = decisions(page, own_desk)[0]
    assert made["claims"] == [chosen["id"]]
    fields = made["payload"]["fields"]  # type: ignore[index]
    assert list(fields) == ["places"]
    assert [p["name"] for p in fields["places"]] == [*(p["name"] for p in chosen["places"]), "Testville"]
    found = page.request.get(f"{own_desk.url}/api/v1/search?q=market").ok
    assert found
    after = next(
        c
        for e in page.request.get(f"{own_desk.url}/api/v1/events?limit=200").json()["items"]
        for c in page.request.get(f"{own_desk.url}/api/v1/events/{e['id']}").json()["claims"]
        if c["id"] == chosen["id"]
    )
    assert [p["name"] for p in after["places"]][-1] == "Testville"
    assert after["places"][0]["note"] == chosen["places"][0]["note"]


def test_the_first_claim_is_where_all_are_corrected_from(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/?text=market&grade=contested")
    page.locator("#results h3 a").first.click()
    page.wait_for_url("**/events/e*")
    current(page)
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    start = dialog.get_by_label("Start from")
    ticked = dialog.locator('input[name="claims"]:checked')
    number = dialog.locator('input[name="claims"]').count()
    expect(ticked).to_have_count(number)
    start.select_option(index=2)
    expect(ticked).to_have_count(1)
    start.select_option(index=0)
    expect(ticked).to_have_count(number)
    dialog.get_by_label("Why").fill("nothing really")
    dialog.get_by_role("button", name="Correct").click()
    expect(dialog).to_contain_text("Nothing was changed")
