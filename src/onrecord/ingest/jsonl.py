"""JSON records: one report a line, read as a stream, or one JSON file with a record or an array of them."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from onrecord.errors import DocumentError
from onrecord.ingest.decode import decode
from onrecord.ingest.draft import Draft, finish, parse_day, unreadable
from onrecord.ingest.options import IngestOptions
from onrecord.model.document import Captured

MEDIA_TYPE = "application/json"

_CHUNK = 1 << 20


def read_lines(stream: BinaryIO, origin: str, options: IngestOptions) -> Iterator[Captured | DocumentError]:
    """One document or error for each line that is not blank; errors name file and line, and the rest goes on."""
    for number, line, ended in numbered_lines(stream, options.max_bytes):
        subject = f"{origin}:{number}"
        try:
            yield _read_line(line, ended, subject, options)
        except DocumentError as error:
            yield error


def read_json(data: bytes, origin: str, options: IngestOptions) -> Iterator[Captured | DocumentError]:
    """The record, or each record of the array, that a whole JSON file holds; every one keeps the bytes of the file as its original."""
    try:
        value = _parse(data, origin, options)
    except DocumentError as error:
        yield error
        return
    records = value if isinstance(value, list) else [value]
    if not records:
        yield unreadable(origin, "the JSON array is empty", "Check that the export wrote its records, or remove the file.")
    for number, record in enumerate(records, start=1):
        subject = f"{origin}[{number}]" if isinstance(value, list) else origin
        try:
            yield _document(record, data, subject, options)
        except DocumentError as error:
            yield error


def numbered_lines(stream: BinaryIO, max_bytes: int) -> Iterator[tuple[int, bytes | None, bool]]:
    """Line number from 1, bytes without the line end, and whether a line end followed; blank lines are left out.

    The bytes are None for a line above `max_bytes`, which is passed over without being held in memory.
    """
    number = 0
    while line := stream.readline(max_bytes + 2):
        number += 1
        ended = line.endswith(b"\n")
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        content = line.rstrip(b"\r\n")
        if len(content) > max_bytes:
            while not ended and (rest := stream.readline(_CHUNK)):
                ended = rest.endswith(b"\n")
            yield number, None, ended
        elif content.strip():
            yield number, content, ended


def _read_line(line: bytes | None, ended: bool, subject: str, options: IngestOptions) -> Captured:
    if line is None:
        problem = f"the line is larger than {options.max_bytes:,} bytes"
        raise unreadable(subject, problem, "Split the report, or raise the limit with --max-bytes.")
    try:
        record = _parse(line, subject, options)
    except DocumentError as error:
        if ended or line.rstrip().endswith(b"}") or not isinstance(error.__cause__, json.JSONDecodeError):
            raise
        problem = "the last line is cut off in the middle of a record"
        raise unreadable(subject, problem, "Fetch the file again; the copy is not whole.") from error
    return _document(record, line, subject, options)


def _parse(data: bytes, subject: str, options: IngestOptions) -> Any:
    if options.encoding is None and data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise unreadable(subject, "JSON has to be UTF-8, and this is UTF-16", "Convert it, for instance with iconv -f UTF-16 -t UTF-8.")
    # JSON is UTF-8 by its standard (RFC 8259), so nothing is guessed here.
    text, _ = decode(data, subject=subject, encoding=options.encoding or "utf-8")
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}" if problem.lineno > 1 else f"column {problem.colno}"
        remedy = "Correct the record; every line holds one JSON object."
        raise unreadable(subject, f"is no JSON ({problem.msg} at {where})", remedy) from problem
    except (ValueError, RecursionError) as problem:
        what = type(problem).__name__
        raise unreadable(subject, f"is JSON that cannot be held ({what})", "Write the report as a flat record.") from problem


def _document(record: Any, original: bytes, subject: str, options: IngestOptions) -> Captured:
    if not isinstance(record, dict):
        raise unreadable(subject, f"expected a JSON object, not {type(record).__name__}", 'Write each report as {"text": "...", ...}.')
    mapping = options.mapping
    text = _text(record, mapping, subject)
    published = None if options.published else _word(record, "published", mapping, subject)
    draft = Draft(
        text=text,
        title=_word(record, "title", mapping, subject),
        publisher=_word(record, "publisher", mapping, subject),
        published=parse_day(published, subject) if published else None,
        url=_word(record, "url", mapping, subject),
        language=_word(record, "language", mapping, subject),
        name=_word(record, "id", mapping, subject),
    )
    return finish(draft, original=original, origin=subject, media_type=MEDIA_TYPE, options=options)


def _text(record: dict[str, Any], mapping: Mapping[str, str], subject: str) -> str:
    path = mapping.get("text", "text")
    value = _dig(record, path)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    if isinstance(value, str):
        return value
    remedy = "Name the field that holds the text with --map text=FIELD."
    if value is None:
        there = ", ".join(sorted(str(key) for key in record)[:8]) or "none"
        raise unreadable(subject, f"has no text in the field {path} (fields: {there})", remedy)
    raise unreadable(subject, f"the field {path} is {type(value).__name__}, not text", remedy)


def _word(record: dict[str, Any], name: str, mapping: Mapping[str, str], subject: str) -> str | None:
    path = mapping.get(name, name)
    value = _dig(record, path)
    if value is None or value == "":
        return None
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    remedy = f"Name the field that holds it with --map {name}=FIELD."
    raise unreadable(subject, f"the field {path} is {type(value).__name__}, not text", remedy)


def _dig(record: Any, path: str) -> Any:
    """The value at a dotted path; a key that itself holds dots is tried first. None where there is none."""
    if isinstance(record, dict) and path in record:
        return record[path]
    value = record
    for part in path.split("."):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isascii() and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value
