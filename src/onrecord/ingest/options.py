"""What the user can say about the inputs."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from onrecord.errors import BadInput

FIELDS = ("id", "title", "publisher", "url", "published", "text", "language")
"""Fields of a JSON record, under the names they have unless a mapping says otherwise."""

DEFAULT_MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestOptions:
    """How inputs are read; every field has a default that suits a folder of reports.

    `published`, `publisher` and `title` replace whatever the documents say of themselves. `mapping` names, for a field of `FIELDS`,
    the place of its value in a JSON record: a key or a dotted path ("body.content", "authors.0"). `max_bytes` is the most that one
    document may have (a JSON Lines file may be larger, its lines may not). `encoding` is the character encoding of all inputs; None
    recognises it.
    Raises BadInput for an unknown field, encoding, date or size.
    """

    published: date | None = None
    publisher: str | None = None
    title: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    max_bytes: int = DEFAULT_MAX_BYTES
    encoding: str | None = None

    def __post_init__(self) -> None:
        unknown = sorted(set(self.mapping) - set(FIELDS))
        if unknown:
            raise _bad(f"no field is called {', '.join(unknown)}", "field mapping", f"The fields are {', '.join(FIELDS)}.")
        empty = sorted(name for name, path in self.mapping.items() if not path)
        if empty:
            raise _bad(f"nothing is named for {', '.join(empty)}", "field mapping", "Name the key or dotted path that holds the value.")
        if self.max_bytes < 1:
            raise _bad(f"expected at least 1 byte, not {self.max_bytes}", "largest document", "Give a number of bytes, such as 20000000.")
        if self.published is not None and isinstance(self.published, datetime):
            raise _bad("expected a day without a time", "date of publication", "Write it as YYYY-MM-DD.")
        if self.encoding is not None and not _is_text_encoding(self.encoding):
            remedy = "Name one such as utf-8, utf-16, windows-1251 or latin-1."
            raise _bad("no such character encoding", f"encoding {self.encoding}", remedy)


def _is_text_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
        # bytes.decode refuses codecs that are no text encodings ("base64", "rot13"), which lookup alone lets through.
        b"".decode(name)
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _bad(problem: str, subject: str, remedy: str) -> BadInput:
    return BadInput(problem, subject=subject, stage="ingest", remedy=remedy)
