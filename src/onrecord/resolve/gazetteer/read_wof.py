"""Who's On First: a country's admin places as a table with a header, as the repositories' meta files are digested."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from onrecord.resolve.gazetteer.files import Read, bad_line, count, lines, point
from onrecord.resolve.gazetteer.rows import PROMINENCE, RADIUS
from onrecord.resolve.gazetteer.schema import COMMON, MAIN, OTHER
from onrecord.resolve.gazetteer.sources import Names, Row, city_radius, usable_name

_NEEDED = ("wof_id", "name", "placetype", "lat", "lon", "country")
_KINDS = {
    "country": "country",
    "dependency": "country",
    "disputed": "region",
    "macroregion": "region",
    "region": "province",
    "macrocounty": "district",
    "county": "district",
    "localadmin": "district",
    "borough": "district",
    "locality": "town",
    "neighbourhood": "town",
    "macrohood": "town",
    "microhood": "town",
    "campus": "site",
    "venue": "site",
    "marinearea": "natural",
    "ocean": "natural",
    "empire": None,
}


def table(path: Path, read: Read | None = None) -> Iterator[tuple[int, Row]]:
    """Places of a tab-separated table (wof_id, gn_id, name, placetype, lat, lon, country, region_id, county_id, population, names_json).

    A row with a `gn_id` is the place of that geonameid. Raises `BadInput` with file and line for a missing column, broken names or a point
    out of range.
    """
    source = lines(path, read=read)
    first = next(source, None)
    header = first[1].split("\t") if first else []
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise bad_line(path, 1, f"has no column {', '.join(missing)}", "Give a Who's On First table with a header, tab-separated")
    for number, line in source:
        cells = next(csv.reader([line], delimiter="\t"))
        if len(cells) != len(header):
            raise bad_line(path, number, f"has {len(cells)} columns where the header has {len(header)}")
        fact = dict(zip(header, cells, strict=True))
        where = point(path, number, fact["lat"], fact["lon"])
        kind = _KINDS.get(fact["placetype"])
        if kind is None or not fact["name"]:
            continue
        people = count(path, number, fact.get("population", ""), "population")
        yield (
            number,
            Row(
                gid=f"geonames:{fact['gn_id']}" if fact.get("gn_id") else f"wof:{fact['wof_id']}",
                name=fact["name"],
                kind=kind,
                feature=fact["placetype"].upper(),
                country=fact["country"] or None,
                lat=where[0],
                lon=where[1],
                radius_m=city_radius(people) if kind == "town" else RADIUS[kind],
                population=people or PROMINENCE[kind],
                admin1=f"code:wof:{fact['region_id']}" if fact.get("region_id") else None,
                admin2=f"code:wof:{fact['county_id']}" if fact.get("county_id") else None,
                names=[(fact["name"], MAIN), *_names(path, number, fact.get("names_json", ""))],
            ),
        )


def _names(path: Path, number: int, cell: str) -> Names:
    if not cell:
        return []
    try:
        stored = json.loads(cell)
    except ValueError as error:
        raise bad_line(path, number, f"names_json is no JSON ({error})") from error
    if not isinstance(stored, dict):
        raise bad_line(path, number, "names_json is no object of lists")
    return [
        (name, COMMON if language == "eng_preferred" else OTHER)
        for language, names in stored.items()
        if isinstance(names, list)
        for name in names
        if isinstance(name, str) and usable_name(name)
    ]
