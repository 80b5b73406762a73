"""The JSON schema of an answer: every list is closed, everything else is a quotation."""

from __future__ import annotations

from typing import Any

from onrecord.model.claim import CERTAINTIES, FIGURE_KINDS, STATUSES
from onrecord.model.codes import EVENT_TYPES, SUB_EVENTS

MODES = tuple(dict.fromkeys(mode for modes in EVENT_TYPES.values() for mode in modes))


def _object(**properties: Any) -> dict[str, Any]:
    # Strict mode of the endpoints asks for every property to be required; what may be missing is null or an empty list.
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _or_null(values: tuple[str, ...]) -> dict[str, Any]:
    return {"anyOf": [{"type": "string", "enum": list(values)}, {"type": "null"}]}


_TEXT = {"type": "string"}
_TEXT_OR_NULL = {"anyOf": [_TEXT, {"type": "null"}]}
_PARTY = _object(quote=_TEXT, name=_TEXT)

_CLAIM = _object(
    sentence={"type": "integer"},
    trigger=_TEXT,
    event_type={"type": "string", "enum": list(EVENT_TYPES)},
    mode=_or_null(MODES),
    sub_event=_or_null(SUB_EVENTS),
    status={"type": "string", "enum": list(STATUSES)},
    certainty={"type": "string", "enum": list(CERTAINTIES)},
    actors=_list(_PARTY),
    targets=_list(_PARTY),
    instruments=_list(_TEXT),
    places=_list(_TEXT),
    time=_TEXT_OR_NULL,
    figures=_list(_object(quote=_TEXT, what={"type": "string", "enum": list(FIGURE_KINDS)})),
    attribution=_list(_object(source=_TEXT_OR_NULL, cue=_TEXT_OR_NULL, name=_TEXT)),
)

SCHEMA: dict[str, Any] = _object(claims=_list(_CLAIM))
"""What an answer has to look like: `{"claims": [...]}`."""
