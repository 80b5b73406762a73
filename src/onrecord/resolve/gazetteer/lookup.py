"""Look-ups in the compiled gazetteer: read-only, one SQLite file, nothing loaded ahead."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.errors import MissingData
from onrecord.resolve.gazetteer.fold import fold, loose
from onrecord.resolve.gazetteer.schema import APPLICATION_ID, COMMON, MAIN, OTHER, SCHEMA_VERSION

_COLUMNS = "p.id, p.gid, p.name, p.kind, p.feature, p.country, p.admin1, p.admin2, p.lat, p.lon, p.radius_m, p.population"
_CACHE = 1 << 15
_BATCHES = (8, 32, 128)  # names that one query asks for
_MOST_LOOSE = 40
_MOST = 120  # the hundreds of hamlets called San Antonio beyond these are never the one meant


class Entry(NamedTuple):
    """One place as one of its names finds it; a named tuple because a look-up makes dozens of them.

    `number` is the row in this file, `admin1` and `admin2` are such rows too (`Gazetteer.entry`). Degrees WGS 84, metres. `rank` is the
    standing of
    the name (`schema.MAIN` to `schema.STEM`; `schema.OTHER` + 2 for a match by the loose key).
    """

    number: int
    gid: str
    name: str
    kind: str
    feature: str
    country: str | None
    admin1: int | None
    admin2: int | None
    lat: float
    lon: float
    radius_m: int
    population: int
    rank: int


class Gazetteer:
    """The compiled gazetteer; make one with `Gazetteer.open`. Safe to share between the documents of one process, not between threads."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self._connection = connection
        # Caches belong to the instance, so that two gazetteers never answer for each other.
        self._keys: dict[str, tuple[Entry, ...]] = {}
        self._by_name: Callable[[str], tuple[Entry, ...]] = lru_cache(_CACHE)(self._select_name)
        self._by_sound: Callable[[str], tuple[Entry, ...]] = lru_cache(_CACHE)(self._select_sound)
        self.entry: Callable[[int], Entry] = lru_cache(_CACHE)(self._select_entry)
        self.demonym: Callable[[str], tuple[Entry, ...]] = lru_cache(_CACHE)(self._find_demonym)
        self._demonyms: dict[str, tuple[int, ...]] | None = None
        self._capitals: dict[str, tuple[Entry, ...]] | None = None
        self.neighbours: Callable[[str], frozenset[str]] = lru_cache(512)(self._select_neighbours)
        self.country: Callable[[str], Entry | None] = lru_cache(512)(self._select_country)

    @classmethod
    def open(cls, path: Path) -> Gazetteer:
        """Open the file at `path`. Raises `MissingData` where it is absent, damaged, truncated or of another version."""
        if not path.is_file():
            raise _missing(path, "the file does not exist")
        try:
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            number, version, pages, size = (
                connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version", "page_count", "page_size")
            )
        except sqlite3.DatabaseError as error:
            raise _missing(path, f"the file is no database ({error})") from error
        # Pages of the file are read where the system keeps them, not copied out one by one.
        connection.execute(f"PRAGMA mmap_size = {pages * size}")
        if number != APPLICATION_ID or version != SCHEMA_VERSION:
            connection.close()
            raise _missing(path, f"the file is no gazetteer of version {SCHEMA_VERSION}")
        if path.stat().st_size < pages * size:
            connection.close()
            raise _missing(path, "the file is truncated")
        return cls(connection, path)

    def close(self) -> None:
        """Close the file; look-ups that are not cached fail from then on."""
        self._connection.close()

    def __enter__(self) -> Gazetteer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """All places that `name` can mean, most prominent first (countries, then first-level divisions, then by population); at most 120.

        The name is folded (`fold`). Where that finds nothing, the form with or without the Arabic article is tried. Never guesses beyond
        that:
        `lookup_loose` does, inside one country.
        """
        return self._by_name(name)

    def named(self, name: str) -> tuple[Entry, ...]:
        """As `lookup`, but only what stands under the folded name itself."""
        return self._by_key(fold(name))

    def in_passing(self, names: Iterable[str], *, most: int) -> dict[str, tuple[Entry, ...]]:
        """By folded name the `most` prominent places that bear it in common use, without other spellings: what names tell in passing.

        Names without any are left out.
        """
        return self._together(list(dict.fromkeys(map(fold, names))), f"AND n.rank <= {COMMON}", most)

    def prepare(self, names: Iterable[str]) -> None:
        """Have the places under `names` at hand before they are looked up: one query for all of them costs less than one for each."""
        asked: dict[str, None] = {}
        for key in map(fold, names):
            if key in self._keys:
                continue
            asked[key] = None
            if len(key) > 2:
                asked[_other_article(key)] = None
        missing = [key for key in asked if key not in self._keys]
        found = self._together(missing, "", _MOST)
        self._make_room(len(missing))
        for key in missing:
            self._keys[key] = found.get(key, ())

    def lookup_loose(self, name: str, *, country: str) -> tuple[Entry, ...]:
        """Places of `country` (ISO 3166-1 alpha-2) whose transliterated name sounds like `name`; most prominent first."""
        return tuple(entry for entry in self._by_sound(fold(name)) if entry.country == country)[:_MOST_LOOSE]

    def capitals(self) -> dict[str, tuple[Entry, ...]]:
        """The capital (or capitals) of each country, by ISO 3166-1 alpha-2; read once, in some tens of milliseconds."""
        if self._capitals is None:
            found: dict[str, tuple[Entry, ...]] = {}
            for row in self._rows(f"SELECT {_COLUMNS} FROM place p WHERE p.feature = 'PPLC' ORDER BY p.id"):
                entry = Entry._make((*row, MAIN))
                found[entry.country or ""] = (*found.get(entry.country or "", ()), entry)
            self._capitals = found
        return self._capitals

    def meta(self) -> dict[str, str]:
        """Versions, counts, checksum and attribution of the file."""
        return {str(key): str(value) for key, value in self._rows("SELECT key, value FROM meta")}

    def country_name(self, code: str) -> str:
        """English short name of a country; the code itself where there is none."""
        entry = self.country(code)
        return entry.name if entry else code

    def _select_name(self, name: str) -> tuple[Entry, ...]:
        key = fold(name)
        found = self._by_key(key)
        return found if found or len(key) < 3 else self._by_key(_other_article(key))

    def _by_key(self, key: str) -> tuple[Entry, ...]:
        found = self._keys.get(key)
        if found is None:
            self._make_room(1)
            found = self._keys[key] = self._select_key(key)
        return found

    def _make_room(self, number: int) -> None:
        if len(self._keys) + number > _CACHE:
            self._keys.clear()

    def _together(self, keys: Sequence[str], condition: str, most: int) -> dict[str, tuple[Entry, ...]]:
        """The rows of many keys, the most prominent `most` of each, in queries of a few fixed lengths (so that SQLite keeps them)."""
        found: dict[str, list[Entry]] = {}
        at = 0
        while at < len(keys):
            length = next(size for size in _BATCHES if size >= len(keys) - at or size == _BATCHES[-1])
            part = keys[at : at + length]
            at += length
            marks = ",".join("?" * length)
            sql = (
                f"SELECT {_COLUMNS}, n.rank, n.key FROM name n JOIN place p ON p.id = n.place WHERE n.key IN ({marks}) {condition} "
                "ORDER BY n.key, n.place"
            )
            for row in self._rows(sql, *part, *[part[-1]] * (length - len(part))):
                entries = found.setdefault(row[-1], [])
                if len(entries) < most:
                    entries.append(Entry._make(row[:-1]))
        return {key: tuple(entries) for key, entries in found.items()}

    def _select_sound(self, folded: str) -> tuple[Entry, ...]:
        key = loose(folded)
        if len(key) < 4:
            return ()
        sql = f"SELECT {_COLUMNS} FROM loose n JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY n.place"
        return tuple(Entry._make((*row, OTHER + 2)) for row in self._rows(sql, key))

    def _select_key(self, key: str) -> tuple[Entry, ...]:
        sql = f"SELECT {_COLUMNS}, n.rank FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY n.place LIMIT {_MOST}"
        return tuple(map(Entry._make, self._rows(sql, key)))

    def _select_entry(self, number: int) -> Entry:
        return Entry._make((*self._rows(f"SELECT {_COLUMNS} FROM place p WHERE p.id = ?", number)[0], 0))

    def _select_country(self, code: str) -> Entry | None:
        rows = self._rows(f"SELECT {_COLUMNS} FROM place p WHERE p.country = ? AND p.kind = 'country' AND p.id < 400", code)
        return Entry._make((*rows[0], 0)) if rows else None

    def _find_demonym(self, word: str) -> tuple[Entry, ...]:
        # Every capitalised word of every document asks, and there are but some hundreds: one dictionary instead of a query each.
        if self._demonyms is None:
            found: dict[str, tuple[int, ...]] = {}
            for key, place in self._rows("SELECT key, place FROM demonym ORDER BY key, place"):
                found[key] = (*found.get(key, ()), place)
            self._demonyms = found
        places = self._demonyms.get(fold(word))
        return tuple(self.entry(place)._replace(rank=OTHER) for place in places) if places else ()

    def _select_neighbours(self, code: str) -> frozenset[str]:
        return frozenset(row[0] for row in self._rows("SELECT other FROM neighbour WHERE country = ?", code))

    def _rows(self, sql: str, *values: str | int) -> list[Any]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise _missing(self.path, f"the file is damaged ({error})") from error


def _other_article(key: str) -> str:
    """The key with the Arabic article that it lacks, or without the one it has."""
    return key[3:] if key.startswith("al ") else "al " + key


def _missing(path: Path, problem: str) -> MissingData:
    return MissingData(problem, subject=str(path), stage="gazetteer", remedy="Run `make gazetteer` to build it.")
