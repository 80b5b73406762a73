"""Metrics of labelled snippets and articles: label sets, questions asked of every sentence, coded events. Fractions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from onrecord.evaluate.metrics_common import Answered, Extent, Pair, Result, Tally, match, micro, overlaps


def events_sentence(pairs: Sequence[Pair]) -> Result:
    """The metric that the gold asks for: coded events, labels of sentences, or labels of snippets."""
    first = pairs[0][0]
    if "sentences" in first.fields and "labels" in first.fields:
        return _sentences(pairs)
    if any("code" in event for gold, _ in pairs for event in gold.parts("events")):
        return _coded(pairs)
    return _snippets(pairs)


def label_report(pairs: Sequence[tuple[set[str], set[str]]]) -> Result:
    """Weighted, macro and micro F1 of label sets (gold, predicted), share of exact sets, each label.

    Weights are the gold counts; macro and weighted averages run over the labels that the gold has.
    """
    tallies: dict[str, Tally] = defaultdict(Tally)
    for gold, predicted in pairs:
        for label in gold | predicted:
            tallies[label].add(label in gold and label in predicted, label in predicted, label in gold)
    by_label = {label: tally.ratios() for label, tally in sorted(tallies.items())}
    supported = [figures for figures in by_label.values() if figures["gold"]]
    total = sum(figures["gold"] for figures in supported)
    return {
        "weighted_f1": sum(f["f1"] * f["gold"] for f in supported) / total if total else 0.0,
        "macro_f1": sum(f["f1"] for f in supported) / len(supported) if supported else 0.0,
        "micro": micro(tallies.values()).ratios(),
        "exact_match": sum(gold == predicted for gold, predicted in pairs) / len(pairs) if pairs else 0.0,
        "compared": len(pairs),
        "by_label": by_label,
    }


def _snippets(pairs: Sequence[Pair]) -> Result:
    """Label sets, headline weighted F1; spans of sources and targets where the gold has them."""
    report = label_report([(gold.labels("labels", needed=True), predicted.labels("labels")) for gold, predicted in pairs])
    found: Result = {"primary": {"name": "weighted F1", "value": report["weighted_f1"]}, **report}
    if any("sources" in event for gold, _ in pairs for event in gold.parts("events")):
        found |= {role: _actors(pairs, role) for role in ("sources", "targets")}
    return found


def _actors(pairs: Sequence[Pair], role: str) -> Result:
    exact, overlap = Tally(), Tally()
    for gold, predicted in pairs:
        ours, theirs = _spans(gold, role), _spans(predicted, role)
        exact.add_sets(theirs, ours)
        alike = {(a, b): 1.0 + min(a[1], b[1]) - max(a[0], b[0]) for a in ours for b in theirs if overlaps(a, b)}
        overlap.add(len(match(alike)), len(theirs), len(ours))
    return {"exact": exact.ratios(), "overlap": overlap.ratios()}


def _spans(record: Answered, role: str) -> set[Extent]:
    parts = [part for event in record.parts("events") for part in record.parts(role, of=event)]
    return {extent for part in parts if (extent := record.located(part)) is not None}


def _sentences(pairs: Sequence[Pair]) -> Result:
    """Label sets of articles and of their sentences, headline macro F1 of sentences (Halterman et al. 2021)."""
    document, sentence = [], []
    for gold, predicted in pairs:
        document.append((gold.labels("labels", needed=True), predicted.labels("labels")))
        told = {predicted.need("sent_id", of=s): predicted.labels("labels", of=s) for s in predicted.parts("sentences")}
        sentence += [
            (gold.labels("labels", of=s, needed=True), told.get(gold.need("sent_id", of=s), set()))
            for s in gold.parts("sentences", needed=True)
        ]
    by_sentence = label_report(sentence)
    return {
        "primary": {"name": "sentence macro F1", "value": by_sentence["macro_f1"]},
        "sentence": by_sentence,
        "document": label_report(document),
    }


Coded = tuple[Any, str | None, Any]
_VIEWS: dict[str, Callable[[Coded], object]] = {
    "source_root_target": lambda e: (e[0], _root(e[1]), e[2]),
    "source_code_target": lambda e: e,
    "root_code": lambda e: _root(e[1]),
    "code": lambda e: e[1],
}


def _coded(pairs: Sequence[Pair]) -> Result:
    """CAMEO events as multisets of source, code and target; headline: source, root code (the first two digits) and target."""
    tallies = {view: Tally() for view in _VIEWS}
    agreed = 0
    for gold, predicted in pairs:
        ours = [_event(gold, e, needed=True) for e in gold.parts("events", needed=True)]
        theirs = [_event(predicted, e) for e in predicted.parts("events")]
        agreed += bool(ours) == bool(theirs)
        for view, key in _VIEWS.items():
            # An event without a code is no match for anything, and counts as predicted.
            shared = Counter(map(key, ours)) & Counter(key(e) for e in theirs if e[1] is not None)
            tallies[view].add(shared.total(), len(theirs), len(ours))
    figures = {view: tally.ratios() for view, tally in tallies.items()}
    return {
        "primary": {"name": "source-root code-target F1", "value": figures["source_root_target"]["f1"]},
        **figures,
        "has_event_accuracy": agreed / len(pairs),
    }


def _event(record: Answered, event: Mapping[str, Any], *, needed: bool = False) -> Coded:
    code = record.need("code", of=event) if needed else event.get("code")
    if code is not None:
        # Annotated codes may carry a letter after the digits; the code list has none.
        digits = re.match(r"\d+", str(code))
        code = digits[0] if digits else str(code)
    source, target = event.get("source"), event.get("target")
    if any(isinstance(value, dict | list) for value in (source, target)):
        raise record.failure("'source' or 'target' is no actor code", "Give actor codes as strings or null")
    return source, code, target


def _root(code: str | None) -> str | None:
    return code[:2] if code is not None else None
