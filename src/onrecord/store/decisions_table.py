"""A table of sources in CSV, as newsrooms and Airwars keep one: a row a source, a column a mark.

Columns: `source` (a name or an id; needed), `credible` (yes, no or empty: unset), `independent` (yes or empty), `state_controlled_by`,
`not_independent_of`, `origin_of` (a name or an id each), `reason`. Other columns are refused, so that a slip in a name is seen.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from onrecord.errors import BadInput
from onrecord.model import Decision
from onrecord.store.decisions import Standing
from onrecord.store.decisions_kinds import MarkSource, make

Found = tuple[str, str]
"""Id and name of a source."""
_COLUMNS = ("source", "credible", "independent", "state_controlled_by", "not_independent_of", "origin_of", "reason")
_PAIRED = {"state_controlled_by": "state_controlled", "not_independent_of": "not_independent", "origin_of": "origin_of"}


def from_table(
    lines: Iterable[str],
    name: str,
    *,
    find: Callable[[str], Found],
    there: Iterable[Standing],
    author: str,
    reason: str,
    decided_at: datetime,
) -> list[Decision]:
    """The marks of a table of sources, without those that `there` holds already; `find` gives the source that a cell means.

    Raises BadInput naming the row for an unknown column or value.
    """
    known = {_mark(s.content) for s in there if isinstance(s.content, MarkSource) and s.state == "applied"}
    rows = csv.DictReader(lines)
    columns = rows.fieldnames or ()
    strange = [c for c in columns if c not in _COLUMNS]
    if "source" not in columns or strange:
        problem = f"has the column {strange[0]!r}" if strange else "has no column source"
        raise BadInput(problem, subject=name, stage="import", remedy=f"Columns are {', '.join(_COLUMNS)}.")
    found = []
    for number, row in enumerate(rows, start=2):
        cells = {key: (value or "").strip() for key, value in row.items() if isinstance(value, str)}
        if not any(cells.values()):
            continue
        if None in row or not cells.get("source"):
            problem = "has more cells than columns" if None in row else "names no source"
            raise BadInput(problem, subject=f"{name} row {number}", stage="import", remedy="Nothing was imported. Mend the row.")
        said = cells.get("reason") or reason
        for content in _marks(cells, find, f"{name} row {number}"):
            if _mark(content) not in known:
                known.add(_mark(content))
                found.append(make(content, subject=content.source, author=author, reason=said, decided_at=decided_at))
    return found


def _marks(cells: dict[str, str], find: Callable[[str], Found], subject: str) -> Iterator[MarkSource]:
    source, name = find(cells["source"])
    credible = _yes(cells.get("credible", ""), "credible", subject)
    if credible is not None:
        yield MarkSource(source=source, name=name, mark="credible" if credible else "not_credible")
    if _yes(cells.get("independent", ""), "independent", subject):
        yield MarkSource(source=source, name=name, mark="independent")
    for column, mark in _PAIRED.items():
        if cells.get(column):
            other, other_name = find(cells[column])
            yield MarkSource(source=source, name=name, mark=mark, other=other, other_name=other_name)


def _yes(value: str, column: str, subject: str) -> bool | None:
    match value.casefold():
        case "yes" | "true" | "1":
            return True
        case "no" | "false" | "0":
            return False
        case "" | "unset":
            return None
    raise BadInput(f"{column} is {value!r}", subject=subject, stage="import", remedy="Write yes, no, or leave it empty.")


def _mark(content: MarkSource) -> tuple[str, str, str | None]:
    return content.source, content.mark, content.other
