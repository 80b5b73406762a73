"""Text reuse: passages that are nearly the same text. Every pair above a threshold is found, by their rarest runs of three words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from onrecord.link.words import tokens

_SHINGLE_WORDS = 3
_LEAST_WORDS = 6
_LEAST_THRESHOLD = 0.05
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """Two passages, by their keys in sorted order, with what they share.

    `similarity` is the Jaccard coefficient of their three-word shingles in 0..1, `containment` the share of the shorter one's shingles
    that the longer one has, `shared` the longest run of words that both hold, as the first one writes it (folded).
    """

    a: str
    b: str
    similarity: float
    containment: float
    shared: str


def shingles(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Runs of three words; the whole passage where it is shorter."""
    if len(words) < _SHINGLE_WORDS:
        return frozenset({tuple(words)}) if words else frozenset()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def shared_run(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """The longest run of words of `a` that `b` holds too, as a half-open range of `a`; the first of several."""
    # As text, because looking for a passage in a text is far faster than comparing words one by one; no word holds a space.
    other = f" {' '.join(b)} "
    best, start = 0, 0
    for i in range(len(a)):
        while i + best < len(a) and f" {' '.join(a[i : i + best + 1])} " in other:
            best, start = best + 1, i
    return start, start + best


def text_reuse(passages: Mapping[str, str], *, threshold: float = 0.5) -> tuple[Reuse, ...]:
    """All pairs of `passages` whose shingle similarity reaches `threshold` (0.05..1), sorted by key.

    Passages under six words are left out: they agree by chance. Time grows with the passages and the pairs found, not with all pairs.
    Raises ValueError for a threshold outside its range. After Chaudhuri et al. 2006 and Bayardo et al. 2007: two sets that are alike
    enough share one of their rarest members, so only those are indexed.
    """
    if not _LEAST_THRESHOLD <= threshold <= 1:
        raise ValueError(f"threshold {threshold} is not in {_LEAST_THRESHOLD}..1")
    words = {key: found for key, text in sorted(passages.items()) if len(found := tokens(text)) >= _LEAST_WORDS}
    keys = list(words)
    numbered = _numbered([shingles(words[key]) for key in keys])
    pairs: list[Reuse] = []
    for i, j, common in _alike(numbered, threshold):
        one, other = keys[min(i, j)], keys[max(i, j)]
        a, b = len(numbered[i]), len(numbered[j])
        start, end = shared_run(words[one], words[other])
        shared = " ".join(words[one][start:end])
        pairs.append(Reuse(a=one, b=other, similarity=common / (a + b - common), containment=common / min(a, b), shared=shared))
    return tuple(sorted(pairs, key=lambda r: (r.a, r.b)))


def _numbered(sets: Sequence[frozenset[tuple[str, ...]]]) -> list[list[int]]:
    """The members of each set as numbers in rising order, the rarest member of all having the lowest number."""
    spread = Counter(member for members in sets for member in members)
    number = {member: n for n, member in enumerate(sorted(spread, key=spread.__getitem__))}
    return [sorted([number[member] for member in members]) for members in sets]


def _alike(sets: Sequence[Sequence[int]], threshold: float) -> Iterator[tuple[int, int, int]]:
    """Pairs of sets with a Jaccard coefficient of at least `threshold`, and how many members they share.

    Sets are taken shortest first, so a set meets none longer than itself: of two alike ones the shorter has at least
    `threshold` times the members of the longer, and shares at least as many.
    """
    whole = [frozenset(members) for members in sets]
    index: dict[int, list[int]] = defaultdict(list)
    for i in sorted(range(len(sets)), key=lambda n: (len(sets[n]), n)):
        size = len(sets[i])
        least = ceil(threshold * size - _ROUNDING)
        rarest = sets[i][: size - least + 1]
        for j in {j for member in rarest for j in index[member] if len(sets[j]) >= least}:
            common = len(whole[i] & whole[j])
            if common >= (size + len(sets[j]) - common) * threshold - _ROUNDING:
                yield i, j, common
        for member in rarest:
            index[member].append(i)
