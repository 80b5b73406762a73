"""Decisions in the store: appended under the write lock once they are known to stand beside those that are there."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from onrecord.errors import BadInput, DecisionLate, DecisionRefused
from onrecord.model import Claim, ClaimRef, Decision
from onrecord.model.codec import from_dict
from onrecord.store import write
from onrecord.store.decisions_apply import Decided
from onrecord.store.decisions_attach import Claims
from onrecord.store.decisions_kinds import STAGE, Content, Correct, MarkSource, SameActor, SetParty, Undo, content_of, make, refs_of
from onrecord.store.decisions_ledger import Ledger, Trouble, order
from onrecord.store.decisions_values import spans_in
from onrecord.store.read import decisions_of, is_newest
from onrecord.store.schema import claims, decisions, documents, readings

_PORTION = 5_000
_MOST_UNDOS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A decision as it stands: what it says (None where that cannot be understood), the current claims it is about, what became of it.

    `undone_by` are the undos that hold against it; `troubles` what keeps it from being applied, wholly or in part.
    """

    decision: Decision
    content: Content | None
    claims: tuple[str, ...]
    undone_by: tuple[str, ...]
    troubles: tuple[Trouble, ...]

    @property
    def state(self) -> str:
        """applied, moved, partial, undone or not_applied."""
        if self.undone_by:
            return "undone"
        if any(not trouble.applies for trouble in self.troubles):
            return "not_applied"
        return self.troubles[0].kind if self.troubles else "applied"


def revision(connection: Connection) -> int:
    """A number that grows with every decision: what a reviewer has seen when looking at the record now."""
    return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(decisions.c.seq), 0))).scalar_one())


def append(
    connection: Connection, new: Sequence[Decision], *, seen: int | None, keep_dangling: bool, replacing: bool
) -> tuple[Decision, ...]:
    """Append what is not there yet, all or nothing; gives what was appended, undos of what was replaced included.

    The caller holds the write lock. Raises DecisionRefused for a contradiction, a circle or a decision about nothing on record, and
    DecisionLate where others decided on the same things after revision `seen`.
    """
    there = decisions_of(connection, None)
    known = {decision.id for decision in there}
    fresh = list({d.id: d for d in new if d.id not in known}.values())
    if not fresh:
        return ()
    contents = {d.id: content_of(d) for d in fresh}
    on_record = claims_for(connection, [*there, *fresh])
    _check_spans(connection, fresh, contents)
    if seen is not None:
        _check_seen(connection, fresh, there, on_record, seen)
    before = Ledger.of(there, on_record)
    after = Ledger.of([*there, *fresh], on_record)
    for _ in range(_MOST_UNDOS if replacing else 0):
        undo = _replacement(fresh, after)
        if undo is None:
            break
        fresh.append(undo)
        after = Ledger.of([*there, *fresh], on_record)
    _check_troubles(fresh, before, after, keep_dangling=keep_dangling)
    for decision in fresh:
        write.append_decision(connection, decision)
    return tuple(fresh)


def standings(connection: Connection) -> list[Standing]:
    """Every decision as it stands, in the order of deciding."""
    there = decisions_of(connection, None)
    on_record = claims_for(connection, there)
    ledger = Ledger.of(there, on_record)
    troubles: dict[str, list[Trouble]] = {}
    for trouble in ledger.troubles:
        troubles.setdefault(trouble.decisions[0], []).append(trouble)
    found = []
    for decision in sorted(there, key=order):
        content = _understood(decision)
        attached = (on_record.find(ref) for ref in (refs_of(content) if content else ()))
        found.append(
            Standing(
                decision=decision,
                content=content,
                claims=tuple(dict.fromkeys(a.claim_id for a in attached if a.claim_id is not None)),
                undone_by=ledger.undone.get(decision.id, ()),
                troubles=tuple(troubles.get(decision.id, ())),
            )
        )
    return found


