"""`/api/v1/events` and the overview of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from onrecord.api import events, summary
from onrecord.api import models as m
from onrecord.api.filters import EventListQuery, EventQuery
from onrecord.api.http import TheDesk, conditional

router = APIRouter(tags=["events"])
EventId = Annotated[str, Path(pattern="^e[0-9a-f]{16}$", examples=["e0123456789abcdef"])]


@router.get("/events", response_model=m.EventPage)
def list_events(desk: TheDesk, query: Annotated[EventListQuery, Query()]) -> m.EventPage:
    """List events, the earliest first; every filter that is given has to hold."""
    return events.list_events(desk, query)


@router.get("/events/{event_id}", response_model=m.EventDetail)
def event(desk: TheDesk, event_id: EventId, request: Request, response: Response) -> m.EventDetail | Response:
    """Show one event with claims, origins, figures, denials, losing place candidates and decisions; its ETag is its version."""
    found = events.event_detail(desk, event_id)
    return conditional(request, response, found.version) or found


@router.get("/summary/counts", response_model=summary.Counts)
def counts(desk: TheDesk, query: Annotated[EventQuery, Query()]) -> summary.Counts:
    """Count the events behind a filter by type, sub-event, status, grade, country and place."""
    return summary.counts(desk, query)


@router.get("/summary/timeline", response_model=summary.Timeline)
def timeline(desk: TheDesk, query: Annotated[EventQuery, Query()]) -> summary.Timeline:
    """Count the events behind a filter over time."""
    return summary.timeline(desk, query)


@router.get("/summary/map", response_model=summary.MapData)
def map_data(desk: TheDesk, query: Annotated[summary.MapQuery, Query()]) -> summary.MapData:
    """Draw the events behind a filter: GeoJSON with clusters, points and areas for one screen of the map."""
    return summary.map_data(desk, query)
