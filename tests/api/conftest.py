"""A desk over the record made by hand; jobs are done in this process by a pipeline that needs no weights."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import onrecord.pipeline
from onrecord.api import worker
from onrecord.api.app import create_app
from onrecord.api.desk import Desk
from onrecord.settings import Settings
from onrecord.store import Store
from tests.cli.conftest import FakePipeline
from tests.export import made


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "onrecord.db"
    _fill(str(path))
    return path


def _fill(address: str) -> None:
    bundle = made.bundle()
    with Store.open(address) as record:
        for document in bundle.documents.values():
            record.add(made.captured(document), made.reading(document, bundle.claims.values()), made.PRODUCER)
        record.replace_events(bundle.events)


@pytest.fixture
def backend() -> str:
    """The database of the record; modules whose tests ask much of the store override it with both."""
    return "sqlite"


@pytest.fixture
def store_address(backend: str, request: pytest.FixtureRequest) -> str:
    if backend == "sqlite":
        return str(request.getfixturevalue("store_path"))
    address: str = request.getfixturevalue("postgres").empty()
    _fill(address)
    return address


@pytest.fixture
def store_path(tmp_path: Path, _template: Path) -> Path:
    path = tmp_path / _template.name
    shutil.copy(_template, path)
    return path


@pytest.fixture
def settings(store_address: str) -> Settings:
    return Settings.load({}, store=store_address, jobs="1")


@pytest.fixture
def app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    monkeypatch.setattr(onrecord.pipeline, "Pipeline", FakePipeline)
    return create_app(settings, user="ana", run_job=worker.run)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost:8470") as client:
        yield client


@pytest.fixture
def desk(app: FastAPI, client: TestClient) -> Desk:  # noqa: ARG001 - the client starts the application
    found: Desk = app.state.desk
    return found


def event_ids() -> dict[str, str]:
    """Ids of the events made by hand, by their names in `made.claims`."""
    groups = made.claims()
    return {name: event.id for name, event in zip(groups, made.bundle().events, strict=True)}


def get(client: TestClient, path: str, **query: Any) -> Any:
    """The JSON of a GET that has to work."""
    response = client.get(f"/api/v1{path}", params=query)
    assert response.status_code == 200, response.text
    return response.json()
