"""Rules for years and longer or shorter calendar periods: decades, centuries, quarters, halves, seasons."""

from __future__ import annotations

import re
from datetime import date

from onrecord.resolve.when.absolute import finish, nearest_year, portion_of, spelled_year
from onrecord.resolve.when.calendar import (
    century_days,
    decade_days,
    full_year,
    month_days,
    part_of,
    quarter_days,
    season_days,
    shift_days,
    shift_months,
    week_value,
    year_days,
)
from onrecord.resolve.when.narrative import Meaning, Narrative
from onrecord.resolve.when.rule import Rule, make_rules
from onrecord.resolve.when.words import MONTHS, ORDINALS, SEASONS, TENS_PLURAL

_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_COUNTED = (
    r"(?!\s+(?:people|persons|troops|soldiers|civilians|militants|fighters|men|women|children|police|officers|families|homes|houses|villages|refugees|dead|wounded|killed"
    r"|injured|members|prisoners|vehicles|tanks|tons|tonnes|kilomet|miles|met(?:er|re)s|km|kg|hectares|dollars|euros|pounds|rounds|shells|missiles|drones|attacks|strikes"
    r"|cases|deaths|casualties|jobs|shares|units|years|days|months|weeks|hours|minutes|seconds|hrs|gmt|utc|z\b|feet|ft|votes|points|workers|employees|students|residents))"
)


_A_CLOCK = re.compile(
    r"\s+(?:(?:gmt|utc|hrs|hours|local time)\b|(?:on\s+)?(?:today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|on\s+\d{1,2}\b)"
)
""" "As of 1800 on 19 August" names an hour."""


