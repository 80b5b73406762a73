"""A record with many events: a page that waits while they are loaded, and answers that do not wait when they change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from onrecord.api import desk as the_desk
from onrecord.api.app import create_app
from onrecord.api.desk import Desk
from onrecord.errors import StoreError
from onrecord.settings import Settings
from onrecord.store import Store, facets_file
from onrecord.store.facets import Facets
from onrecord.store.facets_load import load
from onrecord.ui import install
from tests.api.conftest import _fill

PAGE = {"Accept": "text/html"}


class Loading:
    """Stands in for the loading of the events: waits until the test lets it go on, fails where the test wants that."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.failure: StoreError | None = None
        self.times = 0

    def __call__(self, store: Store) -> Facets:
        self.times += 1
        assert self.may_go_on.wait(30)
        if self.failure is not None:
            raise self.failure
        return load(store)


@pytest.fixture
def loading(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loading]:
    stand_in = Loading()
    monkeypatch.setattr(the_desk, "load", stand_in)
    monkeypatch.setattr(the_desk, "_BIG", 2)
    monkeypatch.setattr(the_desk, "_MOMENT", 0.05)
    yield stand_in
    stand_in.may_go_on.set()


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    path = tmp_path / "onrecord.db"
    _fill(str(path))
    return path


def serve(path: Path) -> FastAPI:
    app = create_app(Settings.load({}, store=str(path), jobs="1"))
    install(app)
    return app


@pytest.fixture
def client(store_path: Path, loading: Loading) -> Iterator[TestClient]:
    with TestClient(serve(store_path), base_url="http://localhost:8470") as client:
        yield client
        loading.may_go_on.set()


def until(holds: Callable[[], object]) -> None:
    for _ in range(1_000):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("it never came to hold")


def is_ready(client: TestClient) -> bool:
    return bool(client.get("/api/v1/health").json()["ready"])


@pytest.mark.parametrize("path", ["/", "/?country=SD&grade=contested", "/review", "/sources", "/actors", "/export"])
def test_pages_of_events_wait_on_a_page_that_says_so(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=PAGE)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert "The events are being loaded" in answer.text
    assert "loading.js" in answer.text
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert not is_ready(client)


def test_what_needs_no_events_does_not_wait(client: TestClient) -> None:
    for path in ("/documents", "/import", "/help", "/api/v1/documents", "/api/v1/health"):
        assert client.get(path, headers=PAGE).status_code == 200, path


def test_the_page_is_there_when_the_events_are_and_they_are_loaded_once(client: TestClient, loading: Loading) -> None:
    for _ in range(3):
        assert client.get("/?country=SD", headers=PAGE).status_code == 503
    loading.may_go_on.set()
    until(lambda: is_ready(client))
    answer = client.get("/?country=SD", headers=PAGE)
    assert answer.status_code == 200
    assert "Kutum" in answer.text
    assert loading.times == 1


def test_programs_wait_for_their_answer(client: TestClient, loading: Loading) -> None:
    threading.Timer(0.3, loading.may_go_on.set).start()
    assert client.get("/api/v1/events").json()["total"] == 5


def test_a_record_that_cannot_be_read_is_told_of(client: TestClient, loading: Loading) -> None:
    loading.failure = StoreError("is damaged", subject="it", stage="store", remedy="Restore a backup.")
    assert client.get("/", headers=PAGE).status_code == 503
    loading.may_go_on.set()
    until(lambda: "Restore a backup." in client.get("/", headers=PAGE).text)
    loading.failure = None
    until(lambda: client.get("/", headers=PAGE).status_code == 200)


def test_the_old_events_answer_while_the_new_ones_are_loaded(client: TestClient, loading: Loading) -> None:
    loading.may_go_on.set()
    until(lambda: is_ready(client))
    assert client.get("/api/v1/events").json()["total"] == 5
    loading.may_go_on.clear()
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    desk.store.replace_events(list(desk.store.events())[:4])
    assert client.get("/api/v1/summary/counts").json()["all"] == 5
    loading.may_go_on.set()
    until(lambda: client.get("/api/v1/summary/counts").json()["all"] == 4)


def test_the_next_start_reads_the_columns_from_their_file(client: TestClient, loading: Loading, store_path: Path) -> None:
    client.get("/", headers=PAGE)
    loading.may_go_on.set()
    until(Path(f"{store_path}-columns").exists)
    with TestClient(serve(store_path), base_url="http://localhost:8470") as again:
        assert again.get("/?place=kutum", headers=PAGE).status_code == 200
        assert is_ready(again)
    assert loading.times == 1


def test_names_are_there_before_somebody_filters_by_them(client: TestClient, loading: Loading, monkeypatch: pytest.MonkeyPatch) -> None:
    # A server's database has no file beside it.
    monkeypatch.setattr(facets_file, "path_of", lambda _: None)
    client.get("/", headers=PAGE)
    loading.may_go_on.set()
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    until(lambda: is_ready(client) and desk.with_facets(lambda facets, _: set(facets._names)) == set(facets_file.ROLES))
