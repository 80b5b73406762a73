"""Claims to events: within each document first, then across documents, best pair first and every join checked again."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.link.block import across_documents, within_document
from onrecord.link.constraints import Constraints, constraints_of
from onrecord.link.profile import Profile, join, profile_of
from onrecord.link.score import THRESHOLD, score_pair
from onrecord.model import Claim, Document

_MOST_PARTS = 8
# A vetoed pair of parts inside wholes that agree is an outlier (one teller's wrong date), not a proof.
_WORST = -6.0

Pairs = Callable[[Sequence[Profile]], Iterable[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Joined profiles: the whole is asked for vetoes, the mean score of its parts decides, so that chains of weak pairs do not hold."""

    whole: Profile
    parts: tuple[Profile, ...]


def _mean(a: _Cluster, b: _Cluster, constraints: Constraints) -> float:
    """Mean score of the pairs of parts, minus infinity where the wholes exclude each other. A vetoed pair of parts weighs as a bad one."""
    if constraints.forbid(a.whole.claim_ids, b.whole.claim_ids):
        return -math.inf
    whole = score_pair(a.whole, b.whole)
    if whole.vetoed or (len(a.parts) == 1 and len(b.parts) == 1):
        return whole.score
    scores = [max(score_pair(p, q).score, _WORST) for p in a.parts for q in b.parts]
    return sum(scores) / len(scores)


def _joined(a: _Cluster, b: _Cluster) -> _Cluster:
    """Both together; the parts that say most stand for all, so that a join costs the same however large the cluster."""
    parts = sorted((*a.parts, *b.parts), key=lambda p: (-p.information, p.claim_ids))[:_MOST_PARTS]
    return _Cluster(join(a.whole, b.whole), tuple(parts))


def _bound(profiles: Sequence[Profile], constraints: Constraints) -> list[list[int]]:
    """Positions of the profiles that decisions bind together, each list with two members or more."""
    by_group: dict[str, list[int]] = defaultdict(list)
    first: dict[int, int] = {}

    def find(i: int) -> int:
        while first.setdefault(i, i) != i:
            i = first[i]
        return i

    for i, profile in enumerate(profiles):
        for group in sorted({constraints.group_of[c] for c in profile.claim_ids if c in constraints.group_of}):
            by_group[group].append(i)
    for members in by_group.values():
        for other in members[1:]:
            a, b = sorted((find(members[0]), find(other)))
            first[b] = a
    joined: dict[int, list[int]] = defaultdict(list)
    for i in sorted(first):
        joined[find(i)].append(i)
    return [members for members in joined.values() if len(members) > 1]


def _agglomerate(profiles: Sequence[Profile], pairs: Pairs, constraints: Constraints) -> list[Profile]:
    """Join the best pair while one scores above the threshold; a joined cluster is scored anew with all that either had met.

    What decisions bind is joined before anything else. Ties go by claim ids, never by position.
    """
    alive = {i: _Cluster(profile, (profile,)) for i, profile in enumerate(profiles)}
    neighbours: dict[int, set[int]] = defaultdict(set)
    queue: list[tuple[float, tuple[str, ...], tuple[str, ...], int, int]] = []

    def push(i: int, j: int) -> None:
        score = _mean(alive[i], alive[j], constraints)
        if score == -math.inf:
            return
        neighbours[i].add(j)
        neighbours[j].add(i)
        if score > THRESHOLD:
            first, second = sorted((i, j), key=lambda k: alive[k].whole.claim_ids)
            heapq.heappush(queue, (-score, alive[first].whole.claim_ids, alive[second].whole.claim_ids, first, second))

    following = len(profiles)
    stands_for = list(range(following))
    for members in _bound(profiles, constraints):
        whole = alive.pop(members[0])
        for i in members[1:]:
            whole = _joined(whole, alive.pop(i))
        alive[following] = whole
        for i in members:
            stands_for[i] = following
        following += 1
    for i, j in dict.fromkeys((stands_for[i], stands_for[j]) for i, j in pairs(profiles)):
        if i != j and j not in neighbours[i]:
            push(i, j)
    while queue:
        *_, i, j = heapq.heappop(queue)
        if i not in alive or j not in alive:
            continue
        alive[following] = _joined(alive.pop(i), alive.pop(j))
        for k in sorted((neighbours.pop(i, set()) | neighbours.pop(j, set())) - {i, j}):
            if k in alive:
                neighbours[k] -= {i, j}
                push(following, k)
        following += 1
    return [cluster.whole for cluster in alive.values()]


def link_claims(
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    *,
    together: Iterable[frozenset[str]] = (),
    apart: Iterable[frozenset[str]] = (),
) -> tuple[tuple[str, ...], ...]:
    """Groups of claim ids, one an event: every claim is in exactly one.

    `documents` are by id. All claims of a `together` set share an event whatever they say, no two claims of an `apart` set do. Ids and
    groups come sorted, and are the same in any order of arrival. Raises `BadInput` where the sets contradict each other or name a claim
    that is not among `claims`.
    """
    constraints = constraints_of({c.id for c in claims}, together, apart)
    by_document: dict[str, list[Profile]] = defaultdict(list)
    for claim in sorted({c.id: c for c in claims}.values(), key=lambda c: (c.document_id, c.trigger, c.id)):
        by_document[claim.document_id].append(profile_of(claim, documents.get(claim.document_id)))
    told: list[Profile] = []
    for _, profiles in sorted(by_document.items()):
        told.extend(_agglomerate(profiles, within_document, constraints))
    told.sort(key=lambda p: p.claim_ids)
    return tuple(sorted(p.claim_ids for p in _agglomerate(told, across_documents, constraints)))
