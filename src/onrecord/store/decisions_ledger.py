"""Decisions taken together: which hold, which contradict each other, which are about nothing that is on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC

from onrecord.errors import BadInput
from onrecord.model import Decision
from onrecord.store.decisions_attach import Attached, Claims, undone
from onrecord.store.decisions_bonds import Bonds
from onrecord.store.decisions_kinds import (
    Accept,
    Content,
    Correct,
    MarkSource,
    Merge,
    Reject,
    SameActor,
    SetGrade,
    SetParty,
    Split,
    Undo,
    canonical,
    content_of,
    refs_of,
)
from onrecord.store.decisions_parties import Parties

_MARK_GROUPS = {
    "credible": "credibility",
    "not_credible": "credibility",
    "independent": "side",
    "not_independent": "side",
    "state_controlled": "side",
    "origin_of": "origin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What keeps a decision from being applied, or from being applied in full.

    `kind` is contradiction, cycle, dangling (nothing on record that it is about), partial (some of its claims are gone), moved (found by
    its span under another id; nothing is lost), unclear (its payload cannot be understood) or scattered (its claims now lie in several
    events). `decisions` are the ids concerned, the one in trouble first.
    """

    kind: str
    decisions: tuple[str, ...]
    problem: str

    @property
    def applies(self) -> bool:
        """Whether the decision is applied all the same."""
        return self.kind in ("partial", "moved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A decision that holds and is applied: what it says and the claims on record that it is about, in the order of its payload."""

    decision: Decision
    content: Content
    claims: tuple[str, ...]
    parts: tuple[frozenset[str], ...] = ()


def order(decision: Decision) -> tuple[str, str]:
    """Order of deciding, which does not hang on the order of arrival."""
    return decision.decided_at.astimezone(UTC).isoformat(timespec="microseconds"), decision.id


@dataclass(slots=True)
class Ledger:
    """All decisions on a record in the order of deciding; of two that contradict each other the earlier one holds.

    `entries` are those applied, `troubles` what is wrong with others, `undone` maps those taken back to the undos that did it.
    """

    entries: list[Entry] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    undone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attached: dict[str, tuple[Attached, ...]] = field(default_factory=dict)
    events: Bonds = field(default_factory=Bonds)
    actors: Bonds = field(default_factory=Bonds)
    parties: Parties = field(default_factory=Parties)
    _fields: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    _marks: dict[tuple[str, str], tuple[str, MarkSource]] = field(default_factory=dict)
    _verdicts: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, decisions: Iterable[Decision], claims: Claims) -> Ledger:
        """The ledger of `decisions` on a record with these claims; the same in any order of them."""
        ledger = cls()
        ordered = sorted({d.id: d for d in decisions}.values(), key=order)
        contents: dict[str, Content] = {}
        for decision in ordered:
            try:
                contents[decision.id] = content_of(decision)
            except BadInput as error:
                ledger.troubles.append(Trouble(kind="unclear", decisions=(decision.id,), problem=error.problem))
        targets = {i: content.decision for i, content in contents.items() if isinstance(content, Undo)}
        ledger.undone = undone(ordered, targets)
        known = {decision.id for decision in ordered}
        for decision in ordered:
            content = contents.get(decision.id)
            if content is None or decision.id in ledger.undone:
                continue
            if isinstance(content, Undo) and content.decision not in known:
                problem = f"it takes back {content.decision}, which is not on record"
                ledger.troubles.append(Trouble(kind="dangling", decisions=(decision.id,), problem=problem))
                continue
            ledger._enter(decision, content, claims)
        return ledger

    def _enter(self, decision: Decision, content: Content, claims: Claims) -> None:
        found = tuple(claims.find(ref) for ref in refs_of(content))
        self.attached[decision.id] = found
        problems = [a.problem for a in found if a.problem is not None]
        ids = tuple(dict.fromkeys(a.claim_id for a in found if a.claim_id is not None))
        if found and not ids:
            self.troubles.append(Trouble(kind="dangling", decisions=(decision.id,), problem="; ".join(problems)))
            return
        parts = _parts(content, found)
        trouble = self._accept(decision.id, content, ids, parts)
        if trouble is not None:
            self.troubles.append(trouble)
            return
        if problems:
            self.troubles.append(Trouble(kind="partial", decisions=(decision.id,), problem="; ".join(problems)))
        elif any(a.state == "moved" for a in found):
            moved = ", ".join(f"{a.ref.claim_id} is now {a.claim_id}" for a in found if a.state == "moved")
            self.troubles.append(Trouble(kind="moved", decisions=(decision.id,), problem=f"found by the span: {moved}"))
        self.entries.append(Entry(decision=decision, content=content, claims=ids, parts=parts))

    def _accept(self, key: str, content: Content, ids: tuple[str, ...], parts: tuple[frozenset[str], ...]) -> Trouble | None:
        """Take a decision in, or say why it cannot stand beside those taken in before."""
        match content:
            case Merge():
                return _contradiction(key, self.events.join(key, ids), "it joins claims that {others} keeps apart")
            case Split():
                if sum(map(len, parts)) > len(frozenset().union(*parts)):
                    return Trouble(kind="contradiction", decisions=(key,), problem="claims that it keeps apart are one claim now")
                return _contradiction(key, self.events.part(key, parts), "it keeps apart claims that {others} joins")
            case Correct():
                return self._once(
                    self._fields, key, [((i, f), canonical(v)) for i in ids for f, v in content.fields.items()], "corrects {1} of {0}"
                )
            case SetGrade():
                set_to = {"corroboration": content.corroboration, "Airwars grade": content.airwars}
                return self._once(self._fields, key, [((i, f), v) for i in ids for f, v in set_to.items() if v], "sets the {1} of {0}")
            case Reject() | Accept():
                says = "accepts" if isinstance(content, Accept) else "rejects"
                return self._judge(key, says, ids)
            case SameActor():
                if content.judgement == "positive":
                    return _contradiction(
                        key, self.actors.join(key, (content.a, content.b)), "it makes one of actors that {others} keeps apart"
                    )
                if content.judgement == "negative":
                    blocked = self.actors.part(key, ((content.a,), (content.b,)))
                    return _contradiction(key, blocked, "it keeps apart actors that {others} makes one")
                return None
            case MarkSource():
                return self._mark(key, content)
            case SetParty():
                return self._side(key, content)
        return None

    def _once(
        self, taken: dict[tuple[str, str], tuple[str, str]], key: str, wanted: list[tuple[tuple[str, str], str]], words: str
    ) -> Trouble | None:
        for place, value in wanted:
            other, before = taken.get(place, (key, value))
            if before != value:
                problem = f"it {words.format(*place)} to {value}, {other} to {before}"
                return Trouble(kind="contradiction", decisions=(key, other), problem=problem)
        for place, value in wanted:
            taken.setdefault(place, (key, value))
        return None

    def _judge(self, key: str, says: str, ids: tuple[str, ...]) -> Trouble | None:
        for i in ids:
            other, before = self._verdicts.get(i, (key, says))
            if before != says:
                return Trouble(kind="contradiction", decisions=(key, other), problem=f"it {says} {i}, which {other} {before}")
        for i in ids:
            self._verdicts.setdefault(i, (key, says))
        return None

    def _mark(self, key: str, content: MarkSource) -> Trouble | None:
        group = _MARK_GROUPS[content.mark]
        # Whose report comes from whom is said of the one that passes it on.
        told, of = (content.other or "", content.source) if group == "origin" else (content.source, content.other)
        other, before = self._marks.get((told, group), (key, content))
        if (before.mark, before.source, before.other) != (content.mark, content.source, content.other):
            problem = f"it says {_spoken(content)}, {other} says {_spoken(before)}"
            return Trouble(kind="contradiction", decisions=(key, other), problem=problem)
        held = next(iter(self.parties.by_actor.get(told, ())), None) if group == "side" else None
        if held is not None and not _agree(content, held[1]):
            return _other_side(key, _spoken(content), *held)
        if of is not None:
            circle = self._circle(told, of, group)
            if circle:
                problem = f"{_spoken(content)} goes round in a circle with {' and '.join(circle)}"
                return Trouble(kind="cycle", decisions=(key, *circle), problem=problem)
        self._marks.setdefault((told, group), (key, content))
        return None

    def _side(self, key: str, content: SetParty) -> Trouble | None:
        marked = self._marks.get((content.actor, "side"))
        if marked is not None and not _agree(marked[1], content):
            problem = f"it says {_side_spoken(content)}, {marked[0]} says {_spoken(marked[1])}"
            return Trouble(kind="contradiction", decisions=(key, marked[0]), problem=problem)
        held = self.parties.clash(content)
        if held is not None:
            return _other_side(key, _side_spoken(content), *held)
        circle = self.parties.circle(content)
        if circle:
            problem = f"{_side_spoken(content)} goes round in a circle with {' and '.join(circle)}"
            return Trouble(kind="cycle", decisions=(key, *circle), problem=problem)
        self.parties.add(key, content)
        return None

    def _circle(self, start: str, first: str, group: str) -> tuple[str, ...]:
        """The decisions that lead from `first` back to `start`, empty where none do."""
        passed: list[str] = []
        current = first
        while current != start:
            step = self._marks.get((current, group))
            if step is None:
                return ()
            passed.append(step[0])
            content = step[1]
            following = content.source if group == "origin" else content.other
            if following is None or len(passed) > len(self._marks):
                return ()
            current = following
        return tuple(passed)


