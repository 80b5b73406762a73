"""What can be added to the gazetteer, and the readers of each format: numbered rows out, one error for the first line that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.resolve.gazetteer import read_csv, read_geonames, read_natural_earth, read_wof
from onrecord.resolve.gazetteer.files import Read, opened
from onrecord.resolve.gazetteer.rows import Alias
from onrecord.resolve.gazetteer.sources import Row

Reader = Callable[[Path, Read | None], Iterator[tuple[int, Row | Alias]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of file: its reader, whether its rows win over those that are there, and what its licence asks for."""

    name: str
    read: Reader
    licence: str
    attribution: str
    wins: bool = False


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format(name="geonames", read=read_geonames.dump, licence="CC BY 4.0", attribution="GeoNames (geonames.org)"),
        Format(name="alternate-names", read=read_geonames.alternate_names, licence="CC BY 4.0", attribution="GeoNames (geonames.org)"),
        Format(
            name="natural-earth",
            read=read_natural_earth.features,
            licence="public domain",
            attribution="Made with Natural Earth (naturalearthdata.com)",
        ),
        Format(
            name="wof",
            read=read_wof.table,
            licence="CC BY 4.0 and CC0, by source (whosonfirst.org/docs/licenses)",
            attribution="Who's On First (whosonfirst.org), with data from GeoNames and others",
        ),
        Format(name="csv", read=read_csv.table, licence="not stated", attribution="your own table", wins=True),
    )
}


def guess(path: Path) -> str | None:
    """The format that the name and the first line of a file suggest; None where nothing tells."""
    stem = path.name.lower().removesuffix(".gz").removesuffix(".zip")
    if stem.startswith("alternatenames"):
        return "alternate-names"
    if stem.endswith((".geojson", ".json")):
        return "natural-earth"
    with opened(path) as (stream, _):
        try:
            head = stream.readline(1 << 16).decode("utf-8-sig", "replace").rstrip("\r\n")
        except (OSError, EOFError, ValueError):
            return None
    if head.startswith("wof_id\t") or head.startswith("SQLite format 3"):
        return "wof"
    if head.count("\t") == read_geonames.COLUMNS - 1:
        return "geonames"
    if head.lstrip().startswith("{"):
        return "natural-earth"
    if "," in head and "lat" in head.lower():
        return "csv"
    return None
