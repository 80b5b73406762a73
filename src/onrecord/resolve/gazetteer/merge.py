"""The user's gazetteer: the package's places with everything that was added, in one file that opens and answers like the package's own.

The package's file is never written to. The new file is made beside its place and moved there when complete.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.resolve.gazetteer.added import Source, Step
from onrecord.resolve.gazetteer.digest import content_digest
from onrecord.resolve.gazetteer.formats import FORMATS
from onrecord.resolve.gazetteer.lookup import Gazetteer
from onrecord.resolve.gazetteer.schema import DDL

_COLUMNS = "gid, name, kind, feature, country, admin1, admin2, lat, lon, radius_m, population"
_WHOLE = """
CREATE TEMP TABLE whole (
    gid TEXT PRIMARY KEY, name, kind, feature, country, admin1, admin2, lat, lon, radius_m, population
) WITHOUT ROWID;
INSERT INTO whole SELECT p.gid, p.name, p.kind, p.feature, p.country, a.gid, b.gid, p.lat, p.lon, p.radius_m, p.population
FROM base.place p LEFT JOIN base.place a ON a.id = p.admin1 LEFT JOIN base.place b ON b.id = p.admin2;
"""
_FROM_SOURCE = """
SELECT p.gid, p.name, p.kind, p.feature, p.country, coalesce(c.gid, p.admin1), coalesce(d.gid, p.admin2), p.lat, p.lon, p.radius_m,
    p.population
FROM added.place p
LEFT JOIN added.code c ON c.source = p.source AND c.code = p.admin1
LEFT JOIN added.code d ON d.source = p.source AND d.code = p.admin2
WHERE p.source = ?
"""
# What a user's own table says of a place that is there wins; the divisions that hold it stay where the table names none.
_REPLACE = """
ON CONFLICT (gid) DO UPDATE SET name = excluded.name, kind = excluded.kind, feature = excluded.feature,
    country = coalesce(excluded.country, country), admin1 = coalesce(excluded.admin1, admin1), admin2 = coalesce(excluded.admin2, admin2),
    lat = excluded.lat, lon = excluded.lon, radius_m = excluded.radius_m, population = excluded.population
"""
_TABLES = """
CREATE TEMP TABLE number (gid TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO number SELECT gid, row_number() OVER (
    ORDER BY CASE kind WHEN 'country' THEN 0 WHEN 'province' THEN 1 ELSE 2 END, population DESC, gid) FROM whole;
INSERT INTO place SELECT n.id, w.gid, w.name, w.kind, w.feature, w.country, a.id, b.id, w.lat, w.lon, w.radius_m, w.population
FROM whole w JOIN number n ON n.gid = w.gid LEFT JOIN number a ON a.gid = w.admin1 LEFT JOIN number b ON b.gid = w.admin2 ORDER BY n.id;
INSERT INTO name SELECT key, id, min(rank) FROM (
    SELECT s.key, n.id, s.rank FROM base.name s JOIN base.place p ON p.id = s.place JOIN number n ON n.gid = p.gid
    UNION ALL SELECT s.key, n.id, s.rank FROM added.name s JOIN added.source o ON o.id = s.source AND o.done JOIN number n ON n.gid = s.gid
) GROUP BY key, id ORDER BY key, id;
INSERT INTO loose SELECT DISTINCT key, id FROM (
    SELECT s.key, n.id FROM base.loose s JOIN base.place p ON p.id = s.place JOIN number n ON n.gid = p.gid
    UNION ALL SELECT s.loose, n.id FROM added.name s JOIN added.source o ON o.id = s.source AND o.done JOIN number n ON n.gid = s.gid
    WHERE s.loose IS NOT NULL
) ORDER BY key, id;
INSERT INTO demonym SELECT s.key, n.id FROM base.demonym s JOIN base.place p ON p.id = s.place JOIN number n ON n.gid = p.gid ORDER BY 1, 2;
INSERT INTO neighbour SELECT country, other FROM base.neighbour ORDER BY 1, 2;
"""


def merge(base: Gazetteer, added: Path, sources: Sequence[Source], out: Path, *, step: Step | None = None) -> dict[str, int]:
    """Write the package's gazetteer `base` with the finished `sources` of `added` to `out`; the counts of places and names in it.

    `added` must be closed. Raises `BadInput` where `out` cannot be written or is the package's own file.
    """
    tell = step or (lambda *_: None)
    if out.exists() and out.resolve() == base.path.resolve():
        raise BadInput("is the package's own file", subject=str(out), stage="gazetteer build", remedy="Name another file with --gazetteer")
    partial = out.with_name(out.name + ".partial")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        connection = sqlite3.connect(partial, isolation_level=None, uri=True)
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(out, error) from error
    try:
        counts = _fill(connection, base, added, [source for source in sources if source.done], tell)
    except sqlite3.Error as error:
        raise _unwritable(out, error) from error
    finally:
        connection.close()
    partial.replace(out)
    return counts


def _fill(connection: sqlite3.Connection, base: Gazetteer, added: Path, sources: Sequence[Source], tell: Step) -> dict[str, int]:
    connection.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096; PRAGMA temp_store = FILE;" + DDL
    )
    connection.execute("ATTACH ? AS base", (f"{base.path.resolve().as_uri()}?mode=ro&immutable=1",))
    connection.execute("ATTACH ? AS added", (f"{added.resolve().as_uri()}?mode=ro",))
    statements = [statement for statement in _TABLES.split(";") if statement.strip()]
    total = len(statements) + len(sources) + 2
    connection.execute("BEGIN")
    for statement in _WHOLE.split(";"):
        connection.execute(statement)
    for number, source in enumerate(sources, 1):
        tell("merging", number, total)
        insert = f"INSERT INTO whole ({_COLUMNS}) {_FROM_SOURCE}"
        connection.execute(insert + (_REPLACE if FORMATS[source.format].wins else "ON CONFLICT DO NOTHING"), (source.id,))
    for number, statement in enumerate(statements, len(sources) + 1):
        tell("merging", number, total)
        connection.execute(statement)
    counts = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("place", "name", "loose")}
    facts = base.meta()
    facts |= {"base sha256": facts.pop("sha256", ""), "sources": json.dumps([asdict(source) for source in sources], sort_keys=True)}
    facts |= {"count places": str(counts["place"]), "count names": str(counts["name"]), "count loose": str(counts["loose"])}
    credits = dict.fromkeys(f"{source.attribution} ({source.licence})" for source in sources)
    facts["attribution"] = " ".join([facts.get("attribution", ""), *(f"With {credit}." for credit in credits)])
    tell("checksum", total - 1, total)
    facts["sha256"] = content_digest(connection)
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(facts.items()))
    connection.execute("COMMIT")
    tell("done", total, total)
    return counts


def _unwritable(out: Path, error: Exception) -> BadInput:
    return BadInput(f"cannot be written ({error})", subject=str(out), stage="gazetteer build", remedy="Name another file with --gazetteer")
