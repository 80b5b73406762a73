"""The filter in an address: read, shown as chips, and told what is wrong with it."""

from __future__ import annotations

from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Request
from pydantic import ValidationError

from onrecord.api import wording
from onrecord.api.filters import EventQuery
from onrecord.api.problems import FieldProblem, Problem

Q = TypeVar("Q", bound=EventQuery)

LISTS = ("type", "sub_event", "grade", "status")
"""Parameters that may be repeated."""
_WORDS = {
    "text": "words",
    "type": "type",
    "sub_event": "ACLED",
    "grade": "grade",
    "status": "status",
    "from": "from",
    "to": "to",
    "country": "country",
    "place": "place",
    "actor": "by",
    "target": "against",
    "origin": "origin",
    "document": "document",
    "bbox": "box",
}


def query_of(request: Request, kind: type[Q], *, without: tuple[str, ...] = ()) -> tuple[Q, Problem | None]:
    """The filter in the address; an empty one with what is wrong where it cannot be used. Parameters in `without` are not its own."""
    asked: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if name in without:
            continue
        if name in LISTS:
            asked.setdefault(name, []).append(value)
        else:
            asked[name] = value
    try:
        return kind.model_validate(asked), None
    except ValidationError as error:
        fields = [
            FieldProblem(field=str(e["loc"][0]) if e["loc"] else "filter", message=e["msg"].removeprefix("Value error, "))
            for e in error.errors()
        ]
        remedy = "Nothing is filtered until it is mended."
        problem = Problem(status=422, code="invalid", title="this filter cannot be used", fields=fields, remedy=remedy)
        return kind(), problem


def chips(pairs: list[tuple[str, str]], *, path: str = "/") -> list[tuple[str, str, str]]:
    """For each part of the filter: its name, its value in words, and the address without it."""
    shown = []
    for number, (name, value) in enumerate(pairs):
        if name in _WORDS:
            words = wording.country_name(value) if name == "country" else wording.spoken(value) if name in {"grade", "status"} else value
            if name == "bbox":
                words = " ".join(f"{float(part):.1f}" for part in value.split(","))
            rest = urlencode([p for i, p in enumerate(pairs) if i != number and p[0] != "cursor"])
            shown.append((_WORDS[name], words, f"{path}?{rest}" if rest else path))
    return shown


def filter_pairs(request: Request) -> list[tuple[str, str]]:
    """The filter in the address without the place in the list."""
    return [(n, v) for n, v in request.query_params.multi_items() if n in _WORDS]
