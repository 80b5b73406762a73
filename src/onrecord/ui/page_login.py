"""Signing in, where the desk belongs to a team."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.ui.pages import PageRoute, TheDesk
from onrecord.ui.templating import page

router = APIRouter(route_class=PageRoute)


@router.get("/login")
def show(desk: TheDesk, request: Request) -> Response:
    """Ask for name and password; lead on who has no need to."""
    if not desk.team or getattr(request.state, "identity", None) is not None:
        return RedirectResponse("/", status_code=303)
    return page(request, "login.html.j2")
