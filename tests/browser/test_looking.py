"""Opening, filtering, brushing, following an event to its words: with the mouse, with keys alone, on a small screen, in the dark."""

from __future__ import annotations

import re
import shutil
import threading
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from onrecord.api import desk as the_desk
from onrecord.store import Store
from onrecord.store.facets import Facets
from onrecord.store.facets_load import load
from tests.browser.conftest import Desk, Opened, named, until


def ready(page: Page) -> None:
    """Wait until the map has drawn what it was given."""
    until(page, "document.getElementById('map').dataset.features !== undefined")


def total(page: Page) -> int:
    return int(page.locator("#results").get_attribute("data-total") or "-1")


def test_the_overview_shows_list_map_and_timeline_of_the_same_events(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url, maps=True)
    ready(page)
    assert total(page) > 10
    assert page.locator("#results li[data-event]").count() == total(page)
    assert page.locator("#plot .bar").count() >= 3
    assert int(page.locator("#map").get_attribute("data-features") or 0) >= 3
    assert page.locator("#map canvas").count() == 1


def test_a_filter_stands_in_the_address_and_can_be_shared(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url)
    before = total(page)
    page.locator("[name=country]").select_option("SD")
    page.wait_for_url("**/?country=SD")
    expect(page.locator("#chips")).to_contain_text("Sudan")
    after = total(page)
    assert 0 < after < before
    other = open_page(page.url)
    assert total(other) == after
    assert other.locator("[name=country]").input_value() == "SD"
    # Taking the chip away takes the filter away.
    page.get_by_role("link", name=re.compile("Remove the filter country")).click()
    page.wait_for_url(re.compile(r"/$"))
    assert total(page) == before


def test_counts_follow_the_filter_and_lead_to_theirs(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url)
    everything = total(page)
    by_type = page.locator("#counts div", has=page.get_by_role("heading", name="By type")).locator("li")

    def counted() -> int:
        return sum(int(words) for words in by_type.locator("span").all_inner_texts())

    def offered(name: str) -> list[str]:
        return page.locator(f"[name={name}] option").all_inner_texts()

    assert 0 < counted() <= everything
    before = offered("type")
    page.locator("[name=country]").select_option("SD")
    expect(page.locator("#chips")).to_contain_text("Sudan")
    assert counted() == total(page) < everything
    # What the form offers tells the numbers under the other filters, and offers again what a filter had taken away.
    until(
        page,
        "document.querySelector('[name=type]').options.length === document.querySelectorAll('#counts li a[href*=\"type=\"]').length + 1",
    )
    assert offered("type") != before
    assert page.locator("[name=country]").input_value() == "SD"
    page.locator("[name=country]").select_option("")
    expect(page.locator("#chips")).not_to_contain_text("Sudan")
    until(page, f"document.querySelector('[name=type]').options.length === {len(before)}")
    assert offered("type") == before
    place = page.locator("#counts div", has=page.get_by_role("heading", name="By place")).locator("li").first
    number = int(place.locator("span").inner_text())
    place.get_by_role("link").click()
    expect(page.locator("#chips")).to_contain_text("place")
    assert total(page) >= number


def test_going_back_goes_back_to_the_filter_before(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url)
    before = total(page)
    page.locator("[name=grade]").select_option("contested")
    page.wait_for_url("**grade=contested")
    page.go_back()
    page.wait_for_url(re.compile(r"/$"))
    until(page, f"document.getElementById('results').dataset.total === '{before}'")


def test_brushing_the_timeline_moves_the_list_and_the_map(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url, maps=True)
    ready(page)
    before, located = total(page), page.locator("#map").get_attribute("data-located")
    box = page.locator("#plot").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 2, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.15, box["y"] + 40, steps=5)
    page.mouse.up()
    page.wait_for_url(re.compile(r"from=\d{4}-\d\d-\d\d.*to=\d{4}-\d\d-\d\d"))
    until(page, f"document.getElementById('results').dataset.total !== '{before}'")
    assert 0 < total(page) < before
    until(page, f"document.getElementById('map').dataset.located !== '{located}'")
    assert page.locator("#f-from").input_value()


