"""Rules for Ukrainian and Russian durations, dates told from another date, centuries, halves of years, and vague references."""

from __future__ import annotations

import re
from datetime import date

from onrecord.resolve.when.calendar import century_days, quarter_days, shift_days
from onrecord.resolve.when.durations import duration_value
from onrecord.resolve.when.narrative import Meaning, Narrative
from onrecord.resolve.when.relative import UNANCHORED, VAGUE_REACH, on_day, period_around, shift
from onrecord.resolve.when.rule import Rule, make_rules
from onrecord.resolve.when.words import alternatives
from onrecord.resolve.when.words_slavic import SLAVIC_NUMBERS, SLAVIC_REFERENCES, SLAVIC_UNITS

_NUMBER = rf"(?P<number>[1-9]\d{{0,3}}|{alternatives(SLAVIC_NUMBERS)})"
_UNIT = rf"(?P<unit>{alternatives(SLAVIC_UNITS)})"
_FIXED = ("minute", "hour")
_ROMAN = {"x": 10, "v": 5, "i": 1, "х": 10, "і": 1}  # reports write Cyrillic letters in Roman numerals


def _number(word: str) -> float | None:
    value = int(word) if word.isdecimal() else SLAVIC_NUMBERS[word]
    return None if value is None else float(value)


def _duration(match: re.Match[str], _: Narrative) -> Meaning | None:
    unit, number = SLAVIC_UNITS[match["unit"]], _number(match["number"])
    if unit == "year" and number is not None and number > 300:  # "1990 року" is a year
        return None
    return Meaning(type="DURATION", value=duration_value(number, unit), days=None, precision=None, rule="duration", anchors=False)


def _bare_units(match: re.Match[str], _: Narrative) -> Meaning | None:
    value = duration_value(None, SLAVIC_UNITS[match["unit"]])
    return Meaning(type="DURATION", value=value, days=None, precision=None, rule="duration-vague", anchors=False)


