"""The overview: counts, timeline and map of the events behind a filter."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import AfterValidator, Field

from onrecord.api.desk import Desk
from onrecord.api.events import selected
from onrecord.api.filters import EventQuery, _box
from onrecord.api.models import Model
from onrecord.export.bundle import countries
from onrecord.store.clusters import Feature, Spots, clusters
from onrecord.store.facets import NEVER, Facets, Mask
from onrecord.store.filters import fold

_TOP = 50
_MOST_BINS = 120


class Count(Model):
    """A value with the number of events that have it."""

    value: str
    label: str
    count: int


class Counts(Model):
    """Events by type, sub-event, status, grade, country and place: each under the other filters, so that a choice shows the others."""

    total: int
    all: int = Field(description="events in the record")
    located: int
    undated: int
    type: tuple[Count, ...]
    sub_event: tuple[Count, ...]
    status: tuple[Count, ...]
    grade: tuple[Count, ...]
    country: tuple[Count, ...]
    place: tuple[Count, ...] = Field(description="the 50 places with the most events")


class Bin(Model):
    """Events whose first possible day lies in the inclusive days `start` to `end`."""

    start: date
    end: date
    count: int
    grades: dict[str, int]


class Timeline(Model):
    """Events by first possible day, under every filter but the days; `unit` is day, week, month, quarter or year."""

    unit: str
    bins: tuple[Bin, ...]
    undated: int


class MapQuery(EventQuery):
    """The filter with what the map shows; `bbox` stays the box that the reader drew."""

    zoom: Annotated[float, Field(ge=0, le=24, description="zoom of MapLibre")] = 1
    view: Annotated[str | None, AfterValidator(_box), Field(max_length=100, description="west,south,east,north of the screen")] = None


class Geometry(Model):
    """A GeoJSON point."""

    type: str = "Point"
    coordinates: tuple[float, float]


class MapFeature(Model):
    """A GeoJSON feature; its properties are those of `onrecord.store.clusters.Feature`."""

    type: str = "Feature"
    geometry: Geometry
    properties: dict[str, object]


class MapData(Model):
    """What the map draws: GeoJSON (RFC 7946) with the counts of the selection."""

    type: str = "FeatureCollection"
    features: tuple[MapFeature, ...]
    total: int
    located: int
    bounds: tuple[float, float, float, float] | None = Field(description="west, south, east, north of all that is selected")


def counts(desk: Desk, query: EventQuery) -> Counts:
    """How many events have each type, status, grade, country and place."""
    wanted = query.to_filter()

    def count(facets: Facets, spots: Spots) -> Counts:
        mask = facets.select(wanted)
        located = spots.table(mask).sum(axis=1)

        def by(name: str) -> tuple[Count, ...]:
            column = facets.coded[name]
            without = facets.select(wanted, without=(name,)) if getattr(wanted, name) else mask
            return tuple(Count(value=v, label=v, count=n) for v, n in column.counts(without).items())

        table = countries()
        in_country = facets.count_names("country", facets.select(wanted, without=("country",)) if wanted.country else mask)
        codes = [(name.upper(), number) for name, number in in_country]
        return Counts(
            total=int(np.count_nonzero(mask)),
            all=len(facets),
            located=int(located.sum()),
            undated=int(np.count_nonzero(mask & (facets.first == NEVER))),
            type=by("event_type"),
            sub_event=by("sub_event"),
            status=by("status"),
            grade=by("grade"),
            country=tuple(Count(value=c, label=table[c].name if c in table else c, count=n) for c, n in codes),
            place=_places(facets, located),
        )

    return desk.with_facets(count)


def _places(facets: Facets, number: npt.NDArray[np.int64]) -> tuple[Count, ...]:
    """The names of places with the most events; `number` counts events by spot.

    A name is counted once however it is spelt, as the filter finds it, and shown as most events write it, capital letters alone aside.
    """
    found: dict[str, tuple[int, str]] = {}
    # Of the tail of rare places none comes among the first.
    for spot in np.argsort(-number, kind="stable")[: 4 * _TOP]:
        if number[spot]:
            name = facets.places.spots[spot][0]
            before, label = found.get(fold(name), (0, name))
            found[fold(name)] = before + int(number[spot]), name if label.isupper() else label
    ordered = sorted(found.values(), key=lambda pair: -pair[0])[:_TOP]
    return tuple(Count(value=label, label=label, count=count) for count, label in ordered)


def timeline(desk: Desk, query: EventQuery) -> Timeline:
    """The events over time in at most 120 bins, whatever days the filter asks for: the bins are what one brushes."""
    wanted = query.to_filter()

    def count(facets: Facets, mask: Mask) -> Timeline:
        mask = facets.select(wanted, without=("date",)) if wanted.date_from or wanted.date_to else mask
        days = facets.first[mask]
        grade = facets.coded["grade"]
        dated = days != NEVER
        undated = int(len(days) - np.count_nonzero(dated))
        days, codes = days[dated], grade.codes[mask][dated]
        if not len(days):
            return Timeline(unit="day", bins=(), undated=undated)
        low, high = int(days.min()), int(days.max())
        unit = next(unit for unit, length in _UNITS if (high - low) / length <= _MOST_BINS or unit == "year")
        starts = _starts(date.fromordinal(low), date.fromordinal(high), unit)
        edges = np.array([s.toordinal() for s in starts], dtype=np.int64)
        several = max(1, len(grade.values))
        # Counted by day first: there are far fewer days than events.
        table = np.bincount((days.astype(np.int64) - low) * several + codes, minlength=(high - low + 1) * several).reshape(-1, several)
        table = np.add.reduceat(table, np.maximum(edges - low, 0), axis=0)
        ends = [date.fromordinal(s.toordinal() - 1) for s in starts[1:]] + [_end(starts[-1], unit)]
        bins = tuple(
            Bin(start=start, end=end, count=int(row.sum()), grades={str(g): int(n) for g, n in zip(grade.values, row, strict=True) if n})
            for start, end, row in zip(starts, ends, table, strict=True)
        )
        return Timeline(unit=unit, bins=bins, undated=undated)

    return selected(desk, wanted, count)


_UNITS = (("day", 1), ("week", 7), ("month", 30), ("quarter", 91), ("year", 365))


def _starts(low: date, high: date, unit: str) -> list[date]:
    """The first days of the bins that hold `low` to `high`."""
    start = _begin(low, unit)
    found = [start]
    while (following := _following(found[-1], unit)) is not None and following <= high:
        found.append(following)
    return found


def _begin(day: date, unit: str) -> date:
    if unit == "week":
        return date.fromordinal(max(1, day.toordinal() - day.weekday()))
    if unit in ("month", "quarter"):
        return day.replace(day=1, month=day.month if unit == "month" else day.month - (day.month - 1) % 3)
    return day.replace(month=1, day=1) if unit == "year" else day


def _following(start: date, unit: str) -> date | None:
    """The first day after the bin that begins with `start`; None after the last day that a date can hold."""
    try:
        if unit in ("month", "quarter"):
            month = start.month + (1 if unit == "month" else 3)
            return start.replace(year=start.year + (month > 12), month=(month - 1) % 12 + 1)
        if unit == "year":
            return start.replace(year=start.year + 1)
        return date.fromordinal(start.toordinal() + (7 if unit == "week" else 1))
    except ValueError:
        return None


def _end(start: date, unit: str) -> date:
    following = _following(start, unit)
    return date.fromordinal(following.toordinal() - 1) if following else date.max


def map_data(desk: Desk, query: MapQuery) -> MapData:
    """What the map draws of the selection: clusters, points and areas, at most some 2,000 of them."""
    view = None
    if query.view:
        west, south, east, north = (float(part) for part in query.view.split(","))
        view = (south, west, north, east)
    wanted = query.to_filter()

    def draw(facets: Facets, spots: Spots) -> MapData:
        mask = facets.select(wanted)
        table = spots.table(mask)
        found = clusters(facets, spots, mask, zoom=query.zoom, view=view, table=table)
        used = np.flatnonzero(table.any(axis=1))
        bounds = None
        if len(used):
            lon, lat = spots.lon[used], spots.lat[used]
            bounds = (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
        return MapData(
            features=tuple(_feature(f) for f in found), total=int(np.count_nonzero(mask)), located=int(table.sum()), bounds=bounds
        )

    return desk.with_facets(draw)


def _feature(feature: Feature) -> MapFeature:
    properties: dict[str, object] = {
        "kind": feature.kind,
        "events": feature.events,
        "grades": feature.grades,
        "area": feature.area,
        "name": feature.name,
        "place_kind": feature.place_kind,
        "radius_m": feature.radius_m,
        "event_id": feature.event_id,
        "places": feature.places,
        "bounds": feature.bounds,
    }
    return MapFeature(geometry=Geometry(coordinates=(feature.lon, feature.lat)), properties=properties)
