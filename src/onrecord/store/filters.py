"""What is asked of the store and what it answers with, beside the nouns of the record."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from onrecord.model.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events are wanted; every field that is set has to hold, an unset one (None or empty) asks nothing.

    `date_from` and `date_to` are inclusive days: an event is in if its interval touches them, and one without a date is out as soon as
    either is set. `event_type`, `sub_event`, `grade` (corroboration) and `status` are lists of which one has to fit. `place`, `actor`,
    `target` and `origin` are parts of a name, case and accents aside; an origin is found by its own name, its organisations or its party.
    `country` is ISO 3166-1 alpha-2. `box` is (south, west, north, east) in degrees WGS 84, with west above east across the date line.
    `text` is searched in the evidence of the claims. `confidence` asks for a claim of which the reader is at least that sure (0..1).
    `document` and `claim` are ids. Order: first day (undated last), then id.
    """

    date_from: date | None = None
    date_to: date | None = None
    event_type: tuple[str, ...] = ()
    sub_event: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    place: str | None = None
    country: str | None = None
    actor: str | None = None
    target: str | None = None
    origin: str | None = None
    box: tuple[float, float, float, float] | None = None
    text: str | None = None
    confidence: float | None = None
    document: str | None = None
    claim: str | None = None
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A document that holds the words searched for: a passage of it and where in the passage they are. Higher scores fit better."""

    document_id: str
    title: str | None
    passage: str
    marks: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """An input that could not be read when it was last tried."""

    origin: str
    stage: str
    problem: str
    remedy: str
    skipped_at: datetime


def fold(name: str) -> str:
    """A name without case, accents and spare white space, for comparing."""
    bare = "".join(character for character in unicodedata.normalize("NFKD", name) if not unicodedata.combining(character))
    return " ".join(bare.casefold().split())
