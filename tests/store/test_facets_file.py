"""The columns in their file answer as those that were loaded from SQL, and no file can make them answer otherwise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from onrecord.store import EventFilter, Store, facets_file
from onrecord.store.facets import Facets, Outdated
from onrecord.store.facets_load import load
from tests.store.test_events import ALL

WANTED = [
    EventFilter(),
    EventFilter(country="SY"),
    EventFilter(text="market"),
    EventFilter(grade=("contested",)),
    EventFilter(date_from=date(2024, 1, 2)),
    EventFilter(box=(-90, -180, 90, 180)),
    EventFilter(origin="a"),
    EventFilter(place="o"),
    EventFilter(actor="e", status=("occurred",)),
]


@pytest.fixture
def record(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "onrecord.db")
    store.replace_events(ALL)
    return store


def kept(record: Store) -> Path:
    path = facets_file.path_of(record)
    assert path is not None
    return path


def answers(facets: Facets) -> list[list[str]]:
    return [facets.event_ids(np.flatnonzero(facets.select(wanted)).tolist()) for wanted in WANTED]


def test_what_is_kept_is_what_was_loaded(record: Store) -> None:
    with record:
        assert facets_file.size(record) == len(ALL)
        assert facets_file.read(record) is None
        loaded = load(record)
        assert facets_file.write(loaded)
        again = facets_file.read(record)
        assert again is not None
        assert answers(again) == answers(loaded)
        assert again.mark == loaded.mark
        assert again.places.spots == loaded.places.spots
        for role in facets_file.ROLES:
            everything = np.ones(len(loaded), dtype=bool)
            assert again.count_names(role, everything) == loaded.count_names(role, everything)


def test_the_columns_of_an_older_view_are_not_taken(record: Store) -> None:
    with record:
        before = load(record)
        assert facets_file.write(before)
        record.replace_events(ALL[:2])
        assert facets_file.read(record) is None
        with pytest.raises(Outdated):
            facets_file.write(load(record).__class__(record, before.mark, *_parts(before)))


def _parts(facets: Facets) -> tuple[dict[str, object], object]:
    names = {"seq": "seq", "id": "ids", "earliest": "first", "latest": "last", "claims": "claims", "documents": "documents"}
    columns = {name: getattr(facets, own) for name, own in names.items()} | {"confidence": facets.confidence, **facets.coded}
    return columns, facets.places


@pytest.mark.parametrize("damage", ["empty", "cut", "noise", "other archive"])
def test_a_damaged_file_is_as_good_as_none(record: Store, damage: str) -> None:
    with record:
        assert facets_file.write(load(record))
        path = kept(record)
        data = path.read_bytes()
        match damage:
            case "empty":
                path.write_bytes(b"")
            case "cut":
                path.write_bytes(data[: len(data) // 2])
            case "noise":
                path.write_bytes(b"\x00" + data[1:])
            case _:
                with path.open("wb") as file:
                    np.savez(file, head=np.zeros(3))
        assert facets_file.read(record) is None


def test_where_nothing_can_be_written_nothing_is_kept(record: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with record:
        facets = load(record)
        monkeypatch.setattr(facets_file, "path_of", lambda _: tmp_path / "gone" / "columns")
        assert not facets_file.write(facets)
        monkeypatch.setattr(facets_file, "path_of", lambda _: None)
        assert not facets_file.write(facets)
        assert facets_file.read(record) is None


def test_a_write_that_fails_in_the_middle_leaves_no_rest(record: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    with record:
        facets = load(record)
        assert facets_file.write(facets)
        before = kept(record).read_bytes()
        monkeypatch.setattr(facets_file.np, "savez", full)
        assert not facets_file.write(facets)
        assert kept(record).read_bytes() == before
        assert not list(kept(record).parent.glob(".*"))


def test_an_empty_record_is_kept_too(tmp_path: Path) -> None:
    with Store.open(tmp_path / "empty.db") as record:
        record.replace_events([])
        assert facets_file.size(record) == 0
        assert facets_file.write(load(record))
        again = facets_file.read(record)
        assert again is not None
        assert len(again) == 0