def _year(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    year = int(match["year"])
    groups = match.groupdict()
    before = narrative.low[max(0, match.start() - 24) : match.start()]
    named = bool(
        groups.get("portion")
        or groups.get("word")
        or len(groups.get("year2") or "") == 4
        or re.search(r"\b(?:between|from)\s+(?:1[5-9]|20)\d\d\s+(?:and|to|until)\s+$", before)
        or re.search(r"\b(?:in|since|of|until|by|during|from|before|after|year|for|late|early|to|through|between)\s+$", before)
        or (year >= 1700 and before.endswith("(") and narrative.low.startswith(")", match.end()))
    )
    if re.search(
        r"(?:[$€£#]\s?|\bno\.?\s?|\d[,.]|\b(?:about|some|nearly|almost|over|than|least|around|roughly|numbered|route|flight|highway|room|unit|resolution|section)\s|[:/]\s?)$",
        before,
    ):
        return None
    if not groups.get("word") and _A_CLOCK.match(narrative.low, match.end()):
        return None
    if not named and (year < 1900 or year > 2040 or year % 100 == 0):
        return None
    if year < 1700 and not groups.get("word") and not re.search(r"\bin\s+$", before):
        return None
    end_year = groups.get("year2")
    days = year_days(year)
    if end_year:
        last = int(end_year) if len(end_year) == 4 else year - year % 100 + int(end_year.lstrip("'’"))
        if not year < last <= year + 150:
            return None
        return Meaning(type="DATE", value=f"{year}/{last}", days=(days[0], year_days(last)[1]), precision="longer", rule="year-range")
    narrative.name(match.start(), year)
    return finish(str(year), days, "year", portion_of(groups.get("portion")), "year")


def _before_era(match: re.Match[str], _: Narrative) -> Meaning | None:
    """A year before the common era: a TIMEX3 value, but no days, as the calendar of the record begins with the year 1."""
    return Meaning(type="DATE", value=f"BC{int(match['years']):04d}", days=None, precision="year", rule="before-common-era", anchors=False)


def _spelled_year(match: re.Match[str], _: Narrative) -> Meaning | None:
    year = spelled_year(match)
    return None if year is None else finish(str(year), year_days(year), "year", portion_of(match["portion"]), "spelled-year")


def _decade(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    groups = match.groupdict()
    first = TENS_PLURAL[groups["tens"]] if groups.get("tens") else int(groups["digits"].lstrip("'’"))
    if first < 100:
        marked = groups.get("tens") or groups.get("the") or "'" in groups["digits"] or "’" in groups["digits"]
        if not marked and narrative.low[max(0, match.start() - 1) : match.start()] not in ("'", "’"):
            return None
        first = full_year(first, narrative.published) if first >= 30 else 2000 + first
        if narrative.published is not None and first > narrative.published.year:
            first -= 100  # "the sixties" are told of when they are over
    days, portion = decade_days(first), portion_of(groups.get("portion"))
    if portion:
        start, stop = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[portion]
        days = (date(first + start, 1, 1), date(first + stop, 12, 31))
    return Meaning(
        type="DATE", value=str(first // 10), days=days, precision="longer", rule=f"{portion}-decade" if portion else "decade", anchors=False
    )


def _century(match: re.Match[str], _: Narrative) -> Meaning | None:
    number = ORDINALS.get(match["ordinal"] or "") or int(re.sub(r"\D", "", match["digits"] or "0"))
    if not 10 <= number <= 21:
        return None
    days, portion = century_days(number), portion_of(match["portion"])
    return Meaning(
        type="DATE",
        value=str(number - 1),
        days=part_of(days, portion) if portion else days,
        precision="longer",
        rule="century",
        anchors=False,
    )


def _quarter(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    groups = match.groupdict()
    published, year = narrative.published, None
    dated = groups.get("year") or groups.get("year2") or groups.get("relation")
    if match["nth"] == "last" and groups.get("half") == "quarter" and not dated and not match.group().endswith("year"):
        return None  # the quarter before this one, which the rule of "last month" knows
    if groups.get("year") or groups.get("year2"):
        year = int(groups.get("year") or groups["year2"])
    elif published is not None:
        year = published.year + {"next": 1, "last": -1}.get(groups.get("relation") or "", 0)
    number = _NTH[match["nth"]]
    if (groups.get("half") or "quarter") == "half":
        if number > 2 and match["nth"] != "last":
            return None
        number = min(number, 2)
        if year is None:
            return Meaning(type="DATE", value=f"XXXX-H{number}", days=None, precision="season", rule="no-year")
        days = (quarter_days(year, 2 * number - 1)[0], quarter_days(year, 2 * number)[1])
        return Meaning(type="DATE", value=f"{year}-H{number}", days=days, precision="year", rule="half-year")
    if year is None or (published is None and not (groups.get("year") or groups.get("year2"))):
        return Meaning(type="DATE", value=f"XXXX-Q{number}", days=None, precision="season", rule="no-year")
    if published is not None and not (groups.get("year") or groups.get("year2") or groups.get("relation")):
        if quarter_days(year, number)[0] > published and narrative.direction(match.start(), match.end()) != "future":
            year -= 1
        if "year-" in match.group():
            year -= 1
    narrative.name_quarter(year, number, match.end())
    return Meaning(type="DATE", value=f"{year}-Q{number}", days=quarter_days(year, number), precision="season", rule="quarter")


def _two_quarters(match: re.Match[str], _: Narrative) -> Meaning | None:
    """ "The first two quarters of 1990" are its first half."""
    year, half = int(match["year"]), 1 if match["end"] == "first" else 2
    days = (quarter_days(year, 2 * half - 1)[0], quarter_days(year, 2 * half)[1])
    return Meaning(type="DATE", value=f"{year}-H{half}", days=days, precision="year", rule="half-year")


def _week_of_month(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "The first week of May": its days 1 to 7; the last week is the last seven days."""
    month = MONTHS[match["month"]]
    year: int | None
    if match["year"]:
        year = int(match["year"])
        narrative.name(match.start(), year, month)
    else:
        year, _ = nearest_year(month, 15, match, narrative)
    if year is None:
        return Meaning(type="DATE", value=f"XXXX-{month:02d}", days=None, precision="week", rule="no-year")
    first, last = month_days(year, month)
    start = shift_days(last, -6) if match["nth"] == "last" else shift_days(first, 7 * (_NTH[match["nth"]] - 1))
    assert start is not None
    days = (start, min(shift_days(start, 6) or last, last))
    return Meaning(type="DATE", value=week_value(start), days=days, precision="week", rule="week-of-month")


def _season(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    groups = match.groupdict()
    season, published, relation = SEASONS[match["season"]], narrative.published, groups.get("relation") or ""
    if groups.get("head") or groups.get("year"):
        year = spelled_year(match) or 0 if groups.get("head") else int(match["year"])
        if not year:
            return None
        days = season_days(year, season)
        if groups.get("year2"):
            return finish(f"{year}-{season}", days, "season", portion_of(groups.get("portion")), "season-years")
        if season == "WI":  # "the winter of 1994" may be either end of that year
            days = (season_days(year - 1, season)[0], days[1])
        return finish(f"{year}-{season}", days, "season", portion_of(groups.get("portion")), "season-year")
    if not relation and not groups.get("portion"):
        return None
    if published is None:
        return Meaning(type="DATE", value=f"XXXX-{season}", days=None, precision="season", rule="no-year")
    starts = [season_days(published.year + k, season) for k in (-1, 0, 1)]
    if "last" in relation or "past" in relation:
        days = max((d for d in starts if d[1] < published), default=starts[0])
    elif relation == "since":
        days = max((d for d in starts if d[0] <= published), default=starts[0])
        days = (days[0], published)
    elif "next" in relation or "coming" in relation:
        days = min(d for d in starts if d[0] > published)
    else:
        middle = [shift_months(d[0], 1) or d[0] for d in starts]
        days = starts[min(range(3), key=lambda k: abs((middle[k] - published).days))]
    return finish(
        f"{days[0].year}-{season}",
        days,
        "season",
        portion_of(groups.get("portion")),
        f"season-{relation.split()[0] if relation else 'nearest'}",
    )


RULES: tuple[Rule, ...] = make_rules(
    (
        ("year", r"(?:(?:the )?(?P<word>year|fiscal year|fiscal) |<PORTION>[ -])?<YEAR>" + _COUNTED.replace(" ", ""), _year),
        ("before-era", r"<@ADVERB>(?:the year )?(?P<years>[1-9]\d{0,3}) ?(?:bce?|b\.c\.(?:e\.)?)", _before_era),
        ("year-range", r"(?:(?P<word>years) )?<YEAR>(?:[-–/]|(?: to ))<YEAR2>", _year),
        ("year-range-apart", r"<YEAR> [-–] (?P<year2>1[5-9]\d\d|20\d\d)\b(?![.,:]\d|%)", _year),
        (
            "spelled-year",
            r"(?:<PORTION>[ -])?(?:the year )?<SPELLED>",
            _spelled_year,
        ),
        (
            "decade",
            r"<@DIGIT>(?P<the>the )?(?:<PORTION>[ -])?(?:the )?(?:(?P<digits>(?:1[5-9]|20)\d0|['’]?[1-9]0)['’]?s|(?P<tens>(?:twen|thir"
            r"|for|fif|six|seven|eigh|nine)ties))",
            _decade,
        ),
        ("century", r"<@UNIT>(?:the )?(?:<PORTION>[ -])?(?:(?P<digits>\d\d)(?:st|nd|rd|th)|<ORDINAL>)[ -]century", _century),
        (
            "quarter",
            r"<@UNIT>(?:(?:the|its|their) )?(?:year-(?:ago|earlier) |latest |current )?(?:fiscal[ -])?(?:<YEAR> |(?P<relation>this"
            r"|last|next) year['’]s )?(?:fiscal )?<NTH>[ -](?P<half>quarter|half)(?:,? (?:of |in )?(?:the year "
            r"|fiscal )?(?P<year2>(?:19|20)\d\d))?",
            _quarter,
        ),
        ("two-quarters", r"<@UNIT>(?:the )?(?P<end>first|last) two quarters of <YEAR>", _two_quarters),
        ("week-of-month", r"<@UNIT>(?:(?:in|during|over|within) )?(?:the )?<NTH> week (?:of|in) <MONTH>(?:,? <YEAR>)?", _week_of_month),
        (
            "season-year",
            r"(?:(?:the )?<PORTION>[ -])?(?:the )?<SEASON>(?: of|,)? (?P<year>(?:19|20)\d\d)(?:[-/–](?P<year2>\d\d(?:\d\d)?))?",
            _season,
        ),
        ("season-spelled-year", r"(?:(?:the )?<PORTION>[ -])?(?:the )?<SEASON>(?: of|,)? <SPELLED>", _season),
        ("season-part", r"(?:the )?(?P<portion>early|late|mid)[ -]<SEASON>", _season),
        ("season-since", r"(?:ever )?(?P<relation>since) <SEASON>(?!(?<=fall) of (?!last|this|that|the same))", _season),
        (
            "season",
            r"(?:(?:the )?<PORTION>[ -])?(?:the )?(?P<relation>last|this past|this coming|this|next|past|coming|the) <SEASON>"
            r"(?!(?<=fall) of (?!last|this|that|the same|next))",  # "the fall of Baghdad"
            _season,
        ),
    )
)  # fmt: skip
