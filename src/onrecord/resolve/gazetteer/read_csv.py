"""A user's own table of places: CSV with a header, `name`, `lat` and `lon` needed, everything else optional."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from onrecord.model.where import PLACE_KINDS
from onrecord.resolve.gazetteer.files import Read, bad_line, count, lines, point
from onrecord.resolve.gazetteer.rows import RADIUS
from onrecord.resolve.gazetteer.schema import COMMON, MAIN
from onrecord.resolve.gazetteer.sources import Row, city_radius

COLUMNS = ("name", "lat", "lon", "id", "kind", "country", "radius_m", "population", "aliases", "source")
# A place that a user troubles to list is one that the user's reports mean.
_PROMINENCE = 20_000


def table(path: Path, read: Read | None = None) -> Iterator[tuple[int, Row]]:
    """Rows of a table; `aliases` are separated by "|", `id` may be that of a place to replace ("geonames:170063"), kind is "town" where
    empty, lines that start with "#" are left out.

    Raises `BadInput` with file and line for an unknown column, a name that is missing, an unknown kind, a country that is no ISO 3166-1
    alpha-2 code, a number that is none, a point out of range, and an id that stands twice.
    """
    text = ((number, line) for number, line in lines(path, read=read) if line.strip() and not line.startswith("#"))
    first = next(text, None)
    header = [cell.strip().lower() for cell in next(csv.reader([first[1]]))] if first else []
    missing = [name for name in COLUMNS[:3] if name not in header]
    unknown = [name for name in header if name not in COLUMNS]
    if missing or unknown:
        problem = f"has no column {', '.join(missing)}" if missing else f"has the unknown column {', '.join(unknown)}"
        raise bad_line(path, first[0] if first else 1, problem, f"The columns are {', '.join(COLUMNS)}")
    seen: dict[str, int] = {}
    for number, line in text:
        cells = next(csv.reader([line]))
        if len(cells) != len(header):
            raise bad_line(path, number, f"has {len(cells)} cells where the header has {len(header)}", "Quote cells that hold commas")
        row = _row(path, number, dict(zip(header, (cell.strip() for cell in cells), strict=True)))
        if row.gid in seen:
            raise bad_line(path, number, f"the id {row.gid!r} stands in line {seen[row.gid]} too", "Give each place an id of its own")
        seen[row.gid] = number
        yield number, row


def _row(path: Path, number: int, fact: dict[str, str]) -> Row:
    name, kind, country = fact["name"], fact.get("kind") or "town", fact.get("country", "").upper()
    if not name:
        raise bad_line(path, number, "has no name", "Give the place a name")
    if kind not in PLACE_KINDS:
        raise bad_line(path, number, f"{kind!r} is no kind of place", f"Use one of {', '.join(PLACE_KINDS)}")
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise bad_line(path, number, f"{country!r} is no ISO 3166-1 alpha-2 code", "Give two letters, such as SY")
    lat, lon = point(path, number, fact["lat"], fact["lon"])
    people = count(path, number, fact.get("population", ""), "population")
    radius = count(path, number, fact.get("radius_m", ""), "radius_m")
    aliases = [alias.strip() for alias in fact.get("aliases", "").split("|") if alias.strip()]
    return Row(
        gid=fact.get("id") or f"own:{name.lower()}:{lat:g},{lon:g}",
        name=name,
        kind=kind,
        feature="OWN",
        country=country or None,
        lat=lat,
        lon=lon,
        radius_m=radius or (city_radius(people) if kind == "town" else RADIUS[kind]),
        population=people or _PROMINENCE,
        names=[(name, MAIN), *((alias, COMMON) for alias in aliases)],
    )
