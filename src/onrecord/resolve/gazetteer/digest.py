"""SHA-256 over what a gazetteer holds, whatever the layout of its pages: the same places and names always give the same digits."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable

_TABLES = {"place": "id", "name": "key, place", "loose": "key, place", "demonym": "key, place", "neighbour": "country, other"}


def content_digest(connection: sqlite3.Connection, *, read: Callable[[int], None] | None = None) -> str:
    """Hexadecimal digits over all rows in the order of their keys; `read` is told how many rows have been read."""
    digest = hashlib.sha256()
    rows = 0
    for table, order in _TABLES.items():
        digest.update(f"\n{table}\n".encode())
        cursor = connection.execute(f"SELECT * FROM {table} ORDER BY {order}")
        while batch := cursor.fetchmany(10_000):
            digest.update(repr(batch).encode("utf-8", "surrogatepass"))
            rows += len(batch)
            if read:
                read(rows)
    return digest.hexdigest()
