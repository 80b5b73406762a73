"""Metrics of event triggers and arguments across corpora whose types differ: compared by coarse group and coarse role.

Fractions, to three places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.evaluate.metrics_common import Answered, Extent, Pair, Result, Tally, overlaps

# The corpora's own role names (ACE, FrameNet as GENEVA and FAMuS use it, KAIROS, RAMS), lower case; other roles are not scored.
_ROLES = {
    "actor": (
        "actor agent assailant attacker authorities avenger communicator conqueror damager damagerdestroyer demonstrator destroyer "
        "detonator entity executioner granter injurer interlocutors invader investigator jailer judgecourt killer offender participant "
        "perpetrator police preventer prosecutor protester retreater self_mover sender side_1 sides signatory speaker surrenderer "
        "terrorist transporter traveler traveller yielder"
    ),
    "target": (
        "addressee artifact deceased defendant defender detainee executed experiencer injured injured_party land passenger "
        "passengerartifact patient person prisoner recipient side_2 suspect target theme victim"
    ),
    "instrument": "carrier explosive explosivedevice fireexplosionobject instrument means projectile vehicle weapon",
    "place": "area destination direction goal location origin path place prison source undesirable_location",
    "time": "time",
}
_COARSE = {name: role for role, names in _ROLES.items() for name in names.split()}
# Corpora draw the line between these in different places.
_FAMILY = {"strike": "attack", "explosion": "attack", "battle": "attack", "death": "harm", "injury": "harm"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    group: str | None
    trigger: Extent | None
    arguments: Sequence[tuple[str, Extent | None]]

    @property
    def family(self) -> str | None:
        return _FAMILY.get(self.group, self.group) if self.group else None


def coarse_role(role: str) -> str | None:
    """actor, target, instrument, place or time for a corpus's own role name; None for a role that is not scored."""
    return _COARSE.get(role.lower())


def events_arguments(pairs: Sequence[Pair]) -> Result:
    """F1 of triggers (found, group, family of groups) and arguments (found, coarse role); the headline is the arguments' role.

    Spans match when they overlap; triggers are aligned one to one, the same group first. Gold events without a group are not counted,
    nor are predicted events that meet only those, nor, in records marked `complete: false`, any that meet no gold event. Arguments of
    gold events that were not found are misses; arguments of predicted events that no gold event meets are not counted.
    """
    if not any(gold.fields.get("events") is not None for gold, _ in pairs):
        raise pairs[0][0].failure("no 'events'", "Give events: [{group, trigger, args: [{role, span}]}]")
    lines = {line: Tally() for line in ("argument_role", "argument_found", "trigger_found", "trigger_group", "trigger_family")}
    for gold, predicted in pairs:
        every = _events(gold)
        ours, theirs = [e for e in every if e.group], _events(predicted)
        aligned = _align(ours, theirs)
        known = {j for _, j in aligned}
        others = [e for e in every if not e.group]
        counted = len(known) + (
            0
            if _partial(gold)
            else sum(j not in known and not any(overlaps(o.trigger, e.trigger) for o in others) for j, e in enumerate(theirs))
        )
        both = [(ours[i], theirs[j]) for i, j in aligned]
        lines["trigger_found"].add(len(both), counted, len(ours))
        lines["trigger_group"].add(sum(a.group == b.group for a, b in both), counted, len(ours))
        lines["trigger_family"].add(sum(a.family == b.family for a, b in both), counted, len(ours))
        wanted = sum(extent is not None for e in ours for _, extent in e.arguments)
        told = sum(len(b.arguments) for _, b in both)
        lines["argument_found"].add(sum(_argument_hits(a, b, by_role=False) for a, b in both), told, wanted)
        lines["argument_role"].add(sum(_argument_hits(a, b, by_role=True) for a, b in both), told, wanted)
    figures = {line: {name: round(value, 3) for name, value in tally.ratios().items()} for line, tally in lines.items()}
    return {"primary": {"name": "argument role F1", "value": figures["argument_role"]["f1"]}, **figures}


def _events(record: Answered) -> list[_Event]:
    found = []
    for event in record.parts("events"):
        group = event.get("group")
        if group is not None and not isinstance(group, str):
            raise record.failure(f"group {group!r} is no string", "Give each event's coarse group, or null")
        arguments = [(_role(record, a), record.located(a.get("span"))) for a in record.parts("args", of=event)]
        trigger = record.located(record.need("trigger", of=event))
        found.append(_Event(group=group, trigger=trigger, arguments=[(role, span) for role, span in arguments if role]))
    return found


def _role(record: Answered, argument: Any) -> str | None:
    role = record.need("role", of=argument)
    if not isinstance(role, str):
        raise record.failure(f"role {role!r} is no string", "Give each argument's role by name")
    return coarse_role(role)


def _partial(record: Answered) -> bool:
    meta = record.fields.get("meta")
    return record.fields.get("complete") is False or (isinstance(meta, dict) and meta.get("complete") is False)


def _align(gold: Sequence[_Event], predicted: Sequence[_Event]) -> list[tuple[int, int]]:
    meeting = [(a.group != b.group, i, j) for i, a in enumerate(gold) for j, b in enumerate(predicted) if overlaps(a.trigger, b.trigger)]
    aligned: dict[int, int] = {}
    for _, i, j in sorted(meeting):
        if i not in aligned and j not in aligned.values():
            aligned[i] = j
    return list(aligned.items())


def _argument_hits(gold: _Event, predicted: _Event, *, by_role: bool) -> int:
    """How many gold arguments find a predicted one: in their order, each takes the first that is left."""
    left = list(predicted.arguments)
    for role, span in gold.arguments:
        taken = next((n for n, (other, there) in enumerate(left) if overlaps(span, there) and (not by_role or role == other)), None)
        if taken is not None:
            del left[taken]
    return len(predicted.arguments) - len(left)
