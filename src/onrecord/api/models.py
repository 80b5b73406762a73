"""What the API answers about events: pydantic models, the same for the JSON endpoints and the pages.

Spans are `[start, end]` in code points of the document's text, half open. Days are ISO 8601, degrees WGS 84. Null is "not known".
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

SpanPair = Annotated[tuple[int, int], Field(description="[start, end): code points of the document's text", examples=[[12, 18]])]


class Model(BaseModel):
    """Base of all answers: immutable, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PlaceBrief(Model):
    """Where to draw an event: a point with the radius (metres) within which the truth lies; an area is no pin."""

    name: str = Field(examples=["Kutum"])
    kind: str = Field(examples=["town"])
    country: str | None = Field(examples=["SD"])
    admin1: str | None = None
    lat: float | None = Field(examples=[14.2])
    lon: float | None = Field(examples=[24.66])
    radius_m: int | None = Field(examples=[3000])
    coarse: bool = Field(description="the named place was not found; the point is that of its container")
    note: str | None = None


class EventBrief(Model):
    """One event as lists, maps and timelines show it."""

    id: str = Field(examples=["e0123456789abcdef"])
    title: str = Field(description="kind of event in words", examples=["Air/drone strike"])
    sentence: str = Field(description="what happened, in one sentence")
    event_type: str = Field(examples=["ASSAULT"])
    mode: str | None
    sub_event: str | None
    status: str = Field(examples=["occurred"])
    grade: str = Field(examples=["corroborated"])
    earliest: date | None
    latest: date | None
    days: str = Field(description="the days as people write them", examples=["2024-03-05"])
    place_line: str = Field(examples=["Kutum, North Darfur, Sudan"])
    place: PlaceBrief | None
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    killed: str | None = Field(description="the pooled range of killed in words; null where nobody gave one", examples=["killed 17-23"])
    claims: int
    documents: int
    origins: int = Field(description="independent origins that assert it")
    denials: int = Field(description="origins that deny it")


class EventPage(Model):
    """A page of events, earliest first and undated last."""

    items: tuple[EventBrief, ...]
    total: int = Field(description="events that the filter holds, on all pages")
    next: str | None = Field(description="cursor of the next page; null on the last")


class Piece(Model):
    """Characters of a document with all that they are marked as; `gap` says that the document goes on unshown before them."""

    span: SpanPair
    text: str
    labels: tuple[str, ...]
    gap: bool = False


class Mark(Model):
    """A span of a claim and what it is: trigger, source, cue, figure, time, instrument, target, actor or place."""

    label: str
    span: SpanPair
    sentence: SpanPair | None = Field(description="the span counted from the start of the evidence sentence; null where it lies outside")
    text: str


class Voice(Model):
    """One voice of a chain, the publisher first and the origin last."""

    name: str
    cue: str | None
    source_span: SpanPair | None
    cue_span: SpanPair | None
    actor_id: str | None
    party: str | None
    named: bool
    is_publisher: bool
    is_origin: bool


class RoleView(Model):
    """Who did it or to whom, with what the name was resolved to."""

    name: str
    span: SpanPair
    actor_id: str | None
    known: bool
    party: str | None
    reason: str | None


class Candidate(Model):
    """A place that the name could have meant and that lost, with its score and why."""

    gazetteer_id: str
    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    score: float
    reason: str


class PlaceView(PlaceBrief):
    """A place of a claim with its precision codes and the candidates that lost."""

    span: SpanPair
    gazetteer_id: str | None
    acled_precision: int | None
    ucdp_precision: int | None
    candidates: tuple[Candidate, ...]


class TimeView(Model):
    """When, as the text says it and by which rule it was resolved."""

    span: SpanPair | None
    expression: str | None
    earliest: date | None
    latest: date | None
    rule: str
    precision: str | None


class FigureSaid(Model):
    """A figure in a claim: "at least 12" is low 12, high null; `unknown` is "an unknown number"."""

    what: str
    low: int | None
    high: int | None
    unknown: bool
    victims: str | None
    part_of_total: bool
    span: SpanPair
    text: str


