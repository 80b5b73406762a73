"""The overview: list, map and timeline of the events behind one filter, which stands in the address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from onrecord.api import events, summary, wording
from onrecord.api.filters import EventListQuery
from onrecord.api.problems import FieldProblem, Problem
from onrecord.ui import timeline
from onrecord.ui.pages import PageRoute, TheDesk
from onrecord.ui.templating import page

router = APIRouter(route_class=PageRoute)

LISTS = ("type", "sub_event", "grade", "status")
"""Parameters that may be repeated."""
_WORDS = {
    "text": "words",
    "type": "type",
    "sub_event": "ACLED",
    "grade": "grade",
    "status": "status",
    "from": "from",
    "to": "to",
    "country": "country",
    "place": "place",
    "actor": "by",
    "target": "against",
    "origin": "origin",
    "document": "document",
    "bbox": "box",
}


def query_of(request: Request) -> tuple[EventListQuery, Problem | None]:
    """The filter in the address; an empty one with what is wrong where it cannot be used."""
    asked: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if name in LISTS:
            asked.setdefault(name, []).append(value)
        else:
            asked[name] = value
    try:
        return EventListQuery.model_validate(asked), None
    except ValidationError as error:
        fields = [FieldProblem(field=str(e["loc"][0]) if e["loc"] else "filter", message=e["msg"].removeprefix("Value error, ")) for e in error.errors()]
        problem = Problem(status=422, code="invalid", title="this filter cannot be used", fields=fields, remedy="Nothing is filtered until it is mended.")
        return EventListQuery(), problem


def chips(pairs: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """For each part of the filter: its name, its value in words, and the address without it."""
    shown = []
    for number, (name, value) in enumerate(pairs):
        if name in _WORDS:
            words = wording.country_name(value) if name == "country" else wording.spoken(value) if name in {"grade", "status"} else value
            if name == "bbox":
                words = " ".join(f"{float(part):.1f}" for part in value.split(","))
            rest = urlencode([p for i, p in enumerate(pairs) if i != number and p[0] != "cursor"])
            shown.append((_WORDS[name], words, f"/?{rest}" if rest else "/"))
    return shown


def filter_pairs(request: Request) -> list[tuple[str, str]]:
    """The filter in the address without the place in the list."""
    return [(n, v) for n, v in request.query_params.multi_items() if n in _WORDS]


@router.get("/")
def overview(desk: TheDesk, request: Request) -> Response:
    """Show the events that the filter in the address asks for."""
    query, problem = query_of(request)
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
    )


def _more(pairs: list[tuple[str, str]], cursor: str | None) -> str | None:
    return f"/?{urlencode([*pairs, ('cursor', cursor)])}" if cursor else None
