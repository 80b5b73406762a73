"""Text reuse: passages that are nearly the same text, found by MinHash and locality-sensitive hashing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from datasketch import MinHash, MinHashLSH

from onrecord.link.words import tokens

_SHINGLE_WORDS = 3
_PERMUTATIONS = 64
# The index is asked more widely than the threshold, because MinHash only estimates; each candidate is then measured exactly.
_INDEX_SLACK = 0.6
_LEAST_WORDS = 6


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


def shingles(words: list[str]) -> frozenset[str]:
    """Runs of three words; the whole passage where it is shorter."""
    if len(words) < _SHINGLE_WORDS:
        return frozenset({" ".join(words)}) if words else frozenset()
    return frozenset(" ".join(words[i : i + _SHINGLE_WORDS]) for i in range(len(words) - _SHINGLE_WORDS + 1))


def _shared_run(a: list[str], b: list[str]) -> str:
    match = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    return " ".join(a[match.a : match.a + match.size])


def text_reuse(passages: Mapping[str, str], *, threshold: float = 0.5) -> tuple[Reuse, ...]:
    """Pairs of `passages` whose shingle similarity reaches `threshold` (0..1), sorted by key.

    Passages under six words are left out: they agree by chance. Time grows with the passages and the pairs found, not with all pairs.
    """
    words = {key: tokens(text) for key, text in sorted(passages.items())}
    sets = {key: shingles(w) for key, w in words.items() if len(w) >= _LEAST_WORDS}
    if not sets:
        return ()
    index = MinHashLSH(threshold=threshold * _INDEX_SLACK, num_perm=_PERMUTATIONS)
    found: list[Reuse] = []
    keys = list(sets)
    hashes = MinHash.bulk([[s.encode() for s in sets[key]] for key in keys], num_perm=_PERMUTATIONS)
    for key, signature in zip(keys, hashes, strict=True):
        for other in sorted(index.query(signature)):
            common = len(sets[key] & sets[other])
            similarity = common / len(sets[key] | sets[other])
            if similarity >= threshold:
                containment = common / min(len(sets[key]), len(sets[other]))
                found.append(
                    Reuse(a=other, b=key, similarity=similarity, containment=containment, shared=_shared_run(words[other], words[key]))
                )
        index.insert(key, signature)
    return tuple(sorted(found, key=lambda r: (r.a, r.b)))
