"""Numbers that count nobody: ages, days of the month, years."""

from __future__ import annotations

import re

from onrecord.model.span import Span

_UNIT = r"(?:year|yr|month|week|day)s?"
_YEARS_OLD = re.compile(rf"-?\s?{_UNIT}[-\s]+olds?\b", re.IGNORECASE)
_MANY_OLDS = re.compile(rf"-?\s?{_UNIT}[-\s]+olds\b", re.IGNORECASE)
_OLDEST = 111  # years
_DIGITS = re.compile(r"\d{1,3}(?=\D|$)")
_LOOK = 60  # code points before a number
# "Michael Vance, 38, wounded two", "Josh Harber, 19 were killed", "Jamaine Sutton, 32 of Dunbar"; not "In New Orleans, 22 were killed".
_AFTER_NAME = re.compile(
    r"(?P<lead>\b[a-z]+\s+)?(?P<name>(?:[^\W\d_a-z][\w'’.-]*\s+){0,3}[^\W\d_a-z][^\W\d_][\w'’.-]*(?:[\"”’]\s*[A-Z][\w'’-]+)?),\s+$"
)
_SITE = re.compile(r"\b(?:in|at|near|from|of|to|on|around|outside|inside|across|towards?)\s+$", re.IGNORECASE)
_AFTER_AGE = re.compile(r"[,;.)\]—–]|\s+(?:who|of|from|and|whose|has|is)\b|\s*$")
_AFTER_AGE_OF_PERSON = re.compile(r"\s+(?:was|were|died|dead|had|had been|remains|suffered)\b")
_BOTH = re.compile(
    r"(?:,\s+(?:both|all)|\b(?:aged?|ages)(?:\s+(?:and\s+)?\d{1,3},?)*(?:\s+and)?"
    r"|\b(?:(?:grand)?(?:father|mother|son|daughter)|(?:wo)?man|(?:fe)?male|boy|girl|husband|wife|brother|sister|teen\w*|driver|officer|suspect),)\s+$",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\s+$", re.IGNORECASE)
_MONTH_AND_DAY = re.compile(rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?", re.IGNORECASE)
_LAST_DAY = 31


def is_age_of_one(text: str, span: Span) -> bool:
    """Whether a number is the age of one person of whom is told: "a 17-year-old boy", "28-year-old Aaron Leval"."""
    return _of_age(text, span, _YEARS_OLD) and not _of_age(text, span, _MANY_OLDS)


def counts_nobody(text: str, span: Span) -> bool:
    """Whether a number is an age, of one or of several, or a day: "Michael Vance, 38, wounded two officers", "the May 3 killing"."""
    words = span.of(text).strip()
    if _of_age(text, span, _YEARS_OLD) or _MONTH_AND_DAY.fullmatch(words):
        return True
    number = words.rstrip(",-;")
    if not number.isdigit() or int(number) >= _OLDEST:
        return False
    low = max(0, span.start - _LOOK)
    if int(number) <= _LAST_DAY and _MONTH_BEFORE.search(text, low, span.start):
        return True
    end = span.start + span.of(text).index(number) + len(number)
    if _BOTH.search(text, low, span.start) and _AFTER_AGE.match(text, end):
        return True
    name = _AFTER_NAME.search(text, low, span.start)
    if name is None or _SITE.search(name["lead"] or "") or _SITE.match(name["name"].split()[0] + " "):
        return False
    several = " " in name["name"].strip() or bool(re.search(r"\band\s+$", name["lead"] or ""))
    return bool(_AFTER_AGE.match(text, end) or (several and _AFTER_AGE_OF_PERSON.match(text, end)))


def _of_age(text: str, span: Span, pattern: re.Pattern[str]) -> bool:
    """Whether what stands behind the number, or behind the words of the figure, says that it is an age."""
    digits = _DIGITS.match(text, span.start, span.end)
    ends = {span.end, span.end - len(span.of(text)) + len(span.of(text).rstrip("-, "))} | ({digits.end()} if digits else set())
    return any(pattern.match(text, end) for end in ends)
