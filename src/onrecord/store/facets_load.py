"""Takes a snapshot of all events: reads their columns from the view of events, whichever database holds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from onrecord.store.facets import CODED, NEVER, PORTION, Coded, Facets, Ints, Places, view_mark
from onrecord.store.schema import event_places, events
from onrecord.store.store import Store


def load(store: Store) -> Facets:
    """A snapshot of the events that are in the store now: about 6 s for a million."""
    with store._reads() as connection:
        mark = view_mark(connection)
        columns = _columns(connection)
        order = np.lexsort((columns["id"], columns["earliest"]))
        for name, column in columns.items():
            columns[name] = Coded(column.codes[order], column.values) if isinstance(column, Coded) else column[order]
        places = _places(connection, columns["seq"])
    return Facets(store, mark, columns, places)


def _columns(connection: Connection) -> dict[str, Any]:
    names = ("seq", "id", *CODED, "earliest", "latest", "claims", "documents", "confidence")
    parts: dict[str, list[Any]] = {name: [] for name in names}
    codes: dict[str, dict[str | None, int]] = {name: {} for name in CODED}
    days: dict[str | None, int] = {None: NEVER}
    chosen = sa.select(*(events.c[name] for name in names))
    for rows in connection.execute(chosen.execution_options(yield_per=PORTION)).partitions():
        values = dict(zip(names, zip(*rows, strict=True), strict=True))
        for name in ("seq", "claims", "documents"):
            parts[name].append(np.array(values[name], dtype=np.int64 if name == "seq" else np.int32))
        parts["id"].append(np.array([int(i[1:], 16) for i in values["id"]], dtype=np.uint64))
        parts["confidence"].append(np.array([np.nan if c is None else c for c in values["confidence"]], dtype=np.float32))
        for name in CODED:
            known = codes[name]
            parts[name].append(np.array([known.setdefault(value, len(known)) for value in values[name]], dtype=np.int32))
        for name in ("earliest", "latest"):
            parts[name].append(np.array([_day(value, days) for value in values[name]], dtype=np.int32))
    kinds = {"seq": np.int64, "id": np.uint64, "confidence": np.float32}
    whole: dict[str, Any] = {name: np.concatenate([np.empty(0, kinds.get(name, np.int32)), *found]) for name, found in parts.items()}
    # No last day lies before every interval, so that an event without a date is in none.
    whole["latest"][whole["latest"] == NEVER] = 0
    for name in CODED:
        whole[name] = Coded(whole[name], list(codes[name]))
    return whole


def _day(value: str | None, known: dict[str | None, int]) -> int:
    day = known.get(value)
    if day is None:
        assert value is not None
        day = known[value] = date.fromisoformat(value).toordinal()
    return day


def _places(connection: Connection, seqs: Ints) -> Places:
    row_of = np.full(int(seqs.max()) + 1 if len(seqs) else 1, -1, dtype=np.int64)
    row_of[seqs] = np.arange(len(seqs))
    names = ("event", "name", "kind", "lat", "lon", "radius_m", "coarse")
    parts: list[list[Any]] = [[np.empty(0, dtype=np.int32)] for _ in range(2)]
    spots: dict[tuple[str, str, float, float, int | None, bool], int] = {}
    chosen = sa.select(*(event_places.c[name] for name in names)).order_by(event_places.c.seq)
    for rows in connection.execute(chosen.execution_options(yield_per=PORTION)).partitions():
        events_of, *particulars = zip(*rows, strict=True)
        parts[0].append(row_of[np.array(events_of, dtype=np.int64)].astype(np.int32))
        parts[1].append(np.array([spots.setdefault(spot, len(spots)) for spot in _spots(particulars)], dtype=np.int32))
    rows_, spot = (np.concatenate(part) for part in parts)
    main = np.full(len(seqs), -1, dtype=np.int64)
    # The last assignment to a row wins, so that going backwards leaves the first place of each event.
    main[rows_[::-1]] = np.arange(len(rows_))[::-1]
    return Places(rows_, main, spot, list(spots))


def _spots(columns: Sequence[tuple[Any, ...]]) -> Iterable[tuple[str, str, float, float, int | None, bool]]:
    return zip(*columns, strict=True)
