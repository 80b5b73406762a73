"""Selected events as the map draws them: clusters on a grid in screen space, single places as points, coarse ones as areas."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.store.facets import Facets, Mask

AREA_KINDS = frozenset({"district", "province", "natural", "country", "region"})
"""Kinds of places that are areas: a point in their middle would say more than is known."""
_CELLS = 8
"""Grid cells along an axis of the world at zoom 0: 64 pixels each of MapLibre's 512."""
MOST = 2_000
"""Most features of one answer: beyond it the grid gets coarser."""
_MERCATOR_END = 85.05112878


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing to draw: `kind` is cluster (of several places), point or area (of one place, with its name).

    A point is in degrees WGS 84, `radius_m` in metres. `grades` counts the events by grade. `events` is their number and `event_id` set
    where it is one. `area` says of a cluster that its places are areas.
    """

    kind: str
    lat: float
    lon: float
    events: int
    grades: dict[str, int]
    area: bool
    name: str | None = None
    place_kind: str | None = None
    radius_m: int | None = None
    event_id: str | None = None
    places: int = 1
    """How many different places it stands for."""
    bounds: tuple[float, float, float, float] | None = None
    """West, south, east and north of a cluster's places."""


class Spots:
    """The places of a snapshot in screen space, and where each event stands; made once a snapshot."""

    def __init__(self, facets: Facets) -> None:
        spots = facets.places.spots
        self.lat = np.array([s[2] for s in spots], dtype=np.float64)
        self.lon = np.array([s[3] for s in spots], dtype=np.float64)
        self.area = np.array([s[1] in AREA_KINDS or s[5] for s in spots], dtype=bool)
        self.x = (self.lon + 180) / 360
        clipped = np.radians(np.clip(self.lat, -_MERCATOR_END, _MERCATOR_END))
        self.y = (1 - np.arcsinh(np.tan(clipped)) / math.pi) / 2
        main = facets.places.main
        # One more spot than there are, for events that have none.
        self.of_row = np.where(main >= 0, facets.places.spot[main] if len(facets.places.spot) else 0, len(spots)).astype(np.int32)
        self._grades = max(1, len(facets.coded["grade"].values))
        self._cell_of_row = self.of_row * np.int32(self._grades) + facets.coded["grade"].codes

    def table(self, mask: Mask) -> npt.NDArray[np.int64]:
        """How many selected events stand at each place (rows), by the code of their grade (columns)."""
        count = len(self.lat)
        found = np.bincount(self._cell_of_row[mask], minlength=(count + 1) * self._grades)
        table: npt.NDArray[np.int64] = found.reshape(-1, self._grades)[:count]
        return table


def clusters(
    facets: Facets,
    spots: Spots,
    mask: Mask,
    *,
    zoom: float,
    view: tuple[float, float, float, float] | None,
    table: npt.NDArray[np.int64] | None = None,
) -> list[Feature]:
    """What to draw of the selected events at `zoom` in `view` (south, west, north, east; west above east across the date line).

    `table` is `spots.table(mask)`, where the caller has it.
    """
    by_grade = spots.table(mask) if table is None else table
    shown = by_grade.any(axis=1)
    if view is not None:
        south, west, north, east = view
        shown &= (spots.lat >= south) & (spots.lat <= north)
        shown &= (spots.lon >= west) & (spots.lon <= east) if west <= east else (spots.lon >= west) | (spots.lon <= east)
    where = np.flatnonzero(shown)
    if not len(where):
        return []
    level = int(zoom)
    while True:
        members = _grid(spots, where, level)
        if members.max() < MOST or level == 0:
            break
        level -= 1
    return _features(facets, spots, mask, where, members, by_grade)


def _grid(spots: Spots, where: npt.NDArray[np.int64], level: int) -> npt.NDArray[np.int64]:
    """For each place the number of its cell among the cells that are used."""
    side = _CELLS << level
    column = np.minimum((spots.x[where] * side).astype(np.int64), side - 1)
    row = np.minimum((spots.y[where] * side).astype(np.int64), side - 1)
    # Areas keep apart from points, so that a province's middle is never drawn as a pin among pins.
    key = (row * side + column) * 2 + spots.area[where]
    found: npt.NDArray[np.int64] = np.unique(key, return_inverse=True)[1]
    return found


def _features(
    facets: Facets, spots: Spots, mask: Mask, where: npt.NDArray[np.int64], members: npt.NDArray[np.int64], by_grade: npt.NDArray[np.int64]
) -> list[Feature]:
    grades = facets.coded["grade"].values
    number = int(members.max()) + 1
    weight = by_grade[where].sum(axis=1)
    events = np.bincount(members, weights=weight, minlength=number)
    places = np.bincount(members, minlength=number)
    lat = np.bincount(members, weights=weight * spots.lat[where], minlength=number) / events
    lon = np.bincount(members, weights=weight * spots.lon[where], minlength=number) / events
    per_grade = [np.bincount(members, weights=by_grade[where, i], minlength=number).astype(int).tolist() for i in range(len(grades))]
    one = np.zeros(number, dtype=np.int64)
    one[members] = where
    edges = _edges(spots, where, members, number)
    single = _single_events(facets, spots, mask, one[(places == 1) & (events == 1)])
    # Numbers of Python: asking an array for one after another takes longer than all the counting.
    columns = (a.tolist() for a in (one, events.astype(int), places, np.round(lat, 5), np.round(lon, 5), spots.area[one]))
    found = []
    for i, (spot, total, several, mean_lat, mean_lon, area) in enumerate(zip(*columns, strict=True)):
        counts = {str(grade): n for grade, of in zip(grades, per_grade, strict=True) if (n := of[i])}
        if several > 1:
            found.append(
                Feature(kind="cluster", lat=mean_lat, lon=mean_lon, events=total, grades=counts, area=area, places=several, bounds=edges[i])
            )
            continue
        name, kind, at_lat, at_lon, radius, _ = facets.places.spots[spot]
        found.append(
            Feature(
                kind="area" if area else "point",
                lat=at_lat,
                lon=at_lon,
                events=total,
                grades=counts,
                area=area,
                name=name,
                place_kind=kind,
                radius_m=radius,
                event_id=single.get(spot),
            )
        )
    return found


def _edges(
    spots: Spots, where: npt.NDArray[np.int64], members: npt.NDArray[np.int64], number: int
) -> list[tuple[float, float, float, float]]:
    low, high = np.full((2, number), np.inf), np.full((2, number), -np.inf)
    for axis, values in enumerate((spots.lon[where], spots.lat[where])):
        np.minimum.at(low[axis], members, values)
        np.maximum.at(high[axis], members, values)
    return list(zip(low[0].tolist(), low[1].tolist(), high[0].tolist(), high[1].tolist(), strict=True))


def _single_events(facets: Facets, spots: Spots, mask: Mask, wanted: npt.NDArray[np.int64]) -> dict[int, str]:
    """The ids of the events that are alone at their place, by place."""
    if not len(wanted):
        return {}
    is_wanted = np.zeros(len(spots.lat) + 1, dtype=bool)
    is_wanted[wanted] = True
    rows = np.flatnonzero(mask & is_wanted[spots.of_row])
    return dict(zip((int(s) for s in spots.of_row[rows]), facets.event_ids(rows.tolist()), strict=True))
