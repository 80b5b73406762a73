"""`/api/v1/review` and `/api/v1/decisions`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, status

from onrecord.api import decisions, review
from onrecord.api import models as m
from onrecord.api.decision_requests import DecisionRequest
from onrecord.api.http import TheDesk, Who

router = APIRouter(tags=["review"])

_EXAMPLES = {
    "accept": {"value": {"kind": "accept", "event": "e0123456789abcdef", "reason": "checked against the video", "seen": 4}},
    "correct": {
        "value": {"kind": "correct", "event": "e0123456789abcdef", "fields": {"sub_event": "Armed clash"}, "reason": "both sides fired"}
    },
    "merge": {"value": {"kind": "merge", "events": ["e0123456789abcdef", "e00000000000000ff"], "reason": "the same strike"}},
    "source": {
        "value": {"kind": "source", "source": "local:valley radio", "mark": "not_independent", "other": "sd", "reason": "its ministry's"}
    },
    "actor": {"value": {"kind": "actor", "a": "local:front", "b": "local:jebel front", "judgement": "positive", "reason": "short name"}},
    "party": {"value": {"kind": "party", "actor": "local:guard", "party": "sd", "valid_from": "2019-07-01", "reason": "under the army"}},
    "undo": {"value": {"kind": "undo", "decision": "x0123456789abcdef", "reason": "wrong event"}},
}


@router.get("/review", response_model=review.ReviewPage)
def queue(desk: TheDesk, query: Annotated[review.ReviewQuery, Query()]) -> review.ReviewPage:
    """List what waits for a reviewer, what matters most first: contested, unsure, told in many documents."""
    return review.queue(desk, query)


@router.get("/decisions", response_model=decisions.DecisionPage)
def list_decisions(desk: TheDesk, query: Annotated[decisions.DecisionQuery, Query()]) -> decisions.DecisionPage:
    """List all decisions, the newest first, each as it stands."""
    return decisions.list_decisions(desk, query)


@router.get("/decisions/{decision_id}", response_model=m.DecisionView)
def decision(desk: TheDesk, decision_id: Annotated[str, Path(pattern="^x[0-9a-f]{16}$")]) -> m.DecisionView:
    """Show one decision as it stands."""
    return decisions.decision_detail(desk, decision_id)


@router.post("/decisions", response_model=decisions.Decided, status_code=status.HTTP_201_CREATED)
def decide(desk: TheDesk, who: Who, request: Annotated[DecisionRequest, Body(openapi_examples=_EXAMPLES)]) -> decisions.Decided:
    """Decide: accept, reject, correct, grade, merge, split, mark a source, judge actors, set a party, undo.

    With `seen`, 409 says that somebody decided on the same things meanwhile; `current` of the answer holds what they decided.
    """
    return decisions.decide(desk, who.name, request)
