"""Events: the list behind a filter, and one event with everything that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from onrecord.api import cursors, views
from onrecord.api import models as m
from onrecord.api.desk import Desk, digest
from onrecord.api.filters import EventListQuery
from onrecord.api.problems import not_found
from onrecord.export.jsontext import json_text
from onrecord.model import Event
from onrecord.model.codec import to_dict
from onrecord.store import EventFilter
from onrecord.store.bodies import events_with
from onrecord.store.facets import Facets, Mask

T = TypeVar("T")


def list_events(desk: Desk, query: EventListQuery) -> m.EventPage:
    """A page of the events that `query` asks for. Raises ApiError (422) for a cursor that is none."""
    after = None
    if query.cursor:
        day, number = cursors.unpack(query.cursor, int, str)
        after = (cursors.bounded(day, 32), cursors.hexadecimal(number))

    def page(facets: Facets, mask: Mask) -> m.EventPage:
        rows, more = facets.page(mask, after=after, limit=query.limit)
        items = tuple(views.event_brief(event) for event in events_with(desk.store, facets.event_ids(rows.tolist())))
        following = None
        if more:
            day, number = facets.key(int(rows[-1]))
            following = cursors.pack(day, f"{number:016x}")
        return m.EventPage(items=items, total=int(np.count_nonzero(mask)), next=following)

    return selected(desk, query.to_filter(), page)


def selected(desk: Desk, wanted: EventFilter, use: Callable[[Facets, Mask], T]) -> T:
    """What `use` makes of the events in memory and those of them that `wanted` asks for."""
    return desk.with_facets(lambda facets, _: use(facets, facets.select(wanted)))


def event_detail(desk: Desk, event_id: str) -> m.EventDetail:
    """One event with claims, origins, figures, denials, losing candidates and decisions. Raises ApiError (404) for an unknown id."""
    # Asked for first: what is decided while the rest is read must count as not seen.
    revision = desk.store.decision_revision()
    event = one_event(desk, event_id)
    found = desk.bundle([event])
    decided = [views.standing_view(s) for s in desk.store.history(event.id)] if revision else []
    states = (f"{d.id} {d.state}" for d in decided)
    # The revision is left out: a decision on another event leaves this page as it is.
    related = desk.store.related(event)
    shown = (*found.claims_of(event), *(other for _, other in related))
    version = digest(json_text(to_dict(event)), *(json_text(to_dict(x)) for x in shown), *states)
    return views.event_detail(event, found, decided, related, party_name=desk.party_name, version=version, revision=revision)


def one_event(desk: Desk, event_id: str) -> Event:
    """The event with this id. Raises ApiError (404) where there is none."""
    found = events_with(desk.store, [event_id])
    if not found:
        raise not_found("event", event_id)
    return found[0]


def events_in_order(desk: Desk, ids: Sequence[str]) -> list[Event]:
    """The events with these ids that are there, in this order."""
    return events_with(desk.store, ids)
