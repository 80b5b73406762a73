"""Bringing reports in and taking events out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk, Opened

# Another process loads the weights and reads: seconds, on a machine that has nothing else to do.
READ = 300_000
REPORT = (
    "GOMBA, June 4 - Gunmen of the Lake Front attacked an army post near Gomba on Tuesday, killing six soldiers, the army said.\n\n"
    "The Lake Front denied that it had attacked the post.\n"
)


def test_files_are_imported_with_progress_and_errors(own_desk: Desk, open_page: Opened, tmp_path: Path) -> None:
    good, bad = tmp_path / "gomba <b>post.txt", tmp_path / "broken.txt"
    good.write_text(REPORT, encoding="utf-8")
    bad.write_bytes(b"\x00\x01\x02\xff" * 50)
    page = open_page(f"{own_desk.url}/import")
    page.locator("#files").set_input_files([good, bad])
    expect(page.locator("#chosen")).to_contain_text("2 files")
    page.get_by_label("Publisher").fill("Lake Courier")
    page.get_by_label("Date of publication").fill("2024-06-05")
    page.get_by_role("button", name="Read them").click()
    job = page.locator("#the-job")
    expect(job).to_have_attribute("data-state", "done", timeout=READ)
    expect(job).to_contain_text("1 failed")
    expect(job.locator("tr", has_text="broken.txt").locator(".failed")).to_be_visible()
    job.locator("tr", has_text="gomba").get_by_role("link").click()
    page.wait_for_url("**/documents/d*")
    expect(page.locator("main")).to_contain_text("Lake Courier")
    expect(page.locator(".captured")).to_contain_text("Gunmen of the Lake Front")
    page.goto(f"{own_desk.url}/?text=Gomba")
    assert int(page.locator("#results").get_attribute("data-total") or 0) >= 1


def test_a_pasted_text_is_imported_and_the_same_again_is_known(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/import")
    for state in ("read", "read before"):
        page.goto(f"{own_desk.url}/import")
        page.get_by_label("Or paste a text").fill(REPORT)
        page.get_by_role("button", name="Read them").click()
        expect(page.locator("#the-job")).to_have_attribute("data-state", "done", timeout=READ)
        expect(page.locator("#the-job td.ok")).to_have_text(re.compile(rf"{state}$"))


def test_nothing_to_read_is_said(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/import")
    page.get_by_role("button", name="Read them").click()
    expect(page.locator("#trouble")).to_contain_text("There is nothing to read")


def test_hostile_text_stays_text(own_desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{own_desk.url}/import")
    evil = '<script>window.hit = 1</script><img src=x onerror="window.hit = 1">'
    page.get_by_label("Or paste a text").fill(f"{evil} {REPORT}")
    page.get_by_label("Publisher").fill(evil)
    page.get_by_label("Title").fill(evil)
    page.get_by_role("button", name="Read them").click()
    expect(page.locator("#the-job")).to_have_attribute("data-state", "done", timeout=READ)
    page.locator("#the-job").get_by_role("link", name="pasted.txt").click()
    page.wait_for_url("**/documents/d*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("<script>window.hit = 1</script>")
    expect(page.locator(".captured")).to_contain_text("<script>")
    for path in ("/?text=Gomba", "/documents", "/sources", "/actors", "/review"):
        page.goto(own_desk.url + path)
        assert page.evaluate("window.hit") is None
    page.goto(f"{own_desk.url}/?text=%3Cimg+src%3Dx+onerror%3Dwindow.hit%3D1%3E")
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize(
    "name", ["onrecord.csv", "onrecord.hxl.csv", "onrecord.acled.csv", "onrecord.geojson", "onrecord.jsonl", "onrecord.html"]
)
def test_the_view_is_exported_in_every_format(desk: Desk, open_page: Opened, name: str) -> None:
    page = open_page(f"{desk.url}/?country=SD")
    page.get_by_role("link", name="Export these").click()
    page.wait_for_url("**/export?country=SD")
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    assert waiting.value.suggested_filename == name
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert "kutum" in text.lower()
    assert "Toribio" not in text
    if name.endswith("geojson"):
        assert json.loads(text)["features"]


def test_the_original_is_downloaded_never_shown(desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{desk.url}/documents")
    page.locator(".events h3 a").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the original bytes").click()
    assert re.fullmatch(r"d[0-9a-f]{16}\.bin", waiting.value.suggested_filename)
