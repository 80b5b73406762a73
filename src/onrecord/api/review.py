"""The queue of the reviewers: what matters most and nobody has looked at comes first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import Field

from onrecord.api import cursors, views
from onrecord.api import models as m
from onrecord.api.desk import Desk
from onrecord.api.events import selected
from onrecord.api.filters import Cursor, EventQuery, Limit
from onrecord.store.bodies import events_with, looked_at
from onrecord.store.facets import Facets, Ints, Mask

_GRADE_WEIGHT = {"contested": 3.0, "retracted": 1.5, "one_sided": 0.5}
_LOW = 0.6
"""Confidence below which the reader was unsure."""
_MANY = 3
"""Documents from which an event counts as widely told."""


class ReviewQuery(EventQuery):
    """The filter with a place in the queue."""

    done: Annotated[bool, Field(description="with those whose claims were all decided on")] = False
    cursor: Cursor = None
    limit: Limit = 20


class ReviewItem(m.Model):
    """An event that waits for a reviewer: higher `priority` first, `why` says what makes it so."""

    event: m.EventBrief
    priority: float
    confidence: float | None = Field(description="the reader's lowest confidence in its claims, 0 to 1")
    why: tuple[str, ...]
    looked_at: int = Field(description="of its claims, how many were decided on")


class ReviewPage(m.Model):
    """A page of the queue; `waiting` counts all of it."""

    items: tuple[ReviewItem, ...]
    waiting: int
    revision: int = Field(description="send it back as `seen` with a decision")
    next: str | None


def queue(desk: Desk, query: ReviewQuery) -> ReviewPage:
    """A page of the queue: contested, unsure and widely told events first."""
    revision = desk.store.decision_revision()
    decided = looked_at(desk.store, decided_claims(desk))
    after: tuple[float, int] | None = None
    if query.cursor:
        at, number = cursors.unpack(query.cursor, float, str)
        after = (float(str(at)), cursors.hexadecimal(number))

    def page(facets: Facets, mask: Mask) -> ReviewPage:
        if not query.done:
            mask = mask & ~_done(facets, decided)
        rows = np.flatnonzero(mask)
        waiting = len(rows)
        whole = priority(facets)
        if after is not None:
            score = whole[rows]
            rows = rows[(score < after[0]) | ((score == after[0]) & (facets.ids[rows] > np.uint64(after[1])))]
        shown = _first(rows, whole[rows], facets.ids[rows], query.limit + 1)
        more, shown = len(shown) > query.limit, shown[: query.limit]
        events = events_with(desk.store, facets.event_ids(shown.tolist()))
        of_row = dict(zip(facets.event_ids(shown.tolist()), shown.tolist(), strict=True))
        items = []
        for event in events:
            row = of_row[event.id]
            confidence = float(facets.confidence[row])
            items.append(
                ReviewItem(
                    event=views.event_brief(event),
                    priority=round(float(whole[row]), 4),
                    confidence=None if np.isnan(confidence) else round(confidence, 4),
                    why=tuple(_why(facets, row)),
                    looked_at=decided.get(event.id, 0),
                )
            )
        following = None
        if more:
            following = cursors.pack(float(whole[shown[-1]]), f"{int(facets.ids[shown[-1]]):016x}")
        return ReviewPage(items=tuple(items), waiting=waiting, revision=revision, next=following)

    return selected(desk, query.to_filter(), page)


def _first(rows: Ints, score: npt.NDArray[np.float64], ids: npt.NDArray[np.uint64], number: int) -> Ints:
    """The first `number` rows by falling score, then id; to sort all of a million events would take longer than all the rest."""
    if len(rows) > number:
        high = score >= np.partition(score, len(rows) - number)[len(rows) - number]
        rows, score, ids = rows[high], score[high], ids[high]
    return rows[np.lexsort((ids, -score))][:number]


def priority(facets: Facets) -> npt.NDArray[np.float64]:
    """How much each event matters: contested 3, the reader's doubt up to 2, documents by their logarithm."""
    grades = facets.coded["grade"]
    weights = np.array([_GRADE_WEIGHT.get(value or "", 0.0) for value in grades.values] or [0.0])
    score = weights[grades.codes] if len(facets) else np.zeros(0)
    doubt = np.where(np.isnan(facets.confidence), 0.0, 1 - facets.confidence.astype(np.float64))
    found: npt.NDArray[np.float64] = np.round(score + 2 * doubt + 0.5 * np.log2(np.maximum(facets.documents, 1)), 6)
    return found


def decided_claims(desk: Desk) -> list[str]:
    """The ids of the claims that a decision which holds is about."""
    if not desk.store.decision_revision():
        return []
    return sorted({i for standing in desk.store.decision_log() if not standing.undone_by for i in standing.claims})


def _done(facets: Facets, decided: dict[str, int]) -> Mask:
    mask = np.zeros(len(facets), dtype=bool)
    rows = facets.rows_of(decided)
    numbers = np.array([decided[event_id] for event_id in facets.event_ids(rows.tolist())], dtype=np.int64)
    mask[rows[numbers >= facets.claims[rows]]] = True
    return mask


def _why(facets: Facets, row: int) -> Iterable[str]:
    grades = facets.coded["grade"]
    grade = grades.values[grades.codes[row]]
    if grade in _GRADE_WEIGHT:
        yield str(grade).replace("_", " ")
    confidence = float(facets.confidence[row])
    if confidence < _LOW:
        yield f"the reader is unsure ({confidence:.2f})"
    documents = int(facets.documents[row])
    if documents >= _MANY:
        yield f"told in {documents} documents"
