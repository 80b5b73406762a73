"""Metrics of entities and the relations between them. Fractions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from onrecord.evaluate.metrics_common import Answered, Extent, Pair, Result, Tally, closeness, match, overlaps

# Annotators of re3d and readers both give a confidence; what is below is a guess.
_CONFIDENT = 0.5
Typed = tuple[Extent, str]
Related = tuple[Extent, Extent, str]


def entities(pairs: Sequence[Pair]) -> Result:
    """Exact, span-only and same-type overlap F1, by type and macro over the types that the gold has; the headline is exact F1.

    Entities and relations of a confidence below 0.5 are left out on both sides. Relations (head, tail, type) are scored where either
    side has any.
    """
    exact, spans, overlap = Tally(), Tally(), Tally()
    relations, relations_overlap = Tally(), Tally()
    types: dict[str, Tally] = defaultdict(Tally)
    for gold, predicted in pairs:
        ours, theirs = _entities(gold, needed=True), _entities(predicted)
        exact.add_sets(theirs, ours)
        spans.add_sets({span for span, _ in theirs}, {span for span, _ in ours})
        for kind in {kind for _, kind in ours | theirs}:
            types[kind].add_sets({e for e in theirs if e[1] == kind}, {e for e in ours if e[1] == kind})
        ordered, told = sorted(ours), sorted(theirs)
        alike = {(a, b): closeness(a[0], b[0]) for a in ordered for b in told if a[1] == b[1] and overlaps(a[0], b[0])}
        overlap.add(len(match(alike)), len(theirs), len(ours))
        related, claimed = _relations(gold), _relations(predicted)
        relations.add_sets(claimed, related)
        meeting = {(a, b): 1.0 for a in related for b in claimed if a[2] == b[2] and overlaps(a[0], b[0]) and overlaps(a[1], b[1])}
        relations_overlap.add(len(match(meeting)), len(claimed), len(related))
    by_type = {kind: tally.ratios() for kind, tally in sorted(types.items())}
    supported = [figures["f1"] for figures in by_type.values() if figures["gold"]]
    found: Result = {
        "primary": {"name": "entity exact F1", "value": exact.ratios()["f1"]},
        "exact": exact.ratios(),
        "exact_span_only": spans.ratios(),
        "overlap_same_type": overlap.ratios(),
        "by_type": by_type,
        "macro_f1": sum(supported) / len(supported) if supported else 0.0,
    }
    if relations.gold or relations.predicted:
        found |= {"relations_exact": relations.ratios(), "relations_overlap": relations_overlap.ratios()}
    return found


def _confident(record: Answered, part: Mapping[str, object]) -> bool:
    return part.get("confidence") is None or record.number(part, "confidence") >= _CONFIDENT


def _entities(record: Answered, *, needed: bool = False) -> set[Typed]:
    return {(record.extent(e), str(record.need("type", of=e))) for e in record.parts("entities", needed=needed) if _confident(record, e)}


def _relations(record: Answered) -> set[Related]:
    return {
        (record.extent(record.need("head", of=r)), record.extent(record.need("tail", of=r)), str(record.need("type", of=r)))
        for r in record.parts("relations")
        if _confident(record, r)
    }
