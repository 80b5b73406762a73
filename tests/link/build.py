"""Claims for the tests of linking: invented places, one sentence a claim."""

from __future__ import annotations

from datetime import date

from onrecord.model import ActorRef, Claim, Document, Figure, Place, Role, Span, When

DAY = date(2031, 5, 6)
TOWNS = {"Talm": (10.0, 20.0), "Orrin": (10.9, 21.4), "Sela": (10.02, 20.01)}


def document(text: str, published: date | None = DAY, name: str = "d") -> Document:
    return Document(text=text, published=published, name=name)


def claim(
    paper: Document,
    trigger: str,
    *,
    event_type: str = "ASSAULT",
    sub_event: str | None = "Shelling/artillery/missile attack",
    mode: str | None = None,
    status: str = "occurred",
    town: str | None = None,
    days: tuple[date, date] | None = None,
    actor: str | None = None,
    target: str | None = None,
    figures: tuple[Figure, ...] = (),
    group: int | None = None,
) -> Claim:
    start = paper.text.index(trigger)
    span = Span(start, start + len(trigger))
    opening = paper.text.rfind(". ", 0, start) + 2 if ". " in paper.text[:start] else 0
    closing = paper.text.find(".", start) + 1 or len(paper.text)
    places = ()
    if town is not None:
        lat, lon = TOWNS[town]
        places = (Place(span=span, name=town, kind="town", country="XA", lat=lat, lon=lon, radius_m=3_000),)

    def role(name: str | None) -> tuple[Role, ...]:
        if name is None:
            return ()
        return (Role(span=span, name=name, actor=ActorRef(actor_id=f"local:{name.casefold()}", name=name, known=False)),)

    return Claim(
        document_id=paper.id,
        trigger=span,
        evidence=Span(opening, closing),
        event_type=event_type,
        mode=mode,
        sub_event=sub_event,
        status=status,
        certainty="asserted",
        actors=role(actor),
        targets=role(target),
        places=places,
        figures=figures,
        group=group,
        time=When(span=None, expression=None, earliest=days[0], latest=days[1], rule="given") if days else None,
    )


def count(paper: Document, words: str, what: str, low: int) -> Figure:
    start = paper.text.index(words)
    return Figure(span=Span(start, start + len(words)), what=what, low=low, high=low)
