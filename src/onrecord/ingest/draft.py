"""What a format reader found in a document, and how it becomes a captured one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from onrecord.errors import UnreadableDocument
from onrecord.ingest.clean import clean_line, clean_text, holds_words
from onrecord.ingest.options import IngestOptions
from onrecord.model.document import Capture, Captured, Document
from onrecord.model.ids import sha256_hex

STAGE = "ingest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The words of a document and what it says about itself, not yet cleaned. Unknown fields are None."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    language: str | None = None
    name: str | None = None


def unreadable(subject: str, problem: str, remedy: str) -> UnreadableDocument:
    """The error for one input; `subject` names it, `remedy` is a sentence."""
    return UnreadableDocument(problem, subject=subject, stage=STAGE, remedy=remedy)


def finish(draft: Draft, *, original: bytes, origin: str, media_type: str, options: IngestOptions) -> Captured:
    """The captured document: text and metadata cleaned, the user's overrides applied, the original bytes hashed.

    Raises UnreadableDocument where nothing is left to read.
    """
    text = clean_text(draft.text)
    if not holds_words(text):
        problem = "is empty" if not draft.text.strip() else "holds no words"
        raise unreadable(origin, problem, "Check that the file was saved or downloaded in full, or remove it.")
    document = Document(
        text=text,
        title=clean_line(options.title if options.title is not None else draft.title),
        publisher=clean_line(options.publisher if options.publisher is not None else draft.publisher),
        published=options.published or draft.published,
        url=clean_line(draft.url),
        language=clean_line(draft.language),
        name=clean_line(draft.name),
    )
    capture = Capture(sha256=sha256_hex(original), captured_at=datetime.now(UTC), origin=origin, media_type=media_type, size=len(original))
    return Captured(document=document, capture=capture, original=original)


def parse_day(value: str, subject: str) -> date:
    """The day of an ISO 8601 date or date and time ("2024-05-01", "2024-05-01T22:10:00Z"), as written, with no shift of time zone.

    Raises UnreadableDocument for anything else: a date that is guessed would be worse than none.
    """
    written = value.strip()
    try:
        return datetime.fromisoformat(written).date()
    except ValueError as problem:
        raise unreadable(
            subject,
            f"the date of publication {written[:40]!r} is not ISO 8601",
            "Write it as YYYY-MM-DD, or give --published for all documents.",
        ) from problem
