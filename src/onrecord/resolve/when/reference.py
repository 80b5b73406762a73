"""Rules for dates counted from another date ("two days later", "three weeks ago") and for words that only point to past or future."""

from __future__ import annotations

import re
from datetime import date

from onrecord.resolve.when.absolute import nearest_year
from onrecord.resolve.when.calendar import (
    Days,
    make_date,
    month_days,
    quarter_days,
    shift_days,
    shift_months,
    week_days,
    week_value,
    year_days,
)
from onrecord.resolve.when.narrative import Meaning, Narrative
from onrecord.resolve.when.relative import UNANCHORED, VAGUE_REACH, on_day, period_around, shift
from onrecord.resolve.when.rule import Rule, make_rules
from onrecord.resolve.when.words import MONTHS, PARTS_OF_DAY, compile_template, day_number, number_value

_SAME_DAY_HOURS = 12
""" "Nine hours later" is mostly told of the same day; past this many hours the day may be the next."""


def _granularity(unit: str, number: float | None) -> str:
    """ "Two weeks ago" is a week, "three months ago" a month: the counted unit is as exact as the expression is."""
    return {"decade": "year", "fortnight": "week"}.get(unit, unit) if number is not None else unit


def _ago(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    return _counted(match, narrative, sign=-1, anchor=narrative.published, rule="ago")


def _from_now(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    return _counted(match, narrative, sign=1, anchor=narrative.published, rule="from-now")


def _earlier(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    sign = -1 if match["sense"] in ("earlier", "before", "previously", "prior") else 1
    reference = narrative.recent_reference(match.start())
    return _counted(match, narrative, sign=sign, anchor=reference[0] if reference else None, rule="later" if sign > 0 else "earlier")


def _counted(match: re.Match[str], narrative: Narrative, *, sign: int, anchor: date | None, rule: str) -> Meaning | None:
    unit, number = match["unit"], number_value(match["number"] or "")
    if not match["number"]:
        number = None
    if unit in ("season",):
        return None
    if number is None and unit == "hour" and anchor is not None:  # "hours later" is mostly still the same day
        value = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return Meaning(type="DATE", value=value, days=(anchor, anchor), precision="day", rule=f"{rule}-vague", anchors=False)
    if number is None:
        value = "PAST_REF" if sign < 0 else "FUTURE_REF"
        days = _vague_days(anchor, unit, sign) if rule in ("ago", "from-now") and anchor is not None else None
        return Meaning(type="DATE", value=value, days=days, precision="vague", rule=f"{rule}-vague", anchors=False)
    compared = narrative.compared_quarter(match.start())
    if unit == "year" and number == 1 and sign < 0 and compared is not None:
        year, quarter = compared
        return Meaning(
            type="DATE",
            value=f"{year - 1}-Q{quarter}",
            days=quarter_days(year - 1, quarter),
            precision="season",
            rule="year-before-quarter",
            anchors=False,
        )
    if anchor is None:
        return Meaning(
            type="DATE",
            value=None,
            days=None,
            precision="vague",
            rule=UNANCHORED if rule in ("ago", "from-now") else "no-reference",
            anchors=False,
        )
    if unit in ("second", "minute", "hour"):
        hours = number * {"second": 1 / 3600, "minute": 1 / 60, "hour": 1}[unit]
        over = hours % 24 > _SAME_DAY_HOURS or (hours % 24 and hours >= 24)
        other = shift_days(anchor, sign * int(hours // 24 + (1 if over else 0)))
        days = None if other is None else (min(anchor, other), max(anchor, other))
        value = f"PT{number:g}{unit[0].upper()}"
        return Meaning(type="DURATION", value=value, days=days, precision="day", rule=rule, anchors=False)
    day = shift(anchor, unit, sign * number)
    if day is None:  # "5,000 years ago": before the calendar of the record
        value = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return Meaning(type="DATE", value=value, days=None, precision="vague", rule=f"{rule}-out-of-calendar", anchors=False)
    found = period_around(day, _granularity(unit, number))
    if found is None:
        return None
    value, days, precision = found
    if unit == "week" and number == 1 and not match["approx"]:
        days = (day, day)  # "a week ago" is said of the same weekday, "two weeks ago" of some day of that week
    if match["approx"] and unit == "day":
        days, precision = (shift_days(day, -1) or day, shift_days(day, 1) or day), "vague"
    return Meaning(type="DATE", value=value, days=days, precision=precision, rule=rule)


def _vague_days(anchor: date, unit: str, sign: int) -> Days | None:
    """ "Several weeks ago": from two units back to where a writer would name the next longer unit; years have no such end."""
    near, far = shift(anchor, unit, 2 * sign), VAGUE_REACH.get(unit)
    other = shift_days(anchor, sign * far) if far and unit in ("day", "night", "week", "month") else None
    return (min(near, other), max(near, other)) if near and other else None


def _year_ago_period(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """The "year-earlier quarter" of a financial report: the last quarter named, a year before."""
    compared = narrative.compared_quarter(match.start())
    if compared is not None:
        year, quarter = compared
        return Meaning(
            type="DATE",
            value=f"{year - 1}-Q{quarter}",
            days=quarter_days(year - 1, quarter),
            precision="season",
            rule="year-before-quarter",
            anchors=False,
        )
    if narrative.published is None:
        return Meaning(type="DATE", value=None, days=None, precision="year", rule=UNANCHORED, anchors=False)
    year = narrative.published.year - 1
    return Meaning(type="DATE", value=str(year), days=year_days(year), precision="year", rule="year-ago", anchors=False)


_GAP = re.compile(r",?\s+")
_QUARTER_END = compile_template(r"ended <MONTH> <DAY>(?:,? <YEAR>)?")


def _ended(match: re.Match[str], narrative: Narrative) -> tuple[int, int] | None:
    """ "The quarter ended Sept. 30": the quarter in which that day lies; None without such words."""
    gap = _GAP.match(narrative.low, match.end())
    end = _QUARTER_END.match(narrative.low, gap.end()) if gap else None
    if end is None:
        return None
    month = MONTHS[end["month"]]
    year = int(end["year"]) if end["year"] else nearest_year(month, min(day_number(end["day"]), 28), end, narrative)[0]
    return None if year is None else (year, (month + 2) // 3)


def _is_still_to_end(match: re.Match[str], narrative: Narrative) -> bool:
    """Whether "the latest quarter" cannot be the quarter named last, as that had not ended by publication."""
    if narrative.published is None or narrative.quarter is None or not re.search("latest|most recent", match.group()):
        return False
    return quarter_days(*narrative.quarter)[1] > narrative.published


def _the_quarter(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "The quarter" alone: the one named before, else the last that had ended by publication."""
    published = narrative.published
    if narrative.quarter is None and published is None:
        return Meaning(type="DATE", value="XXXX-QX", days=None, precision="season", rule=UNANCHORED, anchors=False)
    ended = _ended(match, narrative)
    quarter = narrative.quarter
    if ended is not None and quarter is None:  # a quarter named before may be that of a fiscal year, and keeps its number
        quarter = ended
    elif quarter is None or "current" in match.group() or _is_still_to_end(match, narrative):
        assert published is not None
        back = 0 if "current" in match.group() else -3
        day = shift_months(published, back) or published
        quarter = (day.year, (day.month + 2) // 3)
    narrative.name_quarter(*quarter, match.end())
    year, number = quarter
    return Meaning(
        type="DATE", value=f"{year}-Q{number}", days=quarter_days(year, number), precision="season", rule="the-quarter", anchors=False
    )


def _next_day(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "The next day", "the same day", "that night": told from the last day that the narrative named."""
    reference = narrative.recent_reference(match.start())
    relation = " ".join(match["relation"].split())
    part = match["unit"] if match["unit"] in PARTS_OF_DAY else None
    if reference is None and relation.startswith(("the day before", "day before")) and narrative.published is not None:
        reference = (narrative.published, narrative.published)  # no day was named that it could be told from
    if reference is None or reference[0] != reference[1]:
        return Meaning(type="TIME" if part else "DATE", value=None, days=None, precision="day", rule="no-reference", anchors=False)
    step = 1 if re.search("next|following|after", relation) else -1 if re.search("previous|preceding|before", relation) else 0
    return on_day(shift_days(reference[0], step), part, "day-of-reference")


def _unit_before(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "The year before": told from the last date that the narrative named, else from publication."""
    reference = narrative.recent_reference(match.start())
    start = reference[0] if reference else narrative.published
    moved = shift(start, match["unit"], -1 if match["sense"] == "before" else 1) if start else None
    if moved is None:
        return Meaning(type="DATE", value=None, days=None, precision=match["unit"], rule="no-reference", anchors=False)
    found = period_around(moved, match["unit"])
    assert found is not None
    return Meaning(type="DATE", value=found[0], days=found[1], precision=found[2], rule="period-of-reference", anchors=False)


def _that_followed(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "In the week that followed": from the last day that the narrative named, on."""
    reference, unit = narrative.recent_reference(match.start()), match["unit"]
    value = f"P1{unit[0].upper()}"
    end = shift(reference[0], unit, 1) if reference else None
    if reference is None or end is None or reference[0] != reference[1]:
        return Meaning(type="DURATION", value=value, days=None, precision=None, rule="no-reference", anchors=False)
    return Meaning(type="DURATION", value=value, days=(reference[0], end), precision=unit, rule="that-followed", anchors=False)


def _week_of(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    month, day = MONTHS[match["month"]], day_number(match["day"])
    year, rule = (int(match["year"]), "week-of") if match["year"] else nearest_year(month, day, match, narrative)
    if year is None:
        return Meaning(type="DATE", value="XXXX-WXX", days=None, precision="week", rule=rule)
    start = make_date(year, month, day)
    return None if start is None else Meaning(type="DATE", value=week_value(start), days=week_days(start), precision="week", rule="week-of")


def _reference_word(match: re.Match[str], _: Narrative) -> Meaning | None:
    word = " ".join(match.group().split())
    if re.search("future|soon|coming|term|later date", word):
        value = "FUTURE_REF"
    elif re.search("now|current|present|moment|these days", word):
        value = "PRESENT_REF"
    else:
        value = "PAST_REF"
    return Meaning(type="DATE", value=value, days=None, precision="vague", rule="vague-reference", anchors=False)


def _the_period(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "The year" and "the week": a definite period that only the reader knows; TIMEX3 gives the one of publication, the days stay open."""
    if re.match(r"\s+end(?:ed|ing)\b", narrative.low[match.end() : match.end() + 10]):
        return Meaning(type="DURATION", value=f"P1{match['unit'][0].upper()}", days=None, precision=None, rule="the-period", anchors=False)
    found = period_around(narrative.published, match["unit"]) if narrative.published else None
    return Meaning(type="DATE", value=found[0] if found else None, days=None, precision=match["unit"], rule="the-period", anchors=False)


def _year_end(_: re.Match[str], narrative: Narrative) -> Meaning | None:
    if narrative.published is None:
        return Meaning(type="DATE", value=None, days=None, precision="month", rule=UNANCHORED, anchors=False)
    year = narrative.published.year
    return Meaning(type="DATE", value=str(year), days=month_days(year, 12), precision="month", rule="year-end", anchors=False)


RULES: tuple[Rule, ...] = make_rules(
    (
        (
            "the-period",
            r"<@UNIT>the (?:full |fiscal |current |latest )?(?P<unit>year|week)(?:['’]s end)?(?! (?:of|old|long|\d))",
            _the_period,
        ),
        ("year-end", r"<@UNIT>(?:the )?year(?:['’]s|-)? ?end", _year_end),
        ("ago", r"<APPROX>(?:<NUMBER> )?<UNIT>s?(?: or so)? ago", _ago),
        (
            "from-now",
            r"<APPROX>(?P<number>(?:\d+|a|an|two|three|four|five|six|seven|eight|nine|ten)) <UNIT>s? (?:from now|hence)",
            _from_now,
        ),
        (
            "earlier",
            r"(?:<APPROX>(?P<number>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|several"
            r"|a few|some|just a few)[ -])<UNIT>s? (?P<sense>earlier|later|(?:before|previously|prior|after)(?=\s*(?:[.,;:)\n]"
            r"|$)))",
            _earlier,
        ),
        ("units-earlier", r"(?P<approx>just )?(?P<number>)?<UNIT>s (?P<sense>earlier|later|before(?=\s*(?:[.,;:)\n]|$)))", _earlier),
        ("year-ago", r"<@UNIT>(?:the |its )?(?:year-(?:ago|earlier))(?: (?:period|quarter|level))?", _year_ago_period),
        (
            "the-quarter",
            r"<@UNIT>(?:the )?(?:latest |most recent |current )(?:fiscal )?(?:quarter|period)|the quarter(?! (?:of|century))",
            _the_quarter,
        ),
        (
            "next-day",
            r"(?P<relation>(?:the|that)(?: very)? (?:next|following|same|previous|preceding)|next|that(?: same| very)?"
            r"|(?:later|earlier)(?: on)?(?: in)? (?:the|that)(?: same)?) (?P<unit>day|morning|afternoon|evening|night)",
            _next_day,
        ),
        ("day-after", r"(?P<relation>(?:the )?(?P<unit>day|night|evening) (?:after|before))(?=\s*(?:[.,;:)\n]|$))", _next_day),
        ("unit-before", r"<@UNIT>the (?P<unit>week|month|year) (?P<sense>before|after)(?=\s*(?:[.,;:)\n]|$))", _unit_before),
        ("unit-that-followed", r"<@UNIT>in the (?P<unit>day|week|month|year) that followed", _that_followed),
        ("week-of", r"the week of <MONTH> <DAY>(?:,? <YEAR>)?", _week_of),
        (
            "reference",
            r"<@ADVERB>(?:right )?now|currently|current|(?:more |most )?recently|(?:in )?the (?:near |not too distant "
            r"|foreseeable )?future|the (?:near|short|long) term|nowadays|these days|at (?:present|the moment)"
            r"|the past(?! (?:\d|\w+ )?(?:day|week|month|year|decade|hour|quarter|few|several|couple|two|three|four|five|six"
            r"|seven|eight|nine|ten|half)\w*)",
            _reference_word,
        ),
    )
)  # fmt: skip
