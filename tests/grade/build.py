"""Claims in one line: invented reports about invented places, for the tests of grading."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from onrecord.grade import Judgements, grade_event
from onrecord.model import ActorRef, Claim, Document, Event, Figure, Link, Place, Role, Span, When

DAY = date(2031, 5, 6)


def actor(
    name: str, *, party: str | None = None, organisation: str | None = None, named: bool = True, sector: str | None = None
) -> ActorRef:
    return ActorRef(actor_id=name.casefold(), name=name, known=True, named=named, party=party, organisation=organisation, sector=sector)


MINISTRY = actor("Ministry of Defence of Arvenia", party="arvenia", sector="MIL")
CENTRE = actor("Reconciliation Centre", party="arvenia", sector="MIL")
GENERAL = actor("Ilan Dovre", party="arvenia", organisation=MINISTRY.actor_id)
FRONT = actor("Sorrel Front", party="sorrel front", sector="REB")
WIRE = actor("Meridian Wire")
PAPER = actor("Harbour Gazette")
RADIO = actor("Radio Kestrel")
HOSPITAL = actor("Talm Hospital")
RESIDENTS = actor("residents", named=False)


@dataclass
class Desk:
    """Collects reports and grades them as one event."""

    claims: list[Claim] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    publishers: dict[str, ActorRef] = field(default_factory=dict)

    def report(
        self,
        publisher: ActorRef,
        *chain: ActorRef,
        status: str = "occurred",
        day: int = 0,
        actors: tuple[ActorRef, ...] = (),
        targets: tuple[ActorRef, ...] = (),
        figures: tuple[Figure, ...] = (),
        text: str = "Shells struck the depot at Talm.",
        document: str = "",
        event_type: str = "ASSAULT",
        sub_event: str | None = None,
        when: tuple[date, date] | None = (DAY, DAY),
        at: int = 7,
    ) -> str:
        """One claim: the publisher's document passes on `chain`; the same `document` name adds to the document of that name."""
        published = date.fromordinal(DAY.toordinal() + 1 + day)
        body = f"{text} {document or len(self.claims)}"
        known = [d for d in self.documents.values() if document and d.name == document]
        name = document or str(len(self.claims))
        paper = known[0] if known else Document(text=body, publisher=publisher.name, published=published, name=name)
        self.documents[paper.id] = paper
        self.publishers[paper.id] = publisher
        span = Span(at, at + 3)
        claim = Claim(
            document_id=paper.id,
            trigger=span,
            evidence=Span(0, len(paper.text)),
            event_type=event_type,
            sub_event=sub_event,
            status=status,
            certainty="asserted",
            actors=tuple(Role(span=span, name=a.name, actor=a) for a in actors),
            targets=tuple(Role(span=span, name=a.name, actor=a) for a in targets),
            places=(Place(span=span, name="Talm", kind="town", country="XA", lat=10.0, lon=20.0, radius_m=2_000),),
            time=When(span=None, expression=None, earliest=when[0], latest=when[1], rule="given") if when else None,
            figures=figures,
            attribution=tuple(Link(source=None, cue=None, name=a.name, actor=a) for a in chain),
        )
        self.claims.append(claim)
        return claim.id

    def grade(
        self,
        *,
        same_text: frozenset[tuple[str, str]] = frozenset(),
        rule: str = "median",
        as_of: date | None = None,
        judgements: Judgements | None = None,
        beside: tuple[str, ...] = (),
    ) -> Event:
        """The event of all claims but those whose ids are in `beside`, which are of other events."""
        return grade_event(
            [c for c in self.claims if c.id not in beside],
            self.documents,
            publishers=self.publishers,
            same_text=same_text,
            figure_rule=rule,
            as_of=as_of,
            judgements=judgements,
            beside=[c for c in self.claims if c.id in beside],
        )


def figure(
    low: int | None,
    high: int | None,
    *,
    what: str = "killed",
    unknown: bool = False,
    victims: str | None = None,
    part_of_total: bool = False,
    at: int = 0,
) -> Figure:
    return Figure(span=Span(at, at + 2), what=what, low=low, high=high, unknown=unknown, victims=victims, part_of_total=part_of_total)
