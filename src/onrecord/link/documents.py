"""Similarity of whole documents: weighted words, and clusters of documents whose pairs are alike on average."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from onrecord.link.words import STOP_WORDS, lemma, tokens

Vector = dict[str, float]


def vectors(texts: Sequence[str], *, most_common_share: float = 0.5) -> list[Vector]:
    """Unit-length TF-IDF vectors over lemmas (log counts); words in more than `most_common_share` of the texts are dropped."""
    counts = [Counter(lemma(t) for t in tokens(text) if t not in STOP_WORDS and len(t) > 1) for text in texts]
    spread = Counter(word for c in counts for word in c)
    limit = max(2.0, most_common_share * len(texts))
    out = []
    for c in counts:
        weights = {w: (1 + math.log(n)) * math.log(len(texts) / spread[w]) for w, n in c.items() if spread[w] <= limit}
        norm = math.sqrt(sum(x * x for x in weights.values())) or 1.0
        out.append({w: x / norm for w, x in weights.items()})
    return out


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Scalar product of two vectors; their cosine where both have unit length."""
    if len(b) < len(a):
        a, b = b, a
    return sum(x * b[w] for w, x in a.items() if w in b)


def candidate_pairs(vecs: Sequence[Vector], *, words_each: int = 25, most_documents: int = 60) -> set[tuple[int, int]]:
    """Pairs that share one of their weightiest words, rare words only, so that the number of pairs stays near-linear."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for i, vector in enumerate(vecs):
        for word in heapq.nlargest(words_each, vector, key=lambda w: (vector[w], w)):
            by_word[word].append(i)
    rare = [members for members in by_word.values() if len(members) <= most_documents]
    return {(i, j) for members in rare for at, i in enumerate(members) for j in members[at + 1 :]}


def average_linkage(size: int, scores: Mapping[tuple[int, int], float], threshold: float) -> list[int]:
    """Cluster number of each of `size` items: the best pair of clusters is joined while its mean pair score is above `threshold`.

    `scores` is by pairs (i, j) with i < j; a pair that is absent counts as 0.
    """
    members: dict[int, list[int]] = {i: [i] for i in range(size)}
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    queue: list[tuple[float, int, int]] = []
    for (i, j), score in scores.items():
        sums[i][j] = sums[j][i] = score
        if score > threshold:
            queue.append((-score, i, j))
    heapq.heapify(queue)
    following = size
    while queue:
        _, i, j = heapq.heappop(queue)
        if i not in members or j not in members:
            continue
        members[following] = members.pop(i) + members.pop(j)
        joined: dict[int, float] = defaultdict(float)
        for old in (i, j):
            for k, total in sums.pop(old, {}).items():
                if k in members:
                    joined[k] += total
                    sums[k].pop(old, None)
        for k, total in joined.items():
            sums[following][k] = sums[k][following] = total
            mean = total / (len(members[following]) * len(members[k]))
            if mean > threshold:
                heapq.heappush(queue, (-mean, k, following))
        following += 1
    cluster = [0] * size
    for number, items in enumerate(sorted(members.values(), key=min)):
        for item in items:
            cluster[item] = number
    return cluster
