"""`/api/v1/events`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from onrecord.api import events
from onrecord.api import models as m
from onrecord.api.desk import Desk
from onrecord.api.filters import EventListQuery
from onrecord.api.http import conditional, desk_of

router = APIRouter(tags=["events"])
EventId = Annotated[str, Path(pattern="^e[0-9a-f]{16}$", examples=["e0123456789abcdef"])]
TheDesk = Annotated[Desk, Depends(desk_of)]


@router.get("/events", response_model=m.EventPage)
def list_events(desk: TheDesk, query: Annotated[EventListQuery, Query()]) -> m.EventPage:
    """List events, the earliest first; every filter that is given has to hold."""
    return events.list_events(desk, query)


@router.get("/events/{event_id}", response_model=m.EventDetail)
def event(desk: TheDesk, event_id: EventId, request: Request, response: Response) -> m.EventDetail | Response:
    """Show one event with claims, origins, figures, denials, losing place candidates and decisions; its ETag is its version."""
    found = events.event_detail(desk, event_id)
    return conditional(request, response, found.version) or found
