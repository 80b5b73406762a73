"""What an export or a report is made from, and what every format asks of an event."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.model import ActorRef, Claim, Document, Event, FigureRange, Place

OCCURRED = ("occurred", "ongoing")
"""Statuses of events that somebody asserts to have taken place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Events with every claim and document that they name, by id."""

    events: tuple[Event, ...]
    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]

    def claims_of(self, event: Event) -> tuple[Claim, ...]:
        """The claims of an event in the event's order."""
        return tuple(self.claims[i] for i in event.claim_ids)

    def documents_of(self, event: Event) -> tuple[Document, ...]:
        """The documents of an event in the event's order."""
        return tuple(self.documents[i] for i in event.document_ids)

    def used_claims(self) -> Iterator[Claim]:
        """Each claim of the events once."""
        seen = dict.fromkeys(i for event in self.events for i in event.claim_ids)
        return (self.claims[i] for i in seen)

    def used_documents(self) -> Iterator[Document]:
        """Each document of the events once."""
        seen = dict.fromkeys(i for event in self.events for i in event.document_ids)
        return (self.documents[i] for i in seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One row of the shipped table of countries: ISO 3166-1 codes, English name, ACLED region; None where not known."""

    alpha2: str
    alpha3: str
    numeric: int | None
    name: str
    acled_region: str | None


@cache
def countries() -> Mapping[str, Country]:
    """Countries by ISO 3166-1 alpha-2."""
    text = (files("onrecord") / "data" / "codes" / "countries.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {
        r["alpha2"]: Country(
            alpha2=r["alpha2"],
            alpha3=r["alpha3"],
            numeric=int(r["numeric"]) if r["numeric"] else None,
            name=r["name"],
            acled_region=r["acled_region"] or None,
        )
        for r in rows
    }


def main_place(event: Event) -> Place | None:
    """The place to show for an event: its first one with coordinates, else its first; None where no claim names one."""
    return next((p for p in event.places if p.lat is not None), event.places[0] if event.places else None)


def country_of(event: Event) -> Country | None:
    """The country of the main place; None where there is none or its code is not in the table."""
    place = main_place(event)
    return countries().get(place.country) if place and place.country else None


def district_of(event: Event) -> str | None:
    """The name of the first district that a claim gives as the place; None where none does."""
    return next((p.name for p in event.places if p.kind == "district"), None)


def pooled(event: Event, what: str) -> FigureRange | None:
    """The range of one kind of figure over all classes of people; None where nobody gave a figure."""
    return next((f for f in event.grade.figures if f.what == what and f.victims is None), None)


def actor_refs(event: Event, bundle: Bundle) -> dict[str, ActorRef]:
    """What the names among the event's actors and targets were resolved to; names that were not are left out."""
    roles = (role for claim in bundle.claims_of(event) for role in (*claim.actors, *claim.targets))
    found: dict[str, ActorRef] = {}
    for role in roles:
        if role.actor is not None:
            found.setdefault(role.name, role.actor)
    return found


def what_happened(event: Event) -> str:
    """A short name for the kind of event: the ACLED sub-event, else the PLOVER type with its mode."""
    if event.sub_event and event.sub_event != "Other":
        return event.sub_event
    words = event.event_type.capitalize()
    return f"{words} ({event.mode})" if event.mode else words


def day_range(event: Event) -> str:
    """The days of an event as people write them; "no date" where no claim gives one that can be resolved."""
    when = event.when
    if when is None or when.earliest is None or when.latest is None:
        return "no date"
    start, end = when.earliest.isoformat(), when.latest.isoformat()
    return start if start == end else f"{start} to {end}"


def place_line(event: Event) -> str:
    """Main place, first-level division and country in one line, without saying the same name twice."""
    place = main_place(event)
    if place is None:
        return "no place"
    country = countries().get(place.country or "")
    inside = None if place.admin1 and place.admin1.casefold() in place.name.casefold() else place.admin1
    return ", ".join(dict.fromkeys(p for p in (place.name, inside, country.name if country else place.country) if p))


def figure_line(figure: FigureRange) -> str:
    """One range in words: "killed 17-31", "injured at least 40", "killed: number unknown"."""
    words = figure.what if figure.victims is None else f"{figure.what} ({figure.victims})"
    if figure.lowest is None or figure.highest is None:
        return f"{words}: number unknown"
    number = f"{figure.lowest:,}" if figure.lowest == figure.highest else f"{figure.lowest:,}-{figure.highest:,}"
    return f"{words} {number}{' or more' if figure.open_ended else ''}"


_FIRST_PERSON = re.compile(r"(?:we|i|us|me|ourselves|myself|our|ours)(?:['’](?:re|ve|ll|d|m))?", re.IGNORECASE)


def teller_name(claim: Claim, document: Document) -> str:
    """Who says it at the origin of the chain, by name: "we" is whoever speaks, the voice before it or else the publisher."""
    named = (link.name for link in reversed(claim.attribution) if not _FIRST_PERSON.fullmatch(link.name))
    return next(named, None) or publisher_name(document)


def publisher_name(document: Document) -> str:
    """Who published a document, as far as known: publisher, else title, name or id."""
    return document.publisher or document.title or document.name or document.id
