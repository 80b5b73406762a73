"""A small record made by hand: every grade, every kind of place, voices in chains, denials, ranges, and nothing from a model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from onrecord.export import Bundle
from onrecord.grade import grade_event
from onrecord.model import (
    ActorRef,
    Capture,
    Captured,
    Claim,
    Document,
    Event,
    Figure,
    Link,
    Place,
    PlaceCandidate,
    Producer,
    Reading,
    Role,
    Span,
    When,
)
from onrecord.model.ids import sha256_hex

PRODUCER = Producer(name="made", version="1", settings_digest="s", weights_digest="w")


def at(text: str, words: str, nth: int = 0) -> Span:
    """The span of the nth occurrence of `words` in `text`."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def sentence(text: str, words: str) -> Span:
    """The sentence of `text` that holds `words`."""
    inner = at(text, words)
    dot = text.rfind(". ", 0, inner.start)
    start = max(dot + 2 if dot >= 0 else 0, text.rfind("\n", 0, inner.start) + 1)
    end = text.find(". ", inner.end - 1)
    line = text.find("\n", inner.end)
    ends = [e for e in (end + 1 if end >= 0 else -1, line) if e > 0]
    return Span(start, min(ends) if ends else len(text))


def actor(name: str, party: str | None = None, inter: int | None = None, *, named: bool = True) -> ActorRef:
    """A reference to an actor that is in no table."""
    return ActorRef(actor_id=f"local:{name.casefold()}", name=name, known=False, named=named, organisation=None, party=party, inter=inter)


def role(text: str, words: str, ref: ActorRef | None = None, nth: int = 0) -> Role:
    """A role by its words."""
    return Role(span=at(text, words, nth), name=ref.name if ref else words, actor=ref)


def day(text: str, words: str | None, iso: str | None, until: str | None = None) -> When:
    """A date by its words."""
    first = date.fromisoformat(iso) if iso else None
    last = date.fromisoformat(until) if until else first
    return When(
        span=at(text, words) if words else None,
        expression=words,
        earliest=first,
        latest=last,
        rule="made",
        precision="day" if first else None,
    )


def figure(text: str, words: str, what: str, low: int | None, high: int | None, *, unknown: bool = False) -> Figure:
    """A figure by its words."""
    return Figure(span=at(text, words), what=what, low=low, high=high, unknown=unknown)


def voice(text: str, source: str, cue: str | None, ref: ActorRef) -> Link:
    """A link of a chain by its words."""
    return Link(source=at(text, source), cue=at(text, cue) if cue else None, name=ref.name, actor=ref)


SY = actor("Syria", "sy", 1)
MINISTRY = ActorRef(
    actor_id="sy.defence", name="Defence Ministry", known=True, organisation="sy.defence", party="sy", country="SY", inter=1
)
COLONEL = ActorRef(
    actor_id="local:rashid al-omar", name="Rashid al-Omar", known=False, organisation="sy.reconciliation", party="sy", country="SY", inter=1
)
FRONT = actor("Jebel Liberation Front", "local:jlf", 2)
MONITOR = actor("Darfur Civilian Watch", None, 8)
HOSPITAL = actor("Kutum hospital", None, 7)
PEOPLE = ActorRef(actor_id="civilians", name="civilians", known=True, named=False, inter=7)

BULLETIN = Document(
    text=(
        "Army aircraft struck two camps of militants in Homs province on June 14, Colonel Rashid al-Omar said. "
        "Militants are planning an attack on Palmyra, he added. [Source: Defence Ministry]"
    ),
    title="Bulletin",
    publisher="Levant Press Agency",
    name="bulletin.txt",
)
WIRE = Document(
    text=(
        "KUTUM, March 5 - Shells fired by the Jebel Liberation Front hit the market of Kutum on Tuesday, killing 17 people, "
        "Darfur Civilian Watch said. The Kutum hospital reported at least 23 dead."
    ),
    title="Shells hit market in Kutum",
    publisher="Sahel Courier",
    published=date(2024, 3, 6),
    url="https://courier.example/kutum",
    language="en",
)
DENIAL = Document(
    text="The Jebel Liberation Front denies that its fighters shelled the market of Kutum.",
    title="Statement",
    publisher="Jebel Liberation Front",
    published=date(2024, 3, 7),
)
OTHER = Document(
    text="Villagers were abducted near an unnamed well. An unknown number of people were killed in clashes between herders and farmers.",
    title="Notes",
    publisher="Valley Radio",
    published=date(2024, 3, 9),
)


def _where(text: str, words: str, **more: object) -> Place:
    return Place(span=at(text, words), name=words, **more)  # type: ignore[arg-type]


