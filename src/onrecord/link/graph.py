"""The graph of tellings that may be one happening, its connected parts, and the events inside each part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from onrecord.link.blocks import Blocks
from onrecord.link.cluster import agglomerate
from onrecord.link.constraints import Constraints
from onrecord.link.score import THRESHOLD, score_pair
from onrecord.link.tellings import Tellings

Numbers = tuple[int, ...]


class Graph:
    """Edges join tellings that meet in a block and score above the threshold, or that a decision binds.

    Clusters are only ever joined along edges, so the events of a connected part hang on that part alone. That is what makes the addition
    of one document local: the parts that it touches are clustered anew, all others stay.
    """

    def __init__(self, tellings: Tellings, constraints: Constraints) -> None:
        self._tellings = tellings
        self._constraints = constraints
        self._blocks = Blocks(tellings)
        self._edges: dict[int, dict[int, float]] = {}
        self._bound: dict[str, list[int]] = defaultdict(list)
        for a, b in self._blocks.pairs():
            score = score_pair(tellings[a], tellings[b]).score
            if score > THRESHOLD:
                self._connect(a, b, score)
        for n in range(len(tellings)):
            self._bind(n)
        self._event_of: dict[int, Numbers] = {}
        for event in self._cluster(range(len(tellings))):
            self._event_of.update(dict.fromkeys(event, event))

    def events(self) -> Iterator[Numbers]:
        """The tellings of each event, by number."""
        return (event for n, event in self._event_of.items() if event[0] == n)

    def insert(self, added: Iterable[int]) -> tuple[list[Numbers], list[Numbers]]:
        """Link tellings that were appended since: the events that are gone and those that came."""
        touched: set[int] = set()
        for n in added:
            met, parted = self._blocks.insert(n)
            for m in met:
                score = score_pair(self._tellings[min(m, n)], self._tellings[max(m, n)]).score
                if score > THRESHOLD:
                    self._connect(m, n, score)
            for a, b in parted:
                # The newcomer stands between the two and they meet in no other block: a fresh run would not compare them.
                if self._edges.get(a, {}).pop(b, None) is not None:
                    del self._edges[b][a]
                    touched |= {a, b}
            self._bind(n)
            touched.add(n)
        parts = self._reachable(touched)
        gone = {self._event_of[n] for n in parts if n in self._event_of}
        come = set(self._cluster(parts))
        for event in come:
            self._event_of.update(dict.fromkeys(event, event))
        return sorted(gone - come), sorted(come - gone)

    def _connect(self, a: int, b: int, score: float) -> None:
        self._edges.setdefault(a, {})[b] = score
        self._edges.setdefault(b, {})[a] = score

    def _bind(self, n: int) -> None:
        """Tie the telling to those that a decision binds it to, so that they are in one connected part."""
        if not self._constraints.group_of:
            return
        for group in {self._constraints.group_of[c] for c in self._tellings[n].claim_ids if c in self._constraints.group_of}:
            for other in self._bound[group][:1]:
                if other not in self._edges.get(n, {}):
                    self._connect(n, other, np.inf)
            self._bound[group].append(n)

    def _reachable(self, numbers: Iterable[int]) -> set[int]:
        found: set[int] = set()
        waiting = list(numbers)
        while waiting:
            n = waiting.pop()
            if n not in found:
                found.add(n)
                waiting.extend(self._edges.get(n, ()))
        return found

    def _cluster(self, numbers: Iterable[int]) -> Iterator[Numbers]:
        """Events among `numbers`, which are whole connected parts."""
        done: set[int] = set()
        for n in numbers:
            if n not in self._edges:
                yield (n,)
            elif n not in done:
                part = sorted(self._reachable((n,)), key=self._tellings.order)
                done.update(part)
                yield from self._cluster_part(part)

    def _cluster_part(self, part: list[int]) -> Iterator[Numbers]:
        at: Mapping[int, int] = {n: i for i, n in enumerate(part)}
        scores = {(at[a], at[b]): score for a in part for b, score in self._edges.get(a, {}).items() if at[a] < at[b]}
        for event in agglomerate([self._tellings[n] for n in part], scores, self._constraints):
            yield tuple(sorted(part[i] for i in event))
