"""Columns of all events in memory: filters, counts and pages over a million events in milliseconds, without SQL.

One snapshot of the view of events, some 60 bytes an event. Rows stand in the order of lists (first day, undated last, then id), so a
selection is a mask over rows and a page is a slice of it. Names of places, actors, targets and origins are loaded when first asked for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from onrecord.store import dialect
from onrecord.store.filters import EventFilter, fold
from onrecord.store.schema import event_claims, event_names, event_places, event_view, events
from onrecord.store.store import Store

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
_NEVER = np.iinfo(np.int32).max
"""First day of an event without a date: behind every day, so that such events come last and fit no interval."""
_PORTION = 50_000
_KEPT_MASKS = 64
CODED = ("event_type", "sub_event", "status", "grade")


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of repeated values: `codes` index `values`; None is a value like any other."""

    codes: npt.NDArray[np.int32]
    values: list[str | None]

    def counts(self, mask: Mask) -> dict[str, int]:
        """How often each value stands in the selected rows, most frequent first; None and zero left out."""
        found = np.bincount(self.codes[mask], minlength=len(self.values))
        order = np.argsort(-found, kind="stable")
        return {value: int(found[i]) for i in order if found[i] and (value := self.values[i]) is not None}


@dataclass(frozen=True, slots=True)
class Names:
    """Names in one role: pairs of a row and the code of a name."""

    rows: npt.NDArray[np.int32]
    codes: npt.NDArray[np.int32]
    values: list[str]


@dataclass(frozen=True, slots=True)
class Places:
    """Every located place of every event, an event's main place first: its row, point, and where it is drawn."""

    rows: npt.NDArray[np.int32]
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    main: npt.NDArray[np.int64]
    """For each row of the events, the index of its main place in these arrays; -1 where it has none."""
    spot: npt.NDArray[np.int32]
    """For each place, the number of its spot: places with the same name, kind and point."""
    spots: list[tuple[str, str, float, float, int | None, bool]]
    """Name, kind, latitude, longitude, radius in metres and whether the point stands for something inside it."""


