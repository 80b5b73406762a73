"""Rules for durations, repeated times and times of day."""

from __future__ import annotations

import re
from datetime import date

from onrecord.resolve.when.calendar import shift_days
from onrecord.resolve.when.day_parts import day_told
from onrecord.resolve.when.narrative import Meaning, Narrative
from onrecord.resolve.when.relative import DAYS_PER, MONTHS_PER, VAGUE_REACH, shift
from onrecord.resolve.when.rule import Rule, make_rules
from onrecord.resolve.when.words import MONTHS, PARTS_OF_DAY, WEEKDAYS, number_value

_CODES = {
    "second": ("PT", "S"), "minute": ("PT", "M"), "hour": ("PT", "H"), "day": ("P", "D"), "night": ("P", "D"), "week": ("P", "W"),
    "fortnight": ("P", "W"), "month": ("P", "M"), "quarter": ("P", "Q"), "year": ("P", "Y"), "decade": ("P", "E"), "century": ("P", "C"),
    "centuries": ("P", "C"), "weekend": ("P", "D"), "season": ("P", "SE"),
}  # fmt: skip
_HALVES = {"hour": ("PT", "30M"), "day": ("PT", "12H"), "year": ("P", "6M"), "decade": ("P", "5Y"), "century": ("P", "50Y")}


def duration_value(number: float | None, unit: str) -> str:
    """TIMEX3 value of a duration: "P3D", "PT5H", "PXW" for an unknown number."""
    prefix, code = _CODES[unit]
    if number is None:
        return f"{prefix}X{code}"
    if number == 0.5 and unit in _HALVES:
        return "".join(_HALVES[unit])
    if unit == "fortnight" or unit == "weekend":
        number *= 2
    if unit == "decade":
        return f"P{number * 10:g}Y"
    if unit == "century" or unit == "centuries":
        return f"P{number * 100:g}Y"
    whole, half = int(number), number % 1
    if half == 0.5 and unit == "year":
        return f"P{whole}Y6M"
    if half == 0.5 and unit in ("hour", "minute"):
        return f"PT{whole}H30M" if unit == "hour" else f"PT{whole}M30S"
    return f"{prefix}{number:g}{code}"


