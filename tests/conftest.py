"""Stores for tests, in every database that onrecord knows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.store import Store
from tests import databases


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite store with nothing in it, to be copied."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    Store.open(path).close()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Server]:
    """The PostgreSQL server of the tests; tests that ask for it are skipped where there is none."""
    server = databases.server()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """The database of a test that has to pass in each."""
    return str(request.param)


@pytest.fixture
def address(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store with nothing in it."""
    if backend == "postgresql":
        server: databases.Server = request.getfixturevalue("postgres")
        return server.empty()
    return str(shutil.copy(request.getfixturevalue("empty_store"), tmp_path / "record.db"))