class Facets:
    """One snapshot; `mark` tells it from the next one. Reading it is safe from several threads."""

    def __init__(self, store: Store, mark: str, columns: dict[str, Any], places: Places) -> None:
        """Use `load`."""
        self._store = store
        self.mark = mark
        self.seq: Ints = columns["seq"]
        self.ids: npt.NDArray[np.uint64] = columns["id"]
        self.first: npt.NDArray[np.int32] = columns["earliest"]
        self.last: npt.NDArray[np.int32] = columns["latest"]
        self.claims: npt.NDArray[np.int32] = columns["claims"]
        self.documents: npt.NDArray[np.int32] = columns["documents"]
        self.confidence: npt.NDArray[np.float32] = columns["confidence"]
        self.coded: dict[str, Coded] = {name: columns[name] for name in CODED}
        self.places = places
        self._names: dict[str, Names] = {}
        self._masks: OrderedDict[tuple[str, str], npt.NDArray[np.uint8]] = OrderedDict()
        self._lock = threading.Lock()
        self._row_of = np.full(int(self.seq.max()) + 1 if len(self.seq) else 1, -1, dtype=np.int64)
        self._row_of[self.seq] = np.arange(len(self.seq))

    def __len__(self) -> int:
        return len(self.seq)

    def select(self, wanted: EventFilter, *, without: Collection[str] = ()) -> Mask:
        """The rows that `wanted` asks for (its limit and offset aside); fields named in `without` are not asked."""
        mask = np.ones(len(self), dtype=bool)
        if wanted.date_from and "date" not in without:
            mask &= self.last >= wanted.date_from.toordinal()
        if wanted.date_to and "date" not in without:
            mask &= self.first <= wanted.date_to.toordinal()
        for name in CODED:
            chosen: tuple[str, ...] = getattr(wanted, name)
            if chosen and name not in without:
                column = self.coded[name]
                mask &= np.array([value in chosen for value in column.values], dtype=bool)[column.codes]
        for role in ("place", "actor", "target", "origin"):
            part = getattr(wanted, role)
            if part and role not in without:
                mask &= self._named(role, fold(part), whole=False)
        if wanted.country and "country" not in without:
            mask &= self._named("country", fold(wanted.country), whole=True)
        if wanted.document:
            mask &= self._kept("document", wanted.document, self._of_document)
        if wanted.claim:
            mask &= self._kept("claim", wanted.claim, self._of_claim)
        if wanted.text is not None:
            mask &= self._kept("text", wanted.text, self._with_words)
        if wanted.box and "box" not in without:
            mask &= self._within(*wanted.box)
        return mask

    def page(self, mask: Mask, *, after: tuple[int, int] | None = None, limit: int) -> tuple[Ints, bool]:
        """The next selected rows after the key `after` (see `key`), and whether more follow."""
        start = 0
        if after is not None:
            day, number = after
            low, high = np.searchsorted(self.first, [day], "left")[0], np.searchsorted(self.first, [day], "right")[0]
            start = int(low) + int(np.searchsorted(self.ids[low:high], np.uint64(number), "right"))
        rows = np.flatnonzero(mask[start:])[: limit + 1] + start
        return rows[:limit], len(rows) > limit

    def key(self, row: int) -> tuple[int, int]:
        """Where a row stands in the order of lists; it holds in later snapshots too."""
        return int(self.first[row]), int(self.ids[row])

    def event_ids(self, rows: Iterable[int]) -> list[str]:
        """The ids of some rows."""
        return [f"e{int(self.ids[row]):016x}" for row in rows]

    def row(self, event_id: str) -> int | None:
        """The row of an event; None where it is not in this snapshot."""
        found = np.flatnonzero(self.ids == np.uint64(int(event_id[1:], 16)))
        return int(found[0]) if len(found) else None

    def names(self, role: str) -> Names:
        """The names in one role (place, country, actor, target or origin), folded. Raises Outdated after the view was made anew."""
        with self._lock:
            if role not in self._names:
                with self._current() as connection:
                    self._names[role] = self._load_names(connection, role)
            return self._names[role]

    def count_names(self, role: str, mask: Mask) -> list[tuple[str, int]]:
        """How many selected events have each name in one role, most first."""
        names = self.names(role)
        found = np.bincount(names.codes[mask[names.rows]], minlength=len(names.values))
        order = np.argsort(-found, kind="stable")
        return [(names.values[i], int(found[i])) for i in order[: int((found > 0).sum())]]

    def _load_names(self, connection: Connection, role: str) -> Names:
        chosen = sa.select(event_names.c.event, event_names.c.name).where(event_names.c.role == role)
        codes: dict[str, int] = {}
        rows, numbers = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int32)]
        for part in connection.execute(chosen.execution_options(yield_per=_PORTION)).partitions():
            events_of, names_of = zip(*part, strict=True)
            rows.append(self._rows(np.array(events_of, dtype=np.int64)))
            numbers.append(np.array([codes.setdefault(name, len(codes)) for name in names_of], dtype=np.int32))
        where, which = np.concatenate(rows), np.concatenate(numbers)
        known = where >= 0
        return Names(where[known].astype(np.int32), which[known], list(codes))

    def _rows(self, seqs: Ints) -> Ints:
        """Rows of events by seq; -1 for those that a later view brought."""
        inside = (seqs >= 0) & (seqs < len(self._row_of))
        return np.where(inside, self._row_of[np.where(inside, seqs, 0)], -1)

    def _named(self, role: str, part: str, *, whole: bool) -> Mask:
        def find(_key: str) -> Mask:
            names = self.names(role)
            fits = np.array([value == part if whole else part in value for value in names.values], dtype=bool)
            mask = np.zeros(len(self), dtype=bool)
            if len(fits):
                mask[names.rows[fits[names.codes]]] = True
            return mask

        return self._kept(role, part, find)

    def _kept(self, kind: str, key: str, find: Callable[[str], Mask]) -> Mask:
        """A mask that is found once and kept packed, eight events a byte, while it is in use."""
        with self._lock:
            packed = self._masks.get((kind, key))
            if packed is not None:
                self._masks.move_to_end((kind, key))
        if packed is None:
            packed = np.packbits(find(key))
            with self._lock:
                self._masks[kind, key] = packed
                while len(self._masks) > _KEPT_MASKS:
                    self._masks.popitem(last=False)
        return np.unpackbits(packed, count=len(self)).astype(bool)

    @contextmanager
    def _current(self) -> Iterator[Connection]:
        """A connection to the view that this snapshot was taken of: one that was rebuilt since then numbers its events anew."""
        with self._store._reads() as connection:
            if view_mark(connection) != self.mark:
                raise Outdated
            yield connection

    def _from_query(self, query: sa.Select[Any] | sa.CompoundSelect[Any]) -> Mask:
        with self._current() as connection:
            seqs = np.fromiter((row[0] for row in connection.execute(query)), dtype=np.int64)
        mask = np.zeros(len(self), dtype=bool)
        rows = self._rows(seqs)
        mask[rows[rows >= 0]] = True
        return mask

    def _of_document(self, document_id: str) -> Mask:
        return self._from_query(sa.select(event_names.c.event).where(event_names.c.role == "document", event_names.c.name == document_id))

    def _of_claim(self, claim_id: str) -> Mask:
        return self._from_query(sa.select(event_claims.c.event).where(event_claims.c.claim_id == claim_id))

    def _with_words(self, words: str) -> Mask:
        matching = dialect.named(self._store._engine.dialect.name).events_matching(words)
        return self._from_query(matching) if matching is not None else np.zeros(len(self), dtype=bool)

    def _within(self, south: float, west: float, north: float, east: float) -> Mask:
        places = self.places
        inside = (places.lat >= south) & (places.lat <= north)
        inside &= (places.lon >= west) & (places.lon <= east) if west <= east else (places.lon >= west) | (places.lon <= east)
        mask = np.zeros(len(self), dtype=bool)
        mask[places.rows[inside]] = True
        return mask


