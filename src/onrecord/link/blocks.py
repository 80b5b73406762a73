"""The blocks of a record: who shares a key with whom, as sorted columns, with a small overlay for what was added since."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from onrecord.link.block import NEIGHBOURS, Order, block_pairs, may_meet, sorted_blocks
from onrecord.link.columns import Array
from onrecord.link.tellings import Tellings

_PAIRS_AT_ONCE = 1 << 16


class Blocks:
    """Blocking keys with their members in the order of `order_of`; a member meets `NEIGHBOURS` before it and as many after it.

    `base` is what `whole` gave for the first tellings; the rest are put in by themselves.
    """

    def __init__(self, tellings: Tellings, base: Mapping[str, Array] | None = None) -> None:
        self._tellings = tellings
        if base is None:
            base = _sorted(tellings)
        self._by_rank, self._keys, self._members = base["by_rank"], base["block_keys"], base["block_members"]
        self._late_keys, self._late = _late(tellings, len(self._by_rank))
        self._added: dict[int, list[tuple[Order, int]]] = {}

    def whole(self) -> dict[str, Array]:
        """The blocks of all tellings, for `base`."""
        return _sorted(self._tellings)

    def pairs(self) -> Iterator[tuple[list[int], list[int]]]:
        """All pairs worth scoring among the tellings, each once, neighbours in time near each other, as parallel lists."""
        tellings, by_rank = self._tellings, self._by_rank
        hulls = np.stack([tellings.column("first_day"), tellings.column("last_day")], axis=1)[by_rank]
        codes = block_pairs(self._keys, self._members, hulls, tellings.column("document")[by_rank], tellings.where.ordered(by_rank))
        count = len(by_rank)
        for begin in range(0, len(codes), _PAIRS_AT_ONCE):
            part = codes[begin : begin + _PAIRS_AT_ONCE]
            yield by_rank[part // count].tolist(), by_rank[part % count].tolist()

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
            insort(self._inserted(key), (self._tellings.order(number), number))
        return {m for m in met if self._comparable(number, m)}, {(a, b) for a, b in parted if not self._meet(a, b)}

    def _comparable(self, a: int, b: int) -> bool:
        tellings = self._tellings
        return tellings.document(a) != tellings.document(b) and may_meet(tellings.hull(a), tellings.hull(b))

    def _meet(self, a: int, b: int) -> bool:
        """Whether some block still has the two near each other."""
        shared = set(self._tellings.keys_of(a)) & set(self._tellings.keys_of(b))
        return any(b in before or b in after for before, after in (self._around(key, a) for key in shared))

    def _inserted(self, key: int) -> list[tuple[Order, int]]:
        """The members of a block that are not in the base, in order."""
        found = self._added.get(key)
        if found is None:
            low, high = np.searchsorted(self._late_keys, np.array([key, key + 1], np.uint64)) if len(self._late_keys) else (0, 0)
            found = self._added[key] = sorted((self._tellings.order(n), n) for n in self._late[low:high].tolist())
        return found

    def _around(self, key: int, number: int) -> tuple[list[int], list[int]]:
        """The nearest members of a block before and after a telling, nearest first."""
        place = (self._tellings.order(number), number)
        low = int(np.searchsorted(self._keys, np.uint64(key), "left"))
        high = int(np.searchsorted(self._keys, np.uint64(key), "right"))
        base: NDArray[np.int32] = self._members[low:high]
        at = bisect_left(range(len(base)), place, key=lambda i: (self._tellings.order(n := int(self._by_rank[base[i]])), n))
        added = self._inserted(key)
        cut = bisect_left(added, place)

        def entries(ranks: NDArray[np.int32]) -> list[tuple[Order, int]]:
            return [(self._tellings.order(n), n) for n in self._by_rank[ranks].tolist()]

        before = sorted(entries(base[max(0, at - NEIGHBOURS) : at]) + added[max(0, cut - NEIGHBOURS) : cut], reverse=True)
        after = sorted(entries(base[at : at + NEIGHBOURS + 1]) + added[cut : cut + NEIGHBOURS + 1])
        return [n for _, n in before[:NEIGHBOURS]], [n for _, n in after if n != number][:NEIGHBOURS]


def _sorted(tellings: Tellings) -> dict[str, Array]:
    by_rank, rank = tellings.ranks()
    repeats = np.diff(tellings.column("keys_end"), prepend=0)
    keys, members = sorted_blocks(tellings.column("keys"), np.repeat(rank, repeats))
    return {"by_rank": by_rank, "block_keys": keys, "block_members": members}


def _late(tellings: Tellings, start: int) -> tuple[Array, Array]:
    """Keys, in order, and members of the tellings from `start` on."""
    pairs = [(key, n) for n in range(start, len(tellings)) for key in tellings.keys_of(n)]
    keys, members = np.array([k for k, _ in pairs], np.uint64), np.array([n for _, n in pairs], np.int32)
    order = np.argsort(keys, kind="stable")
    return keys[order], members[order]
