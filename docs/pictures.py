"""The pictures of the documentation: the desk over the shipped sample reports, in a browser; run by `make pictures`."""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent / "desk"
LARGE, SMALL = {"width": 1280, "height": 900}, {"width": 320, "height": 720}


def serve(store: str) -> tuple[subprocess.Popen[bytes], str]:
    """The desk over `store` on a free port, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "onrecord.cli", "serve", "--store", store, "--port", str(port)])
    url = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            with urlopen(f"{url}/api/v1/health"):
                return process, url
        except URLError:
            time.sleep(0.25)
    process.terminate()
    raise SystemExit("the desk did not start")


def opened(browser: Browser, url: str, *, size: dict[str, int] = LARGE, scheme: str = "light", wait: str | None = None) -> Page:
    """A page, once its map is drawn where it has one."""
    page = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce").new_page()
    page.goto(url)
    if wait:
        page.wait_for_selector(wait, timeout=90_000)
        page.wait_for_timeout(1500)
    return page


def take(browser: Browser, url: str) -> None:
    """Every picture, into `docs/desk/`."""
    drawn = "#map[data-ready]"

    def picture(page: Page, name: str, *, whole: bool = False) -> None:
        page.screenshot(path=HERE / f"{name}.png", full_page=whole)
        page.context.close()

    picture(opened(browser, url, wait=drawn), "overview")
    picture(opened(browser, f"{url}/?country=SD", scheme="dark", wait=drawn), "overview-dark")
    picture(opened(browser, f"{url}/?country=SD", size=SMALL, wait=drawn), "overview-small")
    page = opened(browser, f"{url}/?grade=contested")
    event = page.locator("#results h3 a").first.get_attribute("href") or "/"
    page.goto(url + event)
    page.wait_for_selector("#place-map[data-ready]", timeout=90_000)
    document = page.locator(".claim .meta a").first.get_attribute("href") or "/"
    source = page.locator(".claim a[href^='/sources/one']").first.get_attribute("href") or "/"
    actor = page.locator(".aside a[href^='/actors/one']").first.get_attribute("href") or "/"
    page.wait_for_timeout(1500)
    page.screenshot(path=HERE / "event.png")
    page.locator("#figures-h").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('figures-h').scrollIntoView()")
    page.screenshot(path=HERE / "event-figures.png")
    page.evaluate("document.getElementById('origins-h').scrollIntoView()")
    picture(page, "event-origins")
    picture(opened(browser, url + document), "document")
    picture(opened(browser, url + source, wait="#decide[data-ready]"), "source")
    page = opened(browser, url + actor, wait="#decide[data-ready]")
    page.keyboard.press("b")
    picture(page, "side")
    picture(opened(browser, f"{url}/review", wait="#decide[data-ready]"), "review")
    page = opened(browser, f"{url}/review", wait="#decide[data-ready]")
    page.keyboard.press("c")
    picture(page, "correct")
    picture(opened(browser, f"{url}/import"), "import")
    picture(opened(browser, f"{url}/export"), "export")


def main() -> None:
    """Take the pictures of the store that is named."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--store", default="onrecord.db")
    chosen = options.parse_args()
    HERE.mkdir(exist_ok=True)
    process, url = serve(chosen.store)
    try:
        with sync_playwright() as playwright:
            arguments = ["--no-sandbox", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
            take(browser, url)
            browser.close()
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main()
