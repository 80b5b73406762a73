"""Events: the list behind a filter, and one event with everything that it rests on."""

from __future__ import annotations

from dataclasses import replace

from onrecord.api import models as m
from onrecord.api import views
from onrecord.api.desk import Desk, digest
from onrecord.api.filters import EventListQuery
from onrecord.export.jsontext import json_text
from onrecord.model import Event
from onrecord.model.codec import to_dict


def list_events(desk: Desk, query: EventListQuery) -> m.EventPage:
    """A page of the events that `query` asks for. Raises ApiError for a cursor that is none."""
    wanted = query.to_filter()
    start = int(query.cursor) if query.cursor and query.cursor.isdigit() else 0
    found = desk.store.events(replace(wanted, limit=query.limit + 1, offset=start))
    following = str(start + query.limit) if len(found) > query.limit else None
    items = tuple(views.event_brief(event) for event in found[: query.limit])
    return m.EventPage(items=items, total=len(desk.store.events(wanted)), next=following)


def event_version(desk: Desk, event: Event) -> str:
    """What identifies this state of an event: it changes with its claims, its grade and every decision on it."""
    decided = [d.id for d in desk.store.decisions(subject=event.id)]
    return digest(json_text(to_dict(event)), *decided)


def event_detail(desk: Desk, event_id: str) -> m.EventDetail:
    """One event. Raises BadInput (404) for an id that names none."""
    event = desk.store.event(event_id)
    found = desk.bundle([event])
    decided = [views.decision_view(d) for d in desk.store.decisions(subject=event.id)]
    return views.event_detail(event, found, decided, event_version(desk, event))
