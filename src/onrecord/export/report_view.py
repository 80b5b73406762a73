"""Events as the template of the report shows them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from onrecord.export.bundle import Bundle, day_range, figure_line, main_place, place_line, publisher_name, teller_name, what_happened
from onrecord.export.passage import Piece, passage
from onrecord.export.words import STANCES, spoken
from onrecord.model import Claim, Document, Event, FigureRange, Origin, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One voice of a chain: its name, the words that carry it and what is known of it."""

    name: str
    cue: str | None
    notes: tuple[str, ...]
    is_origin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """One claim with its passage and chain."""

    id: str
    status: str
    hedged: bool
    pieces: tuple[Piece, ...]
    chain: tuple[Voice, ...]
    document_id: str
    title: str
    published: str
    expression: str | None
    rule: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """One range with who said what."""

    line: str
    best: str | None
    rule: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One event."""

    event: Event
    number: int
    title: str
    when: str
    where: str
    place: Place | None
    actors: str
    targets: str
    country: str
    status: str
    reported: tuple[ClaimView, ...]
    planned: tuple[ClaimView, ...]
    denied: tuple[ClaimView, ...]
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """One source document; `link` is its address if a browser may follow it."""

    id: str
    title: str
    publisher: str
    published: str
    link: str | None
    address: str | None
    claims: int


def web_link(url: str | None) -> str | None:
    """The URL if it is http or https with a host, else None: "javascript:" and the like never become a link."""
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme.lower() in {"http", "https"} and parts.netloc else None


def _chain(claim: Claim, document: Document) -> tuple[Voice, ...]:
    last = len(claim.attribution) - 1
    first = Voice(name=publisher_name(document), cue=None, notes=("publisher",), is_origin=last < 0)
    voices = [first]
    for number, link in enumerate(claim.attribution):
        notes = []
        if link.actor is not None and not link.actor.named:
            notes.append("unnamed")
        voices.append(
            Voice(name=link.name, cue=link.cue.of(document.text) if link.cue else None, notes=tuple(notes), is_origin=number == last)
        )
    return tuple(voices)


def claim_view(claim: Claim, document: Document) -> ClaimView:
    """One claim for the template."""
    time = claim.time
    return ClaimView(
        id=claim.id,
        status=spoken(claim.status),
        hedged=claim.certainty == "hedged",
        pieces=tuple(passage(claim, document.text)),
        chain=_chain(claim, document),
        document_id=document.id,
        title=document.title or document.name or publisher_name(document),
        published=document.published.isoformat() if document.published else "no date of publication",
        expression=time.expression if time else None,
        rule=spoken(time.rule) if time else None,
    )


def _figure(figure: FigureRange, bundle: Bundle) -> FigureView:
    said = []
    for claim in (bundle.claims[i] for i in figure.claim_ids):
        speaker = teller_name(claim, bundle.documents[claim.document_id])
        text = bundle.documents[claim.document_id].text
        words = [
            f.span.of(text) for f in claim.figures if f.what == figure.what and (figure.victims is None or f.victims == figure.victims)
        ]
        said.append(f"{speaker}: “{'”, “'.join(words)}”{' (taken back)' if claim.id in figure.withdrawn_claims else ''}")
    best = None if figure.best is None else f"{figure.best:g}"
    return FigureView(line=figure_line(figure), best=best, rule=spoken(figure.rule), said=tuple(dict.fromkeys(said)))


def event_view(event: Event, number: int, bundle: Bundle) -> EventView:
    """One event for the template."""
    views = [(claim, claim_view(claim, bundle.documents[claim.document_id])) for claim in bundle.claims_of(event)]
    place = main_place(event)
    return EventView(
        event=event,
        number=number,
        title=what_happened(event),
        when=day_range(event),
        where=place_line(event),
        place=place,
        actors=", ".join(event.actors),
        targets=", ".join(event.targets),
        country=(place.country if place else None) or "",
        status=spoken(event.status),
        reported=tuple(v for c, v in views if c.status in {"occurred", "ongoing"}),
        planned=tuple(v for c, v in views if c.status in {"planned", "alleged_plan", "hypothetical"}),
        denied=tuple(v for c, v in views if c.status in {"denied", "withdrawn"}),
        figures=tuple(_figure(f, bundle) for f in event.grade.figures),
    )


def document_views(bundle: Bundle) -> list[DocumentView]:
    """The documents behind the events."""
    counts: dict[str, int] = {}
    for claim in bundle.used_claims():
        counts[claim.document_id] = counts.get(claim.document_id, 0) + 1
    return [
        DocumentView(
            id=d.id,
            title=d.title or d.name or d.id,
            publisher=publisher_name(d),
            published=d.published.isoformat() if d.published else "no date",
            link=web_link(d.url),
            address=d.url,
            claims=counts.get(d.id, 0),
        )
        for d in bundle.used_documents()
    ]


def stance_words(origin: Origin) -> str:
    """What an origin's interest is, in words."""
    return STANCES.get(origin.stance, spoken(origin.stance))
