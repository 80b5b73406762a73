"""The overview: list, map and timeline of the events behind one filter, which stands in the address."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from onrecord.api import events, summary
from onrecord.api.filters import EventListQuery
from onrecord.ui import timeline
from onrecord.ui.filters import chips, filter_pairs, query_of
from onrecord.ui.pages import EventsRoute, TheDesk
from onrecord.ui.templating import page

_MOST_COUNTS = 8
"""Types, countries and places that are counted beside the list; the filters have all of them."""

router = APIRouter(route_class=EventsRoute)


@router.get("/")
def overview(desk: TheDesk, request: Request) -> Response:
    """Show the events that the filter in the address asks for."""
    query, problem = query_of(request, EventListQuery)
    found = events.list_events(desk, query)
    pairs = filter_pairs(request)
    if query.cursor and request.headers.get("hx-request"):
        return page(request, "overview_more.html.j2", found=found, more=_more(pairs, found.next))
    return page(
        request,
        "overview.html.j2",
        status=422 if problem else 200,
        found=found,
        query=query,
        problem=problem,
        chips=[] if problem else chips(pairs),
        filter=urlencode(pairs),
        more=_more(pairs, found.next),
        counts=summary.counts(desk, query),
        timeline=timeline.draw(summary.timeline(desk, query), query.date_from, query.date_to),
        pairs=pairs,
        most_counts=_MOST_COUNTS,
    )


def _more(pairs: list[tuple[str, str]], cursor: str | None) -> str | None:
    return f"/?{urlencode([*pairs, ('cursor', cursor)])}" if cursor else None
