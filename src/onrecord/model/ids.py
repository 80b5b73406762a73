"""Content-derived identifiers: the same content gives the same id on every machine."""

from __future__ import annotations

import hashlib
import json

# Each noun of the record has its letter, so that an id in a log line tells what it is.
DOCUMENT, CLAIM, EVENT, DECISION = "d", "c", "e", "x"
_HEX_DIGITS = 16


def content_id(letter: str, *parts: str | int | list[str] | None) -> str:
    """`letter` followed by 16 hex digits of SHA-256 over a JSON array of the parts.

    A JSON array is unambiguous where joined strings are not: ("ab", "c") and ("a", "bc") differ.
    """
    encoded = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return letter + hashlib.sha256(encoded).hexdigest()[:_HEX_DIGITS]


def sha256_hex(data: bytes) -> str:
    """SHA-256 of `data` as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()
