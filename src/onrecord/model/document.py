"""Documents: the text as it is stored, and how it was captured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from onrecord.model.ids import DOCUMENT, content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Where the original bytes came from and what they were.

    `sha256` is the digest of the original bytes, `captured_at` is UTC, `origin` the path or URL as the user gave it,
    `size` is in bytes.
    """

    sha256: str
    captured_at: datetime
    origin: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report: its stored text (Unicode NFC) and what is known about its publication.

    All spans of the record count code points of `text`. Unknown fields are None.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    language: str | None = None
    name: str | None = None
    """Id that the input gave (JSONL `id`, file name); for people, never a key."""

    @property
    def id(self) -> str:
        """Content-derived id over everything a reader of the report would see: the same report read twice is one document."""
        published = self.published.isoformat() if self.published else None
        return content_id(DOCUMENT, self.text, self.title, self.publisher, published, self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A document together with the record of its capture and the original bytes."""

    document: Document
    capture: Capture
    original: bytes
