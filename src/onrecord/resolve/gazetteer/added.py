"""The files that a user added to the gazetteer, read into one SQLite file beside it: what `merge` puts on top of the package's places.

An import writes its rows in batches together with the line that it has reached, so that one that was killed goes on from there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from onrecord.errors import BadInput
from onrecord.resolve.gazetteer.files import refused, sha256_of
from onrecord.resolve.gazetteer.fold import fold, loose
from onrecord.resolve.gazetteer.formats import FORMATS, Format
from onrecord.resolve.gazetteer.geometry import distance_m
from onrecord.resolve.gazetteer.lookup import Entry, Gazetteer
from onrecord.resolve.gazetteer.rows import Alias
from onrecord.resolve.gazetteer.schema import COMMON, OTHER
from onrecord.resolve.gazetteer.sources import Row
from onrecord.resolve.gazetteer.transliterated import TRANSLITERATED

_BATCH = 20_000  # rows
_VERSION = 1
_DDL = f"""
PRAGMA user_version = {_VERSION};
CREATE TABLE source (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, format TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, dated TEXT NOT NULL,
    added TEXT NOT NULL, licence TEXT NOT NULL, attribution TEXT NOT NULL, line INTEGER NOT NULL, places INTEGER NOT NULL,
    names INTEGER NOT NULL, done INTEGER NOT NULL
);
CREATE TABLE place (
    source INTEGER NOT NULL, gid TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, feature TEXT NOT NULL, country TEXT, admin1 TEXT,
    admin2 TEXT, lat REAL NOT NULL, lon REAL NOT NULL, radius_m INTEGER NOT NULL, population INTEGER NOT NULL, PRIMARY KEY (source, gid)
) WITHOUT ROWID;
CREATE TABLE name (
    source INTEGER NOT NULL, key TEXT NOT NULL, gid TEXT NOT NULL, rank INTEGER NOT NULL, loose TEXT, PRIMARY KEY (source, key, gid)
) WITHOUT ROWID;
CREATE TABLE code (source INTEGER NOT NULL, code TEXT NOT NULL, gid TEXT NOT NULL, PRIMARY KEY (source, code)) WITHOUT ROWID;
"""
# Metres within which a place of the same name and kind is the same place, where a file brings no shared id.
_SAME = {
    "site": 5_000,
    "town": 10_000,
    "district": 40_000,
    "province": 150_000,
    "natural": 150_000,
    "region": 300_000,
    "country": 2_500_000,
}
_AREAS = frozenset(("district", "province", "natural", "region"))
Step = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done and how much there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One added file: what it is, how far it was read (`line`, `done`), and what its licence asks for. Dates are ISO days."""

    id: int
    name: str
    format: str
    file: str
    sha256: str
    dated: str
    added: str
    licence: str
    attribution: str
    line: int
    places: int
    names: int
    done: bool


