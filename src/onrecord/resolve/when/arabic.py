"""Rules for Arabic dates: days and months with or without a year, weekdays, days told from publication, units ago, last or next units.

The letters "and", "in", "for" and "so" are written on to the next word; digits are read in both scripts (`scan.lowered` makes them one).
"""

from __future__ import annotations

import re

from onrecord.resolve.when.absolute import finish, nearest_year
from onrecord.resolve.when.calendar import decade_days, make_date, month_days, nearest_weekday, season_days, shift_days, year_days
from onrecord.resolve.when.durations import duration_value
from onrecord.resolve.when.narrative import Meaning, Narrative
from onrecord.resolve.when.relative import UNANCHORED, VAGUE_REACH, period_around, shift
from onrecord.resolve.when.rule import Rule, make_rules
from onrecord.resolve.when.words import alternatives
from onrecord.resolve.when.words_arabic import (
    ARABIC_DAY_WORDS,
    ARABIC_MONTHS,
    ARABIC_NUMBERS,
    ARABIC_PARTS,
    ARABIC_PREFIX,
    ARABIC_RELATIONS,
    ARABIC_SEASONS,
    ARABIC_THE_UNITS,
    ARABIC_UNITS,
    ARABIC_WEEKDAYS,
)


def _pattern(words: object) -> str:
    return alternatives(words).replace(r"\ ", " ")


_MONTH = rf"(?P<month>{_pattern(ARABIC_MONTHS)})"
_SECOND_NAME = rf"(?: ?[/(] ?(?:{_pattern(ARABIC_MONTHS)})\)?)?"  # "June/Haziran": the month by both of its names
_YEAR = r"(?:(?:من )?(?:عام |سنة |العام )?(?P<year>1[5-9]\d\d|20\d\d))"
_JOINED = f"[{ARABIC_PREFIX}]?"
_PARTS = _pattern(ARABIC_PARTS)
_PORTIONS = {"early": "أوائل|اوائل|مطلع|بداية", "mid": "منتصف|أواسط", "late": "أواخر|اواخر|نهاية"}
_PORTION = rf"(?:(?P<portion>{'|'.join(_PORTIONS.values())}) )?"
_RELATION = rf"(?P<relation>{_pattern(ARABIC_RELATIONS)})"


def _portion(match: re.Match[str]) -> str | None:
    word = match.groupdict().get("portion")
    return next((portion for portion, words in _PORTIONS.items() if word and word in words.split("|")), None)


