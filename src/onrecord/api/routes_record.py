"""Endpoints for documents, voices, search and exports."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from onrecord.api import documents, exports, known, search, voices
from onrecord.api.filters import EventQuery
from onrecord.api.http import TheDesk, attachment, conditional

router = APIRouter()
DocumentId = Annotated[str, Path(pattern="^d[0-9a-f]{16}$", examples=["d0123456789abcdef"])]
FormatName = Literal["csv", "hxl", "acled", "geojson", "jsonl", "html"]


@router.get("/documents", response_model=documents.DocumentPage, tags=["documents"])
def list_documents(desk: TheDesk, query: Annotated[documents.DocumentQuery, Query()]) -> documents.DocumentPage:
    """List documents in the order in which they were added, or search them."""
    return documents.list_documents(desk, query)


@router.get("/documents/{document_id}", response_model=documents.DocumentDetail, tags=["documents"])
def document(desk: TheDesk, document_id: DocumentId, request: Request, response: Response) -> documents.DocumentDetail | Response:
    """Show one document: its text with all claims marked, its captures and its near-copies."""
    found = documents.document_detail(desk, document_id)
    return conditional(request, response, found.version) or found


@router.get(
    "/documents/{document_id}/original",
    tags=["documents"],
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def original(desk: TheDesk, document_id: DocumentId) -> Response:
    """Download the original bytes as they were captured; always as a file, never to be shown by a browser."""
    found = documents.one_document(desk, document_id)
    data = desk.store.original(found.id)
    return Response(data, media_type="application/octet-stream", headers=attachment(f"{found.id}.bin"))


@router.get("/sources", response_model=voices.NamePage, tags=["voices"])
def list_sources(desk: TheDesk, query: Annotated[voices.NameQuery, Query()]) -> voices.NamePage:
    """List the voices, organisations and parties that events go back to."""
    return voices.list_sources(desk, query)


@router.get("/sources/one", response_model=voices.Source, tags=["voices"])
def source(desk: TheDesk, query: Annotated[voices.VoiceQuery, Query()]) -> voices.Source:
    """Show what a voice has said, how often alone and how often contradicted."""
    return voices.source(desk, query)


@router.get("/actors", response_model=voices.NamePage, tags=["voices"])
def list_actors(desk: TheDesk, query: Annotated[voices.NameQuery, Query()]) -> voices.NamePage:
    """List who acts in events or is their target."""
    return voices.list_actors(desk, query)


@router.get("/actors/one", response_model=voices.ActorDetail, tags=["voices"])
def actor(desk: TheDesk, query: Annotated[voices.VoiceQuery, Query()]) -> voices.ActorDetail:
    """Show what an actor is said to have done and suffered, and what its name was resolved to."""
    return voices.actor(desk, query)


@router.get("/names", response_model=tuple[known.Known, ...], tags=["voices"])
def names(desk: TheDesk, query: Annotated[known.KnownQuery, Query()]) -> tuple[known.Known, ...]:
    """List the ids that a name may stand for, in the record and in the table of actors; decisions on sources and actors take ids."""
    return known.known(desk, query)


@router.get("/search", response_model=search.SearchResult, tags=["search"])
def find(desk: TheDesk, query: Annotated[search.SearchQuery, Query()]) -> search.SearchResult:
    """Search documents and the evidence of events."""
    return search.search(desk, query)


@router.get(
    "/exports/{name}",
    tags=["exports"],
    response_class=StreamingResponse,
    responses={200: {"content": {f.media_type.split(";")[0]: {} for f in exports.FORMATS.values()}}},
)
def export(desk: TheDesk, name: FormatName, query: Annotated[EventQuery, Query()]) -> StreamingResponse:
    """Export the events behind a filter; jsonl and geojson are streamed, the others hold at most 50,000 events."""
    ids = exports.event_ids(desk, query, name=name)
    media_type = exports.FORMATS[name].media_type
    return StreamingResponse(exports.stream(desk, ids, name), media_type=media_type, headers=attachment(exports.filename(name)))


@router.get("/exports/{name}/loss", response_model=exports.Loss, tags=["exports"])
def loss(desk: TheDesk, name: FormatName, query: Annotated[EventQuery, Query()]) -> exports.Loss:
    """Tell what a format cannot hold of the events behind a filter."""
    return exports.loss(desk, query, name)
