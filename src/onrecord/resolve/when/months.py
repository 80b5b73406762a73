"""Rules for the days of a month that only the report settles, and for the months of a year that it names by relation.

"Since the 21st", "the night of the 8th", "Saturday the 9th", "the last Tuesday of November", "the end of May", "July of last year",
"June of that year", "the following January".
"""

from __future__ import annotations

import re
from datetime import date

from onrecord.resolve.when.absolute import YEAR_STEP, finish, nearest_year, portion_of
from onrecord.resolve.when.calendar import Days, make_date, month_days, nearest_weekday, shift_days
from onrecord.resolve.when.narrative import Meaning, Narrative
from onrecord.resolve.when.rule import Rule, make_rules
from onrecord.resolve.when.words import MONTHS, PARTS_OF_DAY, WEEKDAYS

_LEAD = re.compile(r"\b(since|on|until|till|by|from|of|between)\s+$")
_END_DAYS = 7
""" "The last days of May" and its end are the last seven, "the first days" the first."""
_SOON = 15
"""A day of this month so few days ahead is meant where the clause looks ahead, however weakly."""


def _numbered_day(number: int, position: int, narrative: Narrative, *, limit: bool) -> date | None:
    """The Nth: of the month that the paragraph told last, else the last to come round, or the next where the clause looks ahead."""
    published = narrative.published
    if (told := _month_told(position, narrative)) is not None:
        month = told.year * 12 + told.month - 1 + (number < told.day)
        return make_date(month // 12, month % 12 + 1, number)
    if published is None:
        return None
    direction = narrative.direction(position, position)
    ahead = number > published.day and (limit or direction == "future" or (direction == "perhaps" and number - published.day <= _SOON))
    month = published.year * 12 + published.month - 1 - (number > published.day and not ahead)
    return make_date(month // 12, month % 12 + 1, number)


def _one_day(day: date | None, part: str | None = None) -> Meaning | None:
    """A day of the month with the part of it that is named; a night runs into the next day."""
    if day is None:
        return None
    last = (shift_days(day, 1) or day) if part == "night" else day
    suffix = PARTS_OF_DAY[part] if part else ""
    return Meaning(type="TIME" if suffix else "DATE", value=f"{day}{suffix}", days=(day, last), precision="day", rule="day-of-month")


def _day_of_month(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "Since the 21st": of this month where that day has come, else of the month before."""
    lead = _LEAD.search(narrative.low[max(0, match.start() - 8) : match.start()])
    if lead is None or not 1 <= int(match["number"]) <= 31:
        return None
    if lead[1] == "of" and _month_told(match.start(), narrative) is None:
        return None
    return _one_day(_numbered_day(int(match["number"]), match.start(), narrative, limit=lead[1] in ("until", "till", "by")))


def _part_of_numbered_day(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "The night of the 8th"."""
    number = int(match["number"])
    return _one_day(_numbered_day(number, match.start(), narrative, limit=False), match["part"]) if 1 <= number <= 31 else None


def _days_of_month(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "Between the 7th and the 10th"."""
    lead = _LEAD.search(narrative.low[max(0, match.start() - 8) : match.start()])
    first, last = int(match["number"]), int(match["number2"])
    if lead is None or not 1 <= first < last <= 31:
        return None
    start = _numbered_day(first, match.start(), narrative, limit=False)
    end = None if start is None else make_date(start.year, start.month, last)
    if start is None or end is None:
        return None
    return Meaning(type="DATE", value=f"{start}/{end}", days=(start, end), precision="week", rule="day-of-month-range")


def _weekday_of_number(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "Saturday the 9th": the day of the month that is such a weekday, the last before publication or the next after it."""
    published = narrative.published
    if published is None:
        return None
    number, weekday = int(match["number"]), WEEKDAYS[match["weekday"]]
    months = (published.year * 12 + published.month - 1 + by for by in (0, -1, 1, -2))
    days = (make_date(month // 12, month % 12 + 1, number) for month in months)
    return _one_day(next((day for day in days if day is not None and day.weekday() == weekday), None))


def _day_of_that_month(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "The 7th of this month", "the first of the month": of the month of publication, the one before or the next."""
    published = narrative.published
    if published is None:
        return None
    step = {"last": -1, "previous": -1, "next": 1}.get(match["relation"].removeprefix("the "), 0)
    month = published.year * 12 + published.month - 1 + step
    return _one_day(make_date(month // 12, month % 12 + 1, int(match["number"]) if match["number"] else 1))


def _month_told(position: int, narrative: Narrative) -> date | None:
    """The day in an earlier month than that of publication which the paragraph has just named; the narrative goes on from it."""
    reference, published = narrative.recent_reference(position), narrative.published
    if reference is None or (reference[1] - reference[0]).days > 31 or "\n\n" in narrative.low[narrative.reference_at : position]:
        return None
    day = reference[0]
    return None if published is not None and (day.year, day.month) >= (published.year, published.month) else day


def _month_in(match: re.Match[str], narrative: Narrative) -> tuple[int, int] | None:
    """Year and month of a match that names the month and perhaps the year; None where nothing tells the year."""
    month = MONTHS[match["month"]]
    if match["year"]:
        narrative.name(match.start(), int(match["year"]), month)
        return int(match["year"]), month
    year, _ = nearest_year(month, 15, match, narrative)
    return None if year is None else (year, month)


def _unknown(match: re.Match[str], precision: str) -> Meaning:
    return Meaning(type="DATE", value=f"XXXX-{MONTHS[match['month']]:02d}", days=None, precision=precision, rule="no-year")


def _end_of_month(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "The last day of May", "the first days of May", "the end of May"."""
    found = _month_in(match, narrative)
    if found is None:
        return _unknown(match, "week")
    first, last = month_days(*found)
    if match["unit"] == "day":
        return _one_day(last)
    days: Days = (first, shift_days(first, _END_DAYS - 1) or last)
    if match["edge"] != "first":
        days = (shift_days(last, 1 - _END_DAYS) or first, last)
    return Meaning(type="DATE", value=f"{first:%Y-%m}", days=days, precision="week", rule="end-of-month")


def _nth_weekday(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "The last Tuesday of November"."""
    found = _month_in(match, narrative)
    if found is None:
        return _unknown(match, "day")
    first, last = month_days(*found)
    weekday = WEEKDAYS[match["weekday"]]
    if match["nth"] == "last":
        return _one_day(nearest_weekday(last, weekday, "past"))
    number = {"first": 0, "second": 1, "third": 2, "fourth": 3}[match["nth"]]
    return _one_day(shift_days(nearest_weekday(first, weekday, "future") or first, 7 * number))


def _month_of_year(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "April last year", "July of the following year": told from publication, or from the date that the narrative named last."""
    month, published, relation = MONTHS[match["month"]], narrative.published, match["relation"].removeprefix("the ")
    reference = narrative.recent_reference(match.start())
    if relation in YEAR_STEP:
        year = None if published is None else published.year + YEAR_STEP[relation]
    else:
        step = {"following": 1, "next": 1, "previous": -1}.get(relation.removesuffix(" very"), 0)
        year = None if reference is None else reference[0].year + step
    if year is None:
        return _unknown(match, "month")
    narrative.name(match.start(), year, month)
    return finish(f"{year}-{month:02d}", month_days(year, month), "month", portion_of(match["portion"]), "month-of-year")


def _month_of_reference(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "That November", "the following January": told from the last date that the narrative named."""
    if match["month"] in ("may", "march", "mar") and match["relation"] in ("that", "the same"):  # "an attack that may"
        return None
    reference, month = narrative.recent_reference(match.start()), MONTHS[match["month"]]
    if reference is None:
        return _unknown(match, "month")
    year = reference[0].year + (match["relation"].endswith("following") and month <= reference[0].month)
    narrative.name(match.start(), year, month)
    return finish(f"{year}-{month:02d}", month_days(year, month), "month", None, "month-of-reference")


_NTH_DAY = r"(?P<number>\d{1,2})(?:st|nd|rd|th)"
_TO = r" ?(?:and|to|-|–) ?"

RULES: tuple[Rule, ...] = make_rules(
    (
        (
            "day-of-month",
            r"<@DIGIT>the "
            + _NTH_DAY
            + r"(?=\s*(?:[.,;:)\n]|$)|\s+(?:to|and|its|his|her|their|our|the|an?|in|at|by|for"
            r"|with|near|under|after|before|when|as|he|she|it|they|we|from)\b)",
            _day_of_month,
        ),
        ("days-of-month", r"<@DIGIT>the " + _NTH_DAY + _TO + r"(?:the )?(?P<number2>\d{1,2})(?:st|nd|rd|th)", _days_of_month),
        ("part-of-numbered-day", r"<@DIGIT>(?:the )?<PART> of the " + _NTH_DAY, _part_of_numbered_day),
        ("weekday-of-number", r"<@DIGIT><WEEKDAY>,? the " + _NTH_DAY, _weekday_of_number),
        (
            "day-of-that-month",
            r"<@UNIT>the (?:" + _NTH_DAY + r"|first) of (?P<relation>this|last|next|the(?: (?:current|previous|next))?) month",
            _day_of_that_month,
        ),
        (
            "end-of-month",
            r"(?:the )?(?:very )?(?:(?P<edge>first|last|final|closing) (?:few |two |three |four |five )?(?P<unit>days?)|end) of <MONTH>"
            r"(?:,? (?P<year>1[5-9]\d\d|20\d\d))?",
            _end_of_month,
        ),
        ("nth-weekday", r"(?:the )?(?P<nth>first|second|third|fourth|last) <WEEKDAY> (?:of|in) <MONTH>(?:,? <YEAR>)?", _nth_weekday),
        (
            "month-of-year",
            r"<@UNIT>(?:<PORTION>[ -])?<MONTH>,?(?: of)? "
            r"(?P<relation>last|this|next|that(?: very)?|the (?:same|following|next|previous)) year",
            _month_of_year,
        ),
        ("month-of-reference", r"(?P<relation>that(?: same)?|the same|the following) <MONTH>", _month_of_reference),
    )
)  # fmt: skip
