"""The report as one file in a browser, without a server."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from onrecord.cli.main import main


def test_numbers_that_would_cover_each_other_are_one_until_it_is_chosen(browser: Browser, samples: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(("report", "--store", str(samples), "--out", str(tmp_path / "report.html")))
    assert not ended.value.code
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((tmp_path / "report.html").as_uri())
    overlaps = """() => {
        const drawn = [...document.querySelectorAll('#world .marker rect, #world .bubble rect')];
        const seen = drawn.map(r => r.getBoundingClientRect()).filter(r => r.width);
        const meet = (a, b) => a.left < b.right - 4 && b.left < a.right - 4 && a.top < b.bottom - 4 && b.top < a.bottom - 4;
        return seen.filter((a, i) => seen.some((b, j) => j > i && meet(a, b))).length;
    }"""
    bubbles = page.locator("#world .bubble")
    expect(bubbles.first).to_be_visible()
    assert page.evaluate(overlaps) == 0
    events = "nodes => nodes.flatMap(n => n.dataset.events.split(' ')).length"
    everywhere = page.locator("#world a.marker").evaluate_all(events)
    shown = page.locator("#world a.marker:not(.grouped)").evaluate_all(events)
    counted = bubbles.evaluate_all("nodes => nodes.reduce((n, b) => n + Number(b.querySelector('text').textContent.slice(1)), 0)")
    assert shown + counted == everywhere
    # With the keyboard too; as near as the map goes nothing is left together.
    for _ in range(12):
        if bubbles.count() == 0:
            break
        bubbles.first.focus()
        page.keyboard.press("Enter")
    assert bubbles.count() == 0
    assert page.evaluate(overlaps) == 0
    page.close()
