"""Which documents of a collection tell one story: likeness of their words and names, of their surroundings, and groups."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from onrecord.link.documents import average_linkage
from onrecord.link.words import STOP_WORDS, lemma, tokens

Matrix = npt.NDArray[np.float64]
Counts = Counter[str]
# A capital that no full stop stands before.
_CAPITAL = re.compile(r"(?<=[\w,] )[A-Z]\w+")
_MOST_COMMON_SHARE = 0.5
# A document is more like itself than any two documents of a topic are: the usual likeness of two reports of one story.
ITSELF = 0.5
_ONE_GROUP = 0.03
_HANDFUL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many of `documents` documents hold each word, and each word with a capital."""

    documents: int
    words: Counts
    capitals: Counts

    def rarity(self, word: str) -> float:
        """0 for a word of every document, 1 for one of none."""
        return min(1.0, math.log((self.documents + 1) / max(1, self.words[word])) / math.log(self.documents + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """Square matrices over documents: `likeness` 0..1, `surroundings` -1..1 (are they like the same others?), `together`, `groups` 0..1.

    `together` says that two lie in one group; `groups` is the mean likeness of the words of the two groups.
    """

    likeness: Matrix
    surroundings: Matrix
    together: Matrix
    groups: Matrix


def words_of(text: str) -> Counts:
    """Lemmas of the text with their counts, without stop words."""
    return Counter(lemma(t) for t in tokens(text) if t not in STOP_WORDS and len(t) > 1)


def capitals_of(text: str) -> Counts:
    """Lemmas of the words with a capital inside sentences, with their counts."""
    return Counter(lemma(match.group().lower()) for match in _CAPITAL.finditer(text))


def spread_of(words: Sequence[Counts], capitals: Sequence[Counts]) -> Spread:
    """In how many documents each word is."""
    return Spread(documents=len(words), words=Counter(w for c in words for w in c), capitals=Counter(w for c in capitals for w in c))


def compare(words: Sequence[Counts], capitals: Sequence[Counts], everywhere: Spread) -> Stories:
    """The documents of one topic, each as counts of its words and of its words with a capital.

    Words weigh by their rarity in the topic and by that in the whole collection, `everywhere`. Time and memory grow with the square of the
    number of documents.
    """
    here = spread_of(words, capitals)
    in_topic = _cosines(words, here.words, here.documents)
    likeness = (
        in_topic
        + _cosines(words, everywhere.words, everywhere.documents)
        + _cosines(capitals, here.capitals, here.documents)
        + _cosines(capitals, everywhere.capitals, everywhere.documents)
    ) / 4
    np.fill_diagonal(likeness, ITSELF)
    size = len(words)
    scores = {(i, j): float(in_topic[i, j]) for i in range(size) for j in range(i + 1, size)}
    group = np.array(average_linkage(size, scores, _ONE_GROUP))
    member = (group[:, None] == np.unique(group)).astype(float)
    member /= member.sum(axis=0)
    return Stories(
        likeness=likeness,
        surroundings=_correlations(likeness),
        together=(group[:, None] == group).astype(float),
        groups=(member.T @ in_topic @ member)[np.ix_(group, group)],
    )


def _cosines(counts: Sequence[Counts], spread: Mapping[str, int], documents: int) -> Matrix:
    """Cosine of every two documents (log counts by log rarity); words of more than half of the documents are left out."""
    limit = max(2.0, _MOST_COMMON_SHARE * documents)
    column: dict[str, int] = {}
    values: list[float] = []
    columns: list[int] = []
    rows = [0]
    for count in counts:
        weights = {w: (1 + math.log(n)) * math.log((documents + 1) / spread[w]) for w, n in count.items() if spread[w] <= limit}
        norm = math.sqrt(sum(x * x for x in weights.values())) or 1.0
        values += [x / norm for x in weights.values()]
        columns += [column.setdefault(w, len(column)) for w in weights]
        rows.append(len(values))
    vectors = csr_array((np.array(values), np.array(columns, dtype=np.int64), np.array(rows)), shape=(len(counts), max(1, len(column))))
    found: Matrix = (vectors @ vectors.T).toarray()
    return found


def _correlations(likeness: Matrix) -> Matrix:
    """Correlation of every two rows. Of a handful of documents it says nothing, so it is drawn towards 0 where there are few."""
    centred = likeness - likeness.mean(axis=1, keepdims=True)
    centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    found: Matrix = centred @ centred.T * max(0.0, 1 - _HANDFUL / len(likeness))
    return found
