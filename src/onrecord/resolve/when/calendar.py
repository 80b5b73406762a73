"""Calendar arithmetic: intervals of inclusive days for years, quarters, seasons, months and weeks, and the parts of them.

Seasons are those of the northern hemisphere's weather services (spring is March to May); weeks are ISO weeks, Monday to Sunday.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Days = tuple[date, date]
"""First and last day, both inclusive."""

SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def make_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such (30 February)."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def shift_days(day: date, by: int) -> date | None:
    """`day` moved by `by` days, or None where that leaves the calendar."""
    ordinal = day.toordinal() + by
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def shift_months(day: date, by: int) -> date | None:
    """The same day `by` months on; the 31st becomes the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + by
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def year_days(year: int) -> Days:
    """1 January to 31 December."""
    return date(year, 1, 1), date(year, 12, 31)


def month_days(year: int, month: int) -> Days:
    """First to last day of the month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def week_days(day: date) -> Days:
    """Monday to Sunday of the ISO week that holds `day`, cut at the calendar's ends."""
    monday = shift_days(day, -day.weekday()) or date.min
    return monday, shift_days(day, 6 - day.weekday()) or date.max


def quarter_days(year: int, quarter: int) -> Days:
    """The calendar quarter, 1 to 4."""
    return date(year, 3 * quarter - 2, 1), month_days(year, 3 * quarter)[1]


def season_days(year: int, season: str) -> Days:
    """The season that begins in `year`; winter runs into the next one."""
    first = date(year, SEASON_STARTS[season], 1)
    last = shift_months(first, 2) or first
    return first, month_days(last.year, last.month)[1]


def decade_days(first_year: int) -> Days:
    """Ten years from `first_year`."""
    return date(first_year, 1, 1), date(min(first_year + 9, 9999), 12, 31)


def century_days(number: int) -> Days:
    """The `number`th century: the 20th is 1901 to 2000."""
    return date(100 * (number - 1) + 1, 1, 1), date(100 * number, 12, 31)


def part_of(days: Days, portion: str) -> Days:
    """The early, middle or late part: of a month days 1-10, 11-20 and 21 to the end, of a week Monday to Wednesday, Tuesday to Thursday
    and Friday to Sunday, of a weekend Saturday or Sunday, of anything longer its thirds. A day has no parts here.
    """
    first, last = days
    length = (last - first).days + 1
    if length == 1:
        return days
    if length == 2:  # a weekend has no middle
        return {"early": (first, first), "mid": days, "late": (last, last)}[portion]
    if length == 7:
        cuts = {"early": (0, 2), "mid": (1, 3), "late": (4, 6)}[portion]
    elif 28 <= length <= 31:
        cuts = {"early": (0, 9), "mid": (10, 19), "late": (20, length - 1)}[portion]
    elif length < 300:
        third = length // 3
        cuts = {"early": (0, third - 1), "mid": (third, length - third - 1), "late": (length - third, length - 1)}[portion]
    else:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        third = months // 3
        start, stop = {"early": (0, third), "mid": (third, months - third), "late": (months - third, months)}[portion]
        begin = shift_months(first, start) or first
        end = shift_months(first, stop - 1) or last
        return begin, month_days(end.year, end.month)[1]
    return first + timedelta(days=cuts[0]), first + timedelta(days=cuts[1])


def hull(one: Days, other: Days) -> Days:
    """The shortest interval that holds both."""
    return min(one[0], other[0]), max(one[1], other[1])


def week_value(day: date) -> str:
    """TIMEX3 value of the ISO week that holds `day`: "1998-W08"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def nearest_weekday(anchor: date, weekday: int, direction: str) -> date | None:
    """The weekday on or next to `anchor`: the last one on or before it for "past", the first one on or after it for "future"."""
    if direction == "future":
        return shift_days(anchor, (weekday - anchor.weekday()) % 7)
    return shift_days(anchor, -((anchor.weekday() - weekday) % 7))


def full_year(two_digits: int, anchor: date | None) -> int:
    """A year from its last two digits: the one nearest to the anchor's, else from 1950 to 2049."""
    if anchor is None:
        return two_digits + (1900 if two_digits >= 50 else 2000)
    century = anchor.year - anchor.year % 100
    candidates = (century - 100 + two_digits, century + two_digits, century + 100 + two_digits)
    return min(candidates, key=lambda year: abs(year - anchor.year))
