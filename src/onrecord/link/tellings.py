"""Every happening as one document tells it, packed, with the columns that blocking needs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from onrecord.link.block import Order, hull_of, keys_of, order_of
from onrecord.link.columns import Array, Column
from onrecord.link.place import Where, where_of
from onrecord.link.profile import Profile, unpack
from onrecord.link.words import number as number_of

# Those that are compared lie near each other; more of them only make work for the collector of garbage.
_UNPACKED_AT_ONCE = 6_000
_KINDS = {"day": "q", "place": "Q", "name": "Q", "document": "Q", "first_day": "i", "last_day": "i", "keys": "Q", "keys_end": "q"}


class Tellings:
    """Profiles by number in the order of arrival; a few thousand stay unpacked.

    `base` and `added` are what `whole` and `added` gave before.
    """

    def __init__(self, base: Mapping[str, Array] | None = None, added: Mapping[str, Array] | None = None) -> None:
        base, added = base or {}, added or {}
        self._column = {name: Column(kind, base.get(name), added.get(name)) for name, kind in _KINDS.items()}
        self._blob = base.get("packed", np.empty(0, np.uint8))
        self._blob_end = base.get("packed_end", np.empty(0, np.int64))
        self._packed: list[bytes] = []
        if "packed" in added:
            data, start = added["packed"].tobytes(), 0
            for end in added["packed_end"].tolist():
                self._packed.append(data[start:end])
                start = end
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
        return len(self._blob_end) + len(self._packed)

    def __getitem__(self, number: int) -> Profile:
        profile = self._unpacked.get(number)
        if profile is None:
            profile = unpack(self._bytes(number))
            self._keep(number, profile)
        return profile

    def _bytes(self, number: int) -> bytes:
        at = number - len(self._blob_end)
        if at >= 0:
            return self._packed[at]
        return bytes(self._blob[self._blob_end[number - 1] if number else 0 : self._blob_end[number]].tobytes())

    def _keep(self, number: int, profile: Profile) -> None:
        self._unpacked[number] = profile
        if len(self._unpacked) > _UNPACKED_AT_ONCE:
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

    def has_document(self, document_id: str) -> bool:
        """Whether some telling is of the document; looks through all of them."""
        column = self._column["document"]
        wanted = np.uint64(number_of(document_id))
        return bool((column.base == wanted).any() or (column.added() == wanted).any())

    def whole(self) -> dict[str, Array]:
        """Everything about all tellings, for `base`."""
        added = self.added()
        blob = np.concatenate([self._blob, added["packed"]])
        ends = np.concatenate([self._blob_end, added["packed_end"] + len(self._blob)])
        return {name: column.whole() for name, column in self._column.items()} | {"packed": blob, "packed_end": ends}

    def added(self) -> dict[str, Array]:
        """Everything about the tellings appended to the base, for `added`."""
        ends = np.cumsum(np.fromiter(map(len, self._packed), np.int64, len(self._packed)))
        packed = np.frombuffer(b"".join(self._packed), np.uint8)
        return {name: column.added() for name, column in self._column.items()} | {"packed": packed, "packed_end": ends}

    def column(self, name: str) -> Array:
        """All numbers of one column."""
        return self._column[name].whole()

    def ranks(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Numbers in the order of blocks, and the rank of each number."""
        by_rank = np.lexsort((self.column("name"), self.column("place"), self.column("day"))).astype(np.int32)
        rank = np.empty_like(by_rank)
        rank[by_rank] = np.arange(len(by_rank), dtype=np.int32)
        return by_rank, rank