def test_the_handles_of_the_timeline_move_by_keys(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url)
    before = total(page)
    handle = page.get_by_role("slider", name="First day")
    handle.focus()
    for _ in range(4):
        page.keyboard.press("PageUp")
    page.wait_for_url(re.compile(r"from="))
    until(page, f"document.getElementById('results').dataset.total !== '{before}'")
    # Who moves a handle keeps hold of it while the timeline is drawn anew.
    expect(page.get_by_role("slider", name="First day")).to_be_focused()


def test_a_box_drawn_on_the_map_filters_the_list(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url, maps=True)
    ready(page)
    before = total(page)
    page.get_by_role("button", name="Draw a box").click()
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 5, box["y"] + box["height"] - 5, steps=6)
    page.mouse.up()
    page.wait_for_url(re.compile(r"bbox="))
    until(page, f"document.getElementById('results').dataset.total !== '{before}'")
    assert 0 < total(page) < before
    page.get_by_role("button", name="Remove the box").click()
    page.wait_for_url(re.compile(r"/$"))
    until(page, f"document.getElementById('results').dataset.total === '{before}'")


def test_the_view_of_the_map_filters_without_a_mouse(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url, maps=True)
    ready(page)
    page.get_by_role("button", name="Zoom in").press("Enter")
    page.get_by_role("button", name="Only what the map shows").press("Enter")
    page.wait_for_url(re.compile(r"bbox="))


def test_an_event_is_followed_to_its_words(desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{desk.url}/?grade=contested&text=market")
    page.locator("#results h3 a").first.click()
    page.wait_for_url("**/events/e*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kutum", ignore_case=True)
    for heading in ("Who says what", "Figures, by who gave them and when", "Where it comes from", "History of decisions"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    claim = page.locator(".claim").first
    assert claim.locator("mark.m-trigger").count() >= 1
    assert claim.locator(".chain .origin").count() == 1
    # A denial stands beside the assertions.
    expect(page.locator(".deny .claim").first).to_be_visible()
    assert page.locator(".graph svg .group").count() >= 2
    assert page.locator(".collapses .reason").count() >= 1
    claim_id = claim.get_attribute("id")
    claim.locator(".meta a").click()
    page.wait_for_url(f"**/documents/d*#{claim_id}")
    expect(page.locator(".captured mark.m-trigger").first).to_be_visible()
    expect(page.get_by_text("SHA-256")).to_be_visible()


def test_the_names_behind_the_marks_can_be_written_out(desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{desk.url}/?grade=contested")
    page.locator("#results h3 a").first.click()
    page.get_by_text("What the marks mean").click()
    page.get_by_label("Write the name behind each mark").check()
    shown = page.locator("mark.m-trigger[data-label]").first.evaluate("node => getComputedStyle(node, '::after').content")
    assert "trigger" in shown


def test_words_are_searched_while_they_are_typed(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url)
    before = total(page)
    page.get_by_label("Words of the evidence").press_sequentially("market", delay=20)
    page.wait_for_url("**/?text=market")
    until(page, f"document.getElementById('results').dataset.total !== '{before}'")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/?text=nowordlikethis", "No event on record fits this filter"),
        ("/?from=2024-99-01", "this filter cannot be used"),
        ("/?nonsense=1", "this filter cannot be used"),
        ("/?bbox=1,2,3", "this filter cannot be used"),
        ("/documents?q=nowordlikethis", "No document holds these words"),
        ("/sources?q=zzzz", "No name holds these letters"),
        ("/events/e0000000000000000", "Nothing is on record here"),
        ("/documents/d0000000000000000", "Nothing is on record here"),
        ("/actors/one?name=nobody", "Nothing is on record here"),
        ("/import/jobs/j0000000000000000", "Nothing is on record here"),
        ("/no/such/page", "Nothing is on record here"),
        ("/export?text=nowordlikethis", "nothing to export"),
        ("/review?text=nowordlikethis", "Nothing waits"),
    ],
)
def test_what_is_empty_or_wrong_says_so(desk: Desk, open_page: Opened, path: str, words: str) -> None:
    page = open_page(desk.url + path)
    expect(page.locator("main")).to_contain_text(words, ignore_case=True)
    assert page.get_by_role("link", name="Overview").first.is_visible()


def test_sources_and_actors_tell_what_they_have_to_do_with_events(desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{desk.url}/sources")
    page.locator("table.grid a").first.click()
    expect(page.get_by_role("heading", name="What it has said")).to_be_visible()
    assert page.locator(".events > li").count() >= 1
    page.goto(f"{desk.url}/actors")
    page.locator("table.grid a").first.click()
    expect(page.get_by_role("heading", name="What the name was taken for")).to_be_visible()
    assert page.locator(".events > li").count() >= 1


def test_everything_is_reached_with_keys_alone(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url, maps=True)
    ready(page)
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    reached: set[str] = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(n => n.id || n.getAttribute('aria-label') || n.name || n.textContent.trim().slice(0, 30))(document.activeElement)"
            )
        )
        if page.evaluate("!!document.activeElement.closest('#results h3')"):
            break
    assert {"f-text", "type", "f-from", "Zoom in", "First day", "Last day"} <= reached
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/e*")