def _duration(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    groups = match.groupdict()
    unit, number = match["unit"], number_value(match["number"])
    if groups.get("half") and number is not None:
        number += 0.5
    before = narrative.low[max(0, match.start() - 8) : match.start()]
    if unit == "season" or (unit == "second" and not match.group().endswith("seconds")):
        return None
    if match.group() == "one day" and narrative.direction(match.start(), match.end()) in ("future", "perhaps"):
        # "Will one day be": no length, but some day to come
        return Meaning(type="DATE", value="FUTURE_REF", days=None, precision="vague", rule="vague-reference", anchors=False)
    if unit == "quarter" and match["number"] in ("a", "an", "one", "three"):
        return None
    rate = match["number"] in ("a", "an") and not groups.get("approx")
    if rate and re.search(
        r"(?:\d|\bpercent|\btimes|\bonce|\btwice|\bmillion|\bbillion|\bdollars|\btons|\bbarrels|\bmore)\s*$",
        narrative.low[max(0, match.start() - 12) : match.start()],
    ):
        return Meaning(type="SET", value=duration_value(1, unit), days=None, precision=None, rule="rate", anchors=False)
    if match["number"] in ("a", "an") and unit in ("day", "night") and re.search(r"\bsuch\s+$", before):
        return None
    if match["number"] in ("many", "few", "a few") and unit == "weekend":
        return None
    return Meaning(type="DURATION", value=duration_value(number, unit), days=None, precision=None, rule="duration", anchors=False)


def _bare_units(match: re.Match[str], _: Narrative) -> Meaning | None:
    unit = match["unit"]
    if unit in ("night", "second", "minute", "season", "quarter", "weekend"):
        return None
    return Meaning(type="DURATION", value=duration_value(None, unit), days=None, precision=None, rule="duration-vague", anchors=False)


_FOR_UNITS = re.compile(r"\b(?:for|within|in|after|over)\s+$")
_BROKEN_OFF = re.compile(r"\s*(?:[.,;:)\"”’]|$|\n|and\b|as\b|but\b|now\b|before\b|to\b|the\b|on\b|in\b)")


def _units_after_preposition(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "For weeks", "within days": units that nothing counts or describes."""
    low = narrative.low
    if not _FOR_UNITS.search(low[max(0, match.start() - 8) : match.start()]) or not _BROKEN_OFF.match(low, match.end()):
        return None
    return _bare_units(match, narrative)


def _reaching(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    """ "The past three weeks" and "the next few days": as many units back from publication, or on from it."""
    groups = match.groupdict()
    unit = match["unit"]
    if unit == "season":
        return None
    word = groups.get("number")
    number = number_value(word) if word else (None if groups.get("plural") else 1)
    published, ahead = narrative.published, bool(re.match("next|coming|following", match["sense"]))
    value = duration_value(number, unit)
    if word is None and number == 1:
        rule = "next-one" if ahead else "past-one"
    else:
        rule = "next-units" if ahead else "past-units"
    if published is None:
        return Meaning(type="DURATION", value=value, days=None, precision=None, rule="no-anchor", anchors=False)
    other: date | None
    precision = {"fortnight": "week", "weekend": "week", "night": "day", "quarter": "season", "decade": "longer", "century": "longer"}.get(
        unit, unit
    )
    if number is None:
        reach = VAGUE_REACH.get(unit, 36525)
        other, precision = shift_days(published, reach if ahead else -reach), "vague"
        rule += "-vague"
    elif unit in DAYS_PER or unit in MONTHS_PER:
        other = shift(published, unit, number if ahead else -number)
        if number > 1:
            precision = {"day": "week", "week": "month", "month": "year"}.get(precision, "longer")
    else:
        hours = number * {"hour": 1, "minute": 1 / 60, "second": 1 / 3600}[unit]
        other, precision = shift_days(published, int(hours // 24 + (1 if hours % 24 else 0)) * (1 if ahead else -1)), "day"
    days = None if other is None else (min(published, other), max(published, other))
    return Meaning(type="DURATION", value=value, days=days, precision=precision, rule=rule, anchors=False)


def _open_range(match: re.Match[str], _: Narrative) -> Meaning | None:
    value = duration_value(None, match["unit"])
    return Meaning(type="DURATION", value=value, days=None, precision="vague", rule="duration-range", anchors=False)


def _recent(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    unit, ahead = match["unit"], match["sense"] in ("coming", "the coming")
    if unit in ("season", "second", "minute", "quarter") and not ahead:
        return None
    value = "FUTURE_REF" if ahead and unit != "year" else duration_value(None, unit)
    if narrative.published is None:
        return Meaning(type="DURATION", value=value, days=None, precision="vague", rule="no-anchor", anchors=False)
    reach = VAGUE_REACH.get(unit, 36525)
    other = shift_days(narrative.published, reach if ahead else -reach) or narrative.published
    days = (min(other, narrative.published), max(other, narrative.published))
    kind = "DATE" if ahead and unit != "year" else "DURATION"
    return Meaning(type=kind, value=value, days=days, precision="vague", rule="coming" if ahead else "recent", anchors=False)


def _the_units(match: re.Match[str], _: Narrative) -> Meaning | None:
    number = number_value(match["number"])
    unit = match["unit"]
    return Meaning(type="DURATION", value=duration_value(number, unit), days=None, precision=None, rule="duration", anchors=False)


_DAY_FOLLOWS = re.compile(r"\s+(?:today|yesterday|tomorrow|on\s|monday|tuesday|wednesday|thursday|friday|saturday|sunday)")
_TIME_LEADS = re.compile(r"\b(?:at|until|since|from|between|by|before|after|around|about)\s+$")
_MILITARY_RANGE = re.compile(r"\b[0-2]\d[0-5]\d\s+(?:and|to)\s+$")
_SETS = {"hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "annually": "P1Y", "yearly": "P1Y"}


def _set(match: re.Match[str], _: Narrative) -> Meaning | None:
    groups = match.groupdict()
    if groups.get("adverb"):
        value = _SETS[groups["adverb"]]
    elif groups.get("month"):
        value = f"XXXX-{MONTHS[groups['month']]:02d}"
    elif groups.get("weekday"):
        value = f"XXXX-WXX-{WEEKDAYS[groups['weekday']] + 1}{PARTS_OF_DAY.get(groups.get('part') or '', '')}"
    elif groups.get("part_after"):
        value = f"XXXX-XX-XX{PARTS_OF_DAY[groups['part_after']]}"
    else:
        number = number_value(groups["number"]) if groups.get("number") else 1
        value = duration_value(2 if "other" in match.group() else number, groups["unit"])
    return Meaning(type="SET", value=value, days=None, precision=None, rule="set", anchors=False)


def _is_military(before: str, after: str, digits: str) -> bool:
    """Whether four bare digits are a time: a day follows, or a preposition of time leads and neither a year nor a count is meant."""
    if _DAY_FOLLOWS.match(after) or _MILITARY_RANGE.search(before):
        return True
    return digits[:2] not in ("19", "20") and bool(_TIME_LEADS.search(before)) and not re.match(r"\s+[a-z]+s\b", after)


def _clock(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    groups = match.groupdict()
    if groups.get("word"):
        value = PARTS_OF_DAY[groups["word"]]
    else:
        digits = groups.get("hhmm")
        if digits and groups.get("half") is None:
            before = narrative.low[max(0, match.start() - 12) : match.start()]
            after = narrative.low[match.end() : match.end() + 40]
            hours, minutes = int(digits[:-2]), int(digits[-2:])
            if not (groups.get("zone") or _is_military(before, after, digits)):
                return None
        else:
            hours, minutes = int(groups["h"]), int(groups.get("m") or 0)
        half = (groups.get("half") or "")[:1]
        if half == "p" and hours < 12:
            hours += 12
        if half == "a" and hours == 12:
            hours = 0
        if hours > 24 or minutes > 59:
            return None
        value = f"T{hours:02d}:{minutes:02d}"
    # The hour alone does not say which day: that of the narrative, until a date beside it joins.
    reference = narrative.recent_reference(match.start())
    day = reference[0] if reference and reference[0] == reference[1] else narrative.published
    value = f"{day}{value}" if day else value
    days = day_told(match.start(), narrative)
    return Meaning(type="TIME", value=value, days=days, precision="day", rule="clock", clock=True, anchors=False)


_ZONE = r"(?P<zone>gmt|utc|z|hours|hrs|local(?: time)?|local time|e[ds]t|c[ds]t|p[ds]t|bst|cet|msk|moscow time)"

RULES: tuple[Rule, ...] = make_rules(
    (
        (
            "duration",
            r"<APPROX>(?:the )?<NUMBER>[ -](?:more |full |long |whole |additional |straight |consecutive )?<UNIT>(?:s"
            r"|s['’])?(?:[ -](?:period|long))?(?P<half> and a half)?(?![ -]old\b|[ -](?:ago|earlier)\b)",
            _duration,
        ),
        ("first-units", r"(?:the )?(?:first|final|latest|initial|opening|year-earlier) <NUMBER> <UNIT>s", _the_units),
        ("bare-units", r"<UNIT>s(?= (?:ago|of|after|before|later|since|into)\b)", _bare_units),
        ("bare-units-for", r"<UNIT>s", _units_after_preposition),
        ("recent", r"(?:the )?(?P<sense>recent|coming) <UNIT>s?", _recent),
        (
            "reaching",
            r"(?:over |within |during |in |for )?(?:at least )?(?:the )?(?:this )?(?P<sense>past|last|next|coming|following"
            r"|previous) (?:<NUMBER>[ -])(?:or so )?<UNIT>s?(?: or so)?",
            _reaching,
        ),
        (
            "number-to-number",
            r"(?:the )?(?:past|last|next|coming) \d+ to \d+ <UNIT>s",
            _open_range,
        ),
        (
            "over-the-past-unit",
            r"<@UNIT>(?P<lead>over|in|during|for|within|throughout) the (?P<sense>past|last|coming|next) (?P<unit>hour|day|week|month"
            r"|year|decade|century|fortnight)(?P<plural>s)?",
            _reaching,
        ),
        (
            "set",
            r"<@EACH>(?:every|each)(?: other| single)? (?:(?P<number>\d+|two|three|four|five|six) )?(?:<MONTH>|<WEEKDAY>(?: <PART>)?"
            r"|<PART_AFTER>|<UNIT>s?)",
            _set,
        ),
        ("set-weekday", r"<WEEKDAY> <PART>(?<=s)", _set),
        ("set-adverb", r"<@ADVERB>(?P<adverb>hourly|daily|nightly|weekly|monthly|annually|yearly)", _set),
        ("set-per", r"(?:once|twice|three times|four times|several times|\d+ times|per) (?:a |an |per |every |each )?<UNIT>", _set),
        (
            "clock",
            r"<@DIGIT>(?:(?:about|around|roughly|approximately) )?(?:(?P<h>[01]?\d"
            r"|2[0-4])(?:[:.](?P<m>[0-5]\d)(?::[0-5]\d)?)? ?(?P<half>[ap])\.? ?m\b\.?(?: ?\(?"
            + _ZONE
            + r"\)?)?)",
            _clock,
        ),
        ("clock-24", r"<@DIGIT>(?:(?:about|around) )?(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::[0-5]\d)?(?: ?\(?" + _ZONE + r"\)?)?", _clock),
        ("clock-military", r"<@DIGIT>(?P<hhmm>[0-2]\d[0-5]\d)(?: ?" + _ZONE + r")?", _clock),
        ("clock-word", r"<@PART>(?:around |about )?(?P<word>noon|midday|midnight)", _clock),
        ("clock-spoken", r"<@DIGIT>(?P<h>1[0-2]|[1-9]) (?:o['’]clock )?in the (?:morning|(?P<half>p)?afternoon|evening)", _clock),
    )
)  # fmt: skip
