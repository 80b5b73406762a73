"""Everything that holds for SQLite only: connections, locks, what its errors mean, full-text and spatial queries."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.pool import ConnectionPoolEntry

from onrecord.store.migrations.sqlite_v0001 import APPLICATION_ID
from onrecord.store.words import typed

_ROUNDING = 1e-4
"""Degrees by which a box is widened for the index: 32 bits are good for 1.5e-5 degrees at 180."""
_START, _END = "\x02", "\x03"
"""Marks around found words; the stored text holds no control characters, so they cannot be confused with it."""

_EXPLAINED = {
    sqlite3.SQLITE_NOTADB: ("is not an onrecord store, or is damaged", "Name another file."),
    sqlite3.SQLITE_BUSY: ("is locked by another process", "Wait for that process to end, then try again."),
    sqlite3.SQLITE_LOCKED: ("is locked by another process", "Wait for that process to end, then try again."),
    sqlite3.SQLITE_READONLY: ("is read-only", "Allow writing to the file and its folder, or copy it to where you may write."),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "Check that its folder exists and that you may write there."),
    sqlite3.SQLITE_PERM: ("may not be opened", "Check its permissions."),
    sqlite3.SQLITE_FULL: ("cannot grow: the disk is full", "Free some space; nothing that was finished is lost."),
    sqlite3.SQLITE_IOERR: ("cannot be read or written", "Check the disk, and that the file is not on a network drive."),
    sqlite3.SQLITE_CORRUPT: ("is damaged", "Restore a backup, or save what is left with: sqlite3 FILE .recover"),
}


def create_engine(url: URL, *, timeout: float) -> Engine:
    """An engine whose connections wait `timeout` seconds for a lock and whose write transactions take the lock at their beginning."""
    engine = sa.create_engine(url, connect_args={"timeout": timeout})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
        # The driver would begin transactions by itself, too late for BEGIN IMMEDIATE and around no DDL.
        connection.isolation_level = None
        cursor = connection.cursor()
        # WAL lets readers go on while one process writes; FULL keeps what was committed through a power cut, not only through a kill.
        # REPLACE fires the append-only triggers with recursive triggers only.
        for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON"):
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that turns from reading to writing fails at once where another process writes; an immediate one waits.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine


def is_other_database(connection: Connection) -> bool:
    """Whether the file holds tables of some other program."""
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    return bool(tables) and connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID


def explain(error: sa.exc.DBAPIError) -> tuple[str, str]:
    """The problem and the remedy that an error of the driver stands for."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    if code in _EXPLAINED:
        return _EXPLAINED[code]
    return f"refused the change: {error.orig}", "Please report this with the command that led to it."


def check(connection: Connection) -> list[str]:
    """What SQLite itself finds wrong with the file."""
    problems = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
    problems += [f"{row[0]} row {row[1]} refers to no {row[2]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    return problems


def match_query(words: str) -> str | None:
    """An FTS5 query for all the words, "quoted phrases" and prefix* that a person typed; None where nothing can be searched for.

    Everything is quoted, so that no character is an operator.
    """
    return " ".join(f'"{bare}"' + ("*" if prefix else "") for bare, prefix in typed(words)) or None


def search_documents(connection: Connection, words: str, limit: int) -> list[tuple[str, str | None, str, list[tuple[int, int]], float]]:
    """Id, title, passage, bounds of found words in it and score of the documents that match, best first.

    The score is BM25; a word in the title counts five times.
    """
    query = match_query(words)
    if query is None:
        return []
    statement = sa.text(
        "SELECT d.id, d.title, snippet(documents_fts, -1, :start, :end, '…', 32), -bm25(documents_fts, 5.0, 1.0) AS score "
        "FROM documents_fts JOIN documents AS d ON d.seq = documents_fts.rowid "
        "WHERE documents_fts MATCH :query ORDER BY score DESC, d.seq LIMIT :limit"
    )
    rows = connection.execute(statement, {"start": _START, "end": _END, "query": query, "limit": limit})
    return [(row[0], row[1], *unmark(row[2]), row[3]) for row in rows]


def index_document(connection: Connection, document_id: str, title: str | None, text: str) -> None:
    """Nothing is left to do: a trigger has indexed the document."""


def remarks(connection: Connection) -> list[str]:  # noqa: ARG001 - as PostgreSQL needs it
    """SQLite has everything that the store wants."""
    return []


def insert_many(connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    if rows:
        connection.execute(sa.insert(table), rows)


def unmark(passage: str) -> tuple[str, list[tuple[int, int]]]:
    """A marked passage as plain text, with the bounds of the marked words in it."""
    plain, bounds, start = [], [], 0
    length = 0
    for part in re.split(f"([{_START}{_END}])", passage):
        if part == _START:
            start = length
        elif part == _END:
            bounds.append((start, length))
        else:
            plain.append(part)
            length += len(part)
    return "".join(plain), bounds


def json_number(body: sa.ColumnElement[str], name: str) -> sa.ColumnElement[float]:
    """The number at a key of a column of JSON objects."""
    return sa.func.json_extract(body, f"$.{name}", type_=sa.Float)


def index_events(connection: Connection, evidence: list[tuple[int, str]]) -> None:
    """Make events findable by the words of their evidence; each item is the seq of an event and its sentences."""
    if evidence:
        connection.exec_driver_sql("INSERT INTO events_fts (rowid, evidence) VALUES (?, ?)", evidence)


def index_places(connection: Connection, points: list[tuple[int, float, float]]) -> None:
    """Make rows of event_places findable by their point; each item is seq, latitude and longitude."""
    if points:
        boxes = [(seq, lat, lat, lon, lon) for seq, lat, lon in points]
        connection.exec_driver_sql("INSERT INTO event_places_rtree VALUES (?, ?, ?, ?, ?)", boxes)


def clear_event_indexes(connection: Connection) -> None:
    """Empty both indexes of the view."""
    connection.exec_driver_sql("DELETE FROM events_fts")
    connection.exec_driver_sql("DELETE FROM event_places_rtree")


def unindex(connection: Connection, events: list[int], places: list[int]) -> None:
    """Take events and places, by their seq, out of both indexes."""
    for table, key, gone in (("events_fts", "rowid", events), ("event_places_rtree", "seq", places)):
        if gone:
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE {key} = ?", [(seq,) for seq in gone])


def events_matching(words: str) -> sa.Select[Any] | None:
    """The seq of the events whose evidence has all the words; None where `words` holds none."""
    query = match_query(words)
    if query is None:
        return None
    table = sa.table("events_fts", sa.column("rowid"))
    return sa.select(table.c.rowid).where(sa.text("events_fts MATCH :words").bindparams(words=query))


def places_within(
    connection: Connection,  # noqa: ARG001 - as PostgreSQL needs it
    south: float,
    west: float,
    north: float,
    east: float,
) -> sa.Select[Any]:
    """The seq of the rows of event_places that may lie in the box; the index rounds to 32 bits, so the rows themselves decide."""
    index = sa.table("event_places_rtree", *(sa.column(name) for name in ("seq", "south", "north", "west", "east")))
    latitude = (index.c.north >= south - _ROUNDING) & (index.c.south <= north + _ROUNDING)
    ends = (index.c.east >= west - _ROUNDING, index.c.west <= east + _ROUNDING)
    longitude = sa.and_(*ends) if west <= east else sa.or_(*ends)
    return sa.select(index.c.seq).where(latitude & longitude)
