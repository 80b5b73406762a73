"""Rules for dates that name a day of the calendar or a month."""

from __future__ import annotations

import re
from datetime import date

from onrecord.resolve.when.calendar import Days, full_year, make_date, month_days, part_of, shift_days
from onrecord.resolve.when.narrative import Meaning, Narrative
from onrecord.resolve.when.rule import Rule, make_rules
from onrecord.resolve.when.words import MONTHS, ORDINALS, PARTS_OF_DAY, day_number, number_value, weekday_number

_NEAR_DAYS = 75
"""Within this many days of publication a date without a year is the nearest one, whatever the tense."""


_JUST_PAST = 31
_SINCE = re.compile(r"\bsince\s+(?:early\s|mid[- ]|late\s|the\s)?$")
"""What has gone on since a month began in one that is over or running."""


def portion_of(word: str | None) -> str | None:
    """ "early", "mid" or "late" for the words that pick a part of a period."""
    if not word:
        return None
    if re.search(r"begin|start|earl", word):
        return "early"
    return "mid" if "mid" in word else "late"


def year_of(group: str, narrative: Narrative) -> int:
    """A year from four digits or from two."""
    digits = group.lstrip("'’")
    return int(digits) if len(digits) == 4 else full_year(int(digits), narrative.published)


def spelled_year(match: re.Match[str]) -> int | None:
    """A year from its words ("nineteen ninety-four"), None where they are no year."""
    tail = number_value(match["tail"]) if match["tail"] else 0
    head = {"nineteen": 1900, "eighteen": 1800, "twenty": 2000, "two thousand": 2000}[" ".join(match["head"].split())]
    return None if tail is None or (match["head"] != "two thousand" and tail < 10) else head + int(tail)


def nearest_year(month: int, day: int, match: re.Match[str], narrative: Narrative) -> tuple[int | None, str]:
    """The year of a date that names none, and the rule that gave it: tense first, then whichever is nearer to publication."""
    published = narrative.published
    if published is None:
        year = narrative.narrative_year(match.start(), month)
        return (year, "year-from-narrative") if year else (None, "no-year")
    for history in (narrative.past_year(match.start()), narrative.history_year(match.start(), month)):
        if history is not None and make_date(history, month, day) is not None and not _is_of_now(month, day, match, narrative):
            return history, "year-from-narrative"
    candidates = [d for d in (make_date(published.year + k, month, day) for k in (-1, 0, 1)) if d]
    if not candidates:  # 29 February: the nearest leap years may be further away
        candidates = [d for d in (make_date(published.year + k, month, day) for k in range(-8, 9)) if d]
    if not candidates:  # "the week of 30 February": no year has the day
        return None, "no-year"
    weekday = match.groupdict().get("weekday")
    if weekday:  # "Saturday, April 25" fixes the year by itself
        agreeing = [d for d in candidates if d.weekday() == weekday_number(weekday)]
        candidates = agreeing or candidates
    relation = match.groupdict().get("relation")
    past = [d for d in candidates if d <= published]
    future = [d for d in candidates if d >= published]
    if relation == "last" and past:
        return max(past).year, "month-day-last"
    if relation == "next" and future:
        return min(future).year, "month-day-next"
    if past and _SINCE.search(narrative.low[max(0, match.start() - 12) : match.start()]):
        return max(past).year, "month-day-past"
    nearest = min(candidates, key=lambda d: (abs((d - published).days), d))
    if abs((nearest - published).days) <= _NEAR_DAYS:  # told of a day eleven months back, a writer would name the year
        return nearest.year, "month-day-nearest"
    direction = narrative.direction(match.start(), match.end())
    if direction == "past" and past:
        return max(past).year, "month-day-past"
    if direction == "future" and future:
        return min(future).year, "month-day-future"
    return nearest.year, "month-day-nearest"


def _is_of_now(month: int, day: int, match: re.Match[str], narrative: Narrative) -> bool:
    """Whether a date beside an old year is yet of the days around publication: it lies ahead ("will join on March 12"), or just behind."""
    published = narrative.published
    if published is None or narrative.tells_history:
        return False
    this = make_date(published.year, month, day)
    near = this is not None and 0 <= (published - this).days <= _JUST_PAST
    return near or narrative.direction(match.start(), match.end()) == "future"


YEAR_STEP = {"last": -1, "this": 0, "next": 1}