def decided(connection: Connection, *, until: int | None = None, without: Collection[str] = ()) -> Decided:
    """What was decided up to the decision `until`, in the record without some of its documents."""
    there = decisions_of(connection, None, until=until)
    return Decided.of(there, claims_for(connection, there, without=without))


def documents_of(connection: Connection, claim_ids: Sequence[str]) -> dict[str, str]:
    """The document of each of the current claims."""
    found: dict[str, str] = {}
    for portion in _portions(claim_ids):
        chosen = sa.select(claims.c.id, readings.c.document_id).join(readings).where(claims.c.id.in_(portion), is_newest())
        found |= {row.id: row.document_id for row in connection.execute(chosen)}
    return found


def bearing_on(listed: Sequence[Standing], event_id: str, claim_ids: Iterable[str], decision_ids: Iterable[str]) -> list[Standing]:
    """Those of `listed` that are about the event, one of its claims, or a decision that is, held or taken back."""
    wanted, chosen = frozenset(claim_ids), set(decision_ids)
    chosen |= {s.decision.id for s in listed if s.decision.subject == event_id or not wanted.isdisjoint(s.claims)}
    # An undo of an undo is decided later than what it undoes in no order that can be relied on, so until nothing is added.
    size = -1
    while size < len(chosen):
        size = len(chosen)
        chosen |= {s.decision.id for s in listed if isinstance(s.content, Undo) and s.content.decision in chosen}
    return [s for s in listed if s.decision.id in chosen]


def claims_for(connection: Connection, listed: Sequence[Decision], *, without: Collection[str] = ()) -> Claims:
    """The current claims that these decisions may be about: of those found by their ids no more than the ids are read.

    Documents `without` are taken for not being there.
    """
    refs = [ref for decision in listed for ref in refs_if_understood(decision) if ref.document_id not in without]
    wanted = sorted({ref.claim_id for ref in refs if ref.claim_id is not None})
    exact = set(documents_of(connection, wanted))
    named = sorted({ref.document_id for ref in refs})
    there: set[str] = set()
    for portion in _portions(named):
        there |= set(connection.execute(sa.select(documents.c.id).where(documents.c.id.in_(portion))).scalars())
    open_ones = sorted({ref.document_id for ref in refs if ref.claim_id not in exact} & there)
    bodies: list[Claim] = []
    for portion in _portions(open_ones):
        rows = connection.execute(
            sa.select(claims.c.body).join(readings).where(readings.c.document_id.in_(portion), is_newest()).order_by(claims.c.seq)
        )
        bodies += [from_dict(Claim, json.loads(body)) for body in rows.scalars()]
    return Claims.of(bodies, there, exact)


def touches(decision: Decision, listed: dict[str, Decision], on_record: Claims) -> frozenset[str]:
    """Keys of what a decision is about: claims, sources, actors, and for an undo what it takes back with all that is about."""
    keys: set[str] = set()
    current: Decision | None = decision
    while current is not None:
        content = _understood(current)
        following: Decision | None = None
        match content:
            case MarkSource():
                keys |= {f"source {s}" for s in (content.source, content.other) if s is not None}
            case SameActor():
                keys |= {f"actor {content.a}", f"actor {content.b}"}
            case SetParty():
                # Marks of a source say whose side it is on as well.
                keys |= {f"actor {content.actor}", f"source {content.actor}"}
            case Undo():
                keys.add(f"decision {content.decision}")
                following = listed.get(content.decision)
            case None:
                pass
            case _:
                found = (on_record.find(ref) for ref in refs_of(content))
                keys |= {f"claim {a.claim_id}" if a.claim_id else f"span {a.ref.document_id} {a.ref.trigger}" for a in found}
        current = following
    return frozenset(keys)


