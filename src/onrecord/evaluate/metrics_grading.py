"""Metrics of events over bundles of reports: found, independent origins, grade, figures and dates.

Percent, to one decimal; null where nothing was there to judge. Triggers are spans of a document of the bundle.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.evaluate.metrics_common import Answered, Extent, Pair, Result, overlaps

# The types that the bundles annotate; an event of another type is neither right nor wrong.
_IN_SCOPE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "PROTEST"})
_CASUALTIES = ("killed", "injured")
# A matching by documents alone needs at least this Jaccard index.
_SAME_DOCUMENTS = 0.5


@dataclass(frozen=True, slots=True)
class _Trigger:
    document: Any
    extent: Extent

    def meets(self, other: _Trigger) -> bool:
        return self.document == other.document and overlaps(self.extent, other.extent)


@dataclass(frozen=True, slots=True)
class _Event:
    triggers: Sequence[_Trigger]
    documents: frozenset[str]
    fields: Mapping[str, Any]

    @property
    def in_scope(self) -> bool:
        return (self.fields.get("event_type") or "ASSAULT") in _IN_SCOPE

    def accepted(self, name: str) -> list[Any]:
        """The value of the gold and the other readings that its annotators hold defensible."""
        return [self.fields.get(name), *(self.fields.get("also") or {}).get(name, [])]

    def bounds(self, kind: str) -> tuple[Any, Any] | None:
        return _bounds(self.fields.get("figure_summary"), kind)


@dataclass(slots=True)
class _Judged:
    """Judgements of one kind, each as strict and as lenient."""

    rows: list[tuple[bool, bool]] = field(default_factory=list)

    def add(self, strict: bool, lenient: bool) -> None:
        self.rows.append((strict, strict or lenient))

    def accuracy(self, count: int | None = None) -> Result:
        of = len(self.rows) if count is None else count
        strict, lenient = sum(s for s, _ in self.rows), sum(x for _, x in self.rows)
        return {"accuracy": _percent(strict, of), "accuracy_lenient": _percent(lenient, of), "judged": of}


@dataclass(slots=True)
class _Score:
    counts: Counter[str] = field(default_factory=Counter)
    judged: dict[str, _Judged] = field(default_factory=lambda: defaultdict(_Judged))
    errors: list[int] = field(default_factory=list)
    grades: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    grouping: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)


def grading(pairs: Sequence[Pair]) -> Result:
    """Lines of the grading evaluation; the headline `whole` is the share of gold events found with the right origin count and grade.

    Events are aligned one to one by common triggers, most first, then by documents; a predicted event whose triggers all lie in
    `ignored` spans, or an unaligned one of a type outside the scope, is left out. Every other line is over aligned events, `_lenient`
    with the readings in `also`. A field that a prediction lacks is wrong; null, zero and a kind that is not given are three different
    figures.
    """
    score = _Score()
    for n, (gold, predicted) in enumerate(pairs):
        answers = gold.need("gold")
        if not isinstance(answers, dict):
            raise gold.failure("'gold' is no object", "Give gold: {events, ignored}")
        ours = [_event(gold, e) for e in gold.parts("events", of=answers, needed=True)]
        for e in ours:
            for name in ("independent_origins", "corroboration", "figure_summary"):
                gold.need(name, of=e.fields)
        ignored = [_trigger(gold, t) for t in gold.parts("ignored", of=answers)]
        _count(score, n, ours, [_event(predicted, e) for e in predicted.parts("events")], ignored)
    return _result(score)


def _event(record: Answered, event: Mapping[str, Any]) -> _Event:
    triggers = [_trigger(record, t) for t in record.parts("triggers", of=event) if t.get("start") is not None and t.get("end") is not None]
    summary = event.get("figure_summary")
    if summary is not None and (not isinstance(summary, dict) or not all(f is None or isinstance(f, dict) for f in summary.values())):
        raise record.failure("'figure_summary' is no object", "Give {kind: {lowest, highest}}")
    return _Event(triggers, frozenset(record.labels("documents", of=event)), event)


def _trigger(record: Answered, trigger: Mapping[str, Any]) -> _Trigger:
    return _Trigger(trigger.get("document"), record.extent(trigger))


def _bounds(summary: Mapping[str, Any] | None, kind: str) -> tuple[Any, Any] | None:
    figure = (summary or {}).get(kind)
    return None if figure is None else (figure.get("lowest"), figure.get("highest"))


def _jaccard(a: Collection[str], b: Collection[str]) -> float:
    first, second = set(a), set(b)
    return len(first & second) / len(first | second) if first | second else 0.0


def _count(score: _Score, scenario: int, gold: Sequence[_Event], predicted: Sequence[_Event], ignored: Sequence[_Trigger]) -> None:
    shared = {
        (i, j): n
        for i, a in enumerate(gold)
        for j, b in enumerate(predicted)
        if (n := sum(any(t.meets(u) for u in b.triggers) for t in a.triggers))
    }
    ranked = sorted(shared, key=lambda k: (-shared[k], -_jaccard(gold[k[0]].documents, predicted[k[1]].documents), k))
    aligned = _one_to_one(ranked, {})
    touched = {j for _, j in shared}
    in_ignored = {
        j for j, e in enumerate(predicted) if j not in touched and e.triggers and all(any(t.meets(u) for u in ignored) for t in e.triggers)
    }
    by_documents = []
    for i, a in enumerate(gold):
        for j, b in enumerate(predicted):
            told = b.documents or {str(t.document) for t in b.triggers}
            if j not in touched | in_ignored and b.in_scope and _jaccard(a.documents, told) >= _SAME_DOCUMENTS:
                by_documents.append((a.fields.get("sub_event") != b.fields.get("sub_event"), -_jaccard(a.documents, told), i, j))
    before = len(aligned)
    aligned = _one_to_one([(i, j) for *_, i, j in sorted(by_documents)], aligned)
    unaligned = set(range(len(predicted))) - set(aligned.values()) - in_ignored
    extra = sum(j in touched or predicted[j].in_scope for j in unaligned)
    score.counts.update(
        gold=len(gold),
        found=len(aligned),
        extra=extra,
        by_documents=len(aligned) - before,
        splits=sum(n > 1 for n in Counter(i for i, _ in shared).values()),
        merges=sum(n > 1 for n in Counter(j for _, j in shared).values()),
    )
    for i, a in enumerate(gold):
        for t in a.triggers:
            holder = next((j for j, b in enumerate(predicted) if any(t.meets(u) for u in b.triggers)), None)
            if holder is not None:
                score.grouping.append(((scenario, i), (scenario, holder)))
    for i, j in aligned.items():
        _judge(score, gold[i], predicted[j])


def _one_to_one(ranked: Sequence[tuple[int, int]], aligned: Mapping[int, int]) -> dict[int, int]:
    found = dict(aligned)
    for i, j in ranked:
        if i not in found and j not in found.values():
            found[i] = j
    return found


def _judge(score: _Score, gold: _Event, predicted: _Event) -> None:
    told, truth, judged = predicted.fields, gold.fields, score.judged
    right = {}
    for line, name in (("origins", "independent_origins"), ("grade", "corroboration")):
        right[line] = (told.get(name) == truth[name], told.get(name) in gold.accepted(name))
        judged[line].add(*right[line])
    judged["whole"].add(*(all(column) for column in zip(*right.values(), strict=True)))
    score.grades[str(truth["corroboration"])].append(right["grade"][0])
    if isinstance(told.get("independent_origins"), int):
        score.errors.append(told["independent_origins"] - truth["independent_origins"])
    judged["sub_event"].add(
        "sub_event" in told and told["sub_event"] == truth.get("sub_event"),
        "sub_event" in told and told["sub_event"] in gold.accepted("sub_event"),
    )
    if "airwars" in told:
        judged["airwars"].add(told["airwars"] == truth.get("airwars"), told["airwars"] in gold.accepted("airwars"))
    days, wanted = [told.get("earliest"), told.get("latest")], [truth.get("earliest"), truth.get("latest")]
    judged["dates"].add(days == wanted, days in [list(d) for d in gold.accepted("dates")[1:]])
    meet = None not in (*days, *wanted) and str(days[0]) <= str(wanted[1]) and str(wanted[0]) <= str(days[1])
    judged["overlap"].add(meet, meet)
    for kind in truth["figure_summary"]:
        bounds = predicted.bounds(kind)
        others = [_bounds(also, kind) for also in gold.accepted("figure_summary")[1:] if kind in also]
        verdict = bounds == gold.bounds(kind), bounds in others
        judged["all_kinds"].add(*verdict)
        if kind in _CASUALTIES:
            judged["figures"].add(*verdict)
    score.counts["spurious"] += sum(kind not in truth["figure_summary"] and predicted.bounds(kind) is not None for kind in _CASUALTIES)


def _result(score: _Score) -> Result:
    counts, judged, errors = score.counts, score.judged, score.errors
    found, gold, told = counts["found"], counts["gold"], counts["found"] + counts["extra"]
    precision, recall = found / told if told else 0.0, found / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    whole = judged["whole"].accuracy(gold)
    return {
        "primary": {"name": "whole, percent of gold events", "value": whole["accuracy"]},
        "whole": whole,
        "found": {
            "precision": round(100 * precision, 1),
            "recall": round(100 * recall, 1),
            "f1": round(100 * f1, 1),
            "predicted": told,
            "gold": gold,
            "extra": counts["extra"],
            "by_documents": counts["by_documents"],
        },
        "splits_merges": {"splits": counts["splits"], "merges": counts["merges"], "trigger_b3": _b_cubed(score.grouping)},
        "origins": {
            **judged["origins"].accuracy(),
            "mean_error": round(sum(map(abs, errors)) / len(errors), 2) if errors else None,
            "signed_error": round(sum(errors) / len(errors), 2) if errors else None,
        },
        "grade": {**judged["grade"].accuracy(), "macro": _macro(score.grades)},
        "figures": {
            **judged["figures"].accuracy(),
            "all_kinds": judged["all_kinds"].accuracy()["accuracy"],
            "spurious": counts["spurious"],
        },
        "dates": {**judged["dates"].accuracy(), "overlap": judged["overlap"].accuracy()["accuracy"]},
        "sub_event": judged["sub_event"].accuracy(),
        "airwars": judged["airwars"].accuracy(),
    }


def _percent(hits: float, of: int) -> float | None:
    return round(100 * hits / of, 1) if of else None


def _macro(grades: Mapping[str, Sequence[bool]]) -> float | None:
    """Mean recall of the grades that the gold has among aligned events."""
    return round(sum(100 * sum(rows) / len(rows) for rows in grades.values()) / len(grades), 1) if grades else None


def _b_cubed(rows: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> float | None:
    """B-cubed F1, in percent, of the grouping of the gold triggers that the prediction covers."""
    if not rows:
        return None
    together, ours, theirs = Counter(rows), Counter(a for a, _ in rows), Counter(b for _, b in rows)
    precision = sum(together[a, b] / theirs[b] for a, b in rows) / len(rows)
    recall = sum(together[a, b] / ours[a] for a, b in rows) / len(rows)
    return round(200 * precision * recall / (precision + recall), 1)
