"""One connected part of the graph: cut into divisions of a bounded size, each clustered by itself, large events put together again."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Protocol

from onrecord.link.cluster import agglomerate
from onrecord.link.constraints import Constraints
from onrecord.link.edges import Edges
from onrecord.link.profile import Profile

MOST = 96
"""Tellings that are clustered at once: time grows with their square."""
LARGE = 16
"""Tellings of an event that may go on beyond its division."""

Numbers = tuple[int, ...]


class Profiles(Protocol):
    """What is told, by number."""

    def __getitem__(self, number: int, /) -> Profile:
        """The profile of one telling."""
        ...


def events_of(part: Sequence[int], tellings: Profiles, edges: Edges, constraints: Constraints) -> list[Numbers]:
    """The happenings of a connected part that nothing is known of yet, in any order; `part` is in the order of `order_of`."""
    divisions = divide(part, edges)
    pieces = [piece for division in divisions for piece in cluster(division, tellings, edges, constraints)]
    return reunite(divisions, pieces, tellings, edges, constraints)


def divide(part: Sequence[int], edges: Edges) -> list[list[int]]:
    """Divisions of a connected part, each in the order of `part`: joined along the best edges first, as long as none grows above `MOST`.

    What decisions bind (an infinite score) stays in one division at any size. The order of `part` has to be that of `order_of`, so that
    nothing hangs on arrival.
    """
    if len(part) <= MOST:
        return [list(part)]
    at = {n: i for i, n in enumerate(part)}
    pairs = sorted((-score, at[a], at[b]) for a in part for b, score in edges[a].items() if at[a] < at[b])
    root, size = list(range(len(part))), [1] * len(part)

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for score, i, j in pairs:
        a, b = sorted((find(i), find(j)))
        if a != b and (size[a] + size[b] <= MOST or score == -math.inf):
            root[b] = a
            size[a] += size[b]
    found: dict[int, list[int]] = {}
    for i, n in enumerate(part):
        found.setdefault(find(i), []).append(n)
    return list(found.values())


def cluster(division: Sequence[int], tellings: Profiles, edges: Edges, constraints: Constraints) -> list[Numbers]:
    """The happenings among the tellings of one division."""
    at: Mapping[int, int] = {n: i for i, n in enumerate(division)}
    scores = {(at[a], at[b]): score for a in division for b, score in edges[a].items() if b in at and at[a] < at[b]}
    if not scores:
        return [(n,) for n in division]
    found = agglomerate([tellings[n] for n in division], scores, constraints)
    return [tuple(sorted(division[i] for i in members)) for members in found]


def reunite(
    divisions: Sequence[Sequence[int]], pieces: Sequence[Numbers], tellings: Profiles, edges: Edges, constraints: Constraints
) -> list[Numbers]:
    """The happenings of a part from those of its divisions: one that fills a good share of its division may go on in another."""
    large = [piece for piece in pieces if len(piece) >= LARGE]
    if len(divisions) == 1 or not large:
        return list(pieces)
    division = {n: i for i, members in enumerate(divisions) for n in members}
    piece_of = {n: piece for piece in pieces for n in piece}
    crossing = {(min(a, b), max(a, b)): s for p in large for a in p for b, s in edges[a].items() if division[a] != division[b]}
    listed = sorted({piece_of[n] for pair in crossing for n in pair})
    members = [n for piece in listed for n in piece]
    at = {n: i for i, n in enumerate(members)}
    known = {(min(at[a], at[b]), max(at[a], at[b])): score for (a, b), score in crossing.items()}
    joined = [[at[n] for n in piece] for piece in listed]
    found = agglomerate([tellings[n] for n in members], known, constraints, joined=joined)
    return [p for p in pieces if p[0] not in at] + [tuple(sorted(members[i] for i in group)) for group in found]
