"""The blocks of a record: who shares a key with whom, as sorted columns, with a small overlay for what was added since."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from typing import Literal

import numpy as np

from onrecord.link.block import NEIGHBOURS, Order, block_pairs, may_meet, sorted_blocks
from onrecord.link.columns import Array
from onrecord.link.tellings import Tellings

_PAIRS_AT_ONCE = 1 << 16
_NONE = np.empty(0, np.int32)
_SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")


class Blocks:
    """Blocking keys with their members in the order of `order_of`; a member meets `NEIGHBOURS` before it and as many after it.

    `base` is what `whole` gave for the first tellings, `added` what `added` and `Tellings.added` gave for those after them.
    """

    def __init__(self, tellings: Tellings, base: Mapping[str, Array] | None = None, added: Mapping[str, Array] | None = None) -> None:
        self._tellings = tellings
        if base is None:
            base = _sorted(tellings)
        self._by_rank, self._keys, self._members = base["by_rank"], base["block_keys"], base["block_members"]
        added = added or {"late_keys": np.empty(0, np.uint64), "late_members": _NONE}
        self._late_keys, self._late = added["late_keys"], added["late_members"]
        self._late_end = len(self._by_rank) + len(added.get("day", ()))
        self._added: dict[int, list[tuple[Order, int]]] = {}
        self._let_go = bool(added.get("gone", _NONE).size)

    def whole(self) -> dict[str, Array]:
        """The blocks of all tellings, for `base`."""
        if len(self._tellings) == len(self._by_rank) and not self._let_go:
            return {"by_rank": self._by_rank, "block_keys": self._keys, "block_members": self._members}
        return _sorted(self._tellings)

    def added(self) -> dict[str, Array]:
        """The blocks of the tellings that are not in the base, for `added`."""
        new = (n for n in range(self._late_end, len(self._tellings)) if n not in self._tellings.gone)
        pairs = [(key, n) for n in new for key in self._tellings.keys_of(n)]
        keys = np.concatenate([self._late_keys, np.array([k for k, _ in pairs], np.uint64)])
        order = np.argsort(keys, kind="stable")
        return {"late_keys": keys[order], "late_members": np.concatenate([self._late, np.array([n for _, n in pairs], np.int32)])[order]}

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
        """Put one more telling into its blocks: whom it meets, and the pairs that meet in a block less because it stands between them."""
        met: set[int] = set()
        parted: set[tuple[int, int]] = set()
        place = (self._tellings.order(number), number)
        for before, after, inserted in self._around(self._tellings.keys_of(number), number):
            met.update(before)
            met.update(after)
            # Their distance was exactly the limit, and now one more stands between.
            parted.update((before[i], after[NEIGHBOURS - 1 - i]) for i in range(len(before)) if NEIGHBOURS - 1 - i < len(after))
            insort(inserted, place)
        return {m for m in met if self.comparable(number, m)}, parted

    def remove(self, number: int) -> set[tuple[int, int]]:
        """Take a telling, which is among those gone, out of its blocks: the pairs that meet in a block now, as nothing stands between them.

        One of a pair may be another that is gone.
        """
        self._let_go = True
        nearer: set[tuple[int, int]] = set()
        place = (self._tellings.order(number), number)
        for before, after, inserted in self._around(self._tellings.keys_of(number), number):
            nearer.update((before[i], after[NEIGHBOURS - 1 - i]) for i in range(len(before)) if NEIGHBOURS - 1 - i < len(after))
            at = bisect_left(inserted, place)
            del inserted[at : at + (inserted[at : at + 1] == [place])]
        return nearer

    def comparable(self, a: int, b: int) -> bool:
        """Whether two tellings are of two documents and their days are near enough."""
        tellings = self._tellings
        return tellings.document(a) != tellings.document(b) and may_meet(tellings.hull(a), tellings.hull(b))

    def meet(self, a: int, b: int) -> bool:
        """Whether some block has the two near each other."""
        shared = set(self._tellings.keys_of(a)) & set(self._tellings.keys_of(b))
        return any(b in before or b in after for before, after, _ in self._around(sorted(shared), a))

    def _rank(self, place: tuple[Order, int]) -> int:
        """How many tellings of the base come before `place`."""
        by_rank, order = self._by_rank, self._tellings.order
        return bisect_left(range(len(by_rank)), place, key=lambda rank: (order(n := int(by_rank[rank])), n))

    def _nearest(self, low: int, high: int, step: int) -> list[int]:
        """One member of the base more than meet, from the end of the part of a block (`step` -1) or from its start; none that is gone."""
        gone, wide = self._tellings.gone, NEIGHBOURS + 1
        while True:
            ranks = self._members[low : min(high, low + wide)] if step > 0 else self._members[max(low, high - wide) : high][::-1]
            found: list[int] = self._by_rank[ranks].tolist()
            if gone and not gone.isdisjoint(found):
                found = [n for n in found if n not in gone]
            if len(found) > NEIGHBOURS or wide >= high - low:
                return found
            wide *= 2

    def _around(self, keys: Sequence[int], number: int) -> Iterator[tuple[list[int], list[int], list[tuple[Order, int]]]]:
        """For each block, the nearest members before and after a telling, nearest first, and all that are not in the base."""
        order = self._tellings.order
        place = (order(number), number)
        rank = self._rank(place)
        sought = np.array(keys, np.uint64)
        starts, ends = (self._keys.searchsorted(sought, side).tolist() for side in _SIDES)
        late_starts, late_ends = (self._late_keys.searchsorted(sought, side).tolist() for side in _SIDES)
        for key, low, high, late_low, late_high in zip(keys, starts, ends, late_starts, late_ends, strict=True):
            added = self._added.get(key)
            if added is None:
                listed = self._late[late_low:late_high].tolist()
                added = self._added[key] = sorted((order(n), n) for n in listed if n not in self._tellings.gone)
            at = low + int(self._members[low:high].searchsorted(rank))
            before, after = self._nearest(low, at, -1), self._nearest(at, high, 1)
            if added:
                cut = bisect_left(added, place)
                before = _merged(((order(n), n) for n in before), reversed(added[max(0, cut - NEIGHBOURS) : cut]), reverse=True)
                after = _merged(((order(n), n) for n in after), added[cut : cut + NEIGHBOURS + 1])
            yield before[:NEIGHBOURS], [n for n in after if n != number][:NEIGHBOURS], added


def _merged(one: Iterable[tuple[Order, int]], other: Iterable[tuple[Order, int]], *, reverse: bool = False) -> list[int]:
    return [n for _, n in merge(one, other, reverse=reverse)]


def _sorted(tellings: Tellings) -> dict[str, Array]:
    by_rank, rank = tellings.ranks()
    repeats, keys = np.diff(tellings.column("keys_end"), prepend=0), tellings.column("keys")
    if tellings.gone:
        there = np.ones(len(rank), bool)
        there[list(tellings.gone)] = False
        keys, repeats = keys[np.repeat(there, repeats)], np.where(there, repeats, 0)
    keys, members = sorted_blocks(keys, np.repeat(rank, repeats))
    return {"by_rank": by_rank, "block_keys": keys, "block_members": members}
