"""From an entry and the words about it to a point with a radius, and to the precision codes of two codebooks."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.resolve.gazetteer.geometry import distance_m, middle_of, moved
from onrecord.resolve.gazetteer.lookup import Entry
from onrecord.resolve.where.names import Phrase

_WATERS = frozenset({"SEA", "OCN", "STRT", "GULF", "BAY"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A point in degrees WGS 84, the radius in metres within which the place lies, and what was done to get there."""

    lat: float
    lon: float
    radius_m: int
    note: str | None = None


def area_of(entry: Entry, phrase: Phrase, other: Entry | None) -> Area:
    """Where the phrase lies, given what its name (and, for "between" and borders, the other name) was resolved to.

    "25 km east of X": the point at that distance and bearing, give or take a quarter of the distance and the size of X. "east of X": half
    of 20 km that way.
    "near X": X with twice its radius and 10 km. "northern X": X, pushed north by half its radius.
    """
    lat, lon, radius = entry.lat, entry.lon, entry.radius_m
    if phrase.relation == "offset":
        metres = phrase.metres
        if metres is not None and phrase.bearing is not None:
            lat, lon = moved(lat, lon, metres=metres, bearing=phrase.bearing)
            return Area(
                lat=lat,
                lon=lon,
                radius_m=int(max(2_000, 0.25 * metres + radius)),
                note=f"{metres / 1000:g} km from {entry.name} on a bearing of {phrase.bearing:g} degrees",
            )
        if metres is not None:
            return Area(lat=lat, lon=lon, radius_m=int(metres + radius), note=f"within {metres / 1000:g} km of {entry.name}")
        if phrase.bearing is not None:
            step = max(10_000.0, 1.5 * radius)
            lat, lon = moved(lat, lon, metres=step, bearing=phrase.bearing)
            return Area(
                lat=lat,
                lon=lon,
                radius_m=int(step + radius),
                note=f"beside {entry.name} on a bearing of {phrase.bearing:g} degrees, distance not said",
            )
    if phrase.relation == "near":
        return Area(lat=lat, lon=lon, radius_m=int(2 * radius + 10_000), note=f"near {entry.name}")
    if phrase.relation == "part":
        return _part(entry, phrase)
    if phrase.relation in ("between", "border") and other is not None and other.number != entry.number:
        apart = distance_m(lat, lon, other.lat, other.lon)
        middle = middle_of((lat, lon), (other.lat, other.lon))
        words = "between" if phrase.relation == "between" else "on the border of"
        return Area(
            lat=middle[0],
            lon=middle[1],
            radius_m=int(apart / 2 + min(radius, other.radius_m) / 2) or 1_000,
            note=f"{words} {entry.name} and {other.name}",
        )
    return Area(lat=lat, lon=lon, radius_m=radius)


_PARTS = {
    "north": 0.0,
    "northeast": 45.0,
    "east": 90.0,
    "southeast": 135.0,
    "south": 180.0,
    "southwest": 225.0,
    "west": 270.0,
    "northwest": 315.0,
}


def _part(entry: Entry, phrase: Phrase) -> Area:
    word = phrase.whole.lower().removeprefix("the ").split(" ")[0].replace("-", "").removesuffix("ern")
    bearing = _PARTS.get(word)
    if bearing is None:
        return Area(lat=entry.lat, lon=entry.lon, radius_m=entry.radius_m, note=f"part of {entry.name}")
    lat, lon = moved(entry.lat, entry.lon, metres=entry.radius_m / 2, bearing=bearing)
    return Area(lat=lat, lon=lon, radius_m=int(entry.radius_m * 0.7) + 1, note=f"the {word}ern part of {entry.name}")


def precision(kind: str, feature: str, relation: str, radius_m: int, *, coarse: bool = False) -> tuple[int, int]:
    """ACLED geo_precision (1 named town, 2 near it or a small part of a region, 3 larger region) and UCDP where_prec (1 exact, 2 within
    about 25 km of a known
    point, 3 second-order division, 4 first-order division, 5 larger, linear or fuzzy area, 6 country, 7 international waters)."""
    if feature in _WATERS:
        return 3, 7
    if relation in ("between", "border"):
        return 3, 5
    if kind == "country":
        return (3, 5) if relation != "at" else (3, 6)
    if kind == "province":
        return (3, 5) if relation in ("near", "offset") else (3, 4)
    if kind == "district":
        return (2, 5) if relation in ("near", "offset") else (2, 3)
    if kind in ("natural", "region"):
        return (2 if radius_m <= 50_000 else 3), 5
    if relation == "at" and not coarse:
        return 1, 1
    return (2, 2) if radius_m <= 30_000 else (3, 5)
