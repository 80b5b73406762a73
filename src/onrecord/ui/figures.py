"""Range charts: what was said about one kind of figure, as positions on a line from the lowest number to the highest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.api.models import FigurePoint, FigureRangeView


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One claimant's number: `low` and `high` are per cent of the line, None for an open or unknown end."""

    said: FigurePoint
    words: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One kind of figure; the line runs from `first` to `last`, `best` is in per cent of it."""

    line: str
    rule: str
    best: float | None
    best_value: float | None
    first: int
    last: int
    rows: tuple[Row, ...]


def _words(point: FigurePoint) -> str:
    if point.unknown:
        return "number unknown"
    if point.low is None and point.high is None:
        return "no number"
    if point.low is None:
        return f"up to {point.high:,}"
    if point.high is None:
        return f"{point.low:,} or more"
    return f"{point.low:,}" if point.low == point.high else f"{point.low:,} to {point.high:,}"


def charts(figures: Sequence[FigureRangeView]) -> list[Chart]:
    """A chart for every range; rows in the order of their dates, undated last."""
    return [_chart(figure) for figure in figures]


def _chart(figure: FigureRangeView) -> Chart:
    said = sorted(figure.said, key=lambda p: (p.date is None, p.date.isoformat() if p.date else "", p.claimant))
    ends = [n for p in said for n in (p.low, p.high) if n is not None] or [0]
    # The line starts at nought unless that would press all numbers into its last tenth.
    first = 0 if min(ends) < 0.9 * max(ends) or max(ends) < 10 else int(min(ends) * 0.9)
    last = max(*ends, first + 1)

    def place(value: float | None) -> float | None:
        return None if value is None else 4 + 90 * (value - first) / (last - first)

    return Chart(
        line=figure.line,
        rule=figure.rule,
        best=place(figure.best),
        best_value=figure.best,
        first=first,
        last=last,
        rows=tuple(Row(said=p, words=_words(p), low=place(p.low), high=place(p.high)) for p in said),
    )
