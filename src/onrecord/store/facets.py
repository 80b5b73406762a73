"""Columns of all events in memory: filters, counts and pages over a million events in milliseconds, without SQL.

One snapshot of the view of events, some 60 bytes an event. Rows stand in the order of lists (first day, undated last, then id), so a
selection is a mask over rows and a page is a slice of it. `facets_load` takes snapshots; names of places, actors, targets and origins are
loaded when first asked for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from onrecord.store import dialect
from onrecord.store.events import surer_than
from onrecord.store.filters import EventFilter, fold
from onrecord.store.schema import event_claims, event_names, event_view
from onrecord.store.store import Store

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
NEVER = np.iinfo(np.int32).max
"""First day of an event without a date: behind every day, so that such events come last and fit no interval."""
PORTION = 50_000
"""Rows that are fetched from the database at a time."""
_KEPT_MASKS = 128
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
    """Names in one role: the rows of the first name, then those of the second, and so on.

    `starts` says where the rows of each name begin, and one more where those of the last end.
    """

    rows: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]
    values: list[str]

    @classmethod
    def of_pairs(cls, rows: Ints, codes: npt.NDArray[np.int32], values: list[str]) -> Names:
        """From pairs of a row and the code of a name, in any order."""
        order = np.argsort(codes, kind="stable")
        return cls(rows[order].astype(np.int32), np.searchsorted(codes[order], np.arange(len(values) + 1)), values)

    def rows_of(self, name: str) -> npt.NDArray[np.int32]:
        """The rows of the events with this whole folded name; none where no event has it."""
        if name not in self.values:
            return self.rows[:0]
        code = self.values.index(name)
        return self.rows[self.starts[code] : self.starts[code + 1]]

    def rows_that(self, fits: Callable[[str], bool]) -> npt.NDArray[np.int32]:
        """The rows of the events with a name that fits; a row stands there for each of its names that do."""
        fitting = np.fromiter((fits(value) for value in self.values), dtype=bool, count=len(self.values))
        found: npt.NDArray[np.int32] = self.rows[np.repeat(fitting, np.diff(self.starts))]
        return found

    def counts(self, mask: Mask) -> npt.NDArray[np.int64]:
        """How many of the selected events have each name."""
        so_far = np.zeros(len(self.rows) + 1, dtype=np.int64)
        np.cumsum(mask[self.rows], out=so_far[1:])
        return np.diff(so_far[self.starts])


@dataclass(frozen=True, slots=True)
class Places:
    """Every located place of every event, an event's main place first: its row and its spot."""

    rows: npt.NDArray[np.int32]
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
        self._masks: OrderedDict[Hashable, npt.NDArray[np.uint8]] = OrderedDict()
        self._lock = threading.Lock()
        # Names of a large record take seconds to load; filters that ask for no names need not wait for them.
        self._loading_names = threading.Lock()
        self._spot_lat = np.array([spot[2] for spot in places.spots], dtype=np.float64)
        self._spot_lon = np.array([spot[3] for spot in places.spots], dtype=np.float64)
        self._row_of = np.full(int(self.seq.max()) + 1 if len(self.seq) else 1, -1, dtype=np.int64)
        self._row_of[self.seq] = np.arange(len(self.seq))

    def __len__(self) -> int:
        return len(self.seq)

    def select(self, wanted: EventFilter, *, without: Collection[str] = ()) -> Mask:
        """The rows that `wanted` asks for (its limit and offset aside); fields named in `without` are not asked.

        List, counts, timeline and map of one view ask for the same rows one after another: they are found once.
        """
        asked = replace(wanted, limit=None, offset=0)
        if asked == EventFilter():
            return np.ones(len(self), dtype=bool)
        return self._kept((asked, frozenset(without)), lambda: self._select(asked, without))

    def _select(self, wanted: EventFilter, without: Collection[str]) -> Mask:
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
            mask &= self._of_document(wanted.document)
        if wanted.claim:
            mask &= self._of_claim(wanted.claim)
        if wanted.confidence is not None:
            mask &= self._surer_than(wanted.confidence)
        if wanted.text is not None:
            mask &= self._with_words(wanted.text)
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

    def rows_of(self, event_ids: Iterable[str]) -> Ints:
        """The rows of some events, in the order of rows; those that are not in this snapshot are left out."""
        numbers = np.fromiter((int(event_id[1:], 16) for event_id in event_ids), dtype=np.uint64)
        return np.flatnonzero(np.isin(self.ids, numbers)) if len(numbers) else np.empty(0, dtype=np.int64)

    def names(self, role: str) -> Names:
        """The names in one role (place, country, actor, target or origin), folded. Raises Outdated after the view was made anew."""
        if role not in self._names:
            with self._loading_names:
                if role not in self._names:
                    with self._current() as connection:
                        self._names[role] = self._load_names(connection, role)
        return self._names[role]

    def count_names(self, role: str, mask: Mask) -> list[tuple[str, int]]:
        """How many selected events have each name in one role, most first."""
        names = self.names(role)
        found = names.counts(mask)
        order = np.argsort(-found, kind="stable")
        return [(names.values[i], int(found[i])) for i in order[: int((found > 0).sum())]]

    def _load_names(self, connection: Connection, role: str) -> Names:
        chosen = sa.select(event_names.c.event, event_names.c.name).where(event_names.c.role == role)
        codes: dict[str, int] = {}
        rows, numbers = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int32)]
        for part in connection.execute(chosen.execution_options(yield_per=PORTION)).partitions():
            events_of, names_of = zip(*part, strict=True)
            rows.append(self._rows(np.array(events_of, dtype=np.int64)))
            numbers.append(np.array([codes.setdefault(name, len(codes)) for name in names_of], dtype=np.int32))
        where, which = np.concatenate(rows), np.concatenate(numbers)
        known = where >= 0
        return Names.of_pairs(where[known], which[known], list(codes))

    def _rows(self, seqs: Ints) -> Ints:
        """Rows of events by seq; -1 for those that a later view brought."""
        inside = (seqs >= 0) & (seqs < len(self._row_of))
        return np.where(inside, self._row_of[np.where(inside, seqs, 0)], -1)

    def _named(self, role: str, part: str, *, whole: bool) -> Mask:
        def find() -> Mask:
            names = self.names(role)
            return self._mask_of(names.rows_of(part) if whole else names.rows_that(lambda name: part in name))

        return self._kept((role, part), find)

    def _mask_of(self, rows: npt.NDArray[Any]) -> Mask:
        mask = np.zeros(len(self), dtype=bool)
        mask[rows] = True
        return mask

    def _kept(self, key: Hashable, find: Callable[[], Mask]) -> Mask:
        """A mask that is found once and kept packed, eight events a byte, while it is in use."""
        with self._lock:
            packed = self._masks.get(key)
            if packed is not None:
                self._masks.move_to_end(key)
        if packed is not None:
            return np.unpackbits(packed, count=len(self)).view(bool)
        mask = find()
        packed = np.packbits(mask)
        with self._lock:
            self._masks[key] = packed
            while len(self._masks) > _KEPT_MASKS:
                self._masks.popitem(last=False)
        return mask

    @contextmanager
    def _current(self) -> Iterator[Connection]:
        """A connection to the view that this snapshot was taken of: one that was rebuilt since then numbers its events anew."""
        with self._store._reads() as connection:
            if view_mark(connection) != self.mark:
                raise Outdated
            yield connection

    def _from_query(self, query: sa.Select[Any] | sa.CompoundSelect[Any]) -> Mask:
        # As one text: a common word is in the evidence of many events, and a row for each of them takes the driver most of the time.
        seq = query.subquery().c[0]
        joined = sa.select(sa.func.aggregate_strings(sa.cast(seq, sa.Text), ","))
        with self._current() as connection:
            text = connection.execute(joined).scalar_one()
        rows = self._rows(np.fromstring(text, dtype=np.int64, sep=",") if text else np.empty(0, dtype=np.int64))
        return self._mask_of(rows[rows >= 0])

    def _of_document(self, document_id: str) -> Mask:
        return self._from_query(sa.select(event_names.c.event).where(event_names.c.role == "document", event_names.c.name == document_id))

    def _of_claim(self, claim_id: str) -> Mask:
        return self._from_query(sa.select(event_claims.c.event).where(event_claims.c.claim_id == claim_id))

    def _surer_than(self, confidence: float) -> Mask:
        spoken = dialect.named(self._store._engine.dialect.name)
        return self._kept(("confidence", confidence), lambda: self._from_query(surer_than(spoken, confidence)))

    def _with_words(self, words: str) -> Mask:
        def find() -> Mask:
            matching = dialect.named(self._store._engine.dialect.name).events_matching(words)
            return self._from_query(matching) if matching is not None else np.zeros(len(self), dtype=bool)

        return self._kept(("words", words), find)

    def _within(self, south: float, west: float, north: float, east: float) -> Mask:
        lat, lon = self._spot_lat, self._spot_lon
        inside = (lat >= south) & (lat <= north)
        inside &= (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
        return self._mask_of(self.places.rows[inside[self.places.spot]])


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
