"""The view of events after one more report: only its neighbourhood is looked at, and the events are those of a whole run."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import relink as module
from onrecord.model import Claim, Document
from onrecord.relink import LINKS, relink
from onrecord.settings import Settings
from onrecord.store import Store
from tests.export import made
from tests.link.test_linker import Telling, record_of, telling

SETTINGS = Settings.load({})
TELLINGS = [("Talm", 0, "army", "depot", 0), ("Talm", 0, "army", "depot", 1), ("Orrin", 1, "front", "mill", 2)]


def add(record: Store, told: tuple[Document, list[Claim]]) -> None:
    paper, claims = told
    record.add(made.captured(paper), made.reading(paper, claims), made.PRODUCER)


@pytest.fixture
def never_whole(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Links are kept of the smallest record; `link_and_grade`, which needs all claims, may be forbidden with it."""
    monkeypatch.setattr(module, "LARGE", 0)
    return monkeypatch


def forbidden(*_: object, **__: object) -> None:
    raise AssertionError("all claims were linked for one more report")


@settings(max_examples=20, deadline=None)
@given(st.lists(telling, min_size=2, max_size=10), st.randoms(use_true_random=False))
def test_one_report_after_the_other_gives_the_events_of_a_whole_run(tellings: list[Telling], rng: random.Random) -> None:
    reports = list(record_of(tellings).values())
    rng.shuffle(reports)
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "a.db") as record, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LARGE", 0)
        add(record, reports[0])
        relink(record, SETTINGS)
        patch.setattr(module, "link_and_grade", forbidden)
        for report in reports[1:]:
            before = {event.id: event for event in record.events()}
            add(record, report)
            done = relink(record, SETTINGS)
            after = {event.id: event for event in record.events()}
            assert done.events == len(after)
            assert set(done.gone) == before.keys() - after.keys()
            assert set(done.changed) == {i for i, event in after.items() if before.get(i) != event}
        patch.undo()
        whole = relink(record, SETTINGS, whole=True)
        assert (whole.changed, whole.gone) == ((), ())


@pytest.mark.usefixtures("never_whole")
def test_links_that_do_not_fit_the_view_are_left_alone(tmp_path: Path) -> None:
    first, second, third = record_of(TELLINGS).values()
    with Store.open(tmp_path / "a.db") as record:
        add(record, first)
        relink(record, SETTINGS)
        path = record.beside(LINKS)
        assert path is not None
        old = path.read_bytes()
        add(record, second)
        relink(record, SETTINGS, whole=True)
        path.write_bytes(old)
        add(record, third)
        done = relink(record, SETTINGS)
        assert done.events == 2
        path.unlink()
        assert relink(record, SETTINGS).events == 2
        assert path.is_file()
        # The same report read anew, by another producer, takes the place of what it told.
        paper, claims = third
        other = made.reading(paper, claims[:0])
        record.add(made.captured(paper), other, replace(made.PRODUCER, version="next"))
        assert relink(record, SETTINGS).events == 1
