"""The timeline as numbers for its drawing: bars on a line of days, ticks, and the part that is brushed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.api.summary import Bin, Timeline
from onrecord.ui.templating import days

HEIGHT = 72
"""Height of the tallest bar in pixels."""
_MOST_TICKS = 6
_LEAST_DAYS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Events of one bin: place and width in per cent of the line, height in pixels, and whether the filter takes it in."""

    x: float
    width: float
    height: float
    chosen: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The whole timeline from day `first` to day `last`; `brush` is the chosen part in per cent, None where all is."""

    first: date
    last: date
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    brush: tuple[float, float] | None
    start: date
    end: date
    most: int
    unit: str
    undated: int


def draw(found: Timeline, date_from: date | None, date_to: date | None) -> Drawing | None:
    """The drawing; None where no event has a date."""
    if not found.bins:
        return None
    first, last = found.bins[0].start, found.bins[-1].end
    # A few days alone would be drawn as if they were months.
    while (last - first).days < _LEAST_DAYS and first > date.min + timedelta(days=1) and last < date.max - timedelta(days=1):
        first, last = first - timedelta(days=1), last + timedelta(days=1)
    length = (last - first).days + 1
    most = max(b.count for b in found.bins)

    def place(day: date) -> float:
        return min(100.0, max(0.0, 100 * (day - first).days / length))

    def bar(b: Bin) -> Bar:
        inside = (date_to is None or b.start <= date_to) and (date_from is None or b.end >= date_from)
        width = 100 * ((b.end - b.start).days + 1) / length
        words = f"{days(b.start, b.end)}: {b.count:,} {'event' if b.count == 1 else 'events'}"
        height = max(2.0, HEIGHT * b.count / most)
        return Bar(x=place(b.start), width=max(0.15, width * 0.86), height=height, chosen=inside, words=words)

    brush = None
    if date_from or date_to:
        brush = place(date_from) if date_from else 0.0, place(date_to + timedelta(days=1)) if date_to and date_to < date.max else 100.0
    return Drawing(
        first=first,
        last=last,
        bars=tuple(bar(b) for b in found.bins if b.count),
        ticks=_ticks(first, last),
        brush=brush,
        start=max(first, date_from or first),
        end=min(last, date_to or last),
        most=most,
        unit=found.unit,
        undated=found.undated,
    )


def _ticks(first: date, last: date) -> tuple[tuple[float, str], ...]:
    """Round days along the line: years where it is long, first days of months, or plain days."""
    length = (last - first).days + 1
    if length > 3 * 365:
        step = -(-(last.year - first.year + 1) // _MOST_TICKS)
        marks = [(date(year, 1, 1), str(year)) for year in range(first.year, last.year + 1, step)]
    elif length > 75:
        months = [(y, m) for y in range(first.year, last.year + 1) for m in range(1, 13)]
        step = -(-length // (30 * _MOST_TICKS))
        marks = [(date(y, m, 1), f"{date(y, m, 1):%b %Y}") for y, m in months[::step]]
    else:
        step = max(1, -(-length // _MOST_TICKS))
        every = [first + timedelta(days=n) for n in range(0, length, step)]
        marks = [(d, f"{d.day} {d:%b}") for d in every]
    return tuple((100 * (d - first).days / length, words) for d, words in marks if first <= d <= last and (d - first).days / length < 0.93)
