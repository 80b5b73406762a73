"""Words of time in English: months, weekdays, units, numbers, and the regular expressions built of them.

Everything here is lower case; the recogniser lowers the text first, so upper-case wires read like any other.
"""

from __future__ import annotations

import re

_MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
MONTHS: dict[str, int] = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
MONTHS |= {name[:3]: number for name, number in tuple(MONTHS.items())} | {"sept": 9}

_WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS: dict[str, int] = {name: number for number, name in enumerate(_WEEKDAY_NAMES)}
"""Monday is 0, as in `date.weekday`."""
WEEKDAY_SHORT: dict[str, int] = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}

UNITS: dict[str, str] = {
    "second": "S", "minute": "m", "hour": "H", "day": "D", "night": "N", "week": "W", "weekend": "WE", "fortnight": "F",
    "month": "M", "quarter": "Q", "season": "SE", "year": "Y", "decade": "E", "century": "C", "centurie": "C",
}  # fmt: skip
"""Unit words without their plural "s" to a letter of our own; `when_durations` turns it into TIMEX3."""

SEASONS: dict[str, str] = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
ORDINALS: dict[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21, "twenty-second": 22, "twenty-third": 23,
    "twenty-fourth": 24, "twenty-fifth": 25, "twenty-sixth": 26, "twenty-seventh": 27, "twenty-eighth": 28, "twenty-ninth": 29,
    "thirtieth": 30, "thirty-first": 31,
}  # fmt: skip

SMALL: dict[str, int] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS: dict[str, int] = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
TENS_PLURAL: dict[str, int] = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip
PARTS_OF_DAY: dict[str, str] = {
    "morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "dawn": "TMO", "dusk": "TEV", "noon": "T12:00",
    "midday": "T12:00", "midnight": "T24:00", "daybreak": "TMO", "nightfall": "TEV", "sunrise": "TMO", "sunset": "TEV", "lunchtime": "TMI",
}  # fmt: skip


def alternatives(words: object) -> str:
    """A regular expression for any of `words`, longest first."""
    assert hasattr(words, "__iter__")
    return "|".join(sorted((re.escape(str(word)) for word in words), key=len, reverse=True))


_SMALL, _TENS = alternatives(SMALL), alternatives(TENS)
_WORD_NUMBER = rf"(?:{_TENS})(?:[\s-](?:{_SMALL}))?|{_SMALL}"
_APPROXIMATE = (
    "about|around|nearly|almost|over|at least|at most|up to|as many as|less than|more than|no more than|not more than|fewer than|roughly"
    "|approximately|some|just over|just under|well over|within|only|another|barely|every bit of"
)

# "Dec. 3" is one date, "in December. 3 men" is not.
_SHORT_DOT = r"(?:(?:(?<=\b[a-z]{3})(?<!may)|(?<=\bsept))\.)?"

MACROS: dict[str, str] = {
    "MONTH": rf"(?P<month>{alternatives(MONTHS)})\b{_SHORT_DOT}",
    "MONTH2": rf"(?P<month2>{alternatives(MONTHS)})\b{_SHORT_DOT}",
    "DAY": r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b(?![:.,]\d|%|\s?(?:km|kg|mm|percent|per cent|million|billion)\b)",
    "DAY2": r"(?P<day2>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b(?![:.,]\d|%)",
    "ORDINAL": rf"(?P<ordinal>{alternatives(ORDINALS)})",
    "YEAR": r"(?P<year>1[5-9]\d\d|20\d\d)\b(?![.,:]\d|%|-(?:strong|member))",
    "YEAR2": r"(?P<year2>1[5-9]\d\d|20\d\d|['’]?\d\d)\b(?![.,:]\d|%)",
    "WEEKDAY": rf"(?P<weekday>{alternatives(WEEKDAYS)})\b",
    "WEEKDAY_ANY": rf"(?P<weekday>(?:{alternatives(WEEKDAYS)})|(?:{alternatives(WEEKDAY_SHORT)})\.?)",
    "UNIT": r"(?P<unit>second|minute|hour|day|night|week|fortnight|month|quarter|year|decade|centur(?:y|ies)|weekend|season)",
    "SEASON": rf"(?P<season>{alternatives(SEASONS)})\b",
    "PART": rf"(?P<part>{alternatives(PARTS_OF_DAY)})s?\b",
    "NUMBER": (
        rf"(?P<number>(?<!\d[,.])\d{{1,3}}(?:,\d{{3}})*(?:\.\d+)?(?:\s[1-9]/[2-9])?(?:[\s-]?(?:plus|odd)|\+)?|(?:a|an|one|two)\shundred"
        rf"|(?:{_WORD_NUMBER})(?:[\s-](?:plus|odd))?(?:\sand\sa\shalf)?|(?:a\s)?couple(?:\sof)?|(?:a\s|the\s)?few|several|many|dozens\sof|half\san?|an?)"
    ),
    "APPROX": rf"(?:(?P<approx>{_APPROXIMATE})\s)?",
    "PART_AFTER": rf"(?P<part_after>{alternatives(PARTS_OF_DAY)})\b",
    "PORTION": (r"(?P<portion>(?:the\s)?(?:very\s)?(?:beginning|start|middle|end)\sof|early\sin|late\sin|early|mid|late|later|earlier)"),
    "SPELLED": (rf"(?P<head>nineteen|eighteen|two thousand|twenty)(?:(?: and)?[ -]?(?P<tail>(?:{_TENS})(?:[ -](?:{_SMALL}))?|{_SMALL}))?"),
    "NTH": r"(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th)",
}
HINT = re.compile(r"<@([A-Z]+)>")
"""A mark that a template states for the scan (`when_rule.needed_marks`); it matches nothing."""
_MACRO = re.compile(r"<([A-Z_0-9]+)>")


def compile_template(template: str) -> re.Pattern[str]:
    """A pattern from a template: `<MONTH>` names a macro, a blank any white space, " ?" none or some; word edges are implied."""
    filled = _MACRO.sub(lambda m: MACROS[m.group(1)], HINT.sub("", template))
    filled = filled.replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(rf"(?<![\w$€£#])(?:{filled})(?!\w)")


def number_value(word: str) -> float | None:
    """The number that a word or numeral names, None where it is open ("several")."""
    text = (
        " ".join(word.replace("-", " ").split()).removesuffix(" plus").removesuffix(" odd").removesuffix("+").removesuffix("plus").strip()
    )
    if text in {"a", "an"}:
        return 1
    if text in {"a couple", "a couple of", "couple", "couple of"}:
        return 2
    if text in {"half a", "half an"}:
        return 0.5
    if text[:1].isdigit():
        whole, _, fraction = text.replace(",", "").partition(" ")
        if "/" in fraction:
            top, bottom = fraction.split("/")
            return float(whole) + int(top) / int(bottom)
        return float(whole)
    if text.endswith(" hundred"):
        head = text.removesuffix(" hundred")
        return 100 * (SMALL.get(head) or 1)
    half = 0.5 if text.endswith(" and a half") else 0
    total = 0
    for part in text.removesuffix(" and a half").split():
        if part not in SMALL and part not in TENS:
            return None
        total += SMALL.get(part, 0) + TENS.get(part, 0)
    return total + half


def day_number(group: str) -> int:
    """Day of the month from "3", "03" or "3rd"."""
    return int(re.sub(r"\D", "", group))


def weekday_number(group: str) -> int:
    """Weekday from its full or short name; Monday is 0."""
    name = group.rstrip(".")
    return WEEKDAYS[name] if name in WEEKDAYS else WEEKDAY_SHORT[name]
