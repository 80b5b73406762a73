"""What each kind of decision holds, read from its payload and written to it.

| kind | payload |
|---|---|
| merge | `claims`: all tell of one happening |
| split | `parts`: two lists of claims or more; claims of different parts tell of different happenings |
| correct | `claims`, `fields`: what they say instead |
| grade | `claims` of the event, `corroboration` and/or `airwars` |
| source | `source`, `name`, `mark`, and for some marks `other`, `other_name` |
| actor | `a`, `b`, `judgement` positive, negative or unsure: one actor under two ids, or two actors |
| party | `actor`, `name`, `party`, `party_name`, `valid_from`, `valid_to`: on whose side it is, and when |
| reject | `claims`, `why`: wrong or no_event |
| accept | `claims` |
| undo | `decision`: the id of what is taken back |

A claim is written as the fields of `ClaimRef`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from onrecord.errors import BadInput
from onrecord.model import ClaimRef, Decision
from onrecord.model.codec import from_dict, to_dict
from onrecord.model.codes import AIRWARS, CORROBORATION
from onrecord.model.decision import DECISION_KINDS
from onrecord.store.decisions_values import check_fields

STAGE = "decision"
MARKS = ("credible", "not_credible", "independent", "not_independent", "origin_of", "state_controlled")
PAIRED_MARKS = ("not_independent", "origin_of", "state_controlled")
JUDGEMENTS = ("positive", "negative", "unsure")
REJECTIONS = ("wrong", "no_event")
_LONGEST = 2_000
"""Characters of an author or a reason; what is longer was pasted by mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """All `claims` tell of one happening."""

    claims: tuple[ClaimRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Claims of different `parts` tell of different happenings."""

    parts: tuple[tuple[ClaimRef, ...], ...]

    @property
    def claims(self) -> tuple[ClaimRef, ...]:
        """The claims of all parts."""
        return tuple(claim for part in self.parts for claim in part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """What `claims` say instead: `fields` maps names of fields of a claim to values as `decisions_values` takes them."""

    claims: tuple[ClaimRef, ...]
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGrade:
    """The grade of the event that `claims` tell of; None leaves what the rules give."""

    claims: tuple[ClaimRef, ...]
    corroboration: str | None = None
    airwars: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSource:
    """What a reviewer knows of a source: `source` and `other` are ids of actors, organisations or publishers.

    credible, not_credible: for Airwars grades. independent: speaks for itself only. not_independent: speaks for `other`. origin_of: what
    `other` reports comes from `source`. state_controlled: speaks for the state `other`.
    """

    source: str
    mark: str
    name: str | None = None
    other: str | None = None
    other_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SameActor:
    """Whether two ids stand for one actor: positive, negative or unsure."""

    a: str
    b: str
    judgement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetParty:
    """On whose side an actor speaks and acts: `party` is the id of that party, its own for itself only, None where nobody can tell.

    It holds for documents published from `valid_from` to `valid_to`, inclusive; None is open.
    """

    actor: str
    party: str | None
    name: str | None = None
    party_name: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """`claims` are wrongly read (wrong) or tell of no event (no_event): they are left out of all events."""

    claims: tuple[ClaimRef, ...]
    why: str = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """`claims` were looked at and are right."""

    claims: tuple[ClaimRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Take back another decision, which may itself be an undo."""

    decision: str


Content = Merge | Split | Correct | SetGrade | MarkSource | SameActor | SetParty | Reject | Accept | Undo
_CLASSES: dict[str, type[Any]] = {
    "merge": Merge,
    "split": Split,
    "grade": SetGrade,
    "source": MarkSource,
    "actor": SameActor,
    "party": SetParty,
    "reject": Reject,
    "accept": Accept,
    "undo": Undo,
}
_NAMES: dict[type[Any], str] = {Correct: "correct", **{kind: name for name, kind in _CLASSES.items()}}


def make(content: Content, *, subject: str, author: str, reason: str, decided_at: datetime | None = None) -> Decision:
    """A decision with this content, decided now unless `decided_at` (with a time zone) says when. Raises BadInput for what cannot be."""
    try:
        payload = canonical(_as_json(content))
    except ValueError as problem:
        remedy = "Give finite numbers."
        raise BadInput(
            "it holds a number that is not finite", subject=f"{subject} ({_NAMES[type(content)]})", stage=STAGE, remedy=remedy
        ) from problem
    decision = Decision(
        kind=_NAMES[type(content)],
        subject=subject,
        payload=payload,
        author=author.strip(),
        decided_at=decided_at or datetime.now(UTC),
        reason=reason.strip(),
    )
    content_of(decision)
    return decision


def content_of(decision: Decision) -> Content:
    """What the payload of a decision holds, checked. Raises BadInput naming the decision and what is wrong."""
    try:
        return _read(decision)
    except ValueError as problem:
        remedy = f"Kinds are {', '.join(DECISION_KINDS)}; docs/decisions.md gives the payload of each."
        raise BadInput(str(problem), subject=f"decision {decision.id}", stage=STAGE, remedy=remedy) from problem


def refs_of(content: Content) -> tuple[ClaimRef, ...]:
    """The claims that a decision is about; none for those on sources, actors and other decisions."""
    return () if isinstance(content, MarkSource | SameActor | SetParty | Undo) else content.claims


def canonical(data: Any) -> str:
    """JSON text with sorted keys, so that one payload has one id."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)


def _as_json(content: Content) -> dict[str, Any]:
    if isinstance(content, Correct):
        return {"claims": [to_dict(ref) for ref in content.claims], "fields": content.fields}
    return to_dict(content)


def _read(decision: Decision) -> Content:
    if not decision.author or not decision.reason:
        raise ValueError(f"a decision says who and why; {'author' if not decision.author else 'reason'} is empty")
    if max(len(decision.author), len(decision.reason)) > _LONGEST:
        raise ValueError(f"author and reason have at most {_LONGEST:,} characters")
    if decision.decided_at.utcoffset() is None:
        raise ValueError("decided_at needs a time zone, such as +00:00")
    data = json.loads(decision.payload)
    content: Content
    if decision.kind == "correct":
        if type(data) is not dict or data.keys() != {"claims", "fields"} or type(data["claims"]) is not list:
            raise ValueError("a correction has claims and fields")
        content = Correct(claims=tuple(from_dict(ClaimRef, ref) for ref in data["claims"]), fields=check_fields(data["fields"]))
    elif decision.kind in _CLASSES:
        content = from_dict(_CLASSES[decision.kind], data)
    else:
        raise ValueError(f"no such kind of decision: {decision.kind!r}")
    _check(content)
    return content


def _check(content: Content) -> None:
    match content:
        case Split():
            if len(content.parts) < 2 or not all(content.parts):
                raise ValueError("a split has two parts or more, none of them empty")
            _distinct(content.claims, "a split names each claim once")
        case Merge():
            _distinct(content.claims, "a merge names each claim once")
            if len(content.claims) < 2:
                raise ValueError("a merge names two claims or more")
        case SetGrade():
            if content.corroboration is None and content.airwars is None:
                raise ValueError("a grade decision sets corroboration or airwars")
            _among("corroboration", content.corroboration, (None, *CORROBORATION))
            _among("airwars", content.airwars, (None, *AIRWARS))
        case MarkSource():
            _among("mark", content.mark, MARKS)
            if (content.other is not None) != (content.mark in PAIRED_MARKS):
                raise ValueError(f"{content.mark} {'needs' if content.mark in PAIRED_MARKS else 'takes no'} other source")
            _pair(content.source, content.other, "source")
        case SameActor():
            _among("judgement", content.judgement, JUDGEMENTS)
            _pair(content.a, content.b, "actor")
        case SetParty():
            if not content.actor.strip() or (content.party is not None and not content.party.strip()):
                raise ValueError("the id of an actor is empty")
            if content.valid_from and content.valid_to and content.valid_from > content.valid_to:
                raise ValueError(f"it begins on {content.valid_from}, after its end on {content.valid_to}")
        case Reject():
            _among("why", content.why, REJECTIONS)
        case Undo():
            if not content.decision:
                raise ValueError("an undo names a decision")
    if not isinstance(content, MarkSource | SameActor | SetParty | Undo) and not content.claims:
        raise ValueError("the decision names no claim")


def _pair(a: str, b: str | None, noun: str) -> None:
    if not a.strip() or (b is not None and not b.strip()):
        raise ValueError(f"the id of a {noun} is empty")
    if a == b:
        raise ValueError(f"{a!r} is named twice; a {noun} cannot be decided on against itself")


def _among(name: str, value: str | None, known: Iterable[str | None]) -> None:
    if value not in known:
        raise ValueError(f"{name} {value!r} is none of {', '.join(k for k in known if k is not None)}")


def _distinct(refs: tuple[ClaimRef, ...], problem: str) -> None:
    if len({(r.document_id, r.trigger, r.claim_id) for r in refs}) < len(refs):
        raise ValueError(problem)
