"""Rules for Ukrainian and Russian dates: days and months with or without a year, parts of months and years, seasons, decades.

Month names are listed in the cases in which dates use them (nominative, genitive, dative, instrumental, locative).
"""

from __future__ import annotations

import re
from datetime import date

from onrecord.resolve.when.absolute import finish, nearest_year
from onrecord.resolve.when.calendar import (
    SEASON_STARTS,
    decade_days,
    make_date,
    month_days,
    nearest_weekday,
    season_days,
    shift_days,
    year_days,
)
from onrecord.resolve.when.narrative import Meaning, Narrative
from onrecord.resolve.when.rule import Rule, make_rules
from onrecord.resolve.when.words import alternatives
from onrecord.resolve.when.words_slavic import SLAVIC_DAY_WORDS, SLAVIC_MONTHS, SLAVIC_PARTS, SLAVIC_SEASONS, SLAVIC_WEEKDAYS

_MONTH = rf"(?P<month>{alternatives(SLAVIC_MONTHS)})"
_YEAR_WORD = r"(?: (?:рік|року|році|роком|рр|р|год|года|году|годом|гг|г)\b\.?)"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?:-(?:го|му|й|м|ому|ого))?" + _YEAR_WORD + "?"
_PORTION = (
    r"(?:(?P<portion>(?:на |з |із |с |до |від |к |в |у )?(?:початку|початок|начала|начале|середині|середини|середине|середины"
    r"|кінця|кінці|кінець|конца|конце)|наприкінці) )?"
)


_RANGE_END = re.compile(rf"\s*(?:[-–—]|і|й|та|и|до|по)\s*{_MONTH}\s+(?P<year>1[5-9]\d\d|20\d\d)(?!\d)")


def _portion(match: re.Match[str]) -> str | None:
    word = match.groupdict().get("portion") or ""
    if not word:
        return None
    if re.search("поча|нача", word):
        return "early"
    return "mid" if "серед" in word else "late"


