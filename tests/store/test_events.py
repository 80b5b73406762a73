"""The view of events: replaced as a whole, found by every filter, rebuilt when it is old."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.model import Document, Event, Grade, Origin, Place, Producer, Span, When
from onrecord.store import EventFilter, MarkSource, Store
from onrecord.store import make as decide
from onrecord.store.facets_load import load
from tests import strategies as nouns
from tests.store.test_store import make, read

READER = Producer(name="reader", version="1", settings_digest="s", weights_digest="w")
on_disk = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def day(earliest: str, latest: str | None = None) -> When:
    bounds = {"earliest": date.fromisoformat(earliest), "latest": date.fromisoformat(latest or earliest)}
    return When(span=None, expression=None, rule="test", **bounds)


def voice(name: str, party: str | None = None, *organisations: str) -> Origin:
    return Origin(name=name, party=party, claim_ids=(), organisations=organisations, stance="unknown", named=True)


def event(claim_id: str, **fields: Any) -> Event:
    grade = Grade(
        corroboration=fields.pop("grade", "single_origin"),
        reasons=(),
        claim_ids=(claim_id,),
        independent_origins=1,
        origins=fields.pop("origins", ()),
        denials=fields.pop("denials", ()),
        collapses=(),
        figures=(),
        explanation="",
    )
    given_fields = {
        "document_ids": (),
        "event_type": "ASSAULT",
        "mode": None,
        "sub_event": None,
        "status": "occurred",
        "actors": (),
        "targets": (),
        "places": (),
        "when": None,
        **fields,
    }
    return Event(claim_ids=(claim_id,), grade=grade, **given_fields)


def place(name: str, lat: float | None = None, lon: float | None = None, country: str | None = None) -> Place:
    return Place(span=Span(0, 1), name=name, kind="town", country=country, lat=lat, lon=lon)


STRIKE = event(
    "c1",
    sub_event="Air/drone strike",
    actors=("Ministry of Defence",),
    targets=("rebels",),
    places=(place("Ḥimṣ", 34.73, 36.71, "SY"),),
    when=day("2024-05-03", "2024-05-05"),
    origins=(voice("Yuri Popov", "state:ru", "Center for Reconciliation"),),
    grade="one_sided",
    document_ids=("d1",),
)
PROTEST = event(
    "c2",
    event_type="PROTEST",
    places=(place("Suva", -18.14, 178.44, "FJ"), place("Unknown")),
    when=day("2024-05-10"),
    status="planned",
    denials=(voice("Police"),),
)
UNDATED = event("c3", actors=("100% militia",))
ALL = (PROTEST, UNDATED, STRIKE)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [STRIKE, PROTEST, UNDATED]),
        ({"date_from": date(2024, 5, 5)}, [STRIKE, PROTEST]),
        ({"date_from": date(2024, 5, 6)}, [PROTEST]),
        ({"date_to": date(2024, 5, 3)}, [STRIKE]),
        ({"date_to": date(2024, 5, 2)}, []),
        ({"date_from": date(2024, 5, 4), "date_to": date(2024, 5, 4)}, [STRIKE]),
        ({"event_type": ("PROTEST",)}, [PROTEST]),
        ({"event_type": ("PROTEST", "ASSAULT")}, [STRIKE, PROTEST, UNDATED]),
        ({"sub_event": ("Air/drone strike",)}, [STRIKE]),
        ({"status": ("planned",)}, [PROTEST]),
        ({"grade": ("one_sided",)}, [STRIKE]),
        ({"place": "hims"}, [STRIKE]),
        ({"place": "SUV"}, [PROTEST]),
        ({"country": "sy"}, [STRIKE]),
        ({"country": "s"}, []),
        ({"actor": "ministry"}, [STRIKE]),
        ({"actor": "100% "}, [UNDATED]),
        ({"actor": "1%0"}, []),
        ({"target": "rebel"}, [STRIKE]),
        ({"origin": "popov"}, [STRIKE]),
        ({"origin": "reconciliation"}, [STRIKE]),
        ({"origin": "state:ru"}, [STRIKE]),
        ({"origin": "police"}, [PROTEST]),
        ({"box": (30.0, 30.0, 40.0, 40.0)}, [STRIKE]),
        ({"box": (-20.0, 170.0, -10.0, -170.0)}, [PROTEST]),
        ({"box": (34.73, 36.71, 34.73, 36.71)}, [STRIKE]),
        ({"box": (34.74, 36.0, 35.0, 37.0)}, []),
        ({"box": (-90.0, 10.00001, 90.0, 10.0)}, [STRIKE, PROTEST]),
        ({"document": "d1"}, [STRIKE]),
        ({"claim": "c2"}, [PROTEST]),
        ({"limit": 2}, [STRIKE, PROTEST]),
        ({"limit": 2, "offset": 1}, [PROTEST, UNDATED]),
        ({"limit": 0}, []),
        ({"text": "anything"}, []),
        ({"text": "("}, []),
        ({"event_type": ("ASSAULT",), "country": "SY", "date_from": date(2024, 1, 1)}, [STRIKE]),
    ],
)
def test_filters(store: Store, wanted: dict[str, Any], found: list[Event]) -> None:
    assert store.replace_events(ALL) == 3
    assert store.events(EventFilter(**wanted)) == found


def test_the_text_filter_searches_the_evidence(store: Store) -> None:
    captured = make("Rockets hit Qalat at dawn. Crowds marched in Suva.")
    reading = read(captured, (8, 11), (34, 41))
    first, second = (replace(claim, evidence=evidence) for claim, evidence in zip(reading.claims, (Span(0, 26), Span(27, 50)), strict=True))
    store.add(captured, replace(reading, claims=(first, second)), READER)
    events = [event(first.id), event(second.id, event_type="PROTEST")]
    store.replace_events(events)
    assert store.events(EventFilter(text="rockets")) == events[:1]
    assert store.events(EventFilter(text='"crowds marched"')) == events[1:]
    assert store.events(EventFilter(text="Qalat Suva")) == []


def test_the_surest_claim_decides_over_the_filter_of_confidence(store: Store) -> None:
    captured = make("Rockets hit Qalat at dawn. Crowds marched in Suva.")
    reading = read(captured, (8, 11), (34, 41))
    first, second = (replace(claim, confidence=sure) for claim, sure in zip(reading.claims, (0.4, 0.9), strict=True))
    store.add(captured, replace(reading, claims=(first, second)), READER)
    events = [event(first.id), event(second.id, event_type="PROTEST")]
    store.replace_events(events)
    for least, kept in ((0.0, {0, 1}), (0.4, {0, 1}), (0.5, {1}), (0.95, set())):
        wanted = EventFilter(confidence=least)
        assert {e.id for e in store.events(wanted)} == {events[n].id for n in kept}
        facets = load(store)
        assert set(facets.event_ids(np.flatnonzero(facets.select(wanted)).tolist())) == {events[n].id for n in kept}


def test_replacing_leaves_nothing_of_the_old_view(store: Store) -> None:
    store.replace_events(ALL)
    assert store.replace_events([UNDATED]) == 1
    assert store.events() == [UNDATED]
    assert store.events(EventFilter(country="SY")) == []
    assert store.check() == []
    assert store.event(UNDATED.id[:5]) == UNDATED
    with pytest.raises(BadInput, match="no event"):
        store.event(STRIKE.id)


def test_a_view_that_fails_to_be_computed_leaves_the_old_one(store: Store) -> None:
    def broken() -> Iterator[Event]:
        yield STRIKE
        raise RuntimeError("half way")

    store.replace_events(ALL)
    with pytest.raises(RuntimeError):
        store.replace_events(broken())
    assert len(store.events()) == 3


def test_the_view_knows_that_it_is_old(store: Store) -> None:
    marked = decide(MarkSource(source="local:a", mark="credible"), subject="local:a", author="a", reason="r")

    def mark() -> None:
        store.append_decision(marked)

    def ingest() -> None:
        captured = make()
        store.add(captured, read(captured), READER)

    assert store.events_stale()
    steps: list[Callable[[], None]] = [ingest, mark]
    for step in steps:
        store.replace_events(ALL)
        assert not store.events_stale()
        step()
        assert store.events_stale()
    store.replace_events(ALL)
    ingest()
    mark()
    assert not store.events_stale()


@on_disk
@given(st.lists(nouns.events, max_size=4, unique_by=lambda found: found.id))
def test_events_come_back_exactly_whatever_they_hold(store: Store, events: list[Event]) -> None:
    # Names hold no NUL once reports are ingested, and PostgreSQL takes none.
    assume(store.name.endswith(".db") or "\\x00" not in repr(events))
    assert store.replace_events(events) == len(events)
    assert sorted(store.events(), key=lambda found: found.id) == sorted(events, key=lambda found: found.id)
    for found in events:
        assert store.event(found.id) == found
        for spot in found.places:
            if spot.lat is not None and spot.lon is not None:
                assert found in store.events(EventFilter(box=(spot.lat, spot.lon, spot.lat, spot.lon)))
        if found.when and found.when.earliest:
            assert found in store.events(EventFilter(date_from=found.when.earliest, date_to=found.when.earliest))


def test_documents_without_a_title_are_found_too(store: Store) -> None:
    captured = make()
    bare = replace(captured, document=Document(text="Shelling near the bridge."))
    store.add(bare, read(bare), READER)
    assert [hit.title for hit in store.search("bridge")] == [None]