def _day(match: re.Match[str], narrative: Narrative, month: int, day: int, year: str | None) -> Meaning | None:
    rule = "full-date"
    number: int | None
    of_year = match.groupdict().get("of_year")
    if of_year and narrative.published is not None:
        year = str(narrative.published.year + YEAR_STEP[of_year])
    if match.groupdict().get("of_year_told") and (told := narrative.recent_reference(match.start())) is not None:
        year = str(told[0].year)
    if year:
        number = year_of(year, narrative)
    else:
        if make_date(2024, month, day) is None:  # not even in a leap year
            return None
        number, rule = nearest_year(month, day, match, narrative)
    groups = match.groupdict()
    part = PARTS_OF_DAY.get(groups.get("part") or groups.get("part_after") or "", "")
    kind = "TIME" if part else "DATE"
    if number is None:
        return Meaning(type=kind, value=f"XXXX-{month:02d}-{day:02d}{part}", days=None, precision="day", rule=rule)
    resolved = make_date(number, month, day)
    if resolved is None:
        return None
    if year:
        narrative.name(match.start(), number, month)
    last = resolved
    if groups.get("day2"):
        second_month = MONTHS[groups["month2"]] if groups.get("month2") else month
        end = make_date(number + (second_month < month), second_month, day_number(groups["day2"]))
        if end is None or end <= resolved:
            return None
        last = end
        return Meaning(
            type="DATE",
            value=f"{resolved}/{last}",
            days=(resolved, last),
            precision="week" if (last - resolved).days < 7 else "month",
            rule=rule + "-range",
        )
    if groups.get("part") == "night":  # "the night of 7 August" runs into the next day
        last = shift_days(resolved, 1) or resolved
    return Meaning(type=kind, value=f"{resolved}{part}", days=(resolved, last), precision="day", rule=rule)


