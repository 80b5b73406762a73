"""What changed between two states of the record: events new, gone, merged, split, changed.

Events are matched by the claims they share, a claim by its id or, where a report was read anew, by its document and overlapping trigger:
what an event is called in either state does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.export.bundle import Bundle, day_range, figure_line, place_line, what_happened
from onrecord.export.words import spoken
from onrecord.model import Claim, Event

KINDS = ("new", "gone", "merged", "split", "regrouped", "changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One thing that an event says otherwise now: the words for both states."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """Events that belong together over both states. `kind` is one of `KINDS`: regrouped is several events become several others."""

    kind: str
    old: tuple[Event, ...]
    new: tuple[Event, ...]
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All changes, those of grade and figures of one event among them, and how many events are the same in both states."""

    changes: tuple[EventChange, ...]
    same: int

    def of(self, kind: str) -> tuple[EventChange, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)


def changes(old: Bundle, new: Bundle) -> Changes:
    """What changed from `old` to `new`, in the order of `KINDS`, then of days; a pure function of both."""
    key_of = _claim_keys(old.claims, new.claims)
    by_claim: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for side, events in enumerate((old.events, new.events)):
        for number, event in enumerate(events):
            for key in {key_of[side].get(i, i) for i in event.claim_ids}:
                by_claim[key].append((side, number))
    found, same = [], 0
    for left, right in _groups(old.events, new.events, by_claim):
        if len(left) == len(right) == 1:
            fields = tuple(_field_changes(left[0], right[0]))
            if not fields:
                same += 1
                continue
            found.append(EventChange(kind="changed", old=left, new=right, fields=fields))
        elif len(left) > 1 and len(right) == 1:
            found.append(EventChange(kind="merged", old=left, new=right))
        elif len(left) == 1 and len(right) > 1:
            found.append(EventChange(kind="split", old=left, new=right))
        else:
            found.append(EventChange(kind="regrouped" if left and right else "new" if right else "gone", old=left, new=right))
    found.sort(key=lambda c: (KINDS.index(c.kind), *_when((c.new or c.old)[0])))
    return Changes(changes=tuple(found), same=same)


def _when(event: Event) -> tuple[str, str]:
    return (event.when.earliest.isoformat() if event.when and event.when.earliest else "9999", event.id)


def _claim_keys(old: Mapping[str, Claim], new: Mapping[str, Claim]) -> tuple[dict[str, str], dict[str, str]]:
    """For claims that have another id in the other state: one key for both."""
    only_new = [claim for i, claim in new.items() if i not in old]
    there: dict[str, list[Claim]] = defaultdict(list)
    for i, claim in old.items():
        if i not in new:
            there[claim.document_id].append(claim)
    keys: dict[str, str] = {}
    for claim in only_new:
        meet = [c for c in there.get(claim.document_id, ()) if c.trigger.overlaps(claim.trigger)]
        if meet:
            best = min(meet, key=lambda c: (c.status != claim.status, c.event_type != claim.event_type, c.trigger != claim.trigger, c.id))
            keys[claim.id] = best.id
    return {}, keys


def _groups(
    old: Sequence[Event], new: Sequence[Event], by_claim: Mapping[str, Sequence[tuple[int, int]]]
) -> Iterator[tuple[tuple[Event, ...], tuple[Event, ...]]]:
    """Events of both states that share claims, directly or through others."""
    nodes = [(0, n) for n in range(len(old))] + [(1, n) for n in range(len(new))]
    root = {node: node for node in nodes}

    def find(node: tuple[int, int]) -> tuple[int, int]:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for members in by_claim.values():
        for other in members[1:]:
            root[find(other)] = find(members[0])
    grouped: dict[tuple[int, int], tuple[list[Event], list[Event]]] = defaultdict(lambda: ([], []))
    for side, number in nodes:
        grouped[find((side, number))][side].append((old, new)[side][number])
    for left, right in grouped.values():
        yield tuple(sorted(left, key=_when)), tuple(sorted(right, key=_when))


def _field_changes(old: Event, new: Event) -> Iterator[FieldChange]:
    for name, before, after in (
        ("what", what_happened(old), what_happened(new)),
        ("status", spoken(old.status), spoken(new.status)),
        ("grade", spoken(old.grade.corroboration), spoken(new.grade.corroboration)),
        ("Airwars grade", old.grade.airwars or "none", new.grade.airwars or "none"),
        ("date", day_range(old), day_range(new)),
        ("place", place_line(old), place_line(new)),
        ("actors", _listed(old.actors), _listed(new.actors)),
        ("targets", _listed(old.targets), _listed(new.targets)),
        ("figures", figures_words(old), figures_words(new)),
        ("independent origins", str(old.grade.independent_origins), str(new.grade.independent_origins)),
        ("origins", _listed([o.name for o in old.grade.origins]), _listed([o.name for o in new.grade.origins])),
        ("denied by", _listed([o.name for o in old.grade.denials]), _listed([o.name for o in new.grade.denials])),
        ("claims", str(len(old.claim_ids)), str(len(new.claim_ids))),
        ("documents", str(len(old.document_ids)), str(len(new.document_ids))),
    ):
        if before != after:
            yield FieldChange(field=name, old=before, new=after)


def figures_words(event: Event) -> str:
    """All ranges of figures of an event in words, "none" where nobody gave one."""
    return "; ".join(figure_line(f) for f in event.grade.figures) or "none"


def _listed(names: Sequence[str]) -> str:
    return "; ".join(names) or "none"
