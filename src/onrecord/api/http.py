"""Small parts of HTTP that several endpoints share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from onrecord.api.desk import Desk
from onrecord.api.identity import Identity


def desk_of(request: Request) -> Desk:
    """The desk of the application that answers `request`."""
    desk: Desk = request.app.state.desk
    return desk


def identity_of(request: Request) -> Identity:
    """Who sends `request`; `onrecord.api.gate` lets nobody through without saying so."""
    identity: Identity = request.state.identity
    return identity


TheDesk = Annotated[Desk, Depends(desk_of)]
Who = Annotated[Identity, Depends(identity_of)]


def conditional(request: Request, response: Response, version: str) -> Response | None:
    """Set the ETag on `response`; a 304 to answer with instead where the client has this version."""
    tag = f'"{version}"'
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    known = {t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")}
    return Response(status_code=304, headers={"ETag": tag, "Cache-Control": "private, no-cache"}) if known & {tag, "*"} else None


def attachment(name: str) -> dict[str, str]:
    """Headers that make a browser save an answer under `name`, which has to be plain ASCII, and never show it."""
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
