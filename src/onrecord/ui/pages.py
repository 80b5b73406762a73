"""What every page needs: the desk, clean addresses, and errors that are shown as pages."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from onrecord.api.desk import Desk
from onrecord.api.http import desk_of
from onrecord.api.problems import ApiError, FieldProblem, Problem
from onrecord.errors import BadInput, OnrecordError, StoreError
from onrecord.ui.templating import page

TheDesk = Annotated[Desk, Depends(desk_of)]


class PageRoute(APIRoute):
    """A route whose errors are pages too, and whose address never holds an empty field of a form."""

    needs_events = False

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of the route within what every page shares."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if request.method == "GET" and (clean := _without_blanks(request)) is not None:
                return RedirectResponse(clean, status_code=303)
            try:
                if self.needs_events and not await run_in_threadpool(desk_of(request).ready):
                    return page(request, "loading.html.j2", status=503, headers={"Retry-After": "2"})
                return await handler(request)
            except (ApiError, OnrecordError, RequestValidationError, HTTPException) as error:
                return error_page(request, problem_of(error))

        return handle


class EventsRoute(PageRoute):
    """A route that needs all events in memory, and shows a page that waits for them while those of a large record are being loaded."""

    needs_events = True


def _without_blanks(request: Request) -> str | None:
    """The address without its empty parameters; None where it has none."""
    pairs = request.query_params.multi_items()
    kept = [(name, value.strip()) for name, value in pairs if value.strip()]
    return f"{request.url.path}{'?' + urlencode(kept) if kept else ''}" if kept != pairs else None


def problem_of(error: Exception) -> Problem:
    """The problem that an error is answered with."""
    match error:
        case ApiError():
            return error.problem
        case StoreError():
            return Problem(status=503, code="store_unavailable", title=error.problem, remedy=error.remedy)
        case BadInput():
            status, code = (404, "not_found") if error.stage == "store" else (422, "invalid")
            return Problem(status=status, code=code, title=error.problem, subject=error.subject, remedy=error.remedy)
        case OnrecordError():
            return Problem(status=500, code="internal", title=error.problem, subject=error.subject, remedy=error.remedy)
        case RequestValidationError():
            fields = [FieldProblem(field=str(e["loc"][-1]), message=str(e["msg"])) for e in error.errors()]
            return Problem(status=422, code="invalid", title="the address holds values that cannot be used", fields=fields)
        case HTTPException():
            return Problem(status=error.status_code, code="http", title=str(error.detail))
        case _:
            return Problem(status=500, code="internal", title="something went wrong", remedy="The server's log says what.")


def error_page(request: Request, problem: Problem) -> Response:
    """A page that says what went wrong and what can be done."""
    return page(request, "error.html.j2", status=problem.status, problem=problem)