def _check_spans(connection: Connection, fresh: Sequence[Decision], contents: dict[str, Content]) -> None:
    for decision in fresh:
        content = contents[decision.id]
        if not isinstance(content, Correct):
            continue
        last = max((span.end for span in spans_in(content.fields)), default=0)
        for document_id in sorted({ref.document_id for ref in content.claims}) if last else ():
            length = connection.execute(sa.select(sa.func.length(documents.c.text)).where(documents.c.id == document_id)).scalar()
            if length is not None and last > length:
                problem = f"the correction names characters up to {last} of document {document_id}, which has {length}"
                raise _refused(problem, decision, "Give spans that lie in the text, or leave them out.")


def _check_seen(connection: Connection, fresh: Sequence[Decision], there: Sequence[Decision], on_record: Claims, seen: int) -> None:
    later_ids = set(connection.execute(sa.select(decisions.c.id).where(decisions.c.seq > seen)).scalars())
    listed = {d.id: d for d in (*there, *fresh)}
    later = [(d, touches(d, listed, on_record)) for d in there if d.id in later_ids]
    for decision in fresh:
        mine = touches(decision, listed, on_record)
        for other, keys in later:
            shared = sorted(mine & keys)
            if shared:
                raise DecisionLate(
                    f"{other.author} decided on {shared[0]} in the meantime (decision {other.id}: {other.kind}, {other.reason})",
                    subject=f"decision {decision.id}",
                    stage=STAGE,
                    remedy="Look at it again, then decide.",
                    decisions=(decision.id, other.id),
                )


def _replacement(fresh: Sequence[Decision], ledger: Ledger) -> Decision | None:
    """The undo of an older decision that a new one contradicts; None where none is contradicted any more."""
    own = {d.id: d for d in fresh}
    for trouble in ledger.troubles:
        mine = [own[i] for i in trouble.decisions if i in own]
        others = [i for i in trouble.decisions if i not in own]
        if trouble.kind in ("contradiction", "cycle") and mine and others:
            return make(
                Undo(decision=others[0]),
                subject=others[0],
                author=mine[0].author,
                reason=f"replaced by {mine[0].id}: {mine[0].reason}"[:2_000],
                decided_at=mine[0].decided_at,
            )
    return None


def _check_troubles(fresh: Sequence[Decision], before: Ledger, after: Ledger, *, keep_dangling: bool) -> None:
    # An undo of an undo brings a decision back, which has to stand beside the others as a new one does.
    changed = {d.id for d in fresh} | (before.undone.keys() - after.undone.keys())
    known = {d.id: d for d in fresh}
    for trouble in after.troubles:
        if changed.isdisjoint(trouble.decisions):
            continue
        first, others = trouble.decisions[0], trouble.decisions[1:]
        subject = known.get(first) or fresh[0]
        if trouble.kind in ("contradiction", "cycle"):
            remedy = f"Undo {others[0]} first, or replace it with --replace." if others else "Take the split back, or name other claims."
            problem = f"{first} contradicts {' and '.join(others)}: {trouble.problem}" if others else trouble.problem
            raise _refused(problem, subject, remedy, trouble.decisions)
        if trouble.kind in ("dangling", "partial") and first in known and not keep_dangling:
            remedy = (
                "Check the id with onrecord events or show; to keep decisions for reports that are still to be read, use --keep-dangling."
            )
            raise _refused(trouble.problem, subject, remedy, trouble.decisions)


def _refused(problem: str, decision: Decision, remedy: str, others: tuple[str, ...] = ()) -> DecisionRefused:
    ids = tuple(dict.fromkeys((decision.id, *others)))
    return DecisionRefused(problem, subject=f"decision {decision.id} ({decision.kind})", stage=STAGE, remedy=remedy, decisions=ids)


def _understood(decision: Decision) -> Content | None:
    try:
        return content_of(decision)
    except BadInput:
        return None


def refs_if_understood(decision: Decision) -> tuple[ClaimRef, ...]:
    """The claims that a decision is about; none where its payload cannot be understood."""
    content = _understood(decision)
    return refs_of(content) if content is not None else ()


def _portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _PORTION] for start in range(0, len(ids), _PORTION))
