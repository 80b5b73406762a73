"""The columns in memory answer every filter as the store itself does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.store import EventFilter, Store
from onrecord.store.clusters import AREA_KINDS, Spots, clusters
from onrecord.store.facets import Outdated
from onrecord.store.facets_load import load
from tests.store.test_events import ALL, day, event, place, test_filters, voice

CASES = [case[0] for case in test_filters.pytestmark[0].args[1]]  # type: ignore[attr-defined]
on_disk = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def found(store: Store, wanted: EventFilter) -> list[str]:
    facets = load(store)
    return facets.event_ids(np.flatnonzero(facets.select(wanted)).tolist())


@pytest.mark.parametrize("wanted", [case for case in CASES if not {"limit", "offset"} & case.keys()])
def test_the_filters_of_the_store_are_those_of_the_columns(store: Store, wanted: dict[str, Any]) -> None:
    store.replace_events(ALL)
    assert found(store, EventFilter(**wanted)) == [e.id for e in store.events(EventFilter(**wanted))]


DAYS = st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 20))
NAMES = st.sampled_from(["Ḥimṣ", "homs", "Suva", "100%", "a_b", ""])


@st.composite
def some_event(draw: st.DrawFn, number: int) -> Any:
    first = draw(DAYS)
    when = day(first.isoformat(), (first + timedelta(days=draw(st.integers(0, 9)))).isoformat()) if first else None
    points = st.tuples(NAMES, st.sampled_from([None, -89.0, 0.0, 34.7]), st.sampled_from([-180.0, 0.0, 36.7, 179.9]))
    places = tuple(
        place(n or "x", lat, lon if lat is not None else None, draw(st.sampled_from(["SY", "FJ", None])))
        for n, lat, lon in draw(st.lists(points, max_size=3))
    )
    return event(
        f"c{number}",
        event_type=draw(st.sampled_from(["ASSAULT", "PROTEST"])),
        sub_event=draw(st.sampled_from([None, "Armed clash"])),
        status=draw(st.sampled_from(["occurred", "planned"])),
        grade=draw(st.sampled_from(["contested", "one_sided"])),
        actors=tuple(n for n in [draw(NAMES)] if n),
        origins=(voice(draw(NAMES) or "v", draw(st.sampled_from([None, "state:sy"]))),),
        places=places,
        when=when,
    )


@on_disk
@given(data=st.data())
def test_any_filter_finds_what_the_store_finds(store: Store, data: st.DataObject) -> None:
    events = [data.draw(some_event(number)) for number in range(data.draw(st.integers(0, 12)))]
    store.replace_events(events)
    facets = load(store)
    for _ in range(5):
        west, east = data.draw(st.tuples(st.sampled_from([-180.0, 0.0, 36.7, 170.0]), st.sampled_from([-170.0, 0.0, 40.0, 180.0])))
        wanted = EventFilter(
            date_from=data.draw(DAYS),
            date_to=data.draw(DAYS),
            event_type=data.draw(st.sampled_from([(), ("ASSAULT",), ("NONE",)])),
            sub_event=data.draw(st.sampled_from([(), ("Armed clash",)])),
            grade=data.draw(st.sampled_from([(), ("contested", "one_sided"), ("contested",)])),
            status=data.draw(st.sampled_from([(), ("planned",)])),
            place=data.draw(st.sampled_from([None, "m", "%", "_"])),
            actor=data.draw(st.sampled_from([None, "HOM", "0%"])),
            origin=data.draw(st.sampled_from([None, "state", "suv"])),
            country=data.draw(st.sampled_from([None, "sy"])),
            box=data.draw(st.sampled_from([None, (-90.0, west, 35.0, east)])),
        )
        mask = facets.select(wanted)
        expected = [e.id for e in store.events(wanted)]
        assert facets.event_ids(np.flatnonzero(mask).tolist()) == expected
        # Pages of any length join to the whole.
        limit, after, joined = data.draw(st.integers(1, 5)), None, []
        while True:
            rows, more = facets.page(mask, after=after, limit=limit)
            joined += facets.event_ids(rows.tolist())
            if not more:
                break
            after = facets.key(int(rows[-1]))
        assert joined == expected


@on_disk
@given(data=st.data(), zoom=st.floats(0, 24))
def test_the_map_loses_no_event_and_mixes_no_area_with_points(store: Store, data: st.DataObject, zoom: float) -> None:
    events = [data.draw(some_event(number)) for number in range(data.draw(st.integers(0, 12)))]
    store.replace_events(events)
    facets = load(store)
    features = clusters(facets, Spots(facets), np.ones(len(facets), dtype=bool), zoom=zoom, view=None)
    located = [e for e in events if any(p.lat is not None for p in e.places)]
    assert sum(f.events for f in features) == len(located)
    assert all(sum(f.grades.values()) == f.events for f in features)
    singles = {f.event_id for f in features if f.events == 1 and f.kind != "cluster"}
    assert None not in singles
    for feature in features:
        assert feature.area == (feature.kind == "area" or (feature.kind == "cluster" and feature.area))
        if feature.place_kind:
            assert feature.area == (feature.place_kind in AREA_KINDS)


def test_a_snapshot_that_the_store_has_left_behind_says_so(store: Store) -> None:
    store.replace_events(ALL)
    facets = load(store)
    store.replace_events(ALL[:1])
    for wanted in (EventFilter(country="SY"), EventFilter(text="rockets"), EventFilter(document="d1"), EventFilter(claim="c1")):
        with pytest.raises(Outdated):
            facets.select(wanted)


def test_nothing_in_the_store_is_no_error(store: Store) -> None:
    facets = load(store)
    assert found(store, EventFilter(place="x", date_from=date(2024, 1, 1))) == []
    assert clusters(facets, Spots(facets), np.ones(0, dtype=bool), zoom=3, view=None) == []


def test_what_a_caller_does_with_its_rows_changes_no_other_answer(store: Store) -> None:
    store.replace_events(ALL)
    facets = load(store)
    wanted = EventFilter(country="SY")
    first = facets.select(wanted)
    expected = first.copy()
    first[:] = False
    assert (facets.select(wanted) == expected).all()
    assert expected.any()
    # The country is left out: not what was found with it.
    assert facets.select(wanted, without=("country",)).sum() > expected.sum()


def test_names_are_counted_with_the_rows_that_have_them(store: Store) -> None:
    store.replace_events(ALL)
    facets = load(store)
    for role in ("place", "country", "actor", "target", "origin"):
        names = facets.names(role)
        everything = np.ones(len(facets), dtype=bool)
        assert dict(facets.count_names(role, everything)) == {name: len(names.rows_of(name)) for name in names.values}
        assert facets.count_names(role, ~everything) == []
        assert len(names.rows_of("nobody has this name")) == 0


def test_rows_are_found_by_the_ids_of_events(store: Store) -> None:
    store.replace_events(ALL)
    facets = load(store)
    ids = facets.event_ids(range(len(facets)))
    assert facets.rows_of([ids[2], ids[0], "e" + "0" * 16]).tolist() == [0, 2]
    assert facets.rows_of([]).tolist() == []
