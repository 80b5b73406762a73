"""Tables in CSV, as newsrooms and Airwars keep them: of sources, a row a source and a column a mark; of the parties of actors.

Sources: `source` (a name or an id; needed), `credible` (yes, no or empty: unset), `independent` (yes or empty), `state_controlled_by`,
`not_independent_of`, `origin_of` (a name or an id each), `reason`. Parties: `actor` (a name or an id; needed), `party` (a name or an id,
own, or unknown; needed), `from`, `to` (days of publication, inclusive), `reason`. Other columns are refused, so that a slip is seen.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from onrecord.errors import BadInput
from onrecord.model import Decision
from onrecord.store.decisions import Standing
from onrecord.store.decisions_kinds import MarkSource, SetParty, make

Found = tuple[str, str]
"""Id and name of a source."""
_COLUMNS = ("source", "credible", "independent", "state_controlled_by", "not_independent_of", "origin_of", "reason")
_PARTY_COLUMNS = ("actor", "party", "from", "to", "reason")
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
    found = []
    for subject, cells in _rows(lines, name, _COLUMNS, ("source",)):
        said = cells.get("reason") or reason
        for content in _marks(cells, find, subject):
            if _mark(content) not in known:
                known.add(_mark(content))
                found.append(make(content, subject=content.source, author=author, reason=said, decided_at=decided_at))
    return found


def parties_from_table(
    lines: Iterable[str],
    name: str,
    *,
    find: Callable[[str], Found],
    party_of: Callable[[str], Found],
    there: Iterable[Standing],
    author: str,
    reason: str,
    decided_at: datetime,
) -> list[Decision]:
    """The parties of a table of actors, without those that `there` holds already; `find` gives the actor that a cell means, `party_of` the
    party.

    Raises BadInput naming the row for an unknown column or value.
    """
    known = {_side(s.content) for s in there if isinstance(s.content, SetParty) and s.state == "applied"}
    found = []
    for subject, cells in _rows(lines, name, _PARTY_COLUMNS, ("actor", "party")):
        actor, actor_name = find(cells["actor"])
        given = cells["party"]
        party: Found | tuple[None, None] = (actor, actor_name)
        if given.casefold() != "own":
            party = (None, None) if given.casefold() == "unknown" else party_of(given)
        content = SetParty(
            actor=actor,
            name=actor_name,
            party=party[0],
            party_name=party[1],
            valid_from=_day(cells.get("from", ""), "from", subject),
            valid_to=_day(cells.get("to", ""), "to", subject),
        )
        if _side(content) not in known:
            known.add(_side(content))
            said = cells.get("reason") or reason
            found.append(make(content, subject=actor, author=author, reason=said, decided_at=decided_at))
    return found


def _rows(lines: Iterable[str], name: str, columns: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Where each row stands and its cells by column; BadInput for a column that is none of `columns` and for a row without the `needed`."""
    rows = csv.DictReader(lines)
    there = rows.fieldnames or ()
    wrong = [f"has the column {c!r}" for c in there if c not in columns] + [f"has no column {c}" for c in needed if c not in there]
    if wrong:
        raise BadInput(wrong[0], subject=name, stage="import", remedy=f"Columns are {', '.join(columns)}.")
    for number, row in enumerate(rows, start=2):
        cells = {key: (value or "").strip() for key, value in row.items() if isinstance(value, str)}
        if not any(cells.values()):
            continue
        missing = [c for c in needed if not cells.get(c)]
        if None in row or missing:
            problem = "has more cells than columns" if None in row else f"names no {missing[0]}"
            raise BadInput(problem, subject=f"{name} row {number}", stage="import", remedy="Nothing was imported. Mend the row.")
        yield f"{name} row {number}", cells


def _day(value: str, column: str, subject: str) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as problem:
        raise BadInput(f"{column} is {value!r}", subject=subject, stage="import", remedy="Write a day such as 2024-03-05.") from problem


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


def _side(content: SetParty) -> tuple[str, str | None, date | None, date | None]:
    return content.actor, content.party, content.valid_from, content.valid_to