def _ago(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    unit, published = SLAVIC_UNITS[match["unit"]], narrative.published
    number = _number(match["number"]) if match["number"] else 1.0
    if published is None:
        return Meaning(type="DATE", value=None, days=None, precision="vague", rule=UNANCHORED, anchors=False)
    if number is None:
        far = VAGUE_REACH.get(unit, 3653)
        days = (shift_days(published, -far) or date.min, shift(published, unit, -2) or published)
        return Meaning(
            type="DATE", value="PAST_REF", days=days if days[0] <= days[1] else None, precision="vague", rule="ago-vague", anchors=False
        )
    if unit in _FIXED:
        before = shift_days(published, -int((number if unit == "hour" else 1) // 24 + 1)) or published
        value = duration_value(number, unit)
        return Meaning(type="DURATION", value=value, days=(before, published), precision="day", rule="ago", anchors=False)
    day = shift(published, unit, -number)
    found = period_around(day, "year" if unit == "decade" else unit) if day else None
    return None if found is None else Meaning(type="DATE", value=found[0], days=found[1], precision=found[2], rule="ago")


def _last_units(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "За последние три дня": as many units back from publication."""
    unit, published = SLAVIC_UNITS[match["unit"]], narrative.published
    number = _number(match["number"]) if match["number"] else None
    value = duration_value(number, unit)
    if published is None:
        return Meaning(type="DURATION", value=value, days=None, precision=None, rule=UNANCHORED, anchors=False)
    if number is None:
        begin, precision, rule = shift_days(published, -VAGUE_REACH.get(unit, 36525)), "vague", "past-units-vague"
    elif unit in _FIXED:
        begin, precision, rule = shift_days(published, -int((number if unit == "hour" else 1) // 24 + 1)), "day", "past-units"
    else:
        begin, precision, rule = shift(published, unit, -number), unit, "past-units"
    days = (begin, published) if begin else None
    return Meaning(type="DURATION", value=value, days=days, precision=precision, rule=rule, anchors=False)


def _this_unit(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "Минулого тижня", "в следующем году": from publication, or from the date told before for "наступного" in a narrative."""
    unit, relation = SLAVIC_UNITS[match["unit"]], match["relation"]
    step = -1 if relation.startswith(("минул", "прошл")) else 1 if relation.startswith(("наступн", "следующ")) else 0
    if unit == "day" or unit in _FIXED:
        return None
    reference = (
        narrative.recent_reference(match.start()) if step == 1 and (narrative.tells_history or narrative.published is None) else None
    )
    anchor = reference[0] if reference else narrative.published
    base = shift(anchor, unit, step) if anchor else None
    found = period_around(base, unit) if base else None
    if found is None:
        return Meaning(type="DATE", value=None, days=None, precision=unit, rule=UNANCHORED, anchors=False)
    value, days, precision = found
    if step == 0 and narrative.published is not None:
        days = (min(days[0], narrative.published), narrative.published)
    rule = f"{('this', 'next', 'last')[step]}-{unit}"
    return Meaning(type="DATE", value=value, days=days, precision=precision, rule=rule, anchors=step != 0)


def _that_day(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    reference = narrative.recent_reference(match.start())
    if reference is None or reference[0] != reference[1]:
        return Meaning(type="DATE", value=None, days=None, precision="day", rule="no-reference", anchors=False)
    step = 1 if match["next"] else 0
    return on_day(shift_days(reference[0], step), None, "day-of-reference")


def _century(match: re.Match[str], _: Narrative) -> Meaning | None:
    word = match["century"]
    number = int(word) if word.isdecimal() else _roman(word)
    if not 10 <= number <= 21:
        return None
    return Meaning(type="DATE", value=str(number - 1), days=century_days(number), precision="longer", rule="century", anchors=False)


def _roman(word: str) -> int:
    values = [_ROMAN[letter] for letter in word]
    return sum(-v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True))


def _half(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    year, number = int(match["year"]), 1 if match["half"].startswith(("перш", "перв")) else 2
    narrative.name(match.start(), year)
    days = (quarter_days(year, 2 * number - 1)[0], quarter_days(year, 2 * number)[1])
    return Meaning(type="DATE", value=f"{year}-H{number}", days=days, precision="year", rule="half-year")


def _before_era(match: re.Match[str], _: Narrative) -> Meaning | None:
    value = f"BC{int(match['years']):04d}"
    if match["decade"]:
        value = value[:-1]
    return Meaning(type="DATE", value=value, days=None, precision="year", rule="before-common-era", anchors=False)


def _reference(match: re.Match[str], _: Narrative) -> Meaning | None:
    value = SLAVIC_REFERENCES.get(match.group(), "PRESENT_REF")
    return Meaning(type="DATE", value=value, days=None, precision="vague", rule="vague-reference", anchors=False)


_THIS = (
    r"(?P<relation>минул(?:ого|ий|ому|ої|у)|прошл(?:ый|ого|ой|ую|ом)|наступн(?:ого|ий|ому|ої|у)|следующ(?:ий|его|ей|ую|ем)"
    r"|цього|цьому|этой|этого|этом|поточного|текущего)"
)
_BEFORE_ERA = r"до н\.? ?[еэ]\.?"

RULES: tuple[Rule, ...] = make_rules(
    (
        (
            "slavic-before-era",
            r"<@SLAVIC>(?P<years>[1-9]\d{0,3})(?P<decade>-х)? (?:рр?\. |року |гг?\. )?" + _BEFORE_ERA,
            _before_era,
        ),
        (
            "slavic-before-era-range",
            r"<@SLAVIC>(?P<years>[1-9]\d{0,3})(?P<decade>-х)?(?= ?[-–—] ?\d{1,4}(?:-х)?(?: рр?\.?| гг?\.?)? " + _BEFORE_ERA + ")",
            _before_era,
        ),
        ("slavic-ago", rf"<@SLAVIC>(?:{_NUMBER} )?{_UNIT} (?:тому|назад)", _ago),
        (
            "slavic-duration",
            r"<@SLAVIC>(?:протягом |впродовж |упродовж |за |через |понад |около |близько |майже |почти |більше |более |на )?"
            + rf"{_NUMBER}[ -]?{_UNIT}",
            _duration,
        ),
        (
            "slavic-last-units",
            rf"<@SLAVIC>(?:протягом |впродовж |упродовж |за |у |в )?(?:останні|останніх|останнього|последние|последних) "
            rf"(?:{_NUMBER} )?{_UNIT}",
            _last_units,
        ),
        ("slavic-bare-units", r"<@SLAVIC>(?P<unit>тижнями|роками|днями|годами|неделями|месяцами|місяцями)", _bare_units),
        ("slavic-this-unit", rf"<@SLAVIC>(?:на |у |в |протягом )?{_THIS} {_UNIT}", _this_unit),
        (
            "slavic-that-day",
            r"<@SLAVIC>(?:(?:у |в )?(?:того|цього|той|тот)(?: ж| же| самого| самий| самый)* (?:дня|день)|(?:на )?(?P<next>наступного"
            r"|следующий) (?:дня|день))",
            _that_day,
        ),
        (
            "slavic-century",
            r"<@SLAVIC>(?:(?:на |з |до |від |с )?(?:початку|початок|кінця|кінці|середини|середині|начала|начале|конца|конце) )?"
            r"(?P<century>1\d|2[01]|[xх][xvхіi]{0,4}) ?(?:-го )?(?:століття|столетия|ст\.|века|веке|в\.)",
            _century,
        ),
        (
            "slavic-half-year",
            r"<@SLAVIC>(?P<half>перша|першій|першої|друга|другій|другої|первой|второй) (?:половині|половини|половина|половине|половины) "
            r"(?P<year>1[5-9]\d\d|20\d\d)(?: (?:рік|року|году|года))?",
            _half,
        ),
        (
            "slavic-reference",
            rf"<@SLAVIC>(?:{alternatives(SLAVIC_REFERENCES)}|на той час|тим часом|(?:у |в )?(?:той|тот) (?:же |самий )?час|в то же время)",
            _reference,
        ),
    )
)  # fmt: skip
