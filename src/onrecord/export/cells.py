"""Cells of tables that spreadsheets open: no text of a report may become a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from onrecord.export.words import visible

# What spreadsheet programs take for the beginning of a formula or command (OWASP, CSV Injection), full-width forms included.
_FORMULA = tuple("=+-@＝＋－＠")


def cell(value: object) -> str:
    """The text of a cell: None is empty, numbers as they are, text that a spreadsheet would run gets an apostrophe before it.

    Controls and line ends are made visible or blank."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = visible(str(value))
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def write_table(
    out: TextIO, columns: Sequence[str], rows: Iterable[Mapping[str, object]], *, second_header: Sequence[str] | None = None
) -> None:
    """RFC 4180 with `\\r\\n`; `second_header` is written under the names of the columns."""
    writer = csv.writer(out)
    writer.writerow(columns)
    if second_header is not None:
        writer.writerow(second_header)
    for row in rows:
        writer.writerow([cell(row[name]) for name in columns])
