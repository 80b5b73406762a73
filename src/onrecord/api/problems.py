"""One shape for every error: RFC 9457 `application/problem+json`, with what to do about it."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from onrecord.errors import BadInput, OnrecordError, StoreError

MEDIA_TYPE = "application/problem+json"
_LOG = logging.getLogger("onrecord.api")


class FieldProblem(BaseModel):
    """One value of a request that cannot be used."""

    field: str = Field(examples=["query.from"])
    message: str


class Problem(BaseModel):
    """An error: `status` is the HTTP status, `code` a stable name of the kind, `remedy` what can be done."""

    status: int = Field(examples=[404])
    code: str = Field(examples=["not_found"])
    title: str = Field(examples=["no event has an id that begins so"])
    subject: str | None = None
    remedy: str | None = None
    fields: list[FieldProblem] = []
    current: dict[str, Any] | None = Field(default=None, description="on a conflict: what is there now")


class ApiError(Exception):
    """An answer that is a `Problem`; raised by the functions of this package, answered by the endpoints, shown by the pages."""

    def __init__(
        self,
        status: int,
        code: str,
        title: str,
        *,
        subject: str | None = None,
        remedy: str | None = None,
        current: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.problem = Problem(status=status, code=code, title=title, subject=subject, remedy=remedy, current=current)
        self.headers = headers or {}


def not_found(noun: str, subject: str) -> ApiError:
    """404 for an id that names nothing."""
    return ApiError(404, "not_found", f"there is no {noun} with this id", subject=subject, remedy=f"List what there is to find the {noun}.")


def install(app: FastAPI) -> None:
    """Answer every error of `app` as a `Problem`."""

    @app.exception_handler(ApiError)
    def _own(_request: Request, error: ApiError) -> JSONResponse:
        return answer(error.problem, error.headers)

    @app.exception_handler(OnrecordError)
    def _ours(_request: Request, error: OnrecordError) -> JSONResponse:
        status, code = 500, "internal"
        if isinstance(error, BadInput):
            # The store says so of ids that name nothing; everything else is a value that cannot be used.
            status, code = (404, "not_found") if error.stage == "store" else (422, "invalid")
        elif isinstance(error, StoreError):
            status, code = 503, "store_unavailable"
            _LOG.error("%s", error)
        subject = None if isinstance(error, StoreError) else error.subject
        return answer(Problem(status=status, code=code, title=error.problem, subject=subject, remedy=error.remedy))

    @app.exception_handler(RequestValidationError)
    def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        fields = [FieldProblem(field=".".join(str(p) for p in e["loc"]), message=str(e["msg"])) for e in error.errors()]
        return answer(Problem(status=422, code="invalid", title="the request holds values that cannot be used", fields=fields))

    @app.exception_handler(HTTPException)
    def _http(_request: Request, error: HTTPException) -> JSONResponse:
        phrase = HTTPStatus(error.status_code).phrase
        title = error.detail if isinstance(error.detail, str) else phrase
        code = "too_large" if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else phrase.lower().replace(" ", "_")
        return answer(Problem(status=error.status_code, code=code, title=title), dict(error.headers or {}))

    @app.exception_handler(Exception)
    def _unforeseen(request: Request, error: Exception) -> JSONResponse:
        _LOG.error("%s %s", request.method, request.url.path, exc_info=error)
        return answer(Problem(status=500, code="internal", title="something went wrong", remedy="The server's log says what."))


def answer(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """The response for a problem."""
    content = problem.model_dump(mode="json", exclude_none=True)
    return JSONResponse(content, status_code=problem.status, headers=headers, media_type=MEDIA_TYPE)


RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "The request cannot be answered as it is",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
    "5XX": {"description": "The server cannot answer now", "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}},
}
"""What every endpoint may answer beside its own."""
