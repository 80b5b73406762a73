"""Documents: the list with its search, and one document with all claims marked in its text."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request, Response

from onrecord.api import documents, search
from onrecord.api.documents import DocumentQuery, Segment
from onrecord.ui.pages import PageRoute, TheDesk
from onrecord.ui.templating import page

router = APIRouter(route_class=PageRoute)


@router.get("/documents")
def show_list(desk: TheDesk, request: Request, query: Annotated[DocumentQuery, Query()]) -> Response:
    """List documents, or those that hold the words searched for with the passages that do."""
    hits = search.search(desk, search.SearchQuery(q=query.q, limit=query.limit)).documents if query.q else ()
    found = documents.list_documents(desk, query)
    more = f"/documents?{urlencode({'cursor': found.next})}" if found.next else None
    return page(request, "documents.html.j2", found=found, query=query, passages={h.document_id: _pieces(h) for h in hits}, more=more)


def _pieces(hit: search.Hit) -> list[tuple[str, bool]]:
    """The passage of a hit cut at its marks; True for what was searched for."""
    pieces, at = [], 0
    for start, end in sorted(hit.marks):
        pieces += [(hit.passage[at:start], False), (hit.passage[start:end], True)]
        at = end
    return [(text, found) for text, found in [*pieces, (hit.passage[at:], False)] if text]


@router.get("/documents/{document_id}")
def show(desk: TheDesk, request: Request, document_id: Annotated[str, Path(max_length=40)]) -> Response:
    """Show one document."""
    detail = documents.document_detail(desk, document_id)
    return page(
        request,
        "document.html.j2",
        detail=detail,
        anchors=anchors(detail.segments),
        numbers={c.id: n for n, c in enumerate(detail.claims, 1)},
    )


def anchors(segments: tuple[Segment, ...]) -> dict[int, list[str]]:
    """By the number of a segment, the claims whose trigger begins there: where a link to a claim leads."""
    found: dict[int, list[str]] = {}
    seen: set[str] = set()
    for number, segment in enumerate(segments):
        if "trigger" in segment.labels:
            new = [claim for claim in segment.claims if claim not in seen]
            seen.update(new)
            if new:
                found[number] = new
    return found
