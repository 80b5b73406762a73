"""The fast first pass: runs of words that may be part of a date, so that the rules look at little of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.resolve.when.words import MONTHS, ORDINALS, PARTS_OF_DAY, SEASONS, SMALL, TENS, TENS_PLURAL, UNITS, WEEKDAY_SHORT, WEEKDAYS
from onrecord.resolve.when.words_arabic import (
    ARABIC_CONTEXT,
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
from onrecord.resolve.when.words_slavic import (
    SLAVIC_CONTEXT,
    SLAVIC_CORE,
    SLAVIC_DAY_WORDS,
    SLAVIC_MONTHS,
    SLAVIC_NUMBERS,
    SLAVIC_PARTS,
    SLAVIC_REFERENCES,
    SLAVIC_SEASONS,
    SLAVIC_UNITS,
    SLAVIC_WEEKDAYS,
)

MARKS: dict[str, int] = {
    "MONTH": 1,
    "WEEKDAY": 2,
    "UNIT": 4,
    "SEASON": 8,
    "PART": 16,
    "DIGIT": 32,
    "ADVERB": 256,
    "EACH": 512,
    "SLAVIC": 1024,
    "ARABIC": 2048,
}
"""Bits for what a run holds and what a rule cannot do without."""
_CORE, _CONTEXT = 64, 128

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_GAP = 4
"""Code points that may lie between two words of a run: ", " and "' " and one more."""
_DATE_DIGITS = re.compile(r"1[5-9]\d\d|20\d\d|[0-2]\d[0-5]\d|\d{6}|\d{8}")
_CONTEXT_WORDS = (
    "a an the of and to in on at early mid late later earlier last next this that coming previous preceding following same "
    "first middle end beginning start around about nearly almost over least most up more less than no not some roughly "
    "approximately just within another couple few several many hundred thousand plus odd or so every each other per once "
    "twice times fiscal its their very recent before after from through until into st nd rd th s z p latest near short long "
    "during for only right since well under fewer dozens by calendar single final initial opening too consecutive straight "
    "full additional whole barely ended new good palm orthodox eastern al ul el eve small hours week"
)
_CORE_WORDS = (
    "today yesterday tomorrow tonight overnight now currently current recently future past nowadays present moment term "
    "hourly daily nightly weekly monthly annually yearly ago bc bce b m am pm gmt utc hrs half these nineteen period "
    "christmas thanksgiving easter boxing ramadan ramadhan eid ashura fitr adha azha"
)


def _vocabulary() -> dict[str, int]:
    words: dict[str, int] = {}

    def add(names: Iterable[str], marks: int) -> None:
        for name in names:
            words[name] = words.get(name, 0) | marks

    add((*ORDINALS, *SMALL, *TENS, *WEEKDAY_SHORT), _CONTEXT)
    add(_CONTEXT_WORDS.split(), _CONTEXT)
    add(_CORE_WORDS.split(), _CORE | MARKS["ADVERB"])
    add(("good", "palm", "new", "eve"), _CONTEXT | MARKS["ADVERB"])
    add(("half", "period"), _CORE | MARKS["UNIT"])
    add(("every", "each"), MARKS["EACH"])
    add(MONTHS, _CORE | MARKS["MONTH"])
    add((*WEEKDAYS, *(f"{day}s" for day in WEEKDAYS)), _CORE | MARKS["WEEKDAY"])
    add(WEEKDAY_SHORT, MARKS["WEEKDAY"])
    add((*UNITS, *(f"{unit}s" for unit in UNITS)), _CORE | MARKS["UNIT"])
    add((*SEASONS, *(f"{season}s" for season in SEASONS)), _CORE | MARKS["SEASON"])
    add((*PARTS_OF_DAY, *(f"{part}s" for part in PARTS_OF_DAY)), _CORE | MARKS["PART"])
    add(TENS_PLURAL, _CORE | MARKS["DIGIT"])
    add(("overnight",), _CORE | MARKS["PART"])
    telling = (SLAVIC_MONTHS, SLAVIC_SEASONS, SLAVIC_DAY_WORDS, SLAVIC_WEEKDAYS, SLAVIC_UNITS, SLAVIC_REFERENCES, SLAVIC_CORE)
    # "П'ятниця" is two tokens, since the apostrophe is no letter.
    add((part for table in telling for name in table for part in re.split("['’]", name)), _CORE | MARKS["SLAVIC"])
    add(
        (part for table in (SLAVIC_CONTEXT, SLAVIC_NUMBERS, SLAVIC_PARTS) for name in table for part in re.split("['’]", name)),
        MARKS["SLAVIC"],
    )
    add(_arabic(ARABIC_MONTHS, ARABIC_WEEKDAYS, ARABIC_DAY_WORDS, ARABIC_UNITS, ARABIC_THE_UNITS, _ARABIC_TELLING), _CORE | MARKS["ARABIC"])
    add(_arabic(ARABIC_CONTEXT, ARABIC_NUMBERS, ARABIC_PARTS, ARABIC_RELATIONS, ARABIC_SEASONS), MARKS["ARABIC"])
    tens = ("عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين")
    add((f"ال{ten}ات" for ten in tens), _CORE | MARKS["ARABIC"])
    return words


_ARABIC_TELLING = ("عام", "سنة", "العام", "الأيام", "الأسابيع", "الأشهر", "السنوات", "الأعوام", "الساعات", "العقود")


def _arabic(*tables: Iterable[str]) -> list[str]:
    """The words of Arabic names, alone and with the letters that are written on to them."""
    single = {word for table in tables for name in table for word in name.split()}
    return [prefix + word for word in single for prefix in ("", *ARABIC_PREFIX)]


_WORDS = _vocabulary()


_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def lowered(text: str) -> str:
    """Lower case with ASCII digits, of the same length, so that offsets hold ("İ" would become two code points)."""
    low = text.lower() if text.isascii() else text.lower().translate(_ARABIC_DIGITS)
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def runs(low: str) -> list[tuple[list[int], int]]:
    """For each run of neighbouring date words that holds a telling one: the offsets where its words start, and its marks."""
    found: list[tuple[list[int], int]] = []
    starts: list[int] = []
    marks, last = 0, -_GAP - 1
    get = _WORDS.get
    for match in _TOKEN.finditer(low):
        mark = get(match.group(), 0)
        if not mark:
            word = match.group()
            if not word[0].isdecimal():
                continue
            mark = MARKS["DIGIT"]
            behind = low[match.end() : match.end() + 2]
            if _DATE_DIGITS.fullmatch(word) or behind[:1] in (":", "/", ".", "-", "s", "'", "’") or behind in ("th", "nd", "rd"):
                mark |= _CORE
        begin = match.start()
        if begin - last > _GAP:
            if marks & _CORE:
                found.append((starts, marks))
            starts, marks = [], 0
        starts.append(begin)
        marks |= mark
        last = match.end()
    if marks & _CORE:
        found.append((starts, marks))
    return found