def _parts(content: Content, found: tuple[Attached, ...]) -> tuple[frozenset[str], ...]:
    if not isinstance(content, Split):
        return ()
    ids = iter(a.claim_id for a in found)
    parts = (frozenset(i for i in (next(ids) for _ in part) if i is not None) for part in content.parts)
    return tuple(part for part in parts if part)


def _contradiction(key: str, others: tuple[str, ...], words: str) -> Trouble | None:
    if not others:
        return None
    return Trouble(kind="contradiction", decisions=(key, *others), problem=words.format(others=" with ".join(others)))


def _spoken(content: MarkSource) -> str:
    words = content.mark.replace("_", " ")
    return f"{content.source} is {words}{'' if content.other is None else f' {content.other}'}"


def _agree(mark: MarkSource, side: SetParty) -> bool:
    """Whether a mark, which holds at all times, and a party say the same of an actor."""
    return side.party == (mark.source if mark.mark == "independent" else mark.other)


def _other_side(key: str, said: str, other: str, held: SetParty) -> Trouble:
    return Trouble(kind="contradiction", decisions=(key, other), problem=f"it says {said}, {other} says {_side_spoken(held)}")


def _side_spoken(content: SetParty) -> str:
    words = f"on the side of {content.party}" if content.party is not None else "on a side that nobody can tell"
    times = ((content.valid_from, "from"), (content.valid_to, "to"))
    return " ".join((f"{content.actor} is {words}", *(f"{word} {day}" for day, word in times if day is not None)))
