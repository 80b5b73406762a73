"""Joining profiles into happenings: best pair first, every join checked against all that is known of both sides."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.link.constraints import Constraints
from onrecord.link.profile import Profile, join
from onrecord.link.score import THRESHOLD, score_pair, veto

_MOST_PARTS = 8
# A vetoed pair of parts inside wholes that agree is an outlier (one teller's wrong date), not a proof.
_WORST = -6.0


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Joined profiles: the whole is asked for vetoes, the mean score of its parts decides, so that chains of weak pairs do not hold."""

    whole: Profile
    members: tuple[int, ...]
    parts: tuple[int, ...]


class _Agglomeration:
    """The clusters that are left, who has met whom, and the pairs that wait to be joined."""

    def __init__(self, profiles: Sequence[Profile], constraints: Constraints, by_whole: float) -> None:
        self.profiles = profiles
        self.constraints = constraints
        self.by_whole = by_whole
        self.alive = {i: _Cluster(profile, (i,), (i,)) for i, profile in enumerate(profiles)}
        self.neighbours: dict[int, set[int]] = defaultdict(set)
        self.queue: list[tuple[float, tuple[str, ...], tuple[str, ...], int, int]] = []
        self.following = len(profiles)
        self.known: dict[tuple[int, int], float] = {}

    def _score(self, i: int, j: int) -> float:
        """Score of two of the given profiles."""
        pair = (i, j) if i < j else (j, i)
        score = self.known.get(pair)
        if score is None:
            score = self.known[pair] = score_pair(self.profiles[pair[0]], self.profiles[pair[1]]).score
        return score

    def _mean(self, a: _Cluster, b: _Cluster) -> float:
        """Mean score of the pairs of parts, with the score of the wholes by its share; a vetoed pair is a bad one.

        Minus infinity where the wholes exclude each other.
        """
        if self.constraints.forbid(a.whole.claim_ids, b.whole.claim_ids):
            return -math.inf
        if len(a.members) == 1 and len(b.members) == 1:
            return self._score(a.members[0], b.members[0])
        if veto(a.whole, b.whole) is not None:
            return -math.inf
        mean = sum(max(self._score(p, q), _WORST) for p in a.parts for q in b.parts) / (len(a.parts) * len(b.parts))
        return mean + self.by_whole * (score_pair(a.whole, b.whole).score - mean) if self.by_whole else mean

    def join(self, numbers: Sequence[int]) -> int:
        """Number of the cluster that holds all of `numbers`; the parts that say most stand for all, so that a join costs the same."""
        old = [self.alive.pop(i) for i in numbers]
        parts = sorted((p for c in old for p in c.parts), key=lambda p: (-self.profiles[p].information, self.profiles[p].claim_ids))
        members = tuple(sorted(m for c in old for m in c.members))
        self.alive[self.following] = _Cluster(join([c.whole for c in old]), members, tuple(parts[:_MOST_PARTS]))
        self.following += 1
        return self.following - 1

    def push(self, i: int, j: int) -> None:
        """Let two clusters meet; they wait to be joined if they score above the threshold."""
        score = self._mean(self.alive[i], self.alive[j])
        if score == -math.inf:
            return
        self.neighbours[i].add(j)
        self.neighbours[j].add(i)
        if score > THRESHOLD:
            first, second = sorted((i, j), key=lambda k: self.alive[k].whole.claim_ids)
            names = self.alive[first].whole.claim_ids, self.alive[second].whole.claim_ids
            heapq.heappush(self.queue, (-score, *names, first, second))

    def run(self) -> list[tuple[int, ...]]:
        """Join the best pair while one waits; a joined cluster is scored anew with all that either had met."""
        while self.queue:
            *_, i, j = heapq.heappop(self.queue)
            if i not in self.alive or j not in self.alive:
                continue
            new = self.join((i, j))
            for k in sorted((self.neighbours.pop(i, set()) | self.neighbours.pop(j, set())) - {i, j}):
                if k in self.alive:
                    self.neighbours[k] -= {i, j}
                    self.push(new, k)
        return [cluster.members for cluster in self.alive.values()]


def _bound(profiles: Sequence[Profile], constraints: Constraints) -> list[list[int]]:
    """Positions of the profiles that decisions bind together, each list with two members or more."""
    if not constraints.group_of:
        return []
    by_group: dict[str, list[int]] = defaultdict(list)
    root = list(range(len(profiles)))

    def find(i: int) -> int:
        while root[i] != i:
            i = root[i]
        return i

    for i, profile in enumerate(profiles):
        for group in sorted({constraints.group_of[c] for c in profile.claim_ids if c in constraints.group_of}):
            by_group[group].append(i)
    for members in by_group.values():
        for other in members[1:]:
            a, b = sorted((find(members[0]), find(other)))
            root[b] = a
    joined: dict[int, list[int]] = defaultdict(list)
    for i in range(len(profiles)):
        joined[find(i)].append(i)
    return [members for members in joined.values() if len(members) > 1]


def agglomerate(
    profiles: Sequence[Profile],
    pairs: Iterable[tuple[int, int]] | Mapping[tuple[int, int], float],
    constraints: Constraints,
    *,
    joined: Sequence[Sequence[int]] | None = None,
    by_whole: float = 0.0,
) -> list[tuple[int, ...]]:
    """Positions of the profiles of each happening; only clusters between which some of `pairs` runs are ever joined.

    `pairs` may bring the scores of its pairs (smaller position first) where they are known. What decisions bind is joined before anything
    else; `joined` are positions that were joined before, with all that decisions bind, each position in one. `by_whole` is the share of
    what all that is known of two sides says together, against the mean over their parts. Ties go by claim ids, never by position.
    """
    work = _Agglomeration(profiles, constraints, by_whole)
    if isinstance(pairs, Mapping):
        work.known.update((pair, score) for pair, score in pairs.items() if score < math.inf)
    stands_for = list(range(len(profiles)))
    for members in _bound(profiles, constraints) if joined is None else joined:
        new = work.join(members)
        for i in members:
            stands_for[i] = new
    for i, j in sorted({(min(p), max(p)) for p in ((stands_for[i], stands_for[j]) for i, j in pairs)}):
        if i != j:
            work.push(i, j)
    return work.run()
