"""Every happening as one document tells it, packed, with the columns that blocking needs."""

from __future__ import annotations

from array import array
from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from onrecord.link.block import Order, hull_of, keys_of, order_of
from onrecord.link.profile import Profile, unpack

_UNPACKED_AT_ONCE = 20_000


class Tellings:
    """Profiles by number in the order of arrival; a few thousand stay unpacked."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._unpacked: OrderedDict[int, Profile] = OrderedDict()
        self._documents: dict[str, int] = {}
        self._day, self._place, self._name = array("q"), array("Q"), array("Q")
        self.document = array("i")
        self.first_day = array("i")
        self.last_day = array("i")
        self.keys = array("Q")
        self.keys_end = array("q")

    def append(self, profile: Profile, packed: bytes) -> int:
        """Keep the telling; its number."""
        number = len(self._packed)
        self._packed.append(packed)
        for column, value in zip((self._day, self._place, self._name), order_of(profile), strict=True):
            column.append(value)
        self.document.append(self._documents.setdefault(min(profile.documents), len(self._documents)))
        first, last = hull_of(profile)
        self.first_day.append(first)
        self.last_day.append(last)
        self.keys.extend(keys_of(profile))
        self.keys_end.append(len(self.keys))
        self._keep(number, profile)
        return number

    def __len__(self) -> int:
        return len(self._packed)

    def __getitem__(self, number: int) -> Profile:
        profile = self._unpacked.get(number)
        if profile is None:
            profile = unpack(self._packed[number])
            self._keep(number, profile)
        return profile

    def _keep(self, number: int, profile: Profile) -> None:
        self._unpacked[number] = profile
        if len(self._unpacked) > _UNPACKED_AT_ONCE:
            self._unpacked.popitem(last=False)

    def keys_of(self, number: int) -> list[int]:
        """Blocking keys of one telling."""
        return list(self.keys[self.keys_end[number - 1] if number else 0 : self.keys_end[number]])

    def order(self, number: int) -> Order:
        """Where the telling stands in its blocks."""
        return self._day[number], self._place[number], self._name[number]

    def hull(self, number: int) -> tuple[int, int]:
        """First and last day that the telling names."""
        return self.first_day[number], self.last_day[number]

    def ranks(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Numbers in the order of blocks, and the rank of each number."""
        by_rank = np.lexsort((np.array(self._name), np.array(self._place), np.array(self._day))).astype(np.int32)
        rank = np.empty_like(by_rank)
        rank[by_rank] = np.arange(len(by_rank), dtype=np.int32)
        return by_rank, rank
