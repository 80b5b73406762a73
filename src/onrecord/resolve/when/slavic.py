"""Rules for Ukrainian and Russian dates: days and months with or without a year, parts of months and years, seasons, decades.

Month names are listed in the cases in which dates use them (nominative, genitive, dative, instrumental, locative).
"""

from __future__ import annotations

import re
from datetime import date

from onrecord.resolve.when.absolute import finish, nearest_year
from onrecord.resolve.when.calendar import decade_days, make_date, month_days, nearest_weekday, season_days, shift_days, year_days
from onrecord.resolve.when.narrative import Meaning, Narrative
from onrecord.resolve.when.rule import Rule, make_rules
from onrecord.resolve.when.words import alternatives
from onrecord.resolve.when.words_slavic import SLAVIC_DAY_WORDS, SLAVIC_MONTHS, SLAVIC_SEASONS, SLAVIC_WEEKDAYS

_MONTH = rf"(?P<month>{alternatives(SLAVIC_MONTHS)})"
_YEAR_WORD = r"(?: (?:рік|року|році|роком|рр|р|год|года|году|годом|гг|г)\b\.?)"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?:-(?:го|му|й|м|ому|ого))?" + _YEAR_WORD + "?"
_PORTION = (
    r"(?:(?P<portion>(?:на |з |із |с |до |від |к |в |у )?(?:початку|початок|начала|начале|середині|середини|середине|середины"
    r"|кінця|кінці|кінець|конца|конце)|наприкінці) )?"
)


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
    night = "TNI" if match.groupdict().get("night") else ""
    kind = "TIME" if night else "DATE"
    if year is None:
        known = make_date(2024, month, day) is not None
        return Meaning(type=kind, value=f"XXXX-{month:02d}-{day:02d}{night}", days=None, precision="day", rule=rule) if known else None
    found = make_date(year, month, day)
    if found is None:
        return None
    if match["year"]:
        narrative.year_at.append((match.start(), year, month))
    return Meaning(type=kind, value=f"{found}{night}", days=(found, found), precision="day", rule=rule)


def _month(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    month = SLAVIC_MONTHS[match["month"]]
    if match["year"]:
        year, rule = int(match["year"]), "month-year"
        narrative.year_at.append((match.start(), year, month))
    else:
        known, rule = nearest_year(month, 15, match, narrative)
        if known is None:
            return Meaning(type="DATE", value=f"XXXX-{month:02d}", days=None, precision="month", rule=rule)
        year = known
    return finish(f"{year}-{month:02d}", month_days(year, month), "month", _portion(match), rule)


def _season(match: re.Match[str], _: Narrative) -> Meaning | None:
    year, season = int(match["year"]), SLAVIC_SEASONS[match["season"]]
    days = season_days(year, season)
    if season == "WI":
        days = (season_days(year - 1, season)[0], days[1])
    return finish(f"{year}-{season}", days, "season", _portion(match), "season-year")


def _year(match: re.Match[str], _: Narrative) -> Meaning | None:
    year = int(match["year"])
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
        value, rule = f"XXXX-WXX-{number + 1}", "weekday-past"
        day = nearest_weekday(published, number, "past") if published else None
    if day is None:
        return Meaning(type="DATE", value=value, days=None, precision="day", rule="no-anchor")
    return Meaning(type="DATE", value=day.isoformat(), days=(day, day), precision="day", rule=rule)


RULES: tuple[Rule, ...] = make_rules(
    (
        (
            "slavic-day-month",
            r"<@SLAVIC>(?P<night>(?:в |у )?ніч (?:на|проти) |(?:в )?ночь на )?(?P<day>[12]\d|3[01]|0?[1-9])(?:-(?:го|е))? "
            + _MONTH + rf"(?: {_YEAR})?",
            _day,
        ),
        ("slavic-month", rf"<@SLAVIC>{_PORTION}{_MONTH}(?:,? {_YEAR})?", _month),
        ("slavic-season", rf"<@SLAVIC>{_PORTION}(?P<season>{alternatives(SLAVIC_SEASONS)}) {_YEAR}", _season),
        ("slavic-year", rf"<@SLAVIC>{_PORTION}{_YEAR[:-1]}", _year),
        ("slavic-part-of-year", rf"<@SLAVIC>{_PORTION[:-1]}{_YEAR}", _year),
        (
            "slavic-decade",
            r"<@DIGIT>(?P<decade>(?:1[5-9]|20)\d0)-(?:х|ті|тих|е)(?: (?:рр|роках|років|роки|годах|годов|годы)\b\.?)?",
            _decade,
        ),
        ("slavic-day-word", rf"<@SLAVIC>(?P<word>{alternatives(SLAVIC_DAY_WORDS)})", _relative),
        ("slavic-weekday", rf"<@SLAVIC>(?:у|в|во) (?P<weekday>{alternatives(SLAVIC_WEEKDAYS)})", _relative),
    )
)  # fmt: skip