class Added:
    """The file with everything that was added; use it as a context. One process at a time may hold it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=0.5)
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute("BEGIN IMMEDIATE")
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            if version == 0 and not self._connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                for statement in _DDL.split(";"):
                    self._connection.execute(statement)
                version = _VERSION
            self._connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            busy = "locked" in str(error)
            problem = "is in use by another process" if busy else f"cannot be used ({error})"
            remedy = (
                "Wait until it has ended" if busy else "Name another file with --gazetteer, or remove this one and add its sources again"
            )
            raise BadInput(problem, subject=str(path), stage="gazetteer", remedy=remedy) from error
        if version != _VERSION:
            self.close()
            raise BadInput(
                f"is of version {version}, not {_VERSION}",
                subject=str(path),
                stage="gazetteer",
                remedy="Remove it and add its sources again",
            )

    def close(self) -> None:
        """Let go of the file."""
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA journal_mode = DELETE")
        self._connection.close()

    def __enter__(self) -> Added:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def sources(self) -> list[Source]:
        """What was added, in the order in which it was."""
        rows = self._connection.execute("SELECT * FROM source ORDER BY id").fetchall()
        return [Source(**dict(zip(Source.__slots__, (*row[:-1], bool(row[-1])), strict=True))) for row in rows]

    def remove(self, name: str) -> None:
        """Take a source out again. Raises `BadInput` where there is none of that name."""
        known = {source.name: source.id for source in self.sources()}
        if name not in known:
            raise BadInput(
                "no source of that name was added", subject=name, stage="gazetteer", remedy=f"There are: {', '.join(known) or 'none'}"
            )
        self._forget(known[name])

    def add(
        self,
        file: Path,
        form: Format,
        base: Gazetteer,
        *,
        name: str | None = None,
        sha256: str | None = None,
        licence: str | None = None,
        attribution: str | None = None,
        step: Step | None = None,
    ) -> Source:
        """Read `file` in, from where an earlier attempt stopped; a file that is there already, with the same contents, is left alone.

        Another file under the same name takes the place of the earlier one. Raises `BadInput` with file, line and reason for a file that is
        not of that format, whose SHA-256 is not the one given, or that holds no place at all.
        """
        tell = step or (lambda *_: None)
        size = file.stat().st_size if file.is_file() else 0
        digest = sha256_of(file, read=lambda done: tell("checksum", done, size))
        if sha256 is not None and sha256.lower() != digest:
            raise refused(file, f"has the SHA-256 {digest}, not {sha256.lower()}", "Fetch the file again")
        known = {source.name: source for source in self.sources()}
        label = name or file.name
        before = known.get(label)
        if before is not None and before.sha256 == digest and before.format == form.name:
            if before.done:
                return before
        else:
            if before is not None:
                self._forget(before.id)
            dated = datetime.fromtimestamp(file.stat().st_mtime, UTC).date().isoformat()
            terms = (licence or form.licence, attribution or form.attribution)
            today = datetime.now(UTC).date().isoformat()
            self._connection.execute(
                "INSERT INTO source (name, format, file, sha256, dated, added, licence, attribution, line, places, names, done) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0)",
                (label, form.name, file.name, digest, dated, today, *terms),
            )
        source = next(one for one in self.sources() if one.name == label)
        places, names = self._read(file, form, base, source, lambda done: tell("reading", done, size))
        if not places and not names:
            self._forget(source.id)
            raise refused(file, "holds no place that can be used", "Check that it is the file that you mean")
        self._connection.execute("UPDATE source SET done = 1 WHERE id = ?", (source.id,))
        return next(one for one in self.sources() if one.id == source.id)

    def _forget(self, number: int) -> None:
        self._connection.execute("BEGIN")
        for table, column in (("place", "source"), ("name", "source"), ("code", "source"), ("source", "id")):
            self._connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))
        self._connection.execute("COMMIT")

    def _read(self, file: Path, form: Format, base: Gazetteer, source: Source, read: Callable[[int], None]) -> tuple[int, int]:
        batch: list[Row | Alias] = []
        line = source.line
        places, names = source.places, source.names
        for number, row in form.read(file, read):
            if number <= source.line:
                continue
            batch.append(row)
            line = number
            if len(batch) >= _BATCH:
                places, names = self._store(batch, base, source.id, line, places, names)
                batch.clear()
        return self._store(batch, base, source.id, line, places, names)

    def _store(self, batch: Sequence[Row | Alias], base: Gazetteer, source: int, line: int, places: int, names: int) -> tuple[int, int]:
        rows = [row for row in batch if isinstance(row, Row)]
        stored = [(row if row.gid.startswith(("geonames:", "own:")) else _matched(row, base)) for row in rows]
        keys = [key for row in stored for key in _keys(row)]
        keys += [(fold(one.name), one.gid, one.rank, _sound(fold(one.name), None)) for one in batch if isinstance(one, Alias)]
        codes = [(row.admin1, row.gid) for row in stored if row.kind == "province" and row.admin1]
        codes += [(row.admin2, row.gid) for row in stored if row.kind == "district" and row.admin2 and row.feature in ("ADM2", "COUNTY")]
        self._connection.execute("BEGIN")
        self._connection.executemany(
            "INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (source, r.gid, r.name, r.kind, r.feature, r.country, r.admin1, r.admin2, r.lat, r.lon, r.radius_m, r.population)
                for r in stored
            ),
        )
        self._connection.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET rank = min(rank, excluded.rank)",
            ((source, key, gid, rank, sound) for key, gid, rank, sound in keys if len(key) > 1),
        )
        self._connection.executemany("INSERT OR REPLACE INTO code VALUES (?, ?, ?)", ((source, code, gid) for code, gid in codes))
        places, names = places + len(stored), names + len(keys)
        self._connection.execute("UPDATE source SET line = ?, places = ?, names = ? WHERE id = ?", (line, places, names, source))
        self._connection.execute("COMMIT")
        return places, names


def _keys(row: Row) -> Iterable[tuple[str, str, int, str | None]]:
    best: dict[str, int] = {}
    for name, rank in row.names:
        key = fold(name)
        best[key] = min(rank, best.get(key, rank))
    for key, rank in best.items():
        yield key, row.gid, rank, _sound(key, row.country) if rank <= OTHER and row.kind != "country" else None


def _sound(key: str, country: str | None) -> str | None:
    if country not in TRANSLITERATED or not key or ord(key[0]) >= 0x250:
        return None
    bare = loose(key)
    return bare if len(bare) > 3 else None


def _matched(row: Row, base: Gazetteer) -> Row:
    """The row under the gazetteer id of the place that it is, where the gazetteer has that place already."""
    same = next((entry for name, rank in row.names if rank <= COMMON for entry in base.named(name) if _is_same(row, entry)), None)
    if same is None and row.kind == "country" and row.country:
        same = base.country(row.country)
    if same is not None:
        row.gid = same.gid
    return row


def _is_same(row: Row, entry: Entry) -> bool:
    if entry.rank > COMMON or (row.country and entry.country and row.country != entry.country):
        return False
    alike = row.kind == entry.kind or (row.kind in _AREAS and entry.kind in _AREAS and row.kind != "town")
    return alike and distance_m(row.lat, row.lon, entry.lat, entry.lon) <= _SAME[row.kind]


def known_format(name: str) -> Format:
    """The format of that name. Raises `BadInput`."""
    if name not in FORMATS:
        raise BadInput(f"{name!r} is no format", subject="--format", stage="gazetteer add", remedy=f"Use one of {', '.join(FORMATS)}")
    return FORMATS[name]
