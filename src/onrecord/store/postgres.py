"""Everything that holds for PostgreSQL only: connections, the write lock, what its errors mean, bulk inserts, places.

Full-text search is in `postgres_words`. The driver is pg8000; psycopg 3 does as well where the user has it.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.pool import ConnectionPoolEntry

from onrecord.store.migrations.postgres_v0001 import APPEND_ONLY, GUARD, add_spatial_index
from onrecord.store.postgres_words import clear_events, events_matching, index_document, index_events, search_documents, unindex_events

__all__ = [
    "check",
    "clear_event_indexes",
    "create_engine",
    "events_matching",
    "explain",
    "index_document",
    "index_events",
    "index_places",
    "insert_many",
    "is_other_database",
    "json_number",
    "places_within",
    "remarks",
    "search_documents",
    "unindex",
]

_LOCK = 0x4F4E5243
"""First half of the key of the write lock, "ONRC" in ASCII; the other half is the schema, so that two stores of a database are apart."""
_ROWS = 2_000
"""Rows sent at a time."""
_TYPES: tuple[tuple[type[sa.types.TypeEngine[Any]], str], ...] = (
    (sa.Text, "text"),
    (sa.Boolean, "boolean"),
    (sa.Integer, "integer"),
    (sa.Float, "double precision"),
)

_EXPLAINED = {
    "08": ("cannot be reached", "Check the address, and that the server runs and lets this machine in."),
    "28": ("does not let this user in", "Check the user and the password in the address, and pg_hba.conf of the server."),
    "3D": ("there is no such database", "Create it first: createdb --owner USER DATABASE"),
    "3F": ("has no schema to keep tables in", "Let the user's search_path name a schema that exists."),
    "42501": ("may not be changed by this user", "Make the user the owner of the database: ALTER DATABASE ... OWNER TO ..."),
    "55P03": ("is locked by another process", "Wait for that process to end, then try again."),
    "53100": ("cannot grow: the disk of the server is full", "Free some space; nothing that was finished is lost."),
    "53300": ("has no connection free", "Raise max_connections of the server, or close what else uses it."),
    "57014": ("stopped the statement", "Raise statement_timeout of the server for this user."),
    "57P": ("is being shut down or restarted", "Try again when the server runs; nothing that was finished is lost."),
    "25006": ("is read-only", "Name the primary server; a standby can only be read."),
    "22021": ("cannot hold a NUL character or one that is not UTF-8", "Use a database with the encoding UTF8, and take the NUL out."),
    "22P05": ("cannot hold a NUL character or one that is not UTF-8", "Use a database with the encoding UTF8, and take the NUL out."),
    "XX001": ("is damaged", "Restore a backup."),
    "XX002": ("has a damaged index", "Let an administrator run: REINDEX DATABASE"),
}


def create_engine(url: URL, *, timeout: float) -> Engine:
    """An engine whose write transactions take the one write lock at their beginning and wait `timeout` seconds for it.

    `url` names pg8000 or psycopg. Raises ValueError for an option in it that is not known, ModuleNotFoundError without the driver.
    """
    arguments: dict[str, Any] = {"application_name": "onrecord"}
    if url.get_driver_name() == "pg8000":
        url, arguments = _for_pg8000(url)
    # As many connections as a server of pages has threads; they are made when needed. One that the server closed is replaced.
    engine = sa.create_engine(url, connect_args=arguments, pool_pre_ping=True, pool_size=5, max_overflow=40, pool_timeout=timeout)

    settings = {
        # Behind the write lock each statement has to see what the holder before has committed.
        "default_transaction_isolation": "'read committed'",
        "lock_timeout": f"'{max(1, round(timeout * 1000))}'",
        # A machine that vanishes while it holds the lock lets go of it after a minute, not after the two hours of TCP.
        "tcp_keepalives_idle": "'30'",
        "tcp_keepalives_interval": "'10'",
        "tcp_keepalives_count": "'3'",
        "idle_in_transaction_session_timeout": "'15min'",
        # What was committed has to survive a power cut, whatever the server's default; stronger settings stay.
        "synchronous_commit": "replace(current_setting('synchronous_commit'), 'off', 'on')",
    }

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        # All in one statement, since each waits for the server.
        cursor.execute("SELECT " + ", ".join(f"set_config('{name}', {value}, false)" for name, value in settings.items()))
        cursor.close()
        connection.commit()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK}, hashtext(coalesce(current_schema()::text, '')))"))
        else:
            # One state of the record for all statements of a method, as SQLite gives it.
            connection.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))

    return engine


def _for_pg8000(url: URL) -> tuple[URL, dict[str, Any]]:
    """The address without its options, and the options as pg8000 takes them; they are called as in libpq."""
    options = {name: value if isinstance(value, str) else value[-1] for name, value in url.query.items()}
    arguments: dict[str, Any] = {"application_name": options.pop("application_name", "onrecord")}
    folder = options.pop("host", None)
    port = options.pop("port", None)
    if port is not None:
        url = url.set(port=int(port))
    if folder is not None and folder.startswith("/"):
        arguments["unix_sock"] = f"{folder}/.s.PGSQL.{url.port or 5432}"
    elif folder is not None:
        url = url.set(host=folder)
    mode, authority = options.pop("sslmode", None), options.pop("sslrootcert", None)
    if mode not in (None, "disable", "prefer", "require", "verify-ca", "verify-full"):
        raise ValueError(f"sslmode={mode}")
    if mode not in (None, "disable", "prefer") or authority is not None:
        secured = ssl.create_default_context(cafile=authority)
        secured.check_hostname = mode not in ("require", "verify-ca")
        # As in libpq: require encrypts without asking who is there, unless an authority is named.
        if mode == "require" and authority is None:
            secured.verify_mode = ssl.CERT_NONE
        arguments["ssl_context"] = secured
    if options:
        raise ValueError(", ".join(sorted(options)))
    return url.set(query={}), arguments


def is_other_database(connection: Connection) -> bool:
    """Whether the schema holds tables of some other program; those of extensions such as PostGIS aside."""
    found = sa.text(
        "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS "
        "(SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')) "
        "AND NOT EXISTS (SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE p.proname = :guard AND n.nspname = current_schema())"
    )
    return connection.execute(found, {"guard": GUARD}).scalar_one() is True


def explain(error: sa.exc.DBAPIError) -> tuple[str, str]:
    """The problem and the remedy that an error of the driver stands for."""
    code, said = _told(error.orig)
    for start in (code, code[:3], code[:2]):
        if start in _EXPLAINED:
            return _EXPLAINED[start]
    if not code and isinstance(error, sa.exc.InterfaceError | sa.exc.OperationalError):
        problem, remedy = _EXPLAINED["08"]
        return f"{problem} ({said})", remedy
    return f"refused the change: {said}", "Please report this with the command that led to it."


def _told(orig: BaseException | None) -> tuple[str, str]:
    """SQLSTATE and message; the code is empty where the server was not reached."""
    error = orig
    # Where the server refuses a connection and has hung up already, pg8000 fails to take its leave, and what was said stands behind that.
    while error is not None:
        fields = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
        if code := fields.get("C") or getattr(error, "sqlstate", None):
            return code, " ".join(str(fields.get("M", error)).split())
        error = error.__cause__ or error.__context__
    return "", " ".join(str(orig).split())


def check(connection: Connection) -> list[str]:
    """Triggers that are gone or turned off, and documents that no search would find."""
    guarded = sa.text(
        "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = current_schema() AND t.tgname = c.relname || '_append_only' AND t.tgenabled IN ('O', 'A')"
    )
    there = set(connection.execute(guarded).scalars())
    problems = [f"nothing keeps {table} append-only: its trigger is missing" for table in (*APPEND_ONLY, "audit") if table not in there]
    lost = sa.text("SELECT id FROM documents d WHERE NOT EXISTS (SELECT FROM document_words w WHERE w.document = d.seq) ORDER BY seq")
    problems += [f"document {document_id} is not in the index of words" for document_id in connection.execute(lost).scalars()]
    return problems


def remarks(connection: Connection) -> list[str]:
    """That places are searched without PostGIS, where they are."""
    if _has_spots(connection):
        return []
    return [
        "PostGIS is not in this database: places are searched with a plain index. For a spatial one, let an administrator run "
        "CREATE EXTENSION postgis there, then run: onrecord link --rebuild"
    ]


def insert_many(connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns: as JSON in one statement, since the driver would wait for the server after each row."""
    if not rows:
        return
    quote = connection.dialect.identifier_preparer.quote
    names = list(rows[0])
    columns = ", ".join(quote(name) for name in names)
    typed = ", ".join(f"{quote(name)} {_type(table.c[name])}" for name in names)
    statement = sa.text(
        f"INSERT INTO {quote(table.name)} ({columns}) SELECT {columns} FROM json_to_recordset(CAST(:rows AS json)) AS r({typed})"
    )
    for start in range(0, len(rows), _ROWS):
        connection.execute(statement, {"rows": json.dumps(rows[start : start + _ROWS], ensure_ascii=False)})


