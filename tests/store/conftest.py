"""A fresh store for each test in each database, and one in a file for what holds for SQLite only."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.store import Store


@pytest.fixture
def path(tmp_path: Path, empty_store: Path) -> Path:
    return Path(shutil.copy(empty_store, tmp_path / "record.db"))


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with Store.open(address, create=False) as opened:
        yield opened
