"""Metrics of attributed claims, end to end: found, typed, with the right voices, parties, places, times, figures and events.

Percent, to one decimal as the agreement of annotators is given; F1 over the items of all documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from onrecord.evaluate.metrics_common import Answered, Extent, Pair, Result, overlaps, ratios

# Words of titles and of grammar: two names that share only these name two voices.
_TITLES = frozenset({"a", "an", "and", "for", "gen", "general", "in", "minister", "mr", "ms", "of", "president", "s", "spokesman", "the"})
_ROLES = ("actors", "targets", "instruments", "places")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Filler:
    """Who or what fills a role, or one voice of a chain: its span and the content words of its name, either may be missing."""

    span: Extent | None
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Figure:
    span: Extent | None
    value: tuple[Any, Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    id: str
    trigger: Extent | None
    evidence: Extent | None
    codes: Mapping[str, object]
    interval: tuple[Any, Any] | None
    fillers: Mapping[str, Sequence[_Filler]]
    figures: Sequence[_Figure]
    chain: Sequence[_Filler]

    @property
    def event_type(self) -> object:
        return self.codes["event_type"]


@dataclass(slots=True)
class _Sums:
    hits: int = 0
    gold: int = 0
    predicted: int = 0

    def add(self, hits: int, gold: int, predicted: int) -> None:
        self.hits += hits
        self.gold += gold
        self.predicted += predicted


Aligned = Sequence[tuple[_Claim, _Claim]]
_LINES = ("usable", "detection", "type", "sub_event", "origin", "chain", *_ROLES, "time", "figures")


@dataclass(slots=True)
class _Score:
    lines: dict[str, _Sums] = field(default_factory=lambda: {line: _Sums() for line in _LINES})
    codes: dict[str, _Sums] = field(default_factory=lambda: {"status": _Sums(), "certainty": _Sums()})


def claims(pairs: Sequence[Pair]) -> Result:
    """Every line of the claims evaluation; the headline `usable` asks for the right type, origin and every actor and target.

    Claims of a document are aligned one to one, greedily by similarity; a pair may align when the triggers overlap, or the evidence
    overlaps and the type is equal. `origin`: the last link of the chain (an empty chain is the publisher); `chain`: every link. Voices
    agree when their spans overlap or their names share half the content words of the shorter; fillers when their spans overlap or their
    names are equal. `status` and `certainty`: accuracy over aligned claims; `events`: B-cubed F1 of the grouping of aligned claims.
    """
    if not any(gold.fields.get("claims") is not None for gold, _ in pairs):
        raise pairs[0][0].failure("no 'claims'", "Give {id, claims, events}; the list of claims of a document may be empty")
    score = _Score()
    b_cubed: list[tuple[float, float]] = []
    for gold, predicted in pairs:
        ours, theirs = _claims(gold, checked=True), _claims(predicted)
        aligned = _align(ours, theirs)
        _count(score, ours, theirs, aligned)
        b_cubed += _b_cubed(aligned, _groups(gold), _groups(predicted))
    lines = {line: _percent(sums) for line, sums in score.lines.items()}
    accuracies = {
        code: {"accuracy": round(100 * sums.hits / sums.gold, 1) if sums.gold else 0.0, "aligned": sums.gold}
        for code, sums in score.codes.items()
    }
    return {
        "primary": {"name": "usable F1, percent", "value": lines["usable"]["f1"]},
        **lines,
        **accuracies,
        "events": {"b_cubed_f1": round(100 * _mean_f1(b_cubed), 1)},
    }


def _claims(record: Answered, *, checked: bool = False) -> list[_Claim]:
    found = [_claim(record, claim, checked=checked) for claim in record.parts("claims")]
    if len({claim.id for claim in found}) < len(found):
        raise record.failure("two claims have one id", "Give each claim of a document its own id")
    return found


def _claim(record: Answered, claim: Mapping[str, Any], *, checked: bool) -> _Claim:
    if checked:
        for name in ("trigger", "event_type"):
            record.need(name, of=claim)
    time = claim.get("time") or {}
    if not isinstance(time, dict):
        raise record.failure(f"time {time!r} is no object", "Give {span, earliest, latest} or null")
    return _Claim(
        id=str(record.need("id", of=claim)),
        trigger=record.pair(claim.get("trigger")),
        evidence=record.pair(claim.get("evidence")),
        codes={code: claim.get(code) for code in ("event_type", "sub_event", "status", "certainty")},
        interval=(time["earliest"], time.get("latest")) if time.get("earliest") else None,
        fillers={role: [_filler(record, f) for f in claim.get(role) or []] for role in _ROLES},
        figures=[
            _Figure(record.pair(f.get("span")), (f.get("what"), f.get("low"), f.get("high"))) for f in record.parts("figures", of=claim)
        ],
        chain=[_Filler(record.pair(link.get("source")), _words(link.get("name"))) for link in record.parts("attribution", of=claim)],
    )


def _filler(record: Answered, filler: Any) -> _Filler:
    if isinstance(filler, dict):
        return _Filler(record.pair(filler.get("span")), _words(filler.get("name")))
    return _Filler(record.pair(filler), frozenset())


def _words(name: Any) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", str(name or "").lower())) - _TITLES


def _same_voice(a: _Filler, b: _Filler) -> bool:
    shared = len(a.words & b.words)
    return overlaps(a.span, b.span) or (shared > 0 and 2 * shared >= min(len(a.words), len(b.words)))


def _same_filler(a: _Filler, b: _Filler) -> bool:
    return overlaps(a.span, b.span) or (bool(a.words) and a.words == b.words)


def _same_figure(a: _Figure, b: _Figure) -> bool:
    return overlaps(a.span, b.span) and a.value == b.value


def _hits(gold: Sequence[T], predicted: Sequence[T], same: Callable[[T, T], bool]) -> int:
    """How many gold items find a predicted one: in the order of the text, each takes the first that is left."""
    left = list(predicted)
    for item in gold:
        taken = next((n for n, other in enumerate(left) if same(item, other)), None)
        if taken is not None:
            del left[taken]
    return len(predicted) - len(left)


def _role_hits(a: _Claim, b: _Claim, role: str) -> int:
    return _hits(a.fillers[role], b.fillers[role], _same_filler)


def _same_origin(a: _Claim, b: _Claim) -> bool:
    if not a.chain or not b.chain:
        return not a.chain and not b.chain
    return _same_voice(a.chain[-1], b.chain[-1])


def _same_chain(a: _Claim, b: _Claim) -> bool:
    return len(a.chain) == len(b.chain) and all(_same_voice(x, y) for x, y in zip(a.chain, b.chain, strict=True))


def _same_roles(a: _Claim, b: _Claim) -> bool:
    return all(_role_hits(a, b, role) == len(a.fillers[role]) == len(b.fillers[role]) for role in ("actors", "targets"))


def _similarity(a: _Claim, b: _Claim) -> float:
    """How alike two claims are, 0 where they may not align; a common trigger outweighs the rest."""
    meet, same_type = overlaps(a.trigger, b.trigger), a.event_type == b.event_type
    if not meet and not (same_type and overlaps(a.evidence, b.evidence)):
        return 0.0
    score = 4.0 * meet + 2 * same_type + (a.codes["status"] == b.codes["status"]) + _same_origin(a, b)
    return score + 0.5 * sum(_role_hits(a, b, role) for role in ("actors", "targets", "places"))


def _align(gold: Sequence[_Claim], predicted: Sequence[_Claim]) -> list[tuple[_Claim, _Claim]]:
    scored = ((_similarity(a, b), i, j) for i, a in enumerate(gold) for j, b in enumerate(predicted))
    taken_gold: set[int] = set()
    taken: set[int] = set()
    aligned = []
    for _, i, j in sorted((row for row in scored if row[0] > 0), key=lambda row: (-row[0], row[1], row[2])):
        if i not in taken_gold and j not in taken:
            taken_gold.add(i)
            taken.add(j)
            aligned.append((gold[i], predicted[j]))
    return aligned


def _count(score: _Score, gold: Sequence[_Claim], predicted: Sequence[_Claim], aligned: Aligned) -> None:
    lines, n, m = score.lines, len(gold), len(predicted)
    right = [(a.event_type == b.event_type, _same_origin(a, b), a, b) for a, b in aligned]
    lines["detection"].add(len(aligned), n, m)
    lines["type"].add(sum(same_type for same_type, *_ in right), n, m)
    lines["origin"].add(sum(same for _, same, *_ in right), n, m)
    lines["chain"].add(sum(_same_chain(a, b) for a, b in aligned), n, m)
    lines["usable"].add(sum(same_type and origin and _same_roles(a, b) for same_type, origin, a, b in right), n, m)
    sub_events = [[c for c in side if c.codes["sub_event"]] for side in (gold, predicted)]
    lines["sub_event"].add(
        sum(bool(a.codes["sub_event"]) and a.codes["sub_event"] == b.codes["sub_event"] for a, b in aligned), *map(len, sub_events)
    )
    for role in _ROLES:
        lines[role].add(
            sum(_role_hits(a, b, role) for a, b in aligned),
            sum(len(c.fillers[role]) for c in gold),
            sum(len(c.fillers[role]) for c in predicted),
        )
    lines["figures"].add(
        sum(_hits(a.figures, b.figures, _same_figure) for a, b in aligned),
        sum(len(c.figures) for c in gold),
        sum(len(c.figures) for c in predicted),
    )
    lines["time"].add(
        sum(a.interval is not None and a.interval == b.interval for a, b in aligned),
        sum(c.interval is not None for c in gold),
        sum(c.interval is not None for c in predicted),
    )
    for code, sums in score.codes.items():
        sums.add(sum(a.codes[code] == b.codes[code] for a, b in aligned), len(aligned), len(aligned))


def _percent(sums: _Sums) -> Result:
    found = ratios(sums.hits, sums.predicted, sums.gold)
    return {**{name: round(100 * found[name], 1) for name in ("precision", "recall", "f1")}, "gold": sums.gold, "predicted": sums.predicted}


def _groups(record: Answered) -> dict[str, frozenset[str]]:
    """The event of each claim, as the ids of the claims that it groups."""
    events = record.fields.get("events") or []
    if not isinstance(events, list) or not all(isinstance(event, list) for event in events):
        raise record.failure("'events' is no list of lists", "Give each event as the list of its claims' ids")
    return {str(claim): frozenset(map(str, event)) for event in events for claim in event}


def _b_cubed(aligned: Aligned, gold: Mapping[str, frozenset[str]], predicted: Mapping[str, frozenset[str]]) -> list[tuple[float, float]]:
    """Precision and recall of the event of each aligned claim, over the claims that are aligned."""
    pairs = {(a.id, b.id) for a, b in aligned}
    found = []
    for a, b in aligned:
        same, told = gold.get(a.id, frozenset({a.id})), predicted.get(b.id, frozenset({b.id}))
        in_gold, in_predicted = {p for p in pairs if p[0] in same}, {p for p in pairs if p[1] in told}
        both = len(in_gold & in_predicted)
        found.append((both / len(in_predicted), both / len(in_gold)))
    return found


def _mean_f1(rows: Sequence[tuple[float, float]]) -> float:
    if not rows:
        return 0.0
    precision, recall = sum(p for p, _ in rows) / len(rows), sum(r for _, r in rows) / len(rows)
    return 2 * precision * recall / (precision + recall)
