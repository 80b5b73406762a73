"""Full-text search over documents and over the evidence of events at once."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from onrecord.api import models as m
from onrecord.api.desk import Desk
from onrecord.api.events import list_events
from onrecord.api.filters import EventListQuery, Limit, Words


class SearchQuery(BaseModel):
    """What is searched for."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[Words, Field(description='words; "quoted phrases" and prefix* work; case and accents aside', examples=['"training camp"'])]
    limit: Limit = 20


class Hit(m.Model):
    """A document that holds the words: a passage of it and the words in the passage, as `[start, end)` of the passage."""

    document_id: str
    title: str | None
    passage: str
    marks: tuple[m.SpanPair, ...]
    score: float


class SearchResult(m.Model):
    """Documents, best first, and events whose evidence holds the words, earliest first."""

    documents: tuple[Hit, ...]
    events: tuple[m.EventBrief, ...]
    events_total: int


def search(desk: Desk, query: SearchQuery) -> SearchResult:
    """Documents and events with all the words of the query."""
    hits = desk.store.search(query.q, limit=query.limit)
    events = list_events(desk, EventListQuery(text=query.q, limit=query.limit))
    found = tuple(
        Hit(
            document_id=hit.document_id,
            title=hit.title,
            passage=hit.passage,
            marks=tuple((mark.start, mark.end) for mark in hit.marks),
            score=hit.score,
        )
        for hit in hits
    )
    return SearchResult(documents=found, events=events.items, events_total=events.total)
