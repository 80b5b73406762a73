"""The queue of the reviewers: what matters most comes first, and every decision has its key."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from onrecord.api import events, review
from onrecord.api.problems import ApiError
from onrecord.api.review import ReviewQuery
from onrecord.ui.filters import chips, filter_pairs, query_of
from onrecord.ui.page_event import context
from onrecord.ui.pages import EventsRoute, TheDesk
from onrecord.ui.templating import page

router = APIRouter(route_class=EventsRoute)


@router.get("/review")
def show(desk: TheDesk, request: Request) -> Response:
    """Show the queue and the event at its head, or the one that the address names."""
    query, problem = query_of(request, ReviewQuery, without=("event",))
    queue = review.queue(desk, query)
    pairs = filter_pairs(request)
    ids = [item.event.id for item in queue.items]
    wanted = request.query_params.get("event") or (ids[0] if ids else None)
    detail, gone = None, False
    if wanted:
        try:
            detail = events.event_detail(desk, wanted)
        except ApiError as error:
            if error.problem.status != 404:
                raise
            # Merged or rejected meanwhile: the queue goes on without it.
            gone, wanted = True, ids[0] if ids else None
            detail = events.event_detail(desk, wanted) if wanted else None
    at = ids.index(wanted) if wanted in ids else -1
    following = ids[at + 1] if at + 1 < len(ids) else None
    before = ids[at - 1] if at > 0 else None
    more = _address(pairs, cursor=queue.next) if queue.next else None
    return page(
        request,
        "review.html.j2",
        status=422 if problem else 200,
        queue=queue,
        current=wanted,
        gone=gone,
        problem=problem,
        chips=[] if problem else chips(pairs, path="/review"),
        addresses={i: _address(pairs, event=i, cursor=query.cursor) for i in ids},
        more=more,
        next_url=(_address(pairs, event=following, cursor=query.cursor) if following else more) or _address(pairs),
        before_url=_address(pairs, event=before, cursor=query.cursor) if before else None,
        **(context(detail) if detail else {"detail": None}),
    )


def _address(pairs: list[tuple[str, str]], **rest: str | None) -> str:
    chosen = [*pairs, *((name, value) for name, value in rest.items() if value)]
    return f"/review?{urlencode(chosen)}" if chosen else "/review"
