"""How to read the pages: grades, marks, chains, the map and the keys."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from onrecord.ui.pages import PageRoute
from onrecord.ui.templating import page

router = APIRouter(route_class=PageRoute)


@router.get("/help")
def show(request: Request) -> Response:
    """Show the legend of everything."""
    return page(request, "help.html.j2")