def _day(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    month, day = ARABIC_MONTHS[match["month"]], int(match["day"])
    if make_date(2024, month, day) is None:
        return None
    year, rule = (int(match["year"]), "full-date") if match["year"] else nearest_year(month, day, match, narrative)
    part = ARABIC_PARTS.get(match["part"] or "", "")
    kind = "TIME" if part else "DATE"
    if year is None:
        return Meaning(type=kind, value=f"XXXX-{month:02d}-{day:02d}{part}", days=None, precision="day", rule=rule)
    found = make_date(year, month, day)
    if found is None:
        return None
    if match["year"]:
        narrative.name(match.start(), year, month)
    return Meaning(type=kind, value=f"{found}{part}", days=(found, found), precision="day", rule=rule)


def _month(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    month = ARABIC_MONTHS[match["month"]]
    if match["year"]:
        year, rule = int(match["year"]), "month-year"
        narrative.name(match.start(), year, month)
    else:
        # "Mars", "Ab", "Mai" are also a planet, a father and water: a month needs a word for time before it.
        if not match["lead"] and not match["portion"]:
            return None
        relation = ARABIC_RELATIONS.get(match["relation"] or "")
        published = narrative.published
        if published is not None and relation is not None:
            year = published.year + (relation == 1 and month <= published.month) - (relation == -1 and month >= published.month)
            rule = ("month-this", "month-next", "month-last")[relation]
        else:
            known, rule = nearest_year(month, 15, match, narrative)
            if known is None:
                return Meaning(type="DATE", value=f"XXXX-{month:02d}", days=None, precision="month", rule=rule)
            year = known
    return finish(f"{year}-{month:02d}", month_days(year, month), "month", _portion(match), rule)


def _year(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    year = int(match["year"])
    narrative.name(match.start(), year)
    return finish(str(year), year_days(year), "year", _portion(match), "year")


def _season(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    year, season = int(match["year"]), ARABIC_SEASONS[match["season"]]
    narrative.name(match.start(), year)
    days = season_days(year, season)
    if season == "WI":
        days = (season_days(year - 1, season)[0], days[1])
    return finish(f"{year}-{season}", days, "season", None, "season-year")


def _decade(match: re.Match[str], _: Narrative) -> Meaning | None:
    tens = ("عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين").index(match["tens"]) + 2
    first = 1900 + 10 * tens
    return Meaning(type="DATE", value=str(first // 10), days=decade_days(first), precision="longer", rule="decade", anchors=False)


def _day_word(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    part = ARABIC_PARTS.get(match["part"] or "", "") or ("TNI" if match["word"] == "الليلة" else "")
    kind, published = ("TIME" if part else "DATE"), narrative.published
    day = shift_days(published, ARABIC_DAY_WORDS[match["word"]]) if published else None
    if day is None:
        return Meaning(type=kind, value=f"XXXX-XX-XX{part}", days=None, precision="day", rule=UNANCHORED)
    return Meaning(type=kind, value=f"{day}{part}", days=(day, day), precision="day", rule="day-word")


def _weekday(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    number, relation = ARABIC_WEEKDAYS[match["weekday"]], ARABIC_RELATIONS.get(match["relation"] or "", 0)
    # "Al-Ahad" and "al-Khamis" are names of persons and an army too: a bare one needs a word for the day beside it.
    if not (match["day_word"] or match["part"] or match["relation"] or match["lead"]):
        return None
    part = ARABIC_PARTS.get(match["part"] or "", "")
    kind, published = ("TIME" if part else "DATE"), narrative.published
    start = shift_days(published, relation) if published else None
    day = nearest_weekday(start, number, "future" if relation == 1 else "past") if start else None
    if day is None:
        return Meaning(type=kind, value=f"XXXX-WXX-{number + 1}{part}", days=None, precision="day", rule=UNANCHORED)
    rule = ("weekday-past", "weekday-next", "weekday-last")[relation]
    return Meaning(type=kind, value=f"{day}{part}", days=(day, day), precision="day", rule=rule)


def _the_unit(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    unit, step, published = ARABIC_THE_UNITS[match["unit"]], ARABIC_RELATIONS[match["relation"]], narrative.published
    base = shift(published, unit, step) if published else None
    found = period_around(base, unit) if base else None
    if found is None:
        return Meaning(type="DATE", value=None, days=None, precision=unit, rule=UNANCHORED, anchors=False)
    value, days, precision = found
    if step == 0 and published is not None:
        days = (min(days[0], published), published)
    return Meaning(
        type="DATE", value=value, days=days, precision=precision, rule=f"{('this', 'next', 'last')[step]}-{unit}", anchors=step != 0
    )


def _units(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """Durations, and units before or since publication: "three days ago" ("qabla"), "for two years" ("mundhu"), "during four days"."""
    unit, own = ARABIC_UNITS[match["unit"]]
    number: float | None = float(own) if own else None
    if word := match["number"]:
        number = float(word) if word.isdecimal() else ARABIC_NUMBERS[word]
        if unit == "year" and number is not None and number > 300:
            return None
    elif own != 2 and not match["lead"]:
        return None  # a bare "day" or "months" tells no time
    value, published = duration_value(number, unit), narrative.published
    if match["lead"] == "قبل" and published is not None and number is not None and unit not in ("minute", "hour"):
        day = shift(published, unit, -number)
        found = period_around(day, "year" if unit == "decade" else unit) if day else None
        return None if found is None else Meaning(type="DATE", value=found[0], days=found[1], precision=found[2], rule="ago")
    days = None
    if match["lead"] == "منذ" and published is not None and unit not in ("minute", "hour"):
        begin = shift(published, unit, -number) if number is not None else shift_days(published, -VAGUE_REACH.get(unit, 3653))
        days = (begin, published) if begin else None
    return Meaning(type="DURATION", value=value, days=days, precision="vague" if days else None, rule="duration", anchors=False)


def _past_units(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "During the past days": from publication back as far as a writer would not name the next longer unit."""
    unit, published = _PAST_UNITS[match["unit"]], narrative.published
    begin = shift_days(published, -VAGUE_REACH[unit]) if published else None
    days = (begin, published) if begin and published else None
    value = duration_value(None, unit)
    return Meaning(type="DURATION", value=value, days=days, precision="vague", rule="past-units-vague", anchors=False)


_PAST_UNITS = {
    "الساعات": "hour",
    "الأيام": "day",
    "الأسابيع": "week",
    "الأشهر": "month",
    "السنوات": "year",
    "الأعوام": "year",
    "العقود": "decade",
}

RULES: tuple[Rule, ...] = make_rules(
    (
        (
            "arabic-day-month",
            rf"<@ARABIC>{_JOINED}(?:يوم )?(?:(?P<part>{_PARTS}) )?(?P<day>[12]\d|3[01]|0?[1-9]) ?(?:من )?(?:شهر )?"
            rf"{_MONTH}{_SECOND_NAME}(?:,?،? {_YEAR})?",
            _day,
        ),
        (
            "arabic-month",
            rf"<@ARABIC>(?:{_JOINED}(?P<lead>في|شهر|منذ|حتى|خلال|من|إلى|الى|بين) )?(?:شهر )?{_JOINED}{_PORTION}(?:شهر )?"
            rf"{_MONTH}{_SECOND_NAME}(?: {_RELATION}|,?،? {_YEAR})?",
            _month,
        ),
        (
            "arabic-year",
            rf"<@ARABIC>{_JOINED}(?:في |منذ )?{_JOINED}{_PORTION}(?:عام|سنة|العام) (?P<year>1[5-9]\d\d|20\d\d)",
            _year,
        ),
        ("arabic-season", rf"<@ARABIC>{_JOINED}(?P<season>{_pattern(ARABIC_SEASONS)}) {_YEAR}", _season),
        (
            "arabic-decade",
            r"<@ARABIC>(?P<the>ال)(?P<tens>عشرين|ثلاثين|أربعين|خمسين|ستين|سبعين|ثمانين|تسعين)ات",
            _decade,
        ),
        (
            "arabic-day-word",
            rf"<@ARABIC>{_JOINED}(?:(?P<part>{_PARTS}) )?(?P<word>{_pattern(ARABIC_DAY_WORDS)})"
            rf"(?:,?،? (?:{_pattern(ARABIC_WEEKDAYS)}))?",
            _day_word,
        ),
        (
            "arabic-weekday",
            rf"<@ARABIC>(?:(?P<lead>في) )?{_JOINED}(?:(?P<day_word>يوم|أيام) )?(?:(?P<part>{_PARTS}) (?:يوم )?)?"
            rf"(?P<weekday>{_pattern(ARABIC_WEEKDAYS)})(?: {_RELATION})?",
            _weekday,
        ),
        ("arabic-unit", rf"<@ARABIC>{_JOINED}(?:في |خلال )?(?P<unit>{_pattern(ARABIC_THE_UNITS)}) {_RELATION}", _the_unit),
        (
            "arabic-past-units",
            rf"<@ARABIC>{_JOINED}(?:خلال |في )?(?P<unit>{_pattern(_PAST_UNITS)}) (?:القليلة )?(?:الماضية|الأخيرة|المنصرمة)",
            _past_units,
        ),
        (
            "arabic-units",
            rf"<@ARABIC>{_JOINED}(?:(?P<lead>قبل|منذ|خلال|لمدة|مدة|بعد|طوال|طيلة) )?(?:نحو |حوالي |أكثر من )?(?:(?P<number>[1-9]\d{{0,2}}"
            rf"|{_pattern(ARABIC_NUMBERS)}) )?(?P<unit>{_pattern(ARABIC_UNITS)})",
            _units,
        ),
    )
)  # fmt: skip
