"""The view of events after one more report: only its neighbourhood is looked at, and the events are those of a whole run."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import relink as module
from onrecord.api import views
from onrecord.cli.record import bundle_of
from onrecord.export.why import why, why_text
from onrecord.model import Claim, Document
from onrecord.relink import LINKS, relink
from onrecord.settings import Settings
from onrecord.store import Store
from tests.export import made
from tests.link.build import DAY, claim, document
from tests.link.test_linker import Telling, record_of, telling

SETTINGS = Settings.load({})
TELLINGS = [("Talm", 0, "army", "depot", 0), ("Talm", 0, "army", "depot", 1), ("Orrin", 1, "front", "mill", 2)]


def add(record: Store, told: tuple[Document, list[Claim]]) -> None:
    paper, claims = told
    record.add(made.captured(paper), made.reading(paper, claims), made.PRODUCER)


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


def test_links_that_do_not_fit_the_view_are_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "LARGE", 0)
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


def test_what_a_report_says_of_two_events_is_shown_from_both(tmp_path: Path) -> None:
    paper = document("Jets bombed the camp in retaliation for the raid on Talm.")
    bombed = claim(paper, "bombed", sub_event="Air/drone strike", days=(DAY, DAY))
    raid = claim(paper, "raid", sub_event="Armed clash", town="Talm", days=(DAY - timedelta(days=30), DAY - timedelta(days=30)))
    with Store.open(tmp_path / "a.db") as record:
        add(record, (paper, [bombed, raid]))
        relink(record, SETTINGS)
        first, second = record.events()
        for event, other, words in ((first, second, "answered by"), (second, first, "retaliation for")):
            ((relation, found),) = record.related(event)
            assert (relation.kind, found) == ("retaliation_for", other)
            bundle = bundle_of(record, [event])
            said = why(event, bundle, related=record.related(event))
            assert [r["words"] for r in said["relations"]] == [words]
            assert any(line.startswith(f"  {words} {other.id[:8]}") for line in why_text(said))
            assert views.relation_view(event, relation, other, paper).words == words
