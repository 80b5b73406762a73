"""Distances on the sphere, and the middle and reach of a set of towns."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.resolve.gazetteer.sources import Row

EARTH_RADIUS_M = 6_371_000.0


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in metres between two points in degrees WGS 84 (haversine)."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def moved(lat: float, lon: float, *, metres: float, bearing: float) -> tuple[float, float]:
    """The point that many metres away on an initial bearing in degrees clockwise from north; longitude in [-180, 180)."""
    angle, course, start = metres / EARTH_RADIUS_M, math.radians(bearing), math.radians(lat)
    end = math.asin(max(-1.0, min(1.0, math.sin(start) * math.cos(angle) + math.cos(start) * math.sin(angle) * math.cos(course))))
    east = math.atan2(math.sin(course) * math.sin(angle) * math.cos(start), math.cos(angle) - math.sin(start) * math.sin(end))
    return math.degrees(end), (lon + math.degrees(east) + 180.0) % 360.0 - 180.0


def middle_of(*points: tuple[float, float]) -> tuple[float, float]:
    """The point in the middle of others on the sphere, in degrees WGS 84; right across the date line too.

    Points opposite each other have no middle; then it is the first.
    """
    x = y = z = 0.0
    for lat, lon in points:
        a, b = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(a) * math.cos(b), y + math.cos(a) * math.sin(b), z + math.sin(a)
    if x * x + y * y + z * z < 1e-12:
        return points[0]
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


class Spread:
    """Towns of one division. The middle is taken over the cells of a grid that hold a town, so that a crowded corner does not pull it."""

    __slots__ = ("cells", "population")
    _CELL = 0.2  # degrees

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], tuple[float, float]] = {}
        self.population = 0

    def add(self, lat: float, lon: float, population: int) -> None:
        """Count one town, in degrees."""
        self.cells.setdefault((int(lat // self._CELL), int(lon // self._CELL)), (lat, lon))
        self.population += population

    def middle(self) -> tuple[float, float]:
        """Latitude and longitude in degrees; right across the date line too."""
        return middle_of(*self.cells.values())

    def radius(self, *, around: tuple[float, float] | None = None) -> int:
        """Metres from the middle (or the point given) to the 90th percentile of the towns, at least 5 km."""
        lat, lon = around or self.middle()
        distances = sorted(distance_m(lat, lon, *point) for point in self.cells.values())
        return int(max(5000.0, distances[int(0.9 * (len(distances) - 1))] * 1.15))


def nearest(rows: Iterable[Row]) -> Callable[[float, float, str | None], Row | None]:
    """A function that gives the nearest row to a point, in the country if one is named, within about 150 km."""
    grid: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        grid.setdefault((round(row.lat), round(row.lon)), []).append(row)

    def search(lat: float, lon: float, country: str | None) -> Row | None:
        around = (row for y in (-1, 0, 1) for x in (-1, 0, 1) for row in grid.get((round(lat) + y, round(lon) + x), ()))
        shrink = math.cos(math.radians(lat))
        return min(
            (row for row in around if country is None or row.country == country),
            key=lambda row: ((row.lat - lat) ** 2 + ((row.lon - lon) * shrink) ** 2, row.gid),
            default=None,
        )

    return search
