"""What holds of an actor on a day: whose side it was on, whom it belonged to, and whether an office-holder held office."""

from __future__ import annotations

from datetime import date
from typing import Any


def covers(start: str | None, end: str | None, day: date) -> bool:
    """Whether a day lies in the interval from `start` to `end`, inclusive; each a year, year-month or date, or None for open."""
    text = day.isoformat()
    return text >= (start or "") and (end is None or text[: len(end)] <= end)


def side_on(sides: list[list[Any]], day: date | None) -> list[Any] | None:
    """The entry of `sides` (from, to, party, parent, reason) in force on a day; None where none is, or no day is known."""
    return next((side for side in sides if day is not None and covers(side[0], side[1], day)), None)


def in_force(terms: list[list[str | None]], start: str | None, end: str | None, day: date | None) -> bool:
    """Whether a row holds on a day: in one of its `terms`, or between `start` and `end` where it has none. No day: it holds."""
    if day is None:
        return True
    return any(covers(first, last, day) for first, last in terms or [[start, end]])


def bounds(cell: str) -> list[list[str | None]]:
    """The intervals of a cell like "2009..2021-06, 2022-12.."; none for an empty cell."""
    found: list[list[str | None]] = []
    for part in cell.split(","):
        start, _, end = part.partition("..")
        if start.strip() or end.strip():
            found.append([start.strip() or None, end.strip() or None])
    return found
