"""The blocks of a record: who shares a key with whom, as sorted columns, with a small overlay for what was added since."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from onrecord.link.block import NEIGHBOURS, Order, block_pairs, may_meet, sorted_blocks
from onrecord.link.tellings import Tellings

_PAIRS_AT_ONCE = 1 << 16


class Blocks:
    """Blocking keys with their members in the order of `order_of`; a member meets `NEIGHBOURS` before it and as many after it."""

    def __init__(self, tellings: Tellings) -> None:
        self._tellings = tellings
        self._by_rank, rank = tellings.ranks()
        repeats = np.diff(np.array(tellings.keys_end), prepend=0)
        members = np.repeat(rank, repeats)
        self._keys, self._members = sorted_blocks(np.array(tellings.keys), members)
        self._added: dict[int, list[tuple[Order, int]]] = defaultdict(list)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """All pairs worth scoring among the tellings that were there at the start, each once, neighbours in time near each other."""
        tellings, by_rank = self._tellings, self._by_rank
        hulls = np.stack([np.array(tellings.first_day), np.array(tellings.last_day)], axis=1).astype(np.int32)[by_rank]
        codes = block_pairs(self._keys, self._members, hulls, np.array(tellings.document)[by_rank].astype(np.int32))
        count = len(by_rank)
        for begin in range(0, len(codes), _PAIRS_AT_ONCE):
            part = codes[begin : begin + _PAIRS_AT_ONCE]
            yield from zip(by_rank[part // count].tolist(), by_rank[part % count].tolist(), strict=True)

    def insert(self, number: int) -> tuple[set[int], set[tuple[int, int]]]:
        """Put one more telling into its blocks: whom it meets, and the pairs that meet no more because it stands between them."""
        met: set[int] = set()
        parted: set[tuple[int, int]] = set()
        for key in self._tellings.keys_of(number):
            before, after = self._around(key, number)
            met.update(before)
            met.update(after)
            # Their distance was exactly the limit, and now one more stands between.
            parted.update((before[i], after[NEIGHBOURS - 1 - i]) for i in range(len(before)) if NEIGHBOURS - 1 - i < len(after))
            insort(self._added[key], (self._tellings.order(number), number))
        return {m for m in met if self._comparable(number, m)}, {(a, b) for a, b in parted if not self._meet(a, b)}

    def _comparable(self, a: int, b: int) -> bool:
        return self._tellings.document[a] != self._tellings.document[b] and may_meet(self._tellings.hull(a), self._tellings.hull(b))

    def _meet(self, a: int, b: int) -> bool:
        """Whether some block still has the two near each other."""
        shared = set(self._tellings.keys_of(a)) & set(self._tellings.keys_of(b))
        return any(b in before or b in after for before, after in (self._around(key, a) for key in shared))

    def _around(self, key: int, number: int) -> tuple[list[int], list[int]]:
        """The nearest members of a block before and after a telling, nearest first."""
        place = (self._tellings.order(number), number)
        low = int(np.searchsorted(self._keys, np.uint64(key), "left"))
        high = int(np.searchsorted(self._keys, np.uint64(key), "right"))
        base: NDArray[np.int32] = self._members[low:high]
        at = bisect_left(range(len(base)), place, key=lambda i: (self._tellings.order(n := int(self._by_rank[base[i]])), n))
        added = self._added.get(key, [])
        cut = bisect_left(added, place)

        def entries(ranks: NDArray[np.int32]) -> list[tuple[Order, int]]:
            return [(self._tellings.order(n), n) for n in self._by_rank[ranks].tolist()]

        before = sorted(entries(base[max(0, at - NEIGHBOURS) : at]) + added[max(0, cut - NEIGHBOURS) : cut], reverse=True)
        after = sorted(entries(base[at : at + NEIGHBOURS + 1]) + added[cut : cut + NEIGHBOURS + 1])
        return [n for _, n in before[:NEIGHBOURS]], [n for _, n in after if n != number][:NEIGHBOURS]