def _month_day(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    return _day(match, narrative, MONTHS[match["month"]], day_number(match["day"]), match.groupdict().get("year"))


def _ordinal_month(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    return _day(match, narrative, MONTHS[match["month"]], ORDINALS[match["ordinal"]], match["year"])


def _military(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    hour, minute = int(match["hhmm"][:2]), int(match["hhmm"][2:])
    if hour > 24 or minute > 59:
        return None
    found = _day(match, narrative, MONTHS[match["month"]], day_number(match["day"]), match["year"])
    if found is None or found.value is None:
        return None
    value = f"{found.value}T{hour:02d}:{minute:02d}"
    return Meaning(type="TIME", value=value, days=found.days, precision="day", rule="date-time-group")


def _numeric(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    one, two, mark = int(match["one"]), int(match["two"]), match["mark"]
    year = year_of(match["year"], narrative)
    readings = [(two, one)] if mark == "." else [(two, one), (one, two)]  # (month, day); dotted dates put the day first everywhere
    days = {d for month, day in readings if (d := make_date(year, month, day))}
    if not days:
        return None
    if len(days) > 1 and narrative.published is not None:
        near = {d for d in days if -60 <= (d - narrative.published).days <= 0}
        days = near if len(near) == 1 else days
    if len(days) > 1:
        return Meaning(type="DATE", value=f"{year}-XX-XX", days=None, precision="day", rule="numeric-ambiguous")
    day = days.pop()
    return Meaning(type="DATE", value=day.isoformat(), days=(day, day), precision="day", rule="numeric")


def _iso(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    day = make_date(int(match["year"]), int(match["m"]), int(match["d"]))
    if day is None:
        return None
    clock = match.groupdict().get("clock")
    narrative.name(match.start(), day.year, day.month)
    return Meaning(
        type="TIME" if clock else "DATE", value=f"{day}T{clock}" if clock else day.isoformat(), days=(day, day), precision="day", rule="iso"
    )


def finish(value: str, days: Days, precision: str, portion: str | None, rule: str) -> Meaning:
    """The meaning of a period, cut to the part of it that is named."""
    if portion:
        days = part_of(days, portion)
        rule = f"{portion}-{rule}"
    return Meaning(type="DATE", value=value, days=days, precision=precision, rule=rule)


def _half_of_month(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "The second half of April": from its 16th to its end."""
    found = _month(match, narrative)
    if found is None or found.days is None:
        return found
    first, last = found.days
    middle = first.replace(day=15)
    days = (first, middle) if match["half"] == "first" else (shift_days(middle, 1) or middle, last)
    return Meaning(type="DATE", value=found.value, days=days, precision="month", rule=f"{match['half']}-half-{found.rule}")


def _month(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    groups = match.groupdict()
    month, portion = MONTHS[match["month"]], portion_of(groups.get("portion"))
    if groups.get("head") or groups.get("year"):
        year = spelled_year(match) if groups.get("head") else year_of(match["year"], narrative)
        if year is None:
            return None
        narrative.name(match.start(), year, month)
        return finish(f"{year}-{month:02d}", month_days(year, month), "month", portion, "month-year")
    low, published, relation = narrative.low, narrative.published, groups.get("relation")
    if (
        not relation
        and not portion
        and match["month"] in ("may", "march", "mar", "sept", "dec", "jan", "jun", "jul", "apr", "aug", "oct", "nov", "feb", "sep")
    ):
        # "may" and "march" are verbs, and a bare short form is more often a name than a month
        before = low[max(0, match.start() - 14) : match.start()]
        if not re.search(
            r"\b(?:in|of|since|until|till|by|from|to|during|through|throughout|before|after|between|for|this|every|each|and|or)\s+$", before
        ):
            return None
        if (
            match["month"] in ("may", "march")
            and re.search(r"\b(?:to|for|and|or|this|by)\s+$", before)
            and not re.search(r"\bfrom\s+\w+\s+to\s+$", low[max(0, match.start() - 30) : match.start()])
        ):
            return None
    if published is None:
        known = narrative.narrative_year(match.start(), month)
        if known is None or relation:
            return Meaning(type="DATE", value=f"XXXX-{month:02d}", days=None, precision="month", rule="no-year")
        return finish(f"{known}-{month:02d}", month_days(known, month), "month", portion, "month-from-narrative")
    history = None if relation else narrative.history_year(match.start(), month)
    if history is not None:
        return finish(f"{history}-{month:02d}", month_days(history, month), "month", portion, "month-from-narrative")
    if not relation and _SINCE.search(low[max(0, match.start() - 12) : match.start()]):
        year = published.year - (month > published.month)
        return finish(f"{year}-{month:02d}", month_days(year, month), "month", portion, "month-since")
    year = _month_year(month, relation, published, narrative.direction(match.start(), match.end()))
    return finish(f"{year}-{month:02d}", month_days(year, month), "month", portion, f"month-{relation or 'tense'}")


def _month_range(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "January to March 2023", "of last year": the year named holds for both, but "November to March 2023" began the year before."""
    first, last = MONTHS[match["month"]], MONTHS[match["month2"]]
    if match["year"]:
        last_year = int(match["year"])
    elif match["of_year_told"] and (told := narrative.recent_reference(match.start())) is not None:
        last_year = told[0].year
    elif match["of_year"] and narrative.published is not None:
        last_year = narrative.published.year + YEAR_STEP[match["of_year"]]
    else:
        return Meaning(type="DATE", value=None, days=None, precision="longer", rule="no-year")
    year = last_year - (first > last)
    narrative.name(match.start(), last_year, last)
    days = (month_days(year, first)[0], month_days(last_year, last)[1])
    return Meaning(type="DATE", value=f"{year}-{first:02d}/{last_year}-{last:02d}", days=days, precision="longer", rule="month-range")


def _month_year(month: int, relation: str | None, published: date, direction: str | None) -> int:
    this = published.year
    if relation and relation.startswith(("last", "past")):
        return this if month < published.month else this - 1
    if relation and relation.startswith(("next", "coming")):
        return this if month > published.month else this + 1
    if relation:
        return this
    nearest = min((this - 1, this, this + 1), key=lambda y: (abs((y - this) * 12 + month - published.month), y))
    if abs((nearest - this) * 12 + month - published.month) * 30 <= _NEAR_DAYS:
        return nearest
    if direction == "past":
        return this if month <= published.month else this - 1
    if direction == "future":
        return this if month >= published.month else this + 1
    return nearest


_WEEKDAY_BEFORE = r"(?:(?:the )?<PART> (?:of|on) )?(?:<WEEKDAY_ANY>,? (?:the )?)?"
_TO = r"(?: ?[-–—/&] ?| ?,? ?(?:to|and|through|until|or) )"
_OF_YEAR = r"(?:(?:,? of)? (?P<of_year>last|this|next)|,? of (?P<of_year_told>that|the same)) year"
_LAST_THIS = r"(?P<relation>last|this past|this coming|this|next|past|coming)"

RULES: tuple[Rule, ...] = make_rules(
    (
        (
            "iso",
            r"<@DIGIT>(?P<year>1\d{3}|20\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?:[t ](?P<clock>[0-2]\d:[0-5]\d)(?::\d\d)?(?:z"
            r"|[+-]\d\d:?\d\d)?)?",
            _iso,
        ),
        ("iso-slashed", r"<@DIGIT>(?P<year>1\d{3}|20\d\d)[/.](?P<m>[01]?\d)[/.](?P<d>[0-3]?\d)(?![/.]?\d)", _iso),
        ("iso-compact", r"<@DIGIT>(?P<year>19\d\d|20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])", _iso),
        (
            "numeric",
            r"<@DIGIT>(?P<one>[0-3]?\d)(?P<mark>[./-])(?P<two>[0-3]?\d)(?P=mark)(?P<year>1[89]\d\d|20\d\d|\d\d)(?![./-]?\d)",
            _numeric,
        ),
        (
            "date-time-group",
            r"<@DIGIT>(?P<day>[0-3]\d) ?(?P<hhmm>\d{4}) ?(?:z|[a-z]|hrs)? ?(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov"
            r"|dec)\.?[ -]?(?P<year>\d{4}|\d\d)",
            _military,
        ),
        (
            "month-day",
            _WEEKDAY_BEFORE
            + r"(?:the )?(?:(?P<relation>last|next|this) )?<MONTH> (?:the )?<DAY>(?:(?:,"
            r"|,? of)? ?<YEAR>|" + _OF_YEAR + r")?(?:,? (?:in the )?<PART_AFTER>)?",
            _month_day,
        ),
        ("month-day-range", r"<MONTH> <DAY>" + _TO + r"(?:<MONTH2> )?<DAY2>(?:(?:,)? ?<YEAR>)?", _month_day),
        (
            "day-month",
            _WEEKDAY_BEFORE
            + r"(?:the )?<DAY>(?: of |[ -])<MONTH>(?:(?:,|-)? ?(?P<year>1[5-9]\d\d|20\d\d|['’]\d\d|(?<=[a-z]-)\d\d"
            r"|(?<=[a-z]\s)[4-9]\d(?! ?(?:people|%|percent|\w+s\b)))|" + _OF_YEAR + r")?"
            r"(?:,? (?:in the )?<PART_AFTER>)?",
            _month_day,
        ),
        ("day-month-range", r"(?:the )?<DAY>" + _TO + r"(?:the )?<DAY2>(?: of)?[ -]<MONTH>(?:,? <YEAR>)?", _month_day),
        ("day-month-day-month", r"<DAY>(?: of)? <MONTH>" + _TO + r"<DAY2>(?: of)? <MONTH2>(?:,? <YEAR>)?", _month_day),
        ("ordinal-month", _WEEKDAY_BEFORE + r"(?:the )?<ORDINAL>(?: day)? of <MONTH>(?:,? <YEAR>)?", _ordinal_month),
        ("month-ordinal", _WEEKDAY_BEFORE + r"<MONTH> (?:the )?<ORDINAL>(?:,? <YEAR>)?", _ordinal_month),
        ("month-year", r"(?:<PORTION>[ -])?<MONTH>(?:,| of|)[ -]?(?P<year>1[5-9]\d\d|20\d\d|['’]\d\d)\b(?![,:]\d)", _month),
        ("month-spelled-year", r"(?:<PORTION>[ -])?<MONTH>,? <SPELLED>", _month),
        ("month-range", r"<MONTH>" + _TO + r"<MONTH2>(?:(?:,| of)? (?P<year>1[5-9]\d\d|20\d\d)|" + _OF_YEAR + r")", _month_range),
        # Chronologies: "2019, 14 April: dozens of men ...", "2015, December: four girls ..."
        ("year-day-month", r"<YEAR>, (?:<WEEKDAY_ANY>,? )?<DAY>(?: of)? <MONTH>(?!,? \d{4})(?! (?:have|be|not)\b)", _month_day),
        ("year-month-day", r"<YEAR>, (?:<WEEKDAY_ANY>,? )?<MONTH> <DAY>(?!\d)(?!,? \d{4})", _month_day),
        ("year-month", r"<YEAR>, <MONTH>(?= ?[:–—-]|$)", _month),
        ("half-of-month", r"the (?P<half>first|second) half of <MONTH>(?:,? <YEAR>)?", _half_of_month),
        ("month", r"(?:<PORTION>[ -])?(?:" + _LAST_THIS + r" )?<MONTH>", _month),
    )
)  # fmt: skip
