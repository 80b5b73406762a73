"""A desk on a free port over the shipped sample reports, and a browser that may speak to loopback only."""

from __future__ import annotations

import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli.main import main

pytest.importorskip("playwright.sync_api", reason="the browser tests need the package playwright (pip install playwright)")

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

import onrecord.ui
from onrecord.api.app import create_app
from onrecord.settings import Settings

# Drawing maps without a graphics card is slow on a busy machine; a test that passes never waits that long.
expect.set_options(timeout=60_000)

SAMPLES = Path(onrecord.__file__).parent / "data" / "samples"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    # Maps are drawn by the processor: machines of tests have no graphics card.
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("the browser tests need Chromium (apt-get install chromium); .ci/run installs it")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the shipped sample reports; copied for tests that write."""
    store = tmp_path_factory.mktemp("samples") / "onrecord.db"
    with pytest.raises(SystemExit) as ended:
        main(("read", str(SAMPLES), "--store", str(store), "--quiet"))
    assert not ended.value.code
    return store


class Desk:
    """A served desk: its address and its store."""

    def __init__(self, store: Path, **options: Any) -> None:
        self.store = store
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.app = app = create_app(Settings.load(store=str(store)), **options)
        onrecord.ui.install(app)
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()
        for _ in range(1_200):
            if self._server.started:
                return
            time.sleep(0.05)
        raise RuntimeError("the desk did not start")

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        self._socket.close()


@pytest.fixture(scope="session")
def desk(samples: Path) -> Iterator[Desk]:
    """A desk that tests only look at."""
    served = Desk(samples)
    yield served
    served.stop()


@pytest.fixture
def own_desk(samples: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk of its own for a test that writes."""
    store = tmp_path / "onrecord.db"
    shutil.copy(samples, store)
    served = Desk(store)
    yield served
    served.stop()


class Watch:
    """What went wrong in a page: errors of scripts, refusals of the Content-Security-Policy, requests that left loopback."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.strangers: list[str] = []


Opened = Callable[..., Page]


# What the browser and htmx themselves say of answers like 404, 409 and of a server that stopped, which tests provoke.
_EXPECTED = re.compile(r"Failed to load resource|^htmx:")


def until(page: Page, expression: str, *, seconds: float = 60.0) -> None:
    """Wait until JavaScript gives true; Playwright's own way of waiting needs eval, which the pages' policy refuses."""
    deadline = time.monotonic() + seconds
    while not _true(page, expression):
        assert time.monotonic() < deadline, f"this never came true: {expression}"
        page.wait_for_timeout(50)


def named(page: Page, desk: Desk, noun: str) -> list[str]:
    """Two names of sources or actors that decisions know by different ids, whatever the reader made of the samples."""
    found: dict[str, str] = {}
    for item in page.request.get(f"{desk.url}/api/v1/{noun}s?limit=50").json()["items"]:
        ids = page.request.get(f"{desk.url}/api/v1/{noun}s/one", params={"name": item["name"]}).json()["ids"]
        known = page.request.get(f"{desk.url}/api/v1/names", params={"name": item["name"]}).json()
        if len(ids) == len(known) == 1 and ids[0]["name"] == item["name"]:
            found.setdefault(ids[0]["id"], item["name"])
        if len(found) == 2:
            break
    return list(found.values())


def _true(page: Page, expression: str) -> bool:
    try:
        return bool(page.evaluate(expression))
    except PlaywrightError as error:
        if "context was destroyed" in str(error):
            # The page is on its way to another.
            return False
        raise


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opened]:
    """Opens pages in contexts of their own; fails the test for any script error or any request beyond loopback.

    Without `maps` the library that draws them is kept away: drawing without a graphics card takes seconds.
    """
    contexts: list[BrowserContext] = []
    watch = Watch()
    drawing: list[bool] = []

    def watched(route: Route) -> None:
        if "maplibre" in route.request.url and not drawing:
            route.abort()
        elif route.request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            route.continue_()
        else:
            watch.strangers.append(route.request.url)
            route.abort()

    def opened(url: str, *, width: int = 1280, height: int = 900, maps: bool = False, **options: Any) -> Page:
        if maps:
            drawing.append(True)
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **options)
        contexts.append(context)
        context.route("**/*", watched)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: watch.errors.append(str(error)))
        page.on(
            "console",
            lambda message: watch.errors.append(message.text) if message.type == "error" and not _EXPECTED.search(message.text) else None,
        )
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not watch.strangers, f"requests left this machine: {watch.strangers}"
    assert not watch.errors, f"the browser complains: {watch.errors}"
