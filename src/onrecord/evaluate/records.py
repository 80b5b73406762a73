"""Evaluation records: what a system is given, as JSON lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.errors import BadInput
from onrecord.model import Document

Record = dict[str, Any]
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})")


def read_records(path: Path) -> Iterator[Record]:
    """The records of a JSONL file.

    Raises `BadInput` with the line for anything that is no JSON object with an `id`.
    """
    try:
        lines = path.open(encoding="utf-8")
    except OSError as error:
        raise BadInput(error.strerror or "cannot be opened", subject=str(path), stage="evaluate", remedy="Give a JSONL file") from error
    with lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                raise BadInput(
                    f"no JSON: {error.msg}", subject=f"{path}:{number}", stage="evaluate", remedy="Each line holds one JSON object"
                ) from error
            if not isinstance(record, dict) or "id" not in record:
                raise BadInput(
                    "no object with an 'id'",
                    subject=f"{path}:{number}",
                    stage="evaluate",
                    remedy="Each line holds one record {id, text, meta}",
                )
            yield record


def parse_day(value: object) -> date | None:
    """The ISO day that a string begins with or holds; None where there is none."""
    match = _ISO.search(value) if isinstance(value, str) else None
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def as_document(record: Mapping[str, Any]) -> Document:
    """The document of a record: publication date from `published`, `dct` or the meta fields that sets use for it."""
    meta = record.get("meta") or {}
    published = next(
        (
            d
            for v in (record.get("published"), record.get("dct"), meta.get("published"), meta.get("dct"), meta.get("date"))
            if (d := parse_day(v))
        ),
        None,
    )
    publisher = record.get("publisher") or meta.get("publisher") or meta.get("source") or meta.get("wire") or meta.get("outlet")
    title = record.get("title") or meta.get("title")
    return Document(
        text=record["text"],
        title=title if isinstance(title, str) else None,
        publisher=publisher if isinstance(publisher, str) else None,
        published=published,
        url=record.get("url"),
        name=str(record["id"]),
    )
