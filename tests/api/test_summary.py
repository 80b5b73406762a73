"""Counts, timeline and map of what a filter holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from onrecord.api.desk import Desk
from onrecord.api.summary import _begin, _end, _following, _starts
from tests.api.conftest import event_ids, get

IDS = event_ids()


def test_counts_show_the_alternatives_of_a_choice(client: TestClient) -> None:
    everything = get(client, "/summary/counts")
    assert everything["total"] == everything["all"] == 5
    assert sum(c["count"] for c in everything["grade"]) == 5
    assert everything["country"] == [{"value": "SY", "label": "Syria", "count": 2}, {"value": "SD", "label": "Sudan", "count": 1}]
    contested = get(client, "/summary/counts", grade="contested")
    assert contested["total"] == 1
    assert contested["grade"] == everything["grade"]
    assert [c["value"] for c in contested["place"]] == ["Kutum"]


def test_a_place_is_counted_once_however_it_is_spelt(client: TestClient, desk: Desk) -> None:
    events = {event.id: event for event in desk.store.events()}
    (kutum,) = (p for p in events[IDS["shelling"]].places if p.name == "Kutum")
    loud = [replace(events[IDS[name]], places=(replace(kutum, name="KUTUM"),)) for name in ("clash", "abduction")]
    desk.store.replace_events([events[IDS["shelling"]], *loud])
    assert get(client, "/summary/counts")["place"] == [{"value": "Kutum", "label": "Kutum", "count": 3}]
    assert get(client, "/events", place="Kutum")["total"] == 3


def test_the_timeline_keeps_the_days_that_were_not_chosen(client: TestClient) -> None:
    whole = get(client, "/summary/timeline")
    assert whole["undated"] == 3
    assert [(b["start"], b["count"]) for b in whole["bins"] if b["count"]] == [("2024-03-05", 1), ("2024-03-08", 1)]
    brushed = get(client, "/summary/timeline", **{"from": "2024-03-08"})
    assert brushed["bins"] == whole["bins"]


def test_areas_are_no_pins_at_any_zoom(client: TestClient) -> None:
    for zoom in (0, 3, 9, 24):
        features = get(client, "/summary/map", zoom=zoom)["features"]
        assert sum(f["properties"]["events"] for f in features) == 3
        province = next(f for f in features if f["properties"]["name"] == "Homs province")
        assert province["properties"]["kind"] == "area"
        assert province["properties"]["radius_m"] == 110_000


def test_single_events_can_be_opened_from_the_map(client: TestClient) -> None:
    found = get(client, "/summary/map", zoom=9, view="20,10,30,20")["features"]
    assert [f["properties"]["event_id"] for f in found] == [IDS["shelling"]]
    assert found[0]["geometry"]["coordinates"] == [24.66, 14.2]


def test_the_map_counts_what_it_cannot_draw(client: TestClient) -> None:
    data = get(client, "/summary/map")
    assert (data["total"], data["located"]) == (5, 3)
    assert data["bounds"] == [24.66, 14.2, 38.28, 34.56]
    empty = get(client, "/summary/map", actor="nobody at all")
    assert (empty["features"], empty["bounds"], empty["total"]) == ([], None, 0)


@pytest.mark.parametrize("unit", ["day", "week", "month", "quarter", "year"])
@given(st.dates(), st.integers(0, 400))
def test_bins_cover_every_day_once(unit: str, low: date, days: int) -> None:
    high = date.fromordinal(min(low.toordinal() + days, date.max.toordinal()))
    starts = _starts(low, high, unit)
    assert starts[0] <= low
    assert starts == sorted(set(starts))
    assert starts[0] == _begin(low, unit)
    assert _end(starts[-1], unit) >= high
    for first, second in pairwise(starts):
        assert _following(first, unit) == second
        assert _end(first, unit).toordinal() == second.toordinal() - 1
