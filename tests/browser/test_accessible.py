"""Every page in light and in dark, large and small, before axe-core; and nothing inline that the Content-Security-Policy refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.conftest import Desk, Opened

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
_RUN = """async () => {
  const found = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
  return found.violations.filter((v) => ["serious", "critical", "moderate"].includes(v.impact))
    .map((v) => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | "));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_serious(desk: Desk, open_page: Opened, path: str, scheme: str) -> None:
    # axe is put in by the test, which the policy of the page would refuse.
    page = open_page(desk.url + path, color_scheme=scheme, bypass_csp=True)
    page.add_script_tag(path=AXE)
    assert page.evaluate(_RUN) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_an_event_and_a_document(desk: Desk, open_page: Opened, scheme: str) -> None:
    page = open_page(f"{desk.url}/?grade=contested", color_scheme=scheme, bypass_csp=True)
    page.locator("#results h3 a").first.click()
    page.wait_for_url("**/events/e*")
    for summary in page.locator("details > summary").all():
        summary.click()
    page.add_script_tag(path=AXE)
    assert page.evaluate(_RUN) == []
    for key in ("c", "m", "s", "x"):
        page.keyboard.press(key)
        assert page.evaluate(_RUN) == []
        page.keyboard.press("Escape")
    page.locator(".claim .meta a").first.click()
    page.wait_for_url("**/documents/d*")
    page.add_script_tag(path=AXE)
    assert page.evaluate(_RUN) == []


@pytest.mark.parametrize("path", PATHS)
def test_pages_hold_nothing_inline_and_load_from_here_only(desk: Desk, open_page: Opened, path: str) -> None:
    page = open_page(desk.url + path)
    response = page.request.get(desk.url + path, headers={"Accept": "text/html"})
    html = response.text()
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", html)
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//(?!127\.0\.0\.1)""", re.sub(r'<a [^>]*rel="noopener[^>]*>', "", html))
