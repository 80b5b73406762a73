"""The scored pairs of a record: a base in compressed rows, and the rows that changed since."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from onrecord.link.columns import Array


class Edges:
    """For each telling, those it may be one happening with and how well they fit."""

    def __init__(self, ends: Array, others: Array, scores: Array) -> None:
        """`others` and `scores` of telling n lie up to `ends[n]` and from the end of n - 1; each pair is there from both sides."""
        self.ends, self.others, self.scores = ends, others, scores
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
        if number >= len(self.ends):
            return {}
        start, end = self.ends[number - 1] if number else 0, self.ends[number]
        return dict(zip(self.others[start:end].tolist(), self.scores[start:end].tolist(), strict=True))

    def connect(self, a: int, b: int, score: float) -> None:
        """Put an edge between the two."""
        self._open(a)[b] = score
        self._open(b)[a] = score

    def part(self, a: int, b: int) -> bool:
        """Take the edge between the two away, unless a decision put it there; whether there was one."""
        if self[a].get(b, math.inf) == math.inf:
            return False
        del self._open(a)[b]
        del self._open(b)[a]
        return True

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

    def changed(self) -> tuple[NDArray[np.int32], Array, Array, Array]:
        """The rows that are not those of the base: numbers, ends, others, scores."""
        rows = self._changed
        ends = np.cumsum([len(row) for row in rows.values()], dtype=np.int64)
        others = np.array([n for row in rows.values() for n in row], np.int32)
        return np.fromiter(rows, np.int32), ends, others, np.array([s for row in rows.values() for s in row.values()], np.float64)

    def change(self, numbers: Array, ends: Array, others: Array, scores: Array) -> None:
        """Take over rows as `changed` gave them."""
        start, listed, given = 0, others.tolist(), scores.tolist()
        for number, end in zip(numbers.tolist(), ends.tolist(), strict=True):
            self._changed[number] = dict(zip(listed[start:end], given[start:end], strict=True))
            start = end

    def whole(self, count: int) -> tuple[Array, Array, Array]:
        """Ends, others and scores of the first `count` tellings."""
        if not self._changed and count == len(self.ends):
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
