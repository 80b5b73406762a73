"""Time to the first contentful paint of the desk's pages in Chromium: `python -m benchmarks.paint --store FILE`.

The desk runs in a process of its own, the browser in another; every page is opened in a fresh context, so that nothing is cached, after one
visit that warms the server. Times are those that the browser itself reports, in milliseconds from the start of the navigation.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import statistics
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

PATHS = ("/", "/documents", "/sources", "/review", "/export")
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def serve(store: str) -> tuple[subprocess.Popen[bytes], str]:
    """The desk over `store` on a free port, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "onrecord.cli", "serve", "--store", store, "--port", str(port)])
    for _ in range(480):
        try:
            with urlopen(f"http://127.0.0.1:{port}/api/v1/health"):
                return process, f"http://127.0.0.1:{port}"
        except URLError:
            time.sleep(0.25)
    process.terminate()
    raise SystemExit("the desk did not start")


def paint(browser: Browser, url: str) -> float:
    """Milliseconds to the first paint of a page that was never opened before."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(url)
    for _ in range(600):
        if (found := page.evaluate(PAINTED)) is not None:
            context.close()
            return float(found)
        page.wait_for_timeout(50)
    raise SystemExit(f"{url} was never painted")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", default="onrecord.db")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    process, url = serve(chosen.store)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            result = {}
            for path in PATHS:
                paint(browser, url + path)
                times = [paint(browser, url + path) for _ in range(chosen.rounds)]
                result[path] = {"median_ms": round(statistics.median(times)), "worst_ms": round(max(times))}
            print(json.dumps(result, indent=2))
            browser.close()
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main()
