"""Mentions of persons, organisations, places and things in the text, and the reading of a whole document."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.claim import Attribution, Claim
from onrecord.model.document import Document
from onrecord.model.span import Span
from onrecord.model.where import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name or description in the text.

    `kind` is a re3d entity type: Person, Organisation, Location, Nationality, MilitaryPlatform, Weapon, Quantity, Temporal.
    """

    span: Span
    kind: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A predicate found in the text, whether or not it became a claim.

    `factuality` runs from -3 (certainly did not happen) to +3 (certainly did), as in UW, MEANTIME and UDS-IH2.
    """

    span: Span
    event_type: str | None
    factuality: float
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that `read` found in one document; `claims` are in the order of their triggers.

    `places` are the place names of the text that the gazetteer knows, in text order, whether or not a claim has them; `resolve` fills them.
    """

    document: Document
    sentences: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    claims: tuple[Claim, ...]
    places: tuple[Place, ...] = ()
