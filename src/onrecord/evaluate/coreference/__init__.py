"""Coreference inside one document: which noun phrases mean the same thing (GUM's question). Serves `onrecord predict` only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from onrecord.evaluate.coreference.pairs import Ranking, phrase_of
from onrecord.evaluate.coreference.phrases import find_phrases, kind_of, lines, placed, tagged
from onrecord.evaluate.linear import Linear, load
from onrecord.model import Span

__all__ = ["cluster_phrases", "coreference_models"]

_SHIPPED = Path(__file__).parents[2] / "data/coreference.npz"
# Log-odds above which a stretch of words is a phrase, and what is added to those of a phrase being new. Chosen by `--choose` of
# benchmarks/fit_coreference.py on a fifth of GUM's train half.
SURE, NEW = -0.5, -0.6
PARTS = ("words", "phrases", "kinds", "pairs")


@cache
def coreference_models() -> dict[str, Linear]:
    """The shipped models. Raises `MissingData` where they cannot be read."""
    return load(_SHIPPED, PARTS, maker="benchmarks/fit_coreference.py")


def cluster_phrases(text: str, models: Mapping[str, Linear], *, given: Iterable[Span] | None = None) -> dict[Span, int]:
    """The cluster of every noun phrase of `text`, by its span (code points); clusters count from 0 in the order of their first phrases.

    `given` are the phrases where they are known, else they are found. Each is linked to the best-ranked earlier one, or to none. A given
    span that holds no word is a cluster of its own.
    """
    read = [tagged(line, models["words"]) for line in lines(text)]
    if given is None:
        where = {
            Span(line.spans[first].start, line.spans[end].end): (line, first, end)
            for line in read
            for first, end in find_phrases(line, models["phrases"], least=SURE)
        }
    else:
        given = sorted(set(given), key=lambda s: (s.start, -s.end))
        where = placed(read, given)
    order = sorted(where, key=lambda s: (s.start, -s.end))
    ranking = Ranking(text, [phrase_of(text, s, where[s], kind_of(*where[s], models["kinds"])) for s in order])
    model = models["pairs"]
    clusters: list[int] = []
    fresh = 0
    for n in range(len(order)):
        best, chosen = model.odds(ranking.new(n))["link"] + NEW, None
        for m in ranking.earlier[n]:
            odds = model.odds(ranking.pair(m, n))["link"]
            if odds > best:
                best, chosen = odds, m
        clusters.append(fresh if chosen is None else clusters[chosen])
        fresh += chosen is None
    found = dict(zip(order, clusters, strict=True))
    for span in given or ():
        if span not in found:
            found[span] = fresh
            fresh += 1
    return found