def claims() -> dict[str, list[Claim]]:
    """Claims by event."""
    b, w, d, o = BULLETIN.text, WIRE.text, DENIAL.text, OTHER.text
    homs = _where(
        b,
        "Homs province",
        kind="province",
        country="SY",
        admin1="Homs",
        lat=34.4,
        lon=38.2,
        radius_m=110_000,
        gazetteer_id="gn:169575",
        coarse=True,
        note="the camps were not found; the middle of Homs province is shown",
        acled_precision=3,
        ucdp_precision=4,
        candidates=(
            PlaceCandidate(
                gazetteer_id="gn:1",
                name="Homs",
                kind="town",
                country="SY",
                admin1="Homs",
                lat=34.7,
                lon=36.7,
                radius_m=8000,
                population=775_404,
                score=0.41,
                reason="the text says province",
            ),
        ),
    )
    kutum = {
        "kind": "town",
        "country": "SD",
        "admin1": "North Darfur",
        "lat": 14.2,
        "lon": 24.66,
        "radius_m": 3000,
        "acled_precision": 1,
        "ucdp_precision": 1,
    }
    chain = (
        Link(source=at(b, "Defence Ministry"), cue=None, name="Defence Ministry", actor=MINISTRY),
        voice(b, "Colonel Rashid al-Omar", "said", COLONEL),
    )
    shelling = {"event_type": "ASSAULT", "mode": "heavy-weapons", "sub_event": "Shelling/artillery/missile attack", "certainty": "asserted"}
    evidence = sentence(w, "Shells")
    return {
        "strike": [
            Claim(
                document_id=BULLETIN.id,
                trigger=at(b, "struck"),
                evidence=sentence(b, "struck"),
                event_type="ASSAULT",
                mode="aerial",
                sub_event="Air/drone strike",
                status="occurred",
                certainty="asserted",
                actors=(role(b, "Army aircraft", SY),),
                targets=(role(b, "two camps of militants"),),
                places=(homs,),
                time=day(b, "June 14", None),
                figures=(figure(b, "two camps", "bases", 2, 2),),
                attribution=chain,
            )
        ],
        "plan": [
            Claim(
                document_id=BULLETIN.id,
                trigger=at(b, "attack"),
                evidence=sentence(b, "planning"),
                event_type="ASSAULT",
                status="alleged_plan",
                certainty="asserted",
                actors=(role(b, "Militants"),),
                places=(
                    _where(
                        b, "Palmyra", kind="town", country="SY", lat=34.56, lon=38.28, radius_m=5000, acled_precision=1, ucdp_precision=1
                    ),
                ),
                attribution=chain,
            )
        ],
        "shelling": [
            Claim(
                document_id=WIRE.id,
                trigger=at(w, "hit"),
                evidence=evidence,
                status="occurred",
                actors=(role(w, "Jebel Liberation Front", FRONT),),
                targets=(role(w, "people", PEOPLE),),
                instruments=(at(w, "Shells"),),
                places=(_where(w, "Kutum", **kutum),),
                time=day(w, "on Tuesday", "2024-03-05"),
                figures=(figure(w, "17", "killed", 17, 17),),
                attribution=(voice(w, "Darfur Civilian Watch", "said", MONITOR),),
                **shelling,  # type: ignore[arg-type]
            ),
            Claim(
                document_id=WIRE.id,
                trigger=at(w, "dead"),
                evidence=sentence(w, "hospital"),
                status="occurred",
                places=(_where(w, "Kutum", **kutum),),
                time=day(w, None, "2024-03-05"),
                figures=(figure(w, "at least 23", "killed", 23, None),),
                attribution=(voice(w, "The Kutum hospital", "reported", HOSPITAL),),
                **shelling,  # type: ignore[arg-type]
            ),
            Claim(
                document_id=DENIAL.id,
                trigger=at(d, "shelled"),
                evidence=sentence(d, "shelled"),
                status="denied",
                actors=(role(d, "its fighters", FRONT),),
                places=(_where(d, "Kutum", **kutum),),
                attribution=(voice(d, "The Jebel Liberation Front", "denies", FRONT),),
                **shelling,  # type: ignore[arg-type]
            ),
        ],
        "abduction": [
            Claim(
                document_id=OTHER.id,
                trigger=at(o, "abducted"),
                evidence=sentence(o, "abducted"),
                event_type="ASSAULT",
                mode="abduct",
                sub_event="Abduction/forced disappearance",
                status="occurred",
                certainty="hedged",
                targets=(role(o, "Villagers", PEOPLE),),
            )
        ],
        "clash": [
            Claim(
                document_id=OTHER.id,
                trigger=at(o, "clashes"),
                evidence=sentence(o, "clashes"),
                event_type="ASSAULT",
                sub_event="Armed clash",
                status="occurred",
                certainty="asserted",
                actors=(role(o, "herders", actor("herders", None, 4)), role(o, "farmers", actor("farmers", None, 4))),
                time=day(o, None, "2024-03-08", "2024-03-09"),
                figures=(figure(o, "An unknown number", "killed", None, None, unknown=True),),
            )
        ],
    }


def publishers(documents: Iterable[Document]) -> dict[str, ActorRef]:
    """Publishers as actors of their own."""
    return {d.id: FRONT if d.publisher == FRONT.name else actor(d.publisher or "nobody") for d in documents}


def graded(groups: Iterable[Sequence[Claim]], documents: dict[str, Document]) -> list[Event]:
    """One event a group."""
    return [grade_event(group, documents, publishers=publishers(documents.values())) for group in groups]


def bundle() -> Bundle:
    """The record as exports take it; events in the order of `claims`."""
    documents = {d.id: d for d in (BULLETIN, WIRE, DENIAL, OTHER)}
    groups = claims()
    return Bundle(
        events=tuple(graded(groups.values(), documents)), claims={c.id: c for group in groups.values() for c in group}, documents=documents
    )


def captured(document: Document) -> Captured:
    """A document as if it had been a file."""
    original = document.text.encode()
    capture = Capture(
        sha256=sha256_hex(original),
        captured_at=datetime(2024, 4, 1, tzinfo=UTC),
        origin=document.name or "file.txt",
        media_type="text/plain",
        size=len(original),
    )
    return Captured(document=document, capture=capture, original=original)


def reading(document: Document, found: Iterable[Claim]) -> Reading:
    """A reading that holds the claims of `found` that are of this document."""
    mine = sorted((c for c in found if c.document_id == document.id), key=lambda c: c.trigger)
    return Reading(document=document, sentences=(), paragraphs=(), mentions=(), attributions=(), claims=tuple(mine))
