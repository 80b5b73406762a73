"""The map and the timeline of the report as numbers for its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.export.bundle import countries, main_place
from onrecord.export.outlines import Box, CountryName, Projection, country_names, frame, outlines
from onrecord.model import Event, Place

_AREA_KINDS = frozenset({"province", "district", "country", "region", "natural"})
_AREA_METRES = 10_000
_ASPECT = 1.6
_ASSUMED_PIXELS = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """One or more events at one point: map units, half axes of the circle in which the truth lies (0 for a named spot)."""

    x: float
    y: float
    rx: float
    ry: float
    label: str
    grade: str
    event_ids: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A part of the map to look at: its name and viewBox."""

    name: str
    box: tuple[float, float, float, float]

    @property
    def view_box(self) -> str:
        """The value of the SVG attribute."""
        return " ".join(f"{v:.0f}" for v in self.box)


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Everything that the template draws; `scale` is map units a pixel at first sight."""

    countries: tuple[tuple[str, str], ...]
    names: tuple[CountryName, ...]
    markers: tuple[Marker, ...]
    views: tuple[View, ...]
    scale: float
    unlocated: int


def is_area(place: Place) -> bool:
    """Whether a place is drawn as a circle around its middle rather than as a spot: it is known no better than that."""
    return place.coarse or place.kind in _AREA_KINDS or (place.radius_m or 0) >= _AREA_METRES


def _box(place: Place) -> Box:
    assert place.lat is not None
    assert place.lon is not None
    reach = max(0.2, (place.radius_m or 0) / 111_320) if is_area(place) else 0.2
    return Box(west=place.lon - reach, east=place.lon + reach, south=place.lat - reach, north=place.lat + reach)


def _view(name: str, box: Box, projection: Projection) -> View:
    left, top = projection.xy(box.west, box.north)
    right, bottom = projection.xy(box.east, box.south)
    wide, high = right - left, bottom - top
    # Widened to the shape of the map on a page, so that what is drawn fills it.
    wider, higher = max(wide, high * _ASPECT), max(high, wide / _ASPECT)
    return View(name=name, box=(left - (wider - wide) / 2, top - (higher - high) / 2, wider, higher))


def build_map(events: Sequence[Event], numbers: dict[str, int], titles: dict[str, str]) -> Map | None:
    """The map of the events with coordinates; None where there are none. `numbers` and `titles` are by event id."""
    located = [(e, p) for e in events if (p := main_place(e)) is not None and p.lat is not None and p.lon is not None]
    if not located:
        return None
    whole = frame([_box(p) for _, p in located])
    projection = Projection(parallel=max(-60.0, min(60.0, (whole.south + whole.north) / 2)))
    views = [_view("All", whole, projection)]
    by_country: dict[str, list[Box]] = {}
    for _, place in located:
        if place.country in countries():
            by_country.setdefault(countries()[place.country or ""].name, []).append(_box(place))
    if len(by_country) > 1:
        views += [_view(name, frame(boxes, margin=0.3, least=5.0), projection) for name, boxes in sorted(by_country.items())]
    # Beyond the frame as well: a screen of another shape shows what lies around it, and so does zooming out.
    wide, high = whole.east - whole.west, whole.north - whole.south
    around = max(wide, high) * 0.8
    shown = Box(west=whole.west - around, east=whole.east + around, south=whole.south - around, north=whole.north + around)
    return Map(
        countries=tuple(outlines(shown, projection)),
        names=tuple(country_names(shown, projection)),
        markers=_markers(located, numbers, titles, projection),
        views=tuple(views),
        scale=views[0].box[2] / _ASSUMED_PIXELS,
        unlocated=len(events) - len(located),
    )


def _markers(
    located: Sequence[tuple[Event, Place]], numbers: dict[str, int], titles: dict[str, str], projection: Projection
) -> tuple[Marker, ...]:
    spots: dict[tuple[float, float, bool], list[tuple[Event, Place]]] = {}
    for event, place in located:
        assert place.lat is not None
        assert place.lon is not None
        spots.setdefault((round(place.lat, 2), round(place.lon, 2), is_area(place)), []).append((event, place))
    found = []
    for (lat, lon, area), members in spots.items():
        x, y = projection.xy(lon, lat)
        radius = max((p.radius_m or 0 for _, p in members), default=0) if area else 0
        rx, ry = projection.radii(radius, lat) if radius else (0.0, 0.0)
        ordered = sorted(members, key=lambda m: numbers[m[0].id])
        label = str(numbers[ordered[0][0].id]) + (f"+{len(ordered) - 1}" if len(ordered) > 1 else "")
        grades = {e.grade.corroboration for e, _ in ordered}
        found.append(
            Marker(
                x=x,
                y=y,
                rx=rx,
                ry=ry,
                label=label,
                grade=grades.pop() if len(grades) == 1 else "mixed",
                event_ids=tuple(e.id for e, _ in ordered),
                title="; ".join(f"{numbers[e.id]}. {titles[e.id]}" for e, _ in ordered),
            )
        )
    # Small circles over large ones, so that each can be reached.
    return tuple(sorted(found, key=lambda m: (-m.rx, m.y)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The interval of one event on the axis, in per cent of its length."""

    event_id: str
    left: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Bars of the dated events, ticks as (per cent, day) and the ids of those without a date."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    undated: tuple[str, ...]


_STEPS = (1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652)
_MOST_TICKS = 6


def build_timeline(events: Sequence[Event]) -> Timeline:
    """Where each event lies between the first and the last day of all."""
    dated = [(e, e.when.earliest, e.when.latest) for e in events if e.when and e.when.earliest and e.when.latest]
    undated = tuple(e.id for e in events if not (e.when and e.when.earliest))
    if not dated:
        return Timeline(bars=(), ticks=(), undated=undated)
    first, last = min(start for _, start, _ in dated), max(end for _, _, end in dated)
    days = (last - first).days + 1
    bars = tuple(
        Bar(event_id=e.id, left=100 * (start - first).days / days, width=100 * ((end - start).days + 1) / days)
        for e, start, end in sorted(dated, key=lambda d: (d[1], d[2], d[0].id))
    )
    return Timeline(bars=bars, ticks=_ticks(first, days), undated=undated)


def _ticks(first: date, days: int) -> tuple[tuple[float, str], ...]:
    step = next((s for s in _STEPS if days / s <= _MOST_TICKS), days // _MOST_TICKS or 1)
    return tuple(
        (100 * offset / days, (first + timedelta(days=offset)).isoformat()) for offset in range(0, days, step) if 100 * offset / days < 96
    )
