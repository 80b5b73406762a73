"""Decisions: accept, correct, merge, split, reject, grade, mark a source, undo; each with who, when and why, none ever edited."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from onrecord.api import cursors, views
from onrecord.api import models as m
from onrecord.api.decision_requests import (
    AcceptRequest,
    ActorRequest,
    CorrectRequest,
    DecisionRequest,
    GradeRequest,
    MergeRequest,
    OnEvent,
    PartyRequest,
    RejectRequest,
    SourceRequest,
    SplitRequest,
    UndoRequest,
)
from onrecord.api.desk import Desk
from onrecord.api.events import one_event
from onrecord.api.filters import Cursor, Limit
from onrecord.api.problems import ApiError, not_found
from onrecord.api.rebuild import rebuild_soon
from onrecord.errors import BadInput, DecisionLate, DecisionRefused
from onrecord.model import ClaimRef, Decision
from onrecord.store import people
from onrecord.store.bodies import documents_with, looked_at
from onrecord.store.decisions_attach import ref_of
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
    make,
)


class Decided(m.Model):
    """What became of a decision: the events in which its claims lie now, and the job that links anew where that takes longer."""

    decision: m.DecisionView
    also: tuple[m.DecisionView, ...] = Field(description="undos of decisions that it replaced")
    event_ids: tuple[str, ...]
    revision: int
    job: str | None = Field(description="id of the job after which the events follow the decision; null where they do already")


class DecisionPage(m.Model):
    """A page of decisions, the newest first."""

    items: tuple[m.DecisionView, ...]
    revision: int
    next: str | None


class DecisionQuery(BaseModel):
    """A place in the log of decisions."""

    model_config = ConfigDict(extra="forbid")

    cursor: Cursor = None
    limit: Limit = 50


def decide(desk: Desk, author: str, request: DecisionRequest) -> Decided:
    """Append a decision by `author` and let the events follow it.

    Raises ApiError: 404 for an unknown event, claim or decision, 409 where somebody else decided meanwhile or an older decision says the
    opposite (`current` then holds the revision and the decisions concerned), 422 for values that cannot be.
    """
    content, subject = _content(desk, request)
    try:
        decision = make(content, subject=subject, author=author, reason=request.reason)
        appended = desk.store.append_decisions([decision], seen=request.seen, replacing=request.replacing)
    except (DecisionLate, DecisionRefused) as error:
        raise _conflict(desk, error) from error
    except BadInput as error:
        raise ApiError(422, "invalid", error.problem, remedy=error.remedy) from error
    if desk.team:
        people.note(desk.store, user=author, action=f"decision: {decision.kind}", subject=decision.id)
    job = rebuild_soon(desk, author)
    claims = sorted({ref.claim_id for ref in _refs(content) if ref.claim_id})
    return Decided(
        decision=views.decision_view(decision),
        also=tuple(views.decision_view(d) for d in appended if d.id != decision.id),
        event_ids=tuple(sorted(looked_at(desk.store, claims))),
        revision=desk.store.decision_revision(),
        job=job,
    )


def list_decisions(desk: Desk, query: DecisionQuery) -> DecisionPage:
    """All decisions, the newest first."""
    log = desk.store.decision_log()[::-1]
    start = max(0, cursors.bounded(cursors.unpack(query.cursor, int)[0], 64)) if query.cursor else 0
    shown = log[start : start + query.limit]
    following = cursors.pack(start + query.limit) if start + query.limit < len(log) else None
    return DecisionPage(items=tuple(views.standing_view(s) for s in shown), revision=desk.store.decision_revision(), next=following)


def decision_detail(desk: Desk, decision_id: str) -> m.DecisionView:
    """One decision as it stands. Raises ApiError (404) for an unknown id."""
    found = next((s for s in desk.store.decision_log() if s.decision.id == decision_id), None)
    if found is None:
        raise not_found("decision", decision_id)
    return views.standing_view(found)


def history(desk: Desk, event_id: str) -> list[m.DecisionView]:
    """The decisions that bear on an event, held and taken back, in the order of deciding."""
    return [views.standing_view(s) for s in desk.store.history(event_id)] if desk.store.decision_revision() else []


def _content(desk: Desk, request: DecisionRequest) -> tuple[Content, str]:
    """What is decided and the id it is decided on."""
    match request:
        case AcceptRequest():
            return Accept(claims=_claims(desk, request)), request.event
        case RejectRequest():
            return Reject(claims=_claims(desk, request), why=request.why), request.event
        case CorrectRequest():
            return Correct(claims=_claims(desk, request), fields=request.fields), request.event
        case GradeRequest():
            refs = _claims(desk, request)
            return SetGrade(claims=refs, corroboration=request.corroboration, airwars=request.airwars), request.event
        case MergeRequest():
            events = [one_event(desk, event_id) for event_id in dict.fromkeys(request.events)]
            return Merge(claims=_refs_of(desk, [i for event in events for i in event.claim_ids])), request.events[0]
        case SplitRequest():
            own = set(one_event(desk, request.event).claim_ids)
            _check_of_event(own, [i for part in request.parts for i in part], request.event)
            return Split(parts=tuple(_refs_of(desk, part) for part in request.parts)), request.event
        case SourceRequest():
            given = {name: getattr(request, name) for name in ("source", "mark", "name", "other", "other_name")}
            return MarkSource(**given), request.source
        case ActorRequest():
            return SameActor(a=request.a, b=request.b, judgement=request.judgement), request.a
        case PartyRequest():
            return _party(desk, request), request.actor
        case UndoRequest():
            if not any(d.id == request.decision for d in desk.store.decisions()):
                raise not_found("decision", request.decision)
            return Undo(decision=request.decision), request.decision


def _party(desk: Desk, request: PartyRequest) -> SetParty:
    party, name = request.party, request.party_name
    if party is not None and party != request.actor:
        row = desk.actors().get(desk.actors().party_of(party) or party)
        party, name = (row.id, row.name) if row is not None else (party, name)
    return SetParty(
        actor=request.actor, party=party, name=request.name, party_name=name, valid_from=request.valid_from, valid_to=request.valid_to
    )


def _claims(desk: Desk, request: OnEvent) -> tuple[ClaimRef, ...]:
    event = one_event(desk, request.event)
    if request.claims is not None:
        _check_of_event(set(event.claim_ids), request.claims, event.id)
    return _refs_of(desk, request.claims or event.claim_ids)


def _check_of_event(own: set[str], named: Iterable[str], event_id: str) -> None:
    strangers = sorted(set(named) - own)
    if strangers:
        title = f"the event has no claim {', '.join(strangers[:3])}"
        raise ApiError(409, "conflict", title, subject=event_id, remedy="The event has changed since; look at it again, then decide.")


def _refs_of(desk: Desk, claim_ids: Iterable[str]) -> tuple[ClaimRef, ...]:
    found = {claim.id: claim for claim in desk.store.claims(ids=list(dict.fromkeys(claim_ids)))}
    documents = documents_with(desk.store, sorted({claim.document_id for claim in found.values()}))
    return tuple(ref_of(found[i], documents[found[i].document_id].text) for i in dict.fromkeys(claim_ids) if i in found)


def _refs(content: Content) -> tuple[ClaimRef, ...]:
    return () if isinstance(content, MarkSource | SameActor | SetParty | Undo) else content.claims


def _conflict(desk: Desk, error: DecisionLate | DecisionRefused) -> ApiError:
    """409 with what stands against the decision, so that the page can show it."""
    there: dict[str, Decision] = {d.id: d for d in desk.store.decisions()}
    others = [views.decision_view(there[i]).model_dump(mode="json", exclude={"payload"}) for i in error.decisions if i in there]
    current = {"revision": desk.store.decision_revision(), "decisions": others}
    if isinstance(error, DecisionLate):
        return ApiError(409, "conflict", error.problem, remedy=error.remedy, current=current)
    remedy = "Undo the other decision first, or send `replacing`." if others else "Look at it again, then decide."
    return ApiError(409, "contradiction", error.problem, remedy=remedy, current=current)
