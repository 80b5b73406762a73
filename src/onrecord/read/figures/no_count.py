"""Numbers that count nobody: ages and days of the month."""

from __future__ import annotations

import re

from onrecord.model.span import Span

_UNIT = r"(?:\s*(?:to|and|-|–)\s*\d{1,3})?-?\s?(?:year|yr|month|week|day)s?[-\s]+old"
_OF_AGE = re.compile(rf"{_UNIT}s?\b", re.IGNORECASE)
_RANGE_OF_AGES = re.compile(r"\s*(?:to|and|-|–)\s*\d", re.IGNORECASE)
# Whom an age belongs to: nothing more, a name, a person, what he did; "the 20-year-old war" is nobody.
_PERSON = (
    r"(?:boy|girl|man|woman|male|female|child|kid|son|daughter|teen\w*|student|pupil|mother|father|baby|infant|toddler|brother|sister|nephew|niece"
    r"|cousin|grand\w+|husband|wife|widow|resident|driver|passenger|soldier|officer|policeman|sergeant|corporal|private|lieutenant|captain|major"
    r"|militant|fighter|rebel|civilian|farmer|fisherman|shepherd|teacher|journalist|cameraman|reporter|activist|protester|worker|engineer|doctor"
    r"|nurse|priest|cleric|imam|cook|guard|victim|suspect|gunman|bomber|attacker|palestinian|israeli|syrian|iraqi|afghan|american|national"
    r"|villager|bystander|pedestrian|man's|youth|adult|patient|refugee|migrant|native|person)"
)
_OF_ONE = re.compile(
    rf"{_UNIT}(?:\s*$|[,.;:)]|\s+(?:(?:[\w-]+\s+)?{_PERSON}\b|(?:was|is|who|whose|has|had|dead|died|shot|killed|from|in|and|being|of)\b))",
    re.IGNORECASE,
)
_OF_NAMED = re.compile(rf"{_UNIT.replace('old', '(?:old|OLD|Old)')}\s+[A-Z]")
_OLDEST = 111  # years
_DIGITS = re.compile(r"\d{1,3}(?=\D|$)")
_LOOK = 60  # code points before a number

_NAME = re.compile(r"(?P<name>(?:[^\W\d_a-z][\w'’.-]*\s+){0,3}[^\W\d_a-z][^\W\d_][\w'’.-]*(?:[\"”’]\s*[A-Z][\w'’-]+)?),\s+$")
_CLAUSE = re.compile(r"[^.;:,()\n]*$")
_NO_PERSON = re.compile(
    r"\b(?:the|in|at|near|of|from|to|on|around|outside|inside|across|towards?|after|before|during|since|elsewhere|besides"
    r"|as for|according)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"\s*[,;.)\]—–]|\s+-\s|\s*$")
# "Image 4 of 8", "homicides number 10 and 11", "two of the victims are 16 and 17".
_NUMBERED = re.compile(
    r"\b(?:images?|photos?|slides?|pages?|pictures?)\s+(?:\d+\s+of\s+)?$|\bnumbers?\s+(?:\d+\s+and\s+)?$|\bno\.\s*$", re.IGNORECASE
)
_ARE_AGED = re.compile(r"\b(?:is|are|was|were)\s+(?:\d{1,2}\s+and\s+)?$", re.IGNORECASE)
_AND_ANOTHER = re.compile(r"\s+and\s+\d{1,2}\s*[.,;]|\s*[.,;]")
_AND_MORE = re.compile(r",\s+(?:including|mostly|most|among|many|all|some|nearly|almost)\b", re.IGNORECASE)
_OF_PLACE = re.compile(r"\s+(?:of|from)\s+[A-Z]|\s+(?:who|whose|has|is|was|had)\b")
_OF_SEVERAL = re.compile(r"\s+(?:and\s+[A-Z]|(?:were|died|dead|suffered|remains?)\b)")
_BOTH = re.compile(r",\s+both\s+$|\b(?:aged?|ages)(?:\s+(?:and\s+)?\d{1,3},?)*(?:\s+and)?\s+$", re.IGNORECASE)
_ROLE = re.compile(rf"\b{_PERSON},\s+$", re.IGNORECASE)

# Capitals only: "may" is a verb.
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)[A-Za-z]*\.?"
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\s+$")
_MONTH_AND_DAY = re.compile(rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?")
_PEOPLE_AFTER = re.compile(
    r"\s+(?:[\w-]+\s+)?(?:people|persons|civilians|soldiers|troops|men|women|children|fighters|militants|rebels|policemen|officers|villagers|residents"
    r"|others|members|students|guerrillas|peasants|workers|passengers|prisoners|hostages|boys|girls|farmers|journalists|protesters|were|died)\b",
    re.IGNORECASE,
)
_LAST_DAY = 31


def is_age_of_one(text: str, span: Span) -> bool:
    """Whether a number is the age of persons of whom is told: "a 17-year-old boy", "28-year-old Aaron Leval"; not of a war, nor a range."""
    if not _ages(text, span, _OF_AGE) or _RANGE_OF_AGES.match(text, span.end):
        return False
    return _ages(text, span, _OF_ONE) or _ages(text, span, _OF_NAMED) or _ages(text, span, _OF_MANY)


_OF_MANY = re.compile(rf"{_UNIT}\s+{_PERSON}s\b", re.IGNORECASE)


def counts_nobody(text: str, span: Span) -> bool:
    """Whether a number is an age, of one or of several, or a day: "Michael Vance, 38, wounded two officers", "the May 3 killing"."""
    words = span.of(text).strip()
    if _ages(text, span, _OF_AGE):
        return True
    if _MONTH_AND_DAY.fullmatch(words):
        return not _PEOPLE_AFTER.match(text, span.end)
    number = words.rstrip(",-;")
    if not (number.isascii() and number.isdecimal()) or int(number) >= _OLDEST:
        return False
    low = max(0, span.start - _LOOK)
    end = span.start + span.of(text).index(number) + len(number)
    if int(number) <= _LAST_DAY and _MONTH_BEFORE.search(text, low, span.start):
        return not _PEOPLE_AFTER.match(text, end)
    if _NUMBERED.search(text, low, span.start):
        return True
    if (aged := _ARE_AGED.search(text, low, span.start)) and _AND_ANOTHER.match(text, end) and "and" in f"{aged[0]}{text[end : end + 5]}":
        return True
    if _AND_MORE.match(text, end):
        return False
    if (_BOTH.search(text, low, span.start) or _ROLE.search(text, low, span.start)) and _ENDED.match(text, end):
        return True
    return _is_age_behind_a_name(text, low, span.start, end)


def _is_age_behind_a_name(text: str, low: int, start: int, end: int) -> bool:
    name = _NAME.search(text, low, start)
    if name is None:
        return False
    several_words = " " in name["name"].strip()
    before = _CLAUSE.search(text, low, name.end("name"))
    of_no_person = before is not None and _NO_PERSON.search(before[0]) is not None
    if text.startswith(",", end):
        return several_words or not of_no_person
    if _ENDED.match(text, end):
        return several_words and not of_no_person
    if _OF_PLACE.match(text, end):
        return not of_no_person
    return several_words and not of_no_person and _OF_SEVERAL.match(text, end) is not None


def _ages(text: str, span: Span, pattern: re.Pattern[str]) -> bool:
    """Whether what stands behind the number, or behind the words of the figure, says that it is an age."""
    digits = _DIGITS.match(text, span.start, span.end)
    words = span.of(text)
    ends = {span.end, span.start + len(words.rstrip("-, "))} | ({digits.end()} if digits else set())
    return any(pattern.match(text, end) for end in ends)