def _type(column: sa.Column[Any]) -> str:
    return next(name for kind, name in _TYPES if isinstance(column.type, kind))


def json_number(body: sa.ColumnElement[str], name: str) -> sa.ColumnElement[float]:
    """The number at a key of a column of JSON objects."""
    # Not by ->>, which refuses a whole body for one \u0000 in any of its strings. Quotes within strings are escaped: no string matches.
    return sa.cast(sa.func.substring(body, f'"{name}":(-?[0-9.]+(?:[eE][-+]?[0-9]+)?)'), sa.Float)


def index_places(connection: Connection, points: list[tuple[int, float, float]]) -> None:
    """Nothing is left to do: the point is a generated column of the row."""


def clear_event_indexes(connection: Connection) -> None:
    """Empty the index of words; those of places go with their rows. A spatial index is added where PostGIS has come meanwhile."""
    if not _has_spots(connection):
        add_spatial_index(connection)
    clear_events(connection)


def unindex(connection: Connection, events: list[int], places: list[int]) -> None:  # noqa: ARG001 - as SQLite needs it
    """Take events, by their seq, out of the index of words; places go with their rows."""
    unindex_events(connection, events)


def places_within(connection: Connection, south: float, west: float, north: float, east: float) -> sa.Select[Any]:
    """The seq of the rows of event_places that may lie in the box; the rows themselves decide."""
    place = sa.table("event_places", *(sa.column(name) for name in ("seq", "lat", "lon", "spot"))).alias("located")
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    if _has_spots(connection):
        boxes: list[sa.ColumnElement[bool]] = [
            place.c.spot.op("&&")(sa.func.ST_MakeEnvelope(left, south, right, north, 4326)) for left, right in spans
        ]
    else:
        boxes = [place.c.lat.between(south, north) & place.c.lon.between(left, right) for left, right in spans]
    return sa.select(place.c.seq).where(sa.or_(*boxes))


def _has_spots(connection: Connection) -> bool:
    """Whether event_places has its spatial index; once it has, this connection asks no more."""
    if not connection.info.get("spots"):
        found = sa.text("SELECT to_regclass('event_places_by_spot') IS NOT NULL")
        connection.info["spots"] = connection.execute(found).scalar_one() is True
    return bool(connection.info["spots"])