def _day(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    month, day = SLAVIC_MONTHS[match["month"]], int(match["day"])
    year, rule = (int(match["year"]), "full-date") if match["year"] else nearest_year(month, day, match, narrative)
    night = "TNI" if match.groupdict().get("night") else SLAVIC_PARTS.get(match.groupdict().get("part") or "", "")
    kind = "TIME" if night else "DATE"
    if year is None:
        known = make_date(2024, month, day) is not None
        return Meaning(type=kind, value=f"XXXX-{month:02d}-{day:02d}{night}", days=None, precision="day", rule=rule) if known else None
    found = make_date(year, month, day)
    if found is None:
        return None
    if match["year"]:
        narrative.name(match.start(), year, month)
    return Meaning(type=kind, value=f"{found}{night}", days=(found, found), precision="day", rule=rule)


def _month(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    month = SLAVIC_MONTHS[match["month"]]
    if match["year"]:
        year, rule = int(match["year"]), "month-year"
        narrative.name(match.start(), year, month)
    elif ahead := _RANGE_END.match(narrative.low, match.end()):
        # "In March-April 1919": the year at the end is that of the beginning, unless the months run over its turn.
        year, rule = int(ahead["year"]) - (month > SLAVIC_MONTHS[ahead["month"]]), "month-range-start"
    else:
        known, rule = nearest_year(month, 15, match, narrative)
        if known is None:
            return Meaning(type="DATE", value=f"XXXX-{month:02d}", days=None, precision="month", rule=rule)
        year = known
    return finish(f"{year}-{month:02d}", month_days(year, month), "month", _portion(match), rule)


def _season(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    season = SLAVIC_SEASONS[match["season"]]
    if match["year"]:
        year = int(match["year"])
        narrative.name(match.start(), year)
    else:
        known = narrative.history_year(match.start(), SEASON_STARTS[season] + 1 if season != "WI" else 1)
        if known is None:
            return Meaning(type="DATE", value=f"XXXX-{season}", days=None, precision="season", rule="no-year", anchors=False)
        year = known
    days = season_days(year, season)
    if season == "WI":
        days = (season_days(year - 1, season)[0], days[1])
    return finish(f"{year}-{season}", days, "season", _portion(match), "season-year")


def _year(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    year = int(match["year"])
    narrative.name(match.start(), year)
    return finish(str(year), year_days(year), "year", _portion(match), "year")


def _decade(match: re.Match[str], _: Narrative) -> Meaning | None:
    first = int(match["decade"])
    return Meaning(type="DATE", value=str(first // 10), days=decade_days(first), precision="longer", rule="decade", anchors=False)


def _relative(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    published = narrative.published
    day: date | None = None
    groups = match.groupdict()
    if groups.get("word"):
        value, rule = "XXXX-XX-XX", "day-word"
        day = shift_days(published, SLAVIC_DAY_WORDS[match["word"]]) if published else None
    else:
        number = SLAVIC_WEEKDAYS[match["weekday"]]
        ahead = bool(re.match("наступн|следующ", groups.get("relation") or ""))
        back = bool(re.match("минул|прошл", groups.get("relation") or ""))
        value, rule = f"XXXX-WXX-{number + 1}", "weekday-next" if ahead else "weekday-last" if back else "weekday-past"
        start = shift_days(published, ahead - back) if published else None
        day = nearest_weekday(start, number, "future" if ahead else "past") if start else None
    part = SLAVIC_PARTS.get(groups.get("part") or groups.get("part_after") or "", "")
    kind = "TIME" if part else "DATE"
    if day is None:
        return Meaning(type=kind, value=f"{value}{part}", days=None, precision="day", rule="no-anchor")
    return Meaning(type=kind, value=f"{day.isoformat()}{part}", days=(day, day), precision="day", rule=rule)


def _weekday(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    # "Середу" and "среду" are also surroundings: only a preposition, a relation or a part of the day makes them a Wednesday.
    if match["weekday"].startswith(("серед", "сред")) and match.group() == match["weekday"]:
        return None
    return _relative(match, narrative)


_PARTS = alternatives(SLAVIC_PARTS)

RULES: tuple[Rule, ...] = make_rules(
    (
        (
            "slavic-day-month",
            r"<@SLAVIC>(?P<night>(?:в |у )?ніч (?:на|проти|з \d{1,2} на) |(?:в )?ночь (?:на|с \d{1,2} на) )?"
            + r"(?P<day>[12]\d|3[01]|0?[1-9])(?:-(?:го|е))? " + _MONTH + rf"(?: {_YEAR})?",
            _day,
        ),
        ("slavic-month", rf"<@SLAVIC>{_PORTION}{_MONTH}(?:,? {_YEAR})?", _month),
        ("slavic-season", rf"<@SLAVIC>{_PORTION}(?P<season>{alternatives(SLAVIC_SEASONS)})(?: {_YEAR})?", _season),
        ("slavic-year", rf"<@SLAVIC>{_PORTION}{_YEAR[:-1]}", _year),
        ("slavic-part-of-year", rf"<@SLAVIC>{_PORTION[:-1]}{_YEAR}", _year),
        (
            "slavic-decade",
            r"<@DIGIT>(?P<decade>(?:1[5-9]|20)\d0)-(?:х|ті|тих|е)(?: (?:рр|роках|років|роки|годах|годов|годы)\b\.?)?",
            _decade,
        ),
        (
            "slavic-day-word",
            rf"<@SLAVIC>(?:(?P<part>{_PARTS}) )?(?P<word>{alternatives(SLAVIC_DAY_WORDS)})(?:,? (?P<part_after>{_PARTS}))?",
            _relative,
        ),
        (
            "slavic-weekday",
            rf"<@SLAVIC>(?:(?P<part>{_PARTS}) )?(?:(?:у|в|во|с|з|до|на|від) )?"
            rf"(?P<relation>минул\w+ |прошл\w+ |наступн\w+ |следующ\w+ |цю |эту )?"
            rf"(?P<weekday>{alternatives(SLAVIC_WEEKDAYS)})(?:,? (?P<part_after>{_PARTS}))?",
            _weekday,
        ),
    )
)  # fmt: skip
