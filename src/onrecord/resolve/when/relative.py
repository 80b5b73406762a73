"""Rules for dates told from the day of publication: "yesterday", "on Friday", "last month", "overnight"."""

from __future__ import annotations

import re
from datetime import date

from onrecord.resolve.when.absolute import portion_of
from onrecord.resolve.when.calendar import (
    Days,
    month_days,
    nearest_weekday,
    part_of,
    quarter_days,
    shift_days,
    shift_months,
    week_days,
    week_value,
    year_days,
)
from onrecord.resolve.when.narrative import Meaning, Narrative
from onrecord.resolve.when.rule import Rule, make_rules
from onrecord.resolve.when.words import PARTS_OF_DAY, weekday_number

UNANCHORED = "no-anchor"
_DAY_WORDS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "yesternight": -1}
MONTHS_PER = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200, "centuries": 1200}
# How far "the past few days" and "recent weeks" may reach back: past that a writer names the next longer unit.
VAGUE_REACH = {
    "second": 0,
    "minute": 0,
    "hour": 1,
    "day": 10,
    "night": 10,
    "week": 56,
    "month": 365,
    "quarter": 730,
    "year": 3653,
    "decade": 18263,
}
DAYS_PER = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "weekend": 7}


def on_day(day: date | None, part: str | None, rule: str) -> Meaning | None:
    """A meaning of one day, with the part of the day in the value where one is named."""
    suffix = PARTS_OF_DAY.get(part or "", "")
    kind = "TIME" if suffix else "DATE"
    if day is None:
        return Meaning(type=kind, value=f"XXXX-XX-XX{suffix}", days=None, precision="day", rule=UNANCHORED)
    return Meaning(type=kind, value=f"{day}{suffix}", days=(day, day), precision="day", rule=rule)


