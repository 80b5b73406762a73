"""Metrics of attribution: spans of source, cue and content, and the relation between them.

Fractions. A role of one attribution may be discontinuous: a tuple of spans, equal when all its parts are.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.evaluate.metrics_common import Answered, Extent, Pair, Result, assign, ratios

_ROLES = ("source", "cue", "content")
# What makes two attributions the same is chiefly what is said, then how, then by whom: a name is easily shared by several.
_WEIGHTS = {"content": 1.0, "cue": 0.5, "source": 0.1}
_TOKEN = re.compile(r"\w+|[^\w\s]")
Parts = tuple[Extent, ...]
Cover = dict[str, frozenset[int]]


@dataclass(slots=True)
class _Counts:
    """Of one role, summed over documents: whole spans, spans by the share of their tokens that is covered, tokens."""

    exact: int = 0
    predicted: int = 0
    gold: int = 0
    covered_predicted: float = 0
    covered_gold: float = 0
    token_hits: int = 0
    token_predicted: int = 0
    token_gold: int = 0


class _Tokens:
    """Words and punctuation marks of a text, to be counted where a span touches them."""

    def __init__(self, text: str) -> None:
        found = [m.span() for m in _TOKEN.finditer(text)]
        self._starts = [start for start, _ in found]
        self._ends = [end for _, end in found]

    def under(self, parts: Parts) -> frozenset[int]:
        return frozenset(n for start, end in parts for n in range(bisect_right(self._ends, start), bisect_left(self._starts, end)))


def attribution(pairs: Sequence[Pair]) -> Result:
    """Exact, overlap and token F1 of each role, and F1 of whole relations; the headline is the overlap F1 of contents.

    Overlap: each span scores the share of its tokens that the other side covers, at most 1 (Johansson & Moschitti 2013); a source that
    serves several attributions counts once. Relations: attributions are aligned one to one by the weighted Jaccard of their tokens, and
    count as aligned when the contents' Jaccard is at least 0.5, or both have none and the cues meet; relaxed asks for sources and cues
    that meet.
    """
    spans = {role: _Counts() for role in _ROLES}
    relation = Counter[str]()
    for gold, predicted in pairs:
        text = gold.need("text")
        if not isinstance(text, str):
            raise gold.failure("'text' is no string", "Give the text that the spans count in")
        tokens = _Tokens(text)
        ours = [_parts(gold, a) for a in gold.parts("attributions", needed=True)]
        theirs = [_parts(predicted, a) for a in predicted.parts("attributions")]
        for role in _ROLES:
            _count_spans(spans[role], {a[role] for a in ours if a[role]}, {a[role] for a in theirs if a[role]}, tokens)
        _count_relations(relation, ours, theirs, tokens)
    roles = {
        role: {
            "exact": ratios(c.exact, c.predicted, c.gold),
            "overlap": ratios(c.covered_predicted, c.predicted, c.gold, recalled=c.covered_gold),
            "token": ratios(c.token_hits, c.token_predicted, c.token_gold),
        }
        for role, c in spans.items()
    }
    whole = {f"relation_{k}": ratios(relation[k], relation["predicted"], relation["gold"]) for k in ("exact", "relaxed", "aligned")}
    aligned = relation["aligned"]
    accuracy = {k: relation[f"source_{k}"] / aligned if aligned else 0.0 for k in ("overlap", "exact")}
    return {
        "primary": {"name": "content overlap F1", "value": roles["content"]["overlap"]["f1"]},
        **roles,
        **whole,
        "source_accuracy_on_aligned": {**accuracy, "aligned": aligned},
    }


def _parts(record: Answered, attribution: Any) -> dict[str, Parts]:
    found = {}
    for role in _ROLES:
        value = attribution.get(role)
        listed = [value] if isinstance(value, dict) else record.parts(role, of=attribution)
        found[role] = tuple(sorted(extent for part in listed if (extent := record.located(part)) is not None))
    return found


def _count_spans(counts: _Counts, gold: set[Parts], predicted: set[Parts], tokens: _Tokens) -> None:
    counts.exact += len(gold & predicted)
    counts.predicted += len(predicted)
    counts.gold += len(gold)
    under_gold, under_predicted = [tokens.under(s) for s in gold], [tokens.under(s) for s in predicted]
    counts.covered_predicted += sum(_covered(s, under_gold) for s in under_predicted)
    counts.covered_gold += sum(_covered(s, under_predicted) for s in under_gold)
    all_gold, all_predicted = frozenset[int]().union(*under_gold), frozenset[int]().union(*under_predicted)
    counts.token_hits += len(all_gold & all_predicted)
    counts.token_predicted += len(all_predicted)
    counts.token_gold += len(all_gold)


def _covered(span: frozenset[int], others: Sequence[frozenset[int]]) -> float:
    return min(1.0, sum(len(span & other) for other in others) / len(span)) if span else 0.0


def _jaccard(a: frozenset[int], b: frozenset[int], *, empty: float) -> float:
    return len(a & b) / len(a | b) if a | b else empty


def _meet(a: frozenset[int], b: frozenset[int]) -> bool:
    return bool(a & b) or not (a or b)


def _count_relations(
    counts: Counter[str], gold: Sequence[dict[str, Parts]], predicted: Sequence[dict[str, Parts]], tokens: _Tokens
) -> None:
    counts.update(gold=len(gold), predicted=len(predicted))
    ours: list[Cover] = [{role: tokens.under(a[role]) for role in _ROLES} for a in gold]
    theirs: list[Cover] = [{role: tokens.under(a[role]) for role in _ROLES} for a in predicted]
    alike = [[sum(w * _jaccard(a[role], b[role], empty=0.0) for role, w in _WEIGHTS.items()) for b in theirs] for a in ours]
    for i, j in assign(alike):
        a, b = ours[i], theirs[j]
        if _jaccard(a["content"], b["content"], empty=1.0) < 0.5:
            continue
        sources_meet, cues_meet = _meet(a["source"], b["source"]), _meet(a["cue"], b["cue"])
        counts.update(
            aligned=1,
            relaxed=sources_meet and cues_meet,
            exact=gold[i] == predicted[j],
            source_overlap=sources_meet,
            source_exact=gold[i]["source"] == predicted[j]["source"],
        )
