"""Cursors: where a page ended, so that the next one goes on there even where the list has changed since."""

from __future__ import annotations

import base64
import binascii
import json

from onrecord.api.problems import ApiError


def pack(*values: str | int | float) -> str:
    """A cursor that holds `values`."""
    text = json.dumps(values, separators=(",", ":"), ensure_ascii=True)
    return base64.urlsafe_b64encode(text.encode("ascii")).decode("ascii").rstrip("=")


def unpack(cursor: str, *kinds: type) -> list[object]:
    """The values in a cursor, of these kinds. Raises ApiError (422) for one that `pack` did not make."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
        # type() and not isinstance(): JSON true must not pass for the number 1.
        if type(values) is list and [type(v) for v in values] == list(kinds):
            return values
    except (ValueError, binascii.Error, RecursionError):
        pass
    raise _none(cursor)


def bounded(value: object, bits: int) -> int:
    """A whole number that fits into `bits` bits. Raises ApiError (422) for any other."""
    if isinstance(value, int) and -(1 << (bits - 1)) <= value < 1 << (bits - 1):
        return value
    raise _none(str(value))


def hexadecimal(value: object) -> int:
    """A number of 64 bits that is written as 16 hex digits. Raises ApiError (422) for anything else."""
    if isinstance(value, str) and len(value) == 16 and all(c in "0123456789abcdef" for c in value):
        return int(value, 16)
    raise _none(str(value))


def _none(shown: str) -> ApiError:
    remedy = "Take it from `next` of the page before, or leave it out."
    return ApiError(422, "invalid", "the cursor is none", subject=shown[:80], remedy=remedy)
