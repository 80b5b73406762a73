"""Which format an input has: by its first bytes, by its name, else by what the text looks like."""

from __future__ import annotations

import codecs
import json
import re
from pathlib import PurePath
from typing import Literal

from onrecord.ingest.draft import unreadable

Kind = Literal["text", "markdown", "html", "jsonl", "json"]

HEAD_BYTES = 65_536

_BY_SUFFIX: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
}

_TO_TEXT = "Convert it to plain text, Markdown or HTML first."
_UNPACK = "Unpack it and read what is inside."
_TO_JSONL = "Export it as JSON Lines, one report a line."
_TRANSCRIBE = "Write its words down as text first."
_PDF = "Convert it to text first, for instance with pdftotext."

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", _PDF),
    (b"{\\rtf", "a rich-text document", _TO_TEXT),
    (b"PK\x03\x04", "a ZIP archive or office document", "If it is a document, save it as plain text or HTML; if an archive, unpack it."),
    (b"\xd0\xcf\x11\xe0", "an old office document", _TO_TEXT),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ", "an xz archive", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"\x89PNG", "an image", _TRANSCRIBE),
    (b"\xff\xd8\xff", "an image", _TRANSCRIBE),
    (b"GIF8", "an image", _TRANSCRIBE),
    (b"II*\0", "an image", _TRANSCRIBE),
    (b"MM\0*", "an image", _TRANSCRIBE),
    (b"RIFF", "an image, sound or film", _TRANSCRIBE),
    (b"OggS", "a sound or film", _TRANSCRIBE),
    (b"ID3", "a sound", _TRANSCRIBE),
    (b"\x1aE\xdf\xa3", "a film", _TRANSCRIBE),
    (b"SQLite format 3\0", "a database", _TO_JSONL),
    (b"PAR1", "a Parquet file", _TO_JSONL),
    (b"\x7fELF", "a program", "Remove it."),
)

_UNSUPPORTED_SUFFIXES: dict[str, tuple[str, str]] = {
    **dict.fromkeys((".pdf",), ("a PDF", _PDF)),
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pages", ".epub", ".eml", ".msg"), ("an office document, book or mail", _TO_TEXT)),
    **dict.fromkeys((".csv", ".tsv", ".xls", ".xlsx", ".ods", ".parquet", ".sqlite", ".db"), ("a table or database", _TO_JSONL)),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".key"), ("a presentation", _TO_TEXT)),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".webp", ".bmp", ".heic", ".svg"), ("an image", _TRANSCRIBE)),
    **dict.fromkeys((".mp3", ".mp4", ".wav", ".ogg", ".m4a", ".mov", ".avi", ".mkv", ".webm"), ("a sound or film", _TRANSCRIBE)),
    **dict.fromkeys((".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".zst", ".warc"), ("an archive", _UNPACK)),
    **dict.fromkeys((".xml", ".rss", ".atom"), ("XML", "Convert it to plain text, HTML or JSON Lines first.")),
}

_HTML_START = re.compile(rb"(?:<\?xml[^>]{0,200}\?>)?\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_FRONT_MATTER_START = re.compile(rb"---[ \t]*\r?\n\w[\w -]*:")


def sniff(head: bytes, name: str, subject: str) -> Kind:
    """The format of an input from its first `HEAD_BYTES` bytes and its file name ("" for standard input).

    A page that calls itself HTML is HTML whatever its name. Raises UnreadableDocument for kinds that are not read here, with what to do
    instead.
    """
    for mark, what, remedy in _MAGIC:
        if head.startswith(mark):
            raise _unsupported(subject, what, remedy)
    suffix = PurePath(name).suffix.lower()
    start = _start(head)
    if suffix not in (".jsonl", ".ndjson", ".json") and _HTML_START.match(start):
        return "html"
    if suffix in _UNSUPPORTED_SUFFIXES:
        raise _unsupported(subject, *_UNSUPPORTED_SUFFIXES[suffix])
    return _BY_SUFFIX[suffix] if suffix in _BY_SUFFIX else _by_content(start, subject)


def _unsupported(subject: str, what: str, remedy: str) -> Exception:
    return unreadable(subject, f"unsupported kind of file: {what}", remedy)


def _start(head: bytes) -> bytes:
    for mark, width in ((codecs.BOM_UTF16_LE, 2), (codecs.BOM_UTF16_BE, 2)):
        if head.startswith(mark):
            # Dropping the zero bytes leaves the ASCII that the tests below look for.
            head = head[width:].replace(b"\0", b"")
    return head.removeprefix(codecs.BOM_UTF8).lstrip()


def _by_content(start: bytes, subject: str) -> Kind:
    if start.startswith(b"<?xml"):
        raise _unsupported(subject, *_UNSUPPORTED_SUFFIXES[".xml"])
    if start.startswith((b"{", b"[")):
        first_line = start.split(b"\n", 1)[0]
        if start.startswith(b"{") and _is_json_object(first_line):
            return "jsonl"
        if re.match(rb"[\[{]\s*[\"{\]}]", start):
            return "json" if _looks_spread(first_line) else "jsonl"
    return "markdown" if _FRONT_MATTER_START.match(start) else "text"


def _is_json_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _looks_spread(first_line: bytes) -> bool:
    """Whether the first line is only the opening of one JSON value that runs over many lines, or an array."""
    return len(first_line) < 3 or first_line.startswith(b"[")
