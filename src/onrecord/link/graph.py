"""The graph of tellings that may be one happening, its connected parts, and the events inside each part."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from onrecord.link.blocks import Blocks
from onrecord.link.columns import Array, Labels
from onrecord.link.constraints import Constraints
from onrecord.link.edges import Edges
from onrecord.link.parts import Numbers, cluster, divide, reunite
from onrecord.link.score import THRESHOLD, score_pair
from onrecord.link.tellings import Tellings

_SETTLED_AT_ONCE = 1_000
_LABELS = ("division", "piece", "event")


class Graph:
    """Edges join tellings that meet in a block and score above the threshold, or that a decision binds.

    Clusters are only ever joined along edges, so the events of a connected part hang on that part alone, and those of a division on that
    division. That is what makes the addition of one document local: the divisions that it touches are clustered anew, all others stay.
    `base` and `added` are what `whole` and `added` gave before; `bound` what `bound` was.
    """

    def __init__(
        self,
        tellings: Tellings,
        constraints: Constraints,
        *,
        base: Mapping[str, Array] | None = None,
        added: Mapping[str, Array] | None = None,
        bound: Mapping[str, list[int]] | None = None,
    ) -> None:
        self._tellings = tellings
        self._constraints = constraints
        self._blocks = Blocks(tellings, base, added)
        self.bound: dict[str, list[int]] = defaultdict(list, bound or {})
        if base is None:
            self._edges = self._scored()
            self._labels = {name: Labels(np.arange(len(tellings), dtype=np.int32)) for name in _LABELS}
            for n, part in enumerate(self._edges.parts()):
                self._arrange(part, None)
                if n % _SETTLED_AT_ONCE == 0:
                    self._settle()
            self._settle()
            tellings.rest()
        else:
            added = added or {}
            self._edges = Edges(base["edge_ends"], base["edge_others"], base["edge_scores"])
            self._labels = {
                name: Labels(base[f"label_{name}"], added.get(f"numbers_{name}"), added.get(f"label_{name}")) for name in _LABELS
            }
            if added:
                self._edges.change(*(added[f"edge_{name}"] for name in ("numbers", "ends", "others", "scores")))

    def _settle(self) -> None:
        for labels in self._labels.values():
            labels.settle()

    def _scored(self) -> Edges:
        """The edges of all tellings; for decisions, those that bind."""
        one, other, scores = array("i"), array("i"), array("d")
        tellings = self._tellings

        def keep(a: int, b: int, score: float) -> None:
            one.append(a)
            other.append(b)
            scores.append(score)

        for first, second in self._blocks.pairs():
            for a, b in zip(first, second, strict=True):
                score = score_pair(tellings[a], tellings[b]).score
                if score > THRESHOLD:
                    keep(a, b, score)
        binding = [pair for n in range(len(tellings)) for pair in self._bind(n)] if self._constraints.group_of else []
        edges = Edges.of_pairs(len(tellings), np.array(one), np.array(other), np.array(scores))
        for a, b in binding:
            edges.connect(a, b, np.inf)
        if binding:
            edges = Edges(*edges.whole(len(tellings)))
        return edges

    def events(self) -> Iterator[Numbers]:
        """The tellings of each event, by number."""
        labels = self._labels["event"].whole(len(self._tellings))
        there = np.ones(len(labels), bool)
        there[list(self._tellings.gone)] = False
        numbers = np.flatnonzero(there)
        order = numbers[np.argsort(labels[numbers], kind="stable")]
        if len(order):
            for event in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
                yield tuple(event.tolist())

    def revise(self, gone: Iterable[int], added: Iterable[int], constraints: Constraints) -> tuple[list[Numbers], list[Numbers]]:
        """Let tellings go and link those appended since: the events that are gone and those that came.

        `constraints` may differ from those before in what they say of the tellings that go or come, and of no others.
        """
        self._constraints = constraints
        left, new = sorted(gone), set(added)
        touched, nearer = set(new), set()
        for n in left:
            # One by one: two that meet now had exactly one too many between them at some moment.
            self._tellings.gone.add(n)
            touched |= self._edges.clear(n)
            nearer |= self._blocks.remove(n)
        if left:
            held = {group: [n for n in numbers if n not in self._tellings.gone] for group, numbers in self.bound.items()}
            self.bound = defaultdict(list, {group: numbers for group, numbers in held.items() if numbers})
        for n in sorted(new):
            met, parted = self._blocks.insert(n)
            for m in met:
                self._compare(m, n)
            for a, b in parted:
                # The newcomer stands between the two: a fresh run would not compare them, unless they meet in another block.
                if self._edges.scored(a, b) and not self._blocks.meet(a, b):
                    self._edges.part(a, b)
                    touched |= {a, b}
            for a, b in self._bind(n):
                self._edges.connect(a, b, np.inf)
        for a, b in nearer:
            known = b in self._edges[a] or not self._tellings.gone.isdisjoint((a, b))
            if not known and self._blocks.comparable(a, b) and self._blocks.meet(a, b) and self._compare(a, b):
                touched |= {a, b}
        touched.difference_update(left)
        parts: list[set[int]] = []
        for n in sorted(touched):
            if not any(n in part for part in parts):
                parts.append(self._edges.reachable((n,)))
        # An event that is gone may have lain in several of the parts.
        before = self._labelled("event", set(left).union(*parts))
        gone_events = {event for event in before if new.isdisjoint(event)}
        come = {event for part in parts for event in self._arrange(part, touched)}
        return sorted(gone_events - come), sorted(come - gone_events)

    def _compare(self, a: int, b: int) -> bool:
        """Score two tellings; whether they have an edge for it."""
        score = score_pair(self._tellings[min(a, b)], self._tellings[max(a, b)]).score
        if score > THRESHOLD:
            self._edges.connect(a, b, score)
        return score > THRESHOLD

    def _bind(self, n: int) -> list[tuple[int, int]]:
        """Pairs that keep the telling in one connected part with those that a decision binds it to."""
        if not self._constraints.group_of:
            return []
        pairs = []
        for group in {self._constraints.group_of[c] for c in self._tellings[n].claim_ids if c in self._constraints.group_of}:
            pairs += [(n, other) for other in self.bound[group][:1] if other != n]
            self.bound[group].append(n)
        return pairs

    def _labelled(self, name: str, numbers: Iterable[int]) -> list[Numbers]:
        """`numbers` by their label."""
        found: dict[int, list[int]] = {}
        labels = self._labels[name]
        for n in sorted(numbers):
            found.setdefault(labels[n], []).append(n)
        return [tuple(members) for members in found.values()]

    def _arrange(self, part: Iterable[int], touched: set[int] | None) -> list[Numbers]:
        """Cluster a connected part and label its tellings; its events. Divisions without a `touched` telling keep what they had."""
        ordered = sorted(part, key=self._tellings.order)
        divisions = divide(ordered, self._edges)
        before = set() if touched is None else set(self._labelled("division", ordered))
        pieces: list[Numbers] = []
        for division in divisions:
            numbers = tuple(sorted(division))
            if touched is not None and touched.isdisjoint(numbers) and numbers in before:
                pieces += self._labelled("piece", numbers)
                continue
            self._labels["division"].give(numbers)
            found = cluster(division, self._tellings, self._edges, self._constraints)
            for piece in found:
                self._labels["piece"].give(piece)
            pieces += found
        events = reunite(divisions, pieces, self._tellings, self._edges, self._constraints)
        for event in events:
            self._labels["event"].give(event)
        return events

    def whole(self) -> dict[str, Array]:
        """The graph and its blocks for `base`."""
        count = len(self._tellings)
        ends, others, scores = self._edges.whole(count)
        found = {**self._blocks.whole(), "edge_ends": ends, "edge_others": others, "edge_scores": scores}
        return found | {f"label_{name}": labels.whole(count) for name, labels in self._labels.items()}

    def added(self) -> dict[str, Array]:
        """What is not in the base, for `added`."""
        found = {f"edge_{name}": a for name, a in zip(("numbers", "ends", "others", "scores"), self._edges.changed(), strict=True)}
        for name, labels in self._labels.items():
            found[f"numbers_{name}"], found[f"label_{name}"] = labels.changed()
        return found | self._blocks.added()
