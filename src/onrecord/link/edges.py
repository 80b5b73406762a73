"""The scored pairs of a record: a base in compressed rows, and the rows that changed since."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from onrecord.link.columns import Array, place_of


class Edges:
    """For each telling, those it may be one happening with and how well they fit."""

    def __init__(self, ends: Array, others: Array, scores: Array) -> None:
        """`others` and `scores` of telling n lie up to `ends[n]` and from the end of n - 1; each pair is there from both sides."""
        self.ends, self.others, self.scores = ends, others, scores
        self._late: tuple[Array, ...] = (np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.float64))
        self._changed: dict[int, dict[int, float]] = {}

    @classmethod
    def of_pairs(cls, count: int, a: Array, b: Array, scores: Array) -> Edges:
        """The edges of `count` tellings from pairs (`a`, `b`, parallel), each once."""
        one, other, score = np.concatenate([a, b]), np.concatenate([b, a]), np.concatenate([scores, scores])
        order = np.lexsort((other, one))
        ends = np.cumsum(np.bincount(one, minlength=count)).astype(np.int64)
        return cls(ends, other[order].astype(np.int32), score[order])

    def __getitem__(self, number: int) -> Mapping[int, float]:
        changed = self._changed.get(number)
        return self._base(number) if changed is None else changed

    def _base(self, number: int) -> dict[int, float]:
        numbers, ends, others, scores = self._late
        at = place_of(numbers, number)
        if at is None:
            ends, others, scores = self.ends, self.others, self.scores
            at = number
            if number >= len(ends):
                return {}
        start, end = ends[at - 1] if at else 0, ends[at]
        return dict(zip(others[start:end].tolist(), scores[start:end].tolist(), strict=True))

    def connect(self, a: int, b: int, score: float) -> None:
        """Put an edge between the two."""
        self._open(a)[b] = score
        self._open(b)[a] = score

    def scored(self, a: int, b: int) -> bool:
        """Whether the two have an edge that no decision put there."""
        return self[a].get(b, math.inf) < math.inf

    def part(self, a: int, b: int) -> None:
        """Take the edge between the two away."""
        del self._open(a)[b]
        del self._open(b)[a]

    def clear(self, number: int) -> set[int]:
        """Take all edges of a telling away; those it had them with."""
        others = set(self[number])
        for other in others:
            del self._open(other)[number]
        self._open(number).clear()
        return others

    def _open(self, number: int) -> dict[int, float]:
        found = self._changed.get(number)
        if found is None:
            found = self._changed[number] = self._base(number)
        return found

    def reachable(self, numbers: Iterable[int]) -> set[int]:
        """All that hang together with `numbers`."""
        found: set[int] = set()
        waiting = list(numbers)
        while waiting:
            n = waiting.pop()
            if n not in found:
                found.add(n)
                waiting.extend(self[n])
        return found

    def parts(self) -> Iterator[list[int]]:
        """The connected parts of the base with two members or more, each ascending."""
        count = len(self.ends)
        if not len(self.others):
            return
        labels = connected(count, np.repeat(np.arange(count, dtype=np.int32), np.diff(self.ends, prepend=0)), self.others)
        order = np.argsort(labels, kind="stable")
        for part in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
            if len(part) > 1:
                yield part.tolist()

    def changed(self) -> tuple[Array, Array, Array, Array]:
        """The rows that are not those of the base: numbers, ascending, ends, others, scores."""
        rows = self._changed
        opened, sizes = np.fromiter(rows, np.int32), [len(row) for row in rows.values()]
        numbers, ends, others, scores = self._late
        stays = ~np.isin(numbers, opened)
        lengths = np.diff(ends, prepend=0)
        kept = np.repeat(stays, lengths)
        owner = np.concatenate([np.repeat(numbers, lengths)[kept], np.repeat(opened, sizes)])
        others = np.concatenate([others[kept], np.array([n for row in rows.values() for n in row], np.int32)])
        scores = np.concatenate([scores[kept], np.array([s for row in rows.values() for s in row.values()], np.float64)])
        order = np.argsort(owner, kind="stable")
        listed = np.sort(np.concatenate([numbers[stays], opened]))
        return listed, np.searchsorted(owner[order], listed, "right").astype(np.int64), others[order], scores[order]

    def change(self, numbers: Array, ends: Array, others: Array, scores: Array) -> None:
        """Take over rows as `changed` gave them."""
        self._late = numbers, ends, others, scores

    def whole(self, count: int) -> tuple[Array, Array, Array]:
        """Ends, others and scores of the first `count` tellings."""
        if not self._changed and not len(self._late[0]) and count == len(self.ends):
            return self.ends, self.others, self.scores
        sizes = np.zeros(count, np.int64)
        sizes[: len(self.ends)] = np.diff(self.ends, prepend=0)
        numbers, ends, others, scores = self.changed()
        lengths = np.diff(ends, prepend=0)
        kept = np.ones(count, bool)
        kept[numbers] = False
        stays = np.repeat(kept[: len(self.ends)], sizes[: len(self.ends)])
        owner = np.concatenate([np.repeat(np.arange(len(self.ends)), sizes[: len(self.ends)])[stays], np.repeat(numbers, lengths)])
        others, scores = np.concatenate([self.others[stays], others]), np.concatenate([self.scores[stays], scores])
        order = np.lexsort((others, owner))
        return np.cumsum(np.bincount(owner, minlength=count)).astype(np.int64), others[order], scores[order]


def connected(count: int, a: Array, b: Array) -> Array:
    """For each of `count` numbers the part that it lies in, as a label; pairs (`a`, `b`, parallel) hang together."""
    graph = csr_array((np.ones(len(a), np.int8), (a, b)), shape=(count, count))
    labels: Array = connected_components(graph, directed=False)[1]
    return labels