class ClaimView(Model):
    """One claim with the sentence it rests on, its marks, its chain of voices and its fields."""

    id: str
    document_id: str
    document_title: str
    publisher: str
    published: date | None
    evidence: SpanPair
    evidence_text: str
    passage: tuple[Piece, ...] = Field(description="the sentence and the surroundings of marks outside it, cut at the marks")
    marks: tuple[Mark, ...]
    event_type: str
    mode: str | None
    sub_event: str | None
    status: str
    certainty: str
    confidence: float
    actors: tuple[RoleView, ...]
    targets: tuple[RoleView, ...]
    instruments: tuple[str, ...]
    places: tuple[PlaceView, ...]
    time: TimeView | None
    figures: tuple[FigureSaid, ...]
    chain: tuple[Voice, ...]


class OriginView(Model):
    """One independent origin: a node of the origins graph, with the claims that come from it."""

    name: str
    party: str | None
    party_name: str | None = Field(default=None, description="the party as the table of actors writes it")
    organisations: tuple[str, ...]
    stance: str
    named: bool
    claim_ids: tuple[str, ...]


class CollapseView(Model):
    """Why two claims do not count as two: an edge of the origins graph."""

    a: str
    b: str
    reason: str
    reasons: tuple[str, ...]
    explanation: str


class OriginsGraph(Model):
    """Origins with their claims and the reason of every collapse."""

    asserting: tuple[OriginView, ...]
    denying: tuple[OriginView, ...]
    withdrawn: tuple[OriginView, ...]
    collapses: tuple[CollapseView, ...]


class FigurePoint(Model):
    """One claimant's number for a range chart; dates are those of publication."""

    claim_id: str
    claimant: str
    date: date | None
    low: int | None
    high: int | None
    unknown: bool
    text: str
    taken_back: bool


class FigureRangeView(Model):
    """What was said about one kind of figure. No figure, zero and unknown are three things."""

    what: str
    victims: str | None
    line: str
    lowest: int | None
    highest: int | None
    best: float | None
    rule: str
    open_ended: bool
    unknown: bool
    said: tuple[FigurePoint, ...]


class DocumentBrief(Model):
    """A document as lists show it; `link` is its address where a browser may follow it."""

    id: str
    title: str
    publisher: str
    published: date | None
    link: str | None
    language: str | None


class DecisionView(Model):
    """One decision: who, when, what and why."""

    id: str
    kind: str
    subject: str
    payload: dict[str, object]
    author: str
    decided_at: datetime
    reason: str
    state: str = Field(default="applied", description="applied, moved (found by its span), partial, undone or not_applied")
    claims: tuple[str, ...] = Field(default=(), description="the current claims it is about")
    undone_by: tuple[str, ...] = ()
    troubles: tuple[str, ...] = Field(default=(), description="what keeps it from being applied, wholly or in part")


class RelationView(Model):
    """What a report says that the event has to do with another: `words` is what it is to the other."""

    kind: str = Field(description="part_of, consequence_of, retaliation_for or follows", examples=["retaliation_for"])
    words: str = Field(examples=["retaliation for", "answered by"])
    event: EventBrief
    claim_id: str = Field(description="the claim that is so related")
    other_claim_id: str = Field(description="the claim that it is related to")
    document_id: str
    cue: str = Field(description="the words that say so", examples=["in retaliation for"])
    cue_span: SpanPair


class EventDetail(Model):
    """One event with everything that it rests on; `version` is its ETag."""

    event: EventBrief
    version: str
    revision: int = Field(description="send it back as `seen` with a decision: it is refused where somebody decided meanwhile")
    computed: str | None = Field(description="the grade that the rules give, where a reviewer set another")
    explanation: str
    reasons: tuple[str, ...]
    airwars: str | None
    airwars_reasons: tuple[str, ...]
    not_executed: bool
    claims: tuple[ClaimView, ...]
    origins: OriginsGraph
    figures: tuple[FigureRangeView, ...]
    places: tuple[PlaceView, ...]
    documents: tuple[DocumentBrief, ...]
    relations: tuple[RelationView, ...]
    decisions: tuple[DecisionView, ...]
