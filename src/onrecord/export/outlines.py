"""Country outlines and the projection of the report's map."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

KM_A_DEGREE = 111.32
"""Length of one degree of latitude in kilometres."""

Point = tuple[float, float]
_HALF_WAY = 180  # degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part of the world in degrees WGS 84."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, other: Box) -> bool:
        """Whether the two share any point."""
        return self.west <= other.east and other.west <= self.east and self.south <= other.north and other.south <= self.north


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Equirectangular with one true parallel: x and y in hundredths of a degree at that parallel, y downwards."""

    parallel: float

    def xy(self, lon: float, lat: float) -> Point:
        """Degrees to map units."""
        return lon * 100 * math.cos(math.radians(self.parallel)), -lat * 100

    def radii(self, metres: float, lat: float) -> Point:
        """Half axes in map units of a circle on the ground around a point at `lat`."""
        degrees = metres / 1000 / KM_A_DEGREE
        stretch = math.cos(math.radians(self.parallel)) / max(0.05, math.cos(math.radians(lat)))
        return degrees * 100 * stretch, degrees * 100


@cache
def _atlas() -> Any:
    return json.loads((files("onrecord") / "data" / "map" / "countries.json").read_text(encoding="utf-8"))


def attribution() -> str:
    """Who made the outlines."""
    return str(_atlas()["attribution"])


@cache
def _arc(number: int) -> tuple[Point, ...]:
    """Degrees of one arc; ~n is arc n backwards, as in TopoJSON."""
    flat = _atlas()["arcs"][number if number >= 0 else ~number]
    points, x, y = [], 0, 0
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 100, y / 100))
    return tuple(points if number >= 0 else reversed(points))


@cache
def _rings() -> tuple[tuple[str, tuple[tuple[Point, ...], ...]], ...]:
    countries = []
    for country in _atlas()["countries"]:
        rings = []
        for ring in country["rings"]:
            points = [p for number in ring for p in _arc(number)]
            rings.append(_unwrapped([p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]))
        countries.append((country["name"], tuple(rings)))
    return tuple(countries)


def _unwrapped(ring: Sequence[Point]) -> tuple[Point, ...]:
    """A ring that crosses the antimeridian goes on beyond 180 degrees, so that no line runs back around the world.

    One that goes around a pole does not come back to where it began and stays as it is.
    """
    turn, points = 0, [ring[0]]
    for (before, _), (lon, lat) in pairwise(ring):
        turn += 360 * ((lon - before < -_HALF_WAY) - (lon - before > _HALF_WAY))
        points.append((lon + turn, lat))
    return tuple(points if turn == 0 else ring)


def outlines(box: Box, projection: Projection) -> list[tuple[str, str]]:
    """Name and SVG path of every country with a ring that meets `box`; rings wholly outside it are left out."""
    found = []
    for name, rings in _rings():
        path = "".join(_path(ring, projection) for ring in rings if len(ring) > 3 and _bounds(ring).holds(box))
        if path:
            found.append((name, path))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryName:
    """Where to write a country's name: map units, and the room that its largest ring leaves for it."""

    name: str
    x: float
    y: float
    room: float


def country_names(box: Box, projection: Projection) -> list[CountryName]:
    """A name for every country whose largest ring meets `box`, at the middle of that ring's area."""
    found = []
    for name, rings in _rings():
        largest = max(rings, key=_area)
        bounds = _bounds(largest)
        if len(largest) > 3 and bounds.holds(box):
            x, y = projection.xy(*_middle(largest))
            room = projection.xy(bounds.east, 0)[0] - projection.xy(bounds.west, 0)[0]
            found.append(CountryName(name=name, x=x, y=y, room=room))
    return found


def _area(points: Sequence[Point]) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(points))) / 2


def _middle(points: Sequence[Point]) -> Point:
    """Centroid of a closed ring in degrees."""
    doubled = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(points)) or 1e-9
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairwise(points)) / (3 * doubled)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairwise(points)) / (3 * doubled)
    return x, y


def _bounds(points: Sequence[Point]) -> Box:
    return Box(
        west=min(x for x, _ in points), south=min(y for _, y in points), east=max(x for x, _ in points), north=max(y for _, y in points)
    )


def _path(ring: Iterable[Point], projection: Projection) -> str:
    """Relative moves in whole map units: a third of the length of absolute ones."""
    points = [projection.xy(*p) for p in ring]
    x, y = round(points[0][0]), round(points[0][1])
    parts = [f"M{x} {y}l"]
    for px, py in points[1:]:
        nx, ny = round(px), round(py)
        parts.append(f"{nx - x} {ny - y} ")
        x, y = nx, ny
    return "".join(parts).rstrip() + "z"


def frame(boxes: Sequence[Box], *, margin: float = 0.12, least: float = 4.0) -> Box:
    """The box around all of `boxes` with a margin (a share of its sides), at least `least` degrees wide and high."""
    west, east = min(b.west for b in boxes), max(b.east for b in boxes)
    south, north = min(b.south for b in boxes), max(b.north for b in boxes)
    wide, high = max(least, (east - west) * (1 + 2 * margin)), max(least, (north - south) * (1 + 2 * margin))
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    return Box(
        west=max(-180, middle_x - wide / 2),
        east=min(180, middle_x + wide / 2),
        south=max(-60, middle_y - high / 2),
        north=min(85, middle_y + high / 2),
    )
