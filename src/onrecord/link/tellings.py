"""Every happening as one document tells it, packed, with the columns that blocking needs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from onrecord.link.arrays import Pieces
from onrecord.link.block import Order, hull_of, keys_of, order_of
from onrecord.link.columns import Array, Column
from onrecord.link.place import Where, where_of
from onrecord.link.profile import Profile, unpack
from onrecord.link.words import number as number_of

# Those that are compared lie near each other; more of them only make work for the collector of garbage, which looks at all of them
# each time: a fifth of a second for the first number, which single additions cannot wait for.
_UNPACKED_AT_ONCE, _UNPACKED_AT_REST = 6_000, 200
_PACKED_AT_ONCE = 4_096
_NONE = np.empty(0, np.int32)
_KINDS = {"day": "q", "place": "Q", "name": "Q", "document": "Q", "first_day": "i", "last_day": "i", "keys": "Q", "keys_end": "q"}


class Tellings:
    """Profiles by number in the order of arrival; a few thousand stay unpacked.

    `base` and `added` are what `whole` and `added` gave before.
    """

    def __init__(self, base: Mapping[str, Array] | None = None, added: Mapping[str, Array] | None = None) -> None:
        base, added = base or {}, added or {}
        self._column = {name: Column(kind, base.get(name), added.get(name)) for name, kind in _KINDS.items()}
        self._blob, self._blob_end = _packed(base)
        self._late_blob, self._late_end = _packed(added)
        self._packed: list[bytes] = []
        self._most_unpacked = _UNPACKED_AT_REST if base else _UNPACKED_AT_ONCE
        self.gone: set[int] = {*base.get("gone", _NONE).tolist(), *added.get("gone", _NONE).tolist()}
        """Numbers of those that count no more: a number is given once."""
        self._unpacked: OrderedDict[int, Profile] = OrderedDict()
        self.where = Where()

    def append(self, profile: Profile, packed: bytes) -> int:
        """Keep the telling; its number."""
        number = len(self)
        self._packed.append(packed)
        first, last = hull_of(profile)
        day, place, name = order_of(profile)
        document = number_of(min(profile.documents))
        self._column["keys"].extend(keys_of(profile))
        values = (day, place, name, document, first, last, len(self._column["keys"]))
        for column, value in zip(("day", "place", "name", "document", "first_day", "last_day", "keys_end"), values, strict=True):
            self._column[column].append(value)
        self.where.append(where_of(profile))
        self._keep(number, profile)
        return number

    def __len__(self) -> int:
        return len(self._blob_end) + len(self._late_end) + len(self._packed)

    def __getitem__(self, number: int) -> Profile:
        profile = self._unpacked.get(number)
        if profile is None:
            profile = unpack(self._bytes(number))
            self._keep(number, profile)
        return profile

    def _bytes(self, number: int) -> bytes:
        for blob, ends in ((self._blob, self._blob_end), (self._late_blob, self._late_end)):
            if number < len(ends):
                return bytes(blob[ends[number - 1] if number else 0 : ends[number]].tobytes())
            number -= len(ends)
        return self._packed[number]

    def _keep(self, number: int, profile: Profile) -> None:
        self._unpacked[number] = profile
        if len(self._unpacked) > self._most_unpacked:
            self._unpacked.popitem(last=False)

    def rest(self) -> None:
        """From now on few tellings are looked at in a row: keep few unpacked."""
        self._most_unpacked = _UNPACKED_AT_REST
        while len(self._unpacked) > self._most_unpacked:
            self._unpacked.popitem(last=False)

    def keys_of(self, number: int) -> list[int]:
        """Blocking keys of one telling."""
        ends = self._column["keys_end"]
        return self._column["keys"].part(ends[number - 1] if number else 0, ends[number])

    def order(self, number: int) -> Order:
        """Where the telling stands in its blocks."""
        return self._column["day"][number], self._column["place"][number], self._column["name"][number]

    def hull(self, number: int) -> tuple[int, int]:
        """First and last day that the telling names."""
        return self._column["first_day"][number], self._column["last_day"][number]

    def document(self, number: int) -> int:
        """A number of the document that tells it."""
        found: int = self._column["document"][number]
        return found

    def of_documents(self, document_ids: Collection[str]) -> list[int]:
        """The tellings of these documents; looks through all of them."""
        column = self._column["document"]
        wanted = np.array([number_of(i) for i in document_ids], np.uint64)
        found = (np.flatnonzero(np.isin(part, wanted)) for part in (column.base, column.added()))
        numbers: list[int] = np.concatenate([part + start for part, start in zip(found, (0, len(column.base)), strict=True)]).tolist()
        return [n for n in numbers if n not in self.gone]

    def whole(self) -> dict[str, Array | Pieces]:
        """Everything about all tellings, for `base`."""
        late, ends = self._after_base()
        packed = Pieces(self._blob.dtype, len(self._blob) + len(late), lambda: chain((self._blob,), late.made()))
        found: dict[str, Array | Pieces] = {name: column.whole() for name, column in self._column.items()}
        return found | {"packed": packed, "packed_end": np.concatenate([self._blob_end, ends + len(self._blob)]), "gone": self._gone()}

    def added(self) -> dict[str, Array | Pieces]:
        """Everything about the tellings appended to the base, for `added`."""
        packed, ends = self._after_base()
        found: dict[str, Array | Pieces] = {name: column.added() for name, column in self._column.items()}
        return found | {"packed": packed, "packed_end": ends, "gone": self._gone()}

    def _gone(self) -> Array:
        return np.array(sorted(self.gone), np.int32)

    def _after_base(self) -> tuple[Pieces, Array]:
        """The packed tellings that are not in the base, and where each ends."""
        start = len(self._late_blob)
        ends = np.concatenate([self._late_end, start + np.cumsum(np.fromiter(map(len, self._packed), np.int64, len(self._packed)))])

        def made() -> Iterator[Array]:
            yield self._late_blob
            for begin in range(0, len(self._packed), _PACKED_AT_ONCE):
                yield np.frombuffer(b"".join(self._packed[begin : begin + _PACKED_AT_ONCE]), np.uint8)

        return Pieces(self._late_blob.dtype, int(ends[-1]) if len(ends) else 0, made), ends

    def column(self, name: str) -> Array:
        """All numbers of one column."""
        return self._column[name].whole()

    def ranks(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Numbers in the order of blocks, and the rank of each number."""
        by_rank = np.lexsort((self.column("name"), self.column("place"), self.column("day"))).astype(np.int32)
        rank = np.empty_like(by_rank)
        rank[by_rank] = np.arange(len(by_rank), dtype=np.int32)
        return by_rank, rank


def _packed(arrays: Mapping[str, Array]) -> tuple[Array, Array]:
    return arrays.get("packed", np.empty(0, np.uint8)), arrays.get("packed_end", np.empty(0, np.int64))
