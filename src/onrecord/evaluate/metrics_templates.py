"""Metrics of MUC-4's templates: F1 over all slots of aligned templates, and confidence in the organisations found. Fractions.

After the MUC-4 scorer (Chinchor 1992), simplified: a fill is right (1), partly right (1/2) or wrong; an optional gold fill or template that
is not answered costs nothing; templates are paired for the largest total among those that share a type of incident, a perpetrator or a
target.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.evaluate.metrics_common import Pair, Result, Tally, assign, micro

_DATE, _PLACE, _CONFIDENCE, _ORGANISATION = "incident_date", "incident_location", "perp_org_confidence", "perp_organization"
_STRINGS = ("instrument_id", "perp_individual", _ORGANISATION, "phys_tgt_id", "hum_tgt_name", "hum_tgt_description")
_TARGETS = tuple(f"{kind}_tgt_{part}" for kind in ("phys", "hum") for part in ("type", "number", "nation", "effect", "total"))
SLOTS = (_DATE, _PLACE, "incident_type", "incident_stage", "instrument_type", "perp_category", _CONFIDENCE, *_TARGETS, *_STRINGS)
_KEYS = ("perp_individual", _ORGANISATION, "phys_tgt_id", "hum_tgt_name", "hum_tgt_description")
_SMALL = frozenset(("the", "a", "an", "of", "and", "in", "s"))
_BRACKETS = re.compile(r"\([^)]*\)")
Value = Any


@dataclass(frozen=True, slots=True)
class _Fill:
    """One fill: any of its alternatives is right; `refs` are the strings that it belongs to."""

    alternatives: Sequence[Value]
    refs: Sequence[str] = ()
    optional: bool = False


@dataclass(slots=True)
class _Counts:
    slots: dict[str, Tally] = field(default_factory=lambda: {slot: Tally() for slot in SLOTS})
    templates: Tally = field(default_factory=Tally)
    matched: int = 0
    found: int = 0
    right: int = 0


def templates(pairs: Sequence[Pair]) -> Result:
    """`templates`, `slots`, `all_slots`, their precision in paired templates alone, and the accuracy of confidence.

    `templates` of a record are objects slot -> fills; a fill is a string, {value, ref?} or {alternatives, refs?, optional?}.
    """
    counts = _Counts()
    for gold, predicted in pairs:
        _count(counts, gold.parts("templates"), predicted.parts("templates"))
    whole = micro(counts.slots.values())
    return {
        "templates": counts.templates.ratios(),
        "slots": {slot: tally.ratios() for slot, tally in counts.slots.items()},
        "all_slots": whole.ratios(),
        "all_slots_matched_templates_only": {"precision": whole.hits / counts.matched if counts.matched else 0.0},
        "perp_org_confidence_accuracy_on_found_orgs": {
            "accuracy": counts.right / counts.found if counts.found else 0.0,
            "found": counts.found,
        },
    }


def _count(counts: _Counts, gold: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]) -> None:
    ours = [{slot: _fills(t.get(slot)) for slot in SLOTS} for t in gold]
    theirs = [{slot: _fills(t.get(slot)) for slot in SLOTS} for t in predicted]
    optional = [bool(t.get("optional")) for t in gold]
    paired = assign([[_likeness(a, b) for b in theirs] for a in ours])
    left, right = {i for i, _ in paired}, {j for _, j in paired}
    counts.templates.add(len(paired), len(theirs), sum(1 for i in range(len(ours)) if i in left or not optional[i]))
    for i, j in paired:
        for slot in SLOTS:
            credit, aligned = _align(slot, ours[i][slot], theirs[j][slot])
            answered = {a for a, _ in aligned}
            needed = sum(1 for k, f in enumerate(ours[i][slot]) if k in answered or not f.optional)
            counts.slots[slot].add(credit, len(theirs[j][slot]), needed)
            counts.matched += len(theirs[j][slot])
        _confidence(counts, ours[i], theirs[j])
    for i, template in enumerate(ours):
        if i not in left and not optional[i]:
            for slot in SLOTS:
                counts.slots[slot].add(0, 0, sum(not f.optional for f in template[slot]))
    for j, template in enumerate(theirs):
        if j not in right:
            for slot in SLOTS:
                counts.slots[slot].add(0, len(template[slot]), 0)


def _confidence(counts: _Counts, gold: Mapping[str, list[_Fill]], predicted: Mapping[str, list[_Fill]]) -> None:
    for a, b in _align(_ORGANISATION, gold[_ORGANISATION], predicted[_ORGANISATION])[1]:
        ours = _of(gold[_CONFIDENCE], gold[_ORGANISATION][a])
        theirs = _of(predicted[_CONFIDENCE], predicted[_ORGANISATION][b])
        if ours is not None:
            counts.found += 1
            counts.right += theirs is not None and _same(ours.alternatives, theirs.alternatives) > 0


def _of(fills: Sequence[_Fill], organisation: _Fill) -> _Fill | None:
    """The confidence that refers to an organisation, or the only one there is."""
    mine = [f for f in fills if f.refs and _strings(f.refs, organisation.alternatives)]
    return mine[0] if mine else fills[0] if len(fills) == 1 else None


def _likeness(gold: Mapping[str, list[_Fill]], predicted: Mapping[str, list[_Fill]]) -> float:
    """What a pair of templates earns; 0 where they share neither type of incident, perpetrator nor target."""
    if not any(_align(slot, gold[slot], predicted[slot])[0] for slot in ("incident_type", *_KEYS)):
        return 0.0
    return sum(_align(slot, gold[slot], predicted[slot])[0] for slot in SLOTS) + 0.01


def _align(slot: str, gold: Sequence[_Fill], predicted: Sequence[_Fill]) -> tuple[float, list[tuple[int, int]]]:
    credits = [[_match(slot, a, b) for b in predicted] for a in gold]
    # Of equal matches those with fills that are needed come first.
    weights = [[c + (0 if a.optional else 1e-3) if c else 0 for c in row] for row, a in zip(credits, gold, strict=True)]
    pairs = assign(weights) if gold and predicted else []
    return sum(credits[i][j] for i, j in pairs), pairs


def _match(slot: str, gold: _Fill, predicted: _Fill) -> float:
    ours, theirs = gold.alternatives, predicted.alternatives
    if slot == _DATE:
        return max((_dates(a, b) for a in ours for b in theirs), default=0.0)
    if slot == _PLACE:
        return max((_places(a, b) for a in ours for b in theirs), default=0.0)
    if slot in _STRINGS:
        return _strings(ours, theirs)
    same = _same(ours, theirs)
    refs, given = [r for r in gold.refs if _plain(r)], [r for r in predicted.refs if _plain(r)]
    return 0.5 if same and refs and given and not _strings(refs, given) else same


def _same(gold: Sequence[Value], predicted: Sequence[Value]) -> float:
    return float(bool({_plain(_value(a)) for a in gold} & {_plain(_value(b)) for b in predicted}))


def _strings(gold: Sequence[Value], predicted: Sequence[Value]) -> float:
    """1 where one string holds the words of the other, with its head or half of it; 1/2 where they share a word."""
    best = 0.0
    for a in gold:
        for b in predicted:
            first, second = _plain(_value(a)), _plain(_value(b))
            if not first or not second:
                continue
            if first == second:
                return 1.0
            ours, theirs = [w for w in first.split() if w not in _SMALL], [w for w in second.split() if w not in _SMALL]
            if not ours or not theirs:
                continue
            within = set(theirs) <= set(ours) and (ours[-1] in theirs or 2 * len(theirs) >= len(ours))
            if within or set(ours) <= set(theirs):
                best = 1.0
            elif set(ours) & set(theirs):
                best = max(best, 0.5)
    return best


def _dates(a: Value, b: Value) -> float:
    if isinstance(a, str) or isinstance(b, str) or "to" not in a or "to" not in b:
        return float(_plain(_value(a)) == _plain(_value(b)) != "")
    if (a["from"], a["to"]) == (b["from"], b["to"]):
        return 1.0
    first, last = max(a["from"] or "0000", b["from"] or "0000"), min(a["to"] or "9999", b["to"] or "9999")
    return 0.5 if first <= last else 0.0


def _places(a: Value, b: Value) -> float:
    first, second = _path(a), _path(b)
    if first == second or (first and second and first[-1] == second[-1] and first[0] == second[0]):
        return 1.0
    return 0.5 if set(first) & set(second) else 0.0


def _path(value: Value) -> list[str]:
    if isinstance(value, Mapping) and "path" in value:
        return [_plain(str(part["name"])) for part in value["path"]]
    return [_plain(part) for part in _BRACKETS.sub("", _value(value)).split(":")]


def _value(value: Value) -> str:
    return value if isinstance(value, str) else str(value.get("value", value.get("raw", "")))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _fills(given: Any) -> list[_Fill]:
    found = []
    for fill in given or []:
        if isinstance(fill, str):
            found.append(_Fill([fill]))
        elif "alternatives" in fill:
            found.append(_Fill(fill["alternatives"], fill.get("refs") or (), bool(fill.get("optional"))))
        else:
            found.append(_Fill([fill], fill.get("refs") or ([fill["ref"]] if fill.get("ref") else ())))
    return found
