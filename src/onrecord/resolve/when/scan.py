"""The fast first pass: runs of words that may be part of a date, so that the rules look at little of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.resolve.when.words import MONTHS, ORDINALS, PARTS_OF_DAY, SEASONS, SMALL, TENS, TENS_PLURAL, UNITS, WEEKDAY_SHORT, WEEKDAYS
from onrecord.resolve.when.words_slavic import SLAVIC_CONTEXT, SLAVIC_DAY_WORDS, SLAVIC_MONTHS, SLAVIC_SEASONS, SLAVIC_WEEKDAYS

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
    "full additional whole barely ended"
)
_CORE_WORDS = (
    "today yesterday tomorrow tonight overnight now currently current recently future past nowadays present moment term "
    "hourly daily nightly weekly monthly annually yearly ago m am pm gmt utc hrs half these nineteen period"
)


def _vocabulary() -> dict[str, int]:
    words: dict[str, int] = {}

    def add(names: Iterable[str], marks: int) -> None:
        for name in names:
            words[name] = words.get(name, 0) | marks

    add((*ORDINALS, *SMALL, *TENS, *WEEKDAY_SHORT), _CONTEXT)
    add(_CONTEXT_WORDS.split(), _CONTEXT)
    add(_CORE_WORDS.split(), _CORE | MARKS["ADVERB"])
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
    add((*SLAVIC_MONTHS, *SLAVIC_SEASONS, *SLAVIC_DAY_WORDS, *SLAVIC_WEEKDAYS, "п"), _CORE | MARKS["SLAVIC"])
    add(SLAVIC_CONTEXT, MARKS["SLAVIC"])
    return words


_WORDS = _vocabulary()


def lowered(text: str) -> str:
    """Lower case of the same length, so that offsets hold ("İ" would become two code points)."""
    low = text.lower()
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
            if _DATE_DIGITS.fullmatch(word) or low[match.end() : match.end() + 1] in (":", "/", ".", "-", "s", "'", "’"):
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
