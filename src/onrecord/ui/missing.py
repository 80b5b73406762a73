"""What a browser gets for an address that leads nowhere: a page; programs get the error shape of the API."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response

from onrecord.api import problems
from onrecord.ui.pages import error_page


def install(app: FastAPI) -> None:
    """Answer every address that nothing else takes. Has to come last."""

    @app.get("/{rest:path}", include_in_schema=False)
    def _nothing_here(request: Request, rest: str) -> Response:
        title, remedy = "there is no such page", "Start from the overview."
        problem = problems.Problem(status=404, code="not_found", title=title, subject=f"/{rest}", remedy=remedy)
        if rest.startswith("api/") or "text/html" not in request.headers.get("accept", ""):
            return problems.answer(problem)
        return error_page(request, problem)
