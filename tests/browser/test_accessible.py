"""Every page in light and in dark, large and small, before axe-core; and nothing inline that the Content-Security-Policy refuses."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, Opened, named

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
PATHS = [
    "/",
    "/?grade=contested",
    "/?text=nowordlikethis",
    "/documents",
    "/documents?q=market",
    "/sources",
    "/actors",
    "/review",
    "/import",
    "/export",
    "/help",
    "/nix",
]
RUN = """async () => {
  const found = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
  return found.violations.filter((v) => ["serious", "critical", "moderate"].includes(v.impact))
    .map((v) => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | "));
}"""


CONTRAST = """async () => {
  const found = await axe.run(document, { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } });
  return found.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | "));
}"""


def check(page: Page) -> None:
    """Everything in the light, and in the dark what colours change."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.add_script_tag(path=AXE)
    page.emulate_media(color_scheme="light")
    assert page.evaluate(RUN) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_serious(desk: Desk, open_page: Opened, path: str) -> None:
    # axe is put in by the test, which the policy of the page would refuse.
    check(open_page(desk.url + path, bypass_csp=True))


def test_axe_finds_nothing_serious_in_an_event_and_a_document(desk: Desk, open_page: Opened) -> None:
    page = open_page(f"{desk.url}/?grade=contested", bypass_csp=True)
    page.locator("#results h3 a").first.click()
    page.wait_for_url("**/events/e*")
    page.locator("#decide[data-ready]").wait_for()
    for summary in page.locator("details > summary:visible").all():
        summary.click()
    check(page)
    for key in ("c", "m", "s", "x", "g"):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        check(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator(".claim .meta a").first.click()
    page.wait_for_url("**/documents/d*")
    check(page)


@pytest.mark.parametrize(("path", "keys"), [("/sources", "mib"), ("/actors", "ib")])
def test_axe_finds_nothing_serious_in_a_source_and_an_actor(desk: Desk, open_page: Opened, path: str, keys: str) -> None:
    page = open_page(desk.url + path, bypass_csp=True)
    name = named(page, desk, path.strip("/").removesuffix("s"))[0]
    page.goto(f"{desk.url}{path}/one?name={quote(name)}")
    page.locator("#decide[data-ready]").wait_for()
    check(page)
    for key in keys:
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        check(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize("path", PATHS)
def test_pages_hold_nothing_inline_and_load_from_here_only(desk: Desk, path: str) -> None:
    response = httpx2.get(desk.url + path, headers={"Accept": "text/html"}, follow_redirects=True, timeout=120)
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", response.text)
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//(?!127\.0\.0\.1)""", re.sub(r'<a [^>]*rel="noopener[^>]*>', "", response.text))
