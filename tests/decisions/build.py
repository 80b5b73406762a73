"""A small record for the tests of decisions: three reports on shelling in invented towns, and the means to read them anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from onrecord.model import ActorRef, Capture, Captured, Claim, Decision, Document, Event, Link, Producer, Reading, Span
from onrecord.model.ids import sha256_hex
from onrecord.pipeline import Linked, link_and_grade
from onrecord.store import Accept, Correct, MarkSource, Merge, Reject, SameActor, SetGrade, SetParty, Split, Store, Undo, make, ref_of
from onrecord.store.decisions_kinds import Content
from tests.link.build import claim, count

DAY = date(2031, 5, 6)
MOMENT = datetime(2031, 6, 1, 12, tzinfo=UTC)
FIRST = Producer(name="made", version="1", settings_digest="s", weights_digest="w")
SECOND = Producer(name="made", version="2", settings_digest="s", weights_digest="w")

MORNING = Document(
    text="Army guns shelled Talm on Tuesday, killing 4 people. Rebels fired mortars at Orrin the same day. The front denied it.",
    publisher="Harbour Gazette",
    published=DAY,
)
EVENING = Document(
    text="Talm was shelled on Tuesday and 6 people died. A bomb exploded in Sela in April.", publisher="Valley Radio", published=DAY
)
LATER = Document(text="The watch counted 5 killed when Talm was shelled.", publisher="Coast Herald", published=DAY + timedelta(1))
PAPERS = {paper.id: paper for paper in (MORNING, EVENING, LATER)}
DAYS = (DAY, DAY)

TALM_1 = claim(MORNING, "shelled", town="Talm", days=DAYS, actor="Army", figures=(count(MORNING, "4", "killed", 4),))
ORRIN = claim(MORNING, "fired mortars", town="Orrin", days=DAYS, actor="Rebels")
TALM_2 = claim(EVENING, "shelled", town="Talm", days=DAYS, figures=(count(EVENING, "6", "killed", 6),))
SELA = claim(EVENING, "exploded", town="Sela", days=(date(2031, 4, 1), date(2031, 4, 1)), sub_event="Remote explosive/landmine/IED")
TALM_3 = claim(LATER, "shelled", town="Talm", days=DAYS, figures=(count(LATER, "5", "killed", 5),))
CLAIMS = (TALM_1, ORRIN, TALM_2, SELA, TALM_3)


def publisher(document: Document) -> ActorRef:
    name = document.publisher or "nobody"
    return ActorRef(actor_id=f"local:{name.casefold()}", name=name, known=False)


def ref(one: Claim):  # type: ignore[no-untyped-def]
    return ref_of(one, PAPERS[one.document_id].text)


def decide(content: Content, minute: int = 0, *, author: str = "Reyes", reason: str = "seen", subject: str = "e0") -> Decision:
    return make(content, subject=subject, author=author, reason=reason, decided_at=MOMENT + timedelta(minutes=minute))


def merge(*claims: Claim, minute: int = 0) -> Decision:
    return decide(Merge(claims=tuple(map(ref, claims))), minute)


def split(*parts: Sequence[Claim], minute: int = 0) -> Decision:
    return decide(Split(parts=tuple(tuple(map(ref, part)) for part in parts)), minute)


def correct(one: Claim, minute: int = 0, **fields: object) -> Decision:
    return decide(Correct(claims=(ref(one),), fields=dict(fields)), minute)


def grade(*claims: Claim, minute: int = 0, corroboration: str | None = None, airwars: str | None = None) -> Decision:
    return decide(SetGrade(claims=tuple(map(ref, claims)), corroboration=corroboration, airwars=airwars), minute)


def reject(*claims: Claim, minute: int = 0) -> Decision:
    return decide(Reject(claims=tuple(map(ref, claims))), minute)


def accept(*claims: Claim, minute: int = 0) -> Decision:
    return decide(Accept(claims=tuple(map(ref, claims))), minute)


def mark(source: str, what: str, other: str | None = None, minute: int = 0) -> Decision:
    return decide(MarkSource(source=source, mark=what, other=other), minute, subject=source)


def same(a: str, b: str, judgement: str = "positive", minute: int = 0) -> Decision:
    return decide(SameActor(a=a, b=b, judgement=judgement), minute, subject=a)


def side(actor: str, party: str | None, minute: int = 0, *, since: date | None = None, until: date | None = None) -> Decision:
    return decide(SetParty(actor=actor, party=party, valid_from=since, valid_to=until), minute, subject=actor)


def undo(decision: Decision, minute: int = 1) -> Decision:
    return decide(Undo(decision=decision.id), minute, subject=decision.id)


def linked(decisions: Iterable[Decision] = (), claims: Sequence[Claim] = CLAIMS) -> Linked:
    return link_and_grade(claims, PAPERS, publisher, decisions=list(decisions))


def groups(events: Iterable[Event]) -> set[frozenset[str]]:
    return {frozenset(event.claim_ids) for event in events}


def event_of(found: Linked, one: Claim) -> Event:
    return next(event for event in found.events if one.id in event.claim_ids)


def fill(store: Store, claims: Iterable[Claim] = CLAIMS, producer: Producer = FIRST) -> None:
    told = list(claims)
    for paper in PAPERS.values():
        data = paper.text.encode()
        capture = Capture(
            sha256=sha256_hex(data), captured_at=MOMENT, origin=paper.publisher or "", media_type="text/plain", size=len(data)
        )
        mine = tuple(c for c in told if c.document_id == paper.id)
        reading = Reading(document=paper, sentences=(), paragraphs=(), mentions=(), attributions=(), claims=mine)
        store.add(Captured(document=paper, capture=capture, original=data), reading, producer)
    store.replace_events(linked(store.decisions(), told).events)


def voiced(one: Claim, *names: str) -> Claim:
    """The claim with a chain of voices."""
    from dataclasses import replace

    links = tuple(
        Link(source=Span(0, 1), cue=None, name=name, actor=ActorRef(actor_id=f"local:{name.casefold()}", name=name, known=False))
        for name in names
    )
    return replace(one, attribution=links)