class Outdated(Exception):  # noqa: N818 - caught by whoever holds the snapshot, which loads the next one
    """The view of events was rebuilt after this snapshot was taken."""


def view_mark(connection: Connection) -> str:
    """What identifies the view of events that is in the store; empty where it was never built."""
    row = connection.execute(sa.select(event_view)).first()
    return "|".join(str(value) for value in row) if row else ""


def current_mark(store: Store) -> str:
    """`view_mark` of a store."""
    with store._reads() as connection:
        return view_mark(connection)


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
    days: dict[str | None, int] = {None: _NEVER}
    chosen = sa.select(*(events.c[name] for name in names))
    for rows in connection.execute(chosen.execution_options(yield_per=_PORTION)).partitions():
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
    whole["latest"][whole["latest"] == _NEVER] = 0
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
    parts: list[list[Any]] = [[np.empty(0, dtype=kind)] for kind in (np.int32, np.float64, np.float64, np.int32)]
    spots: dict[tuple[str, str, float, float, int | None, bool], int] = {}
    chosen = sa.select(*(event_places.c[name] for name in names)).order_by(event_places.c.seq)
    for rows in connection.execute(chosen.execution_options(yield_per=_PORTION)).partitions():
        events_of, *particulars = zip(*rows, strict=True)
        parts[0].append(row_of[np.array(events_of, dtype=np.int64)].astype(np.int32))
        parts[1].append(np.array(particulars[2], dtype=np.float64))
        parts[2].append(np.array(particulars[3], dtype=np.float64))
        parts[3].append(np.array([spots.setdefault(spot, len(spots)) for spot in _spots(particulars)], dtype=np.int32))
    rows_, lat, lon, spot = (np.concatenate(part) for part in parts)
    main = np.full(len(seqs), -1, dtype=np.int64)
    # The last assignment to a row wins, so that going backwards leaves the first place of each event.
    main[rows_[::-1]] = np.arange(len(rows_))[::-1]
    return Places(rows_, lat, lon, main, spot, list(spots))


def _spots(columns: Sequence[tuple[Any, ...]]) -> Iterable[tuple[str, str, float, float, int | None, bool]]:
    return zip(*columns, strict=True)
