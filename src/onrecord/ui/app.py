"""Puts the pages and their static files on an application of `onrecord.api`."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from onrecord.ui import (
    missing,
    page_documents,
    page_event,
    page_export,
    page_help,
    page_import,
    page_login,
    page_overview,
    page_review,
    page_team,
    page_voices,
)
from onrecord.ui.pages import error_page
from onrecord.ui.templating import asset

PAGES = (page_overview, page_event, page_documents, page_voices, page_review, page_import, page_export, page_help, page_login, page_team)


class _Assets(StaticFiles):
    """Static files whose address holds their digest may be kept for ever; others are asked for again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at `path` with how long it may be kept."""
        response = await super().get_response(path, scope)
        asked = scope.get("query_string", b"").startswith(b"v=")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if asked else "no-cache"
        return response


def install(app: FastAPI) -> None:
    """Add the pages and what they load to `app`, which `onrecord.api.app.create_app` made."""
    app.mount("/static", _Assets(directory=Path(str(files("onrecord.ui") / "static"))), name="static")

    @app.get("/countries.json", include_in_schema=False)
    def _countries() -> Response:
        """Outlines of the countries for the map."""
        data = (files("onrecord") / "data" / "map" / "countries.json").read_bytes()
        return Response(data, media_type="application/json", headers={"Cache-Control": "public, max-age=86400"})

    @app.get("/favicon.ico", include_in_schema=False)
    def _icon() -> Response:
        return Response(status_code=308, headers={"Location": asset("icon.svg")})

    for module in PAGES:
        app.include_router(module.router, include_in_schema=False)
    # What the gate refuses is a page too where a browser asks for one.
    app.state.error_page = error_page
    missing.install(app)