def _part(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    part = groups.get("part") or groups.get("part_after")
    return "night" if (groups.get("word") or "").endswith("night") else part


def _day_word(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    word = match["word"]
    if narrative.published is None:
        return on_day(None, _part(match), word)
    shift = _DAY_WORDS[word]
    if match.groupdict().get("beyond"):
        shift *= 2
    return on_day(shift_days(narrative.published, shift), _part(match), "day-word")


def _weekday(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    groups = match.groupdict()
    number, relation = weekday_number(match["weekday"]), groups.get("relation") or ""
    if groups.get("plural"):
        return Meaning(type="SET", value=f"XXXX-WXX-{number + 1}", days=None, precision="day", rule="set", anchors=False)
    published = narrative.published
    if published is None:
        if relation in ("the previous", "the following"):
            published = None
        part = PARTS_OF_DAY.get(_part(match) or "", "")
        return Meaning(type="TIME" if part else "DATE", value=f"XXXX-WXX-{number + 1}{part}", days=None, precision="day", rule=UNANCHORED)
    reference = narrative.recent_reference(match.start())
    day: date | None
    if relation in ("the previous", "the following"):
        start = reference[0] if reference else published
        step = -1 if "previous" in relation else 1
        day = nearest_weekday(shift_days(start, step) or start, number, "past" if step < 0 else "future")
        rule = f"weekday-{relation.split()[1]}"
    elif groups.get("week"):
        step = {"last": -7, "next": 7}.get(match["week"], 0)
        day, rule = shift_days(published, number - published.weekday() + step), "weekday-of-week"
    elif relation in ("last", "past", "this past"):
        day, rule = nearest_weekday(shift_days(published, -1) or published, number, "past"), "weekday-last"
    elif relation in ("next", "this coming", "coming"):
        day, rule = nearest_weekday(shift_days(published, 1) or published, number, "future"), "weekday-next"
    else:
        sense = _weekday_direction(match, narrative, ahead=(number - published.weekday()) % 7)
        day, rule = nearest_weekday(published, number, sense), f"weekday-{sense}"
    return on_day(day, _part(match), rule)


def _weekday_direction(match: re.Match[str], narrative: Narrative, *, ahead: int) -> str:
    """Last or next, by tense: reports tell mostly of the days just past, so a weak cue of the future carries only a few days."""
    if narrative.low.startswith(("'s", "’s"), match.end()):  # "Wednesday's ruling" has been made
        return "past"
    direction = narrative.direction(match.start(), match.end())
    if (direction == "future" and ahead <= 5) or (direction == "perhaps" and ahead <= 3):
        return "future"
    return "future" if direction is None and match.groupdict().get("relation") == "this" else "past"


def period_around(day: date, unit: str) -> tuple[str, Days, str] | None:
    """TIMEX3 value, days and granularity of the calendar unit that holds `day`."""
    if unit in ("day", "night"):
        return day.isoformat(), (day, day), "day"
    if unit == "week":
        return week_value(day), week_days(day), "week"
    if unit == "weekend":
        days = week_days(day)
        return week_value(day) + "-WE", (shift_days(days[1], -1) or days[0], days[1]), "week"
    if unit == "month":
        return f"{day:%Y-%m}", month_days(day.year, day.month), "month"
    if unit == "quarter":
        number = (day.month + 2) // 3
        return f"{day.year}-Q{number}", quarter_days(day.year, number), "season"
    if unit == "year":
        return f"{day.year:04d}", year_days(day.year), "year"
    if unit == "decade":
        first = day.year - day.year % 10
        return str(first // 10), (date(max(first, 1), 1, 1), date(first + 9, 12, 31)), "longer"
    return None


def shift(day: date, unit: str, by: float) -> date | None:
    """`day` moved by a number of units; parts of a unit are rounded to days or months."""
    if unit in DAYS_PER:
        return shift_days(day, round(DAYS_PER[unit] * by))
    if unit in MONTHS_PER:
        return shift_months(day, round(MONTHS_PER[unit] * by))
    return None


def _this_unit(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    groups = match.groupdict()
    unit, relation, word = match["unit"], " ".join(match["relation"].split()), groups.get("portion") or ""
    if unit in ("second", "minute", "hour", "season", "century", "centuries", "fortnight", "day", "night"):
        return None
    published = narrative.published
    if relation in ("the previous", "the following", "the same", "that", "that same"):
        reference = narrative.recent_reference(match.start())
        if reference is None:
            return Meaning(type="DATE", value=None, days=None, precision=unit, rule="no-reference", anchors=False)
        step = {"the previous": -1, "the following": 1}.get(relation, 0)
        found = period_around(shift(reference[0], unit, step) or reference[0], unit)
        return (
            None if found is None else Meaning(type="DATE", value=found[0], days=found[1], precision=found[2], rule="period-of-reference")
        )
    if published is None:
        return Meaning(
            type="DATE", value="XXXX", days=None, precision="week" if unit == "weekend" else unit, rule=UNANCHORED, anchors=False
        )
    direction = narrative.direction(match.start(), match.end())
    step = (
        -1
        if relation.startswith(("last", "past", "the last", "the past"))
        else 1
        if relation.startswith(("next", "the next", "coming", "the coming"))
        else 0
    )
    if unit == "weekend" and step == 0 and direction != "future" and published.weekday() < 4:
        step = -1  # "the weekend" told on a Tuesday is the one just past
    elif unit == "weekend" and step == -1 and published.weekday() >= 5:
        step = -1
    base = shift(published, unit, step)
    found = period_around(base, unit) if base else None
    if found is None:
        return None
    value, days, precision = found
    portion = portion_of(word)
    name = {-1: "last", 0: "this", 1: "next"}[step]
    if step == 0 and (not portion or word.startswith(("earlier", "later"))):
        # What happened "this year" happened by publication; what is planned for it comes after.
        after = word.startswith("later") or (direction == "future" and not word.startswith("earlier"))
        days = (published, max(days[1], published)) if after else (min(days[0], published), published)
    elif portion:
        days = part_of(days, portion)
    return Meaning(
        type="DATE",
        value=value,
        days=days,
        precision=precision,
        rule=f"{name}-{unit}" if not portion else f"{portion}-{name}-{unit}",
        anchors=step != 0,
    )


def _this_part(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "This morning", "last night", "overnight": overnight runs from the evening before into the day."""
    published, word = narrative.published, " ".join(match.group().split())
    if "overnight" in word:
        if published is None:
            return Meaning(type="TIME", value=None, days=None, precision="day", rule=UNANCHORED)
        before = shift_days(published, -1) or published
        return Meaning(type="TIME", value=f"{before}TNI", days=(before, published), precision="day", rule="overnight")
    if published is None:
        return on_day(None, match["part"], "part-of-day")
    return on_day(shift_days(published, -1) if "last" in word else published, match["part"], "part-of-day")


def _overnight_weekday(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "Overnight Friday", "the night of Friday to Saturday": the day named and the one after, as the text does not say which half."""
    found = _weekday(match, narrative)
    if found is None or found.days is None:
        return found
    first = found.days[0]
    if match["into"]:
        first = shift_days(first, -1) or first
    return Meaning(type="TIME", value=f"{first}TNI", days=(first, shift_days(first, 1) or first), precision="day", rule="overnight-weekday")


_MOD = r"(?:(?P<portion>early|late|later|earlier|mid)(?: on|-)? |(?:in )?the (?:early|small) hours of )?"
_THIS = r"(?P<relation>last|this past|this coming|this|next|past|coming|the previous|the following)"
_AFTER = r"(?:,? (?:in the |at )?<PART_AFTER>)?"

RULES: tuple[Rule, ...] = make_rules(
    (
        (
            "day-word",
            r"<@ADVERB>" + _MOD
            + r"(?:(?P<beyond>(?:the )?day (?:before|after)) )?(?:(?:the )?<PART> (?:of )?)?(?P<word>today|yesterday|tomorrow"
            r"|tonight)"
            + _AFTER,
            _day_word,
        ),
        (
            "weekday",
            _MOD
            + r"(?:(?:(?:the )?<PART> (?:of |on )?)?(?:"
            + _THIS
            + r" )?)<WEEKDAY>(?! ?[,]? ?(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\w*\.? \d)"
            + r"(?: (?:of )?(?P<week>last|this|next) week)?"
            + _AFTER,
            _weekday,
        ),
        ("weekdays", r"<@WEEKDAY>(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?P<plural>s)", _weekday),
        (
            "overnight-weekday",
            r"(?:overnight(?: on| of| from)?|(?:the )?night of|the night from|(?P<into>(?:overnight|(?:the )?night) (?:in)?to)) (?:"
            + _THIS
            + r" )?<WEEKDAY>(?:(?: to| into|-|/)(?: ?on)? ?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))?",
            _overnight_weekday,
        ),
        ("this-part", r"<@PART>(?:(?:early|late|later|earlier) )?(?:overnight|(?:this|last) <PART>)", _this_part),
        (
            "this-unit",
            r"<@UNIT>(?:<PORTION>[ -])?(?P<relation>last|this past|this coming|this|next|past|coming|the current|the previous"
            r"|the following|the same|that same|that|the past|the last|the next|the coming) (?:calendar |fiscal "
            r"|crucial )?<UNIT>",
            _this_unit,
        ),
        ("the-weekend", r"<@UNIT>(?:over )?(?P<relation>the|this|last|next|the past) (?P<unit>weekend)", _this_unit),
        ("end-of-unit", r"<@UNIT>(?:by )?<PORTION> (?P<relation>the) (?P<unit>week|month|year)", _this_unit),
    )
)  # fmt: skip
