"""What the store asks of a database beyond plain SQL; `sqlite` and `postgres` are the two modules that answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine

from onrecord.store import postgres, sqlite

Found = tuple[str, str | None, str, list[tuple[int, int]], float]
"""A document that a search found: id, title, passage, bounds of the found words in it, score."""


class Dialect(Protocol):
    """The functions of a module that stands for one database. All work inside the transaction of `connection`."""

    def create_engine(self, url: URL, *, timeout: float) -> Engine:
        """An engine whose write transactions take the one write lock at their beginning and wait `timeout` seconds for it."""

    def is_other_database(self, connection: Connection) -> bool:
        """Whether it holds tables of some other program."""

    def explain(self, error: sa.exc.DBAPIError) -> tuple[str, str]:
        """The problem and the remedy that an error of the driver stands for."""

    def check(self, connection: Connection) -> list[str]:
        """What is wrong with the database itself."""

    def remarks(self, connection: Connection) -> list[str]:
        """What a person should know about this database though nothing is wrong."""

    def insert_many(self, connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows that all have the same columns."""

    def index_document(self, connection: Connection, document_id: str, title: str | None, text: str) -> None:
        """Make a document that was just inserted findable by its words."""

    def search_documents(self, connection: Connection, words: str, limit: int) -> list[Found]:
        """The documents with all the words, "quoted phrases" and prefix* of `words`, best first; none where it holds no word."""

    def json_number(self, body: sa.ColumnElement[str], name: str) -> sa.ColumnElement[float]:
        """The number at a key of a column of JSON objects."""

    def index_events(self, connection: Connection, evidence: list[tuple[int, str]]) -> None:
        """Make events findable by the words of their evidence; each item is the seq of an event and its sentences."""

    def index_places(self, connection: Connection, points: list[tuple[int, float, float]]) -> None:
        """Make rows of event_places findable by their point; each item is seq, latitude and longitude."""

    def clear_event_indexes(self, connection: Connection) -> None:
        """Empty both indexes of the view."""

    def unindex(self, connection: Connection, events: list[int], places: list[int]) -> None:
        """Take events and places, by their seq, out of both indexes."""

    def events_matching(self, words: str) -> sa.Select[Any] | sa.CompoundSelect[Any] | None:
        """The seq of the events whose evidence has all the words; None where `words` holds none."""

    def places_within(self, connection: Connection, south: float, west: float, north: float, east: float) -> sa.Select[Any]:
        """The seq of the rows of event_places that may lie in the box; the rows themselves decide."""


def of(connection: Connection) -> Dialect:
    """The module for the database that a connection leads to."""
    return named(connection.dialect.name)


def named(backend: str) -> Dialect:
    """The module for a backend as SQLAlchemy calls it; KeyError for one that is not supported."""
    return {"sqlite": sqlite, "postgresql": postgres}[backend]
