"""Sources and actors: who says what, and who does what to whom."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from onrecord.api import voices
from onrecord.api.voices import NameQuery, VoiceQuery
from onrecord.ui.page_event import held
from onrecord.ui.pages import EventsRoute, TheDesk
from onrecord.ui.templating import page

router = APIRouter(route_class=EventsRoute)


def _more(path: str, cursor: str | None, **rest: str | None) -> str | None:
    pairs = {name: value for name, value in rest.items() if value}
    return f"{path}?{urlencode({**pairs, 'cursor': cursor})}" if cursor else None


@router.get("/sources")
def list_sources(desk: TheDesk, request: Request, query: Annotated[NameQuery, Query()]) -> Response:
    """List the voices that events go back to."""
    found = voices.list_sources(desk, query)
    return page(request, "names.html.j2", found=found, query=query, noun="source", more=_more("/sources", found.next, q=query.q))


@router.get("/sources/one")
def source(desk: TheDesk, request: Request, query: Annotated[VoiceQuery, Query()]) -> Response:
    """Show what one voice has said."""
    found = voices.source(desk, query)
    return page(
        request,
        "source.html.j2",
        noun="source",
        found=found,
        held=held(found.decisions),
        more=_more("/sources/one", found.next, name=query.name),
    )


@router.get("/actors")
def list_actors(desk: TheDesk, request: Request, query: Annotated[NameQuery, Query()]) -> Response:
    """List who acts in events or is their target."""
    found = voices.list_actors(desk, query)
    return page(request, "names.html.j2", found=found, query=query, noun="actor", more=_more("/actors", found.next, q=query.q))


@router.get("/actors/one")
def actor(desk: TheDesk, request: Request, query: Annotated[VoiceQuery, Query()]) -> Response:
    """Show what one actor is said to have done and suffered."""
    found = voices.actor(desk, query)
    return page(
        request,
        "actor.html.j2",
        noun="actor",
        found=found,
        held=held(found.decisions),
        more=_more("/actors/one", found.next, name=query.name),
    )
