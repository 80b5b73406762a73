"""Taking the current view elsewhere: every format, with what it cannot hold."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from onrecord.api import exports, summary
from onrecord.api.filters import EventQuery
from onrecord.api.problems import ApiError
from onrecord.ui.filters import chips, filter_pairs, query_of
from onrecord.ui.pages import EventsRoute, TheDesk
from onrecord.ui.templating import page

router = APIRouter(route_class=EventsRoute)

WORDS = {
    "csv": ("Table", "One row an event, for spreadsheets."),
    "hxl": ("Table with HXL tags", "The same with a row of Humanitarian Exchange Language tags, as HDX takes it."),
    "acled": ("ACLED columns", "The columns and codes of ACLED's files."),
    "geojson": ("GeoJSON", "For maps: one feature an event, with the radius within which it lies."),
    "jsonl": ("JSON lines", "For programs: documents, claims with their spans, events, grades."),
    "html": ("One-file report", "A page with map, timeline and all evidence, to be sent to somebody."),
}
_COUNTED = 5_000
"""Events up to which what a format loses is counted while the reader waits."""


@router.get("/export")
def show(desk: TheDesk, request: Request) -> Response:
    """Show the formats with what each would leave out of the events that the filter holds."""
    query, problem = query_of(request, EventQuery)
    pairs = filter_pairs(request)
    counts = summary.counts(desk, query)
    losses: dict[str, exports.Loss] = {}
    if counts.total <= _COUNTED:
        for name in exports.FORMATS:
            try:
                losses[name] = exports.loss(desk, query, name)
            except ApiError:
                continue
    return page(
        request,
        "export.html.j2",
        status=422 if problem else 200,
        problem=problem,
        chips=[] if problem else chips(pairs, path="/export"),
        filter=urlencode(pairs),
        counts=counts,
        formats=[(name, *WORDS.get(name, (name, "")), exports.filename(name)) for name in exports.FORMATS],
        losses=losses,
        most=exports.MOST_EVENTS,
        streams={name: f.streams for name, f in exports.FORMATS.items()},
    )