PATHS = ["/", "/?grade=contested", "/documents", "/sources", "/actors", "/review", "/import", "/export", "/help"]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_wider_than_a_screen_of_320_pixels(desk: Desk, open_page: Opened, path: str) -> None:
    page = open_page(desk.url + path, width=320, height=640)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_an_event_and_a_document_fit_on_320_pixels(desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{desk.url}/?grade=contested", width=320, height=640)
    page.locator("#results h3 a").first.click()
    page.wait_for_url("**/events/e*")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(".claim .meta a").first.click()
    page.wait_for_url("**/documents/d*")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("noun", "keys"), [("source", "mib"), ("actor", "ib")])
def test_a_source_and_an_actor_fit_on_320_pixels_with_what_is_asked_of_them(desk: Desk, open_page: Opened, noun: str, keys: str) -> None:
    page = open_page(f"{desk.url}/help", width=320, height=640)
    page.goto(f"{desk.url}/{noun}s/one?name={quote(named(page, desk, noun)[0])}")
    page.locator("#decide[data-ready]").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for key in keys:
        page.keyboard.press(key)
        box = page.get_by_role("dialog").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        page.keyboard.press("Escape")
        # The browser closes it in its own time, and a key that comes before is the dialog's.
        page.get_by_role("dialog").wait_for(state="hidden")


def test_a_large_record_says_that_it_is_loaded_and_goes_on_by_itself(
    samples: Path, tmp_path: Path, open_page: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()
    store = tmp_path / "onrecord.db"
    shutil.copy(samples, store)

    def slow(store: Store) -> Facets:
        assert may_go_on.wait(120)
        return load(store)

    monkeypatch.setattr(the_desk, "load", slow)
    monkeypatch.setattr(the_desk, "_BIG", 2)
    served = Desk(store)
    try:
        page = open_page(f"{served.url}/?country=SD")
        expect(page.get_by_role("heading", level=1)).to_have_text("The events are being loaded")
        expect(page.locator("#waited")).to_contain_text("so far")
        may_go_on.set()
        expect(page.locator("#results")).to_be_visible()
        assert page.url.endswith("/?country=SD")
    finally:
        may_go_on.set()
        served.stop()


def test_the_map_follows_the_dark(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url, color_scheme="dark", maps=True)
    ready(page)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 23, 23)"
    page.emulate_media(color_scheme="light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 247)"


def test_print_leaves_the_controls_out(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url)
    page.emulate_media(media="print")
    assert not page.locator("#filters").is_visible()
    assert not page.locator(".top nav").is_visible()
    assert not page.get_by_text("Drag over the timeline").is_visible()
    assert not page.get_by_role("link", name="Export these").is_visible()
    assert page.locator("#results li[data-event]").first.is_visible()


def test_the_first_paint_does_not_wait_for_the_map(desk: Desk, open_page: Opened) -> None:
    # How long it takes is measured by benchmarks/paint.py; here the map is never drawn and the list stands all the same.
    page = open_page(desk.url)
    until(page, "performance.getEntriesByName('first-contentful-paint').length > 0")
    assert page.locator("#results li[data-event]").count() > 10


def test_without_a_way_to_draw_the_list_still_stands(desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{desk.url}/help", maps=True)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(desk.url)
    expect(page.locator("#map")).to_contain_text("The list says the same")
    assert page.locator("#results li[data-event]").count() > 10


def test_a_server_that_stopped_is_told_of(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url)
    page.context.set_offline(True)
    page.locator("[name=country]").select_option("SD")
    expect(page.locator("#trouble")).to_contain_text("does not answer")
