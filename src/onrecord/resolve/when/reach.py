"""Lengths that run up to a day or on from it: "within 14 months" of a plan, "has blocked the road for nine days", "after a week of it"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from onrecord.model.claim import Claim
from onrecord.model.span import Span
from onrecord.model.when import Timex, When
from onrecord.resolve.when.calendar import shift_days
from onrecord.resolve.when.context import day_told_last
from onrecord.resolve.when.day_parts import OF_THE_DAY
from onrecord.resolve.when.relative import period_around, shift
from onrecord.resolve.when.scan import lowered
from onrecord.resolve.when.words import ORDINALS, compile_template, number_value

_AHEAD = frozenset(("planned", "alleged_plan"))
_WITHIN = compile_template(r"(?:within|in|over|inside) (?:the (?:next|coming) )?<APPROX><NUMBER>[ -]<UNIT>s?")
_NTH = compile_template(
    r"for (?:the|a) (?:<ORDINAL>|(?P<nth>\d{1,2})(?:st|nd|rd|th|d)) (?:straight |consecutive |successive )?(?P<unit>day|night)"
    r"(?: (?:running|in a row))?(?: (?:on )?(?:today|yesterday|<WEEKDAY>))?"
)
_LENGTH = compile_template(
    r"(?:(?P<lead>for|in|after|of|within|over|during) )?(?:(?:these|those|under|the|all|just|only|a single) )?<APPROX><NUMBER>[ -]"
    r"(?:straight |consecutive |successive |full )?<UNIT>s?"
)
_PERFECT = re.compile(r"\b(?P<tense>has|have|had|['’]ve)(?:\s+(?:\w+ly|also|not|never|been|now|already))*\s+$", re.IGNORECASE)
_HELD = re.compile(
    r"\b(?P<tense>has|have|had|['’]ve)\s+(?P<verb>[a-z]+(?:ed|ept|eld|ade))\s+(?:(?:a|an|the|its|their)\s+)?$", re.IGNORECASE
)
_LED = re.compile(r"(?P<tense>has|have|had)\s", re.IGNORECASE)
_AFTER = re.compile(r"\bafter\s+(?:the\s+|a\s+)?$", re.IGNORECASE)
_COUNTED = compile_template(r"(?:barely |just )?<APPROX><NUMBER>[ -]<UNIT>s? after")
_REACHING = frozenset(("hour", "day", "night", "week", "fortnight", "month", "year"))
_MOMENT = re.compile(
    r"\b(?:stopp|suspend|clos|bann|halt|cancel|postpon|extend|impos|declar|sentenc|jail|order|announc|promis|agree|appoint|detain|remand)",
    re.IGNORECASE,
)
"""Verbs of a moment: "has suspended flights for a month" looks ahead, "has blocked the road for a month" looks back."""


def reach_of(claim: Claim, span: Span, text: str, published: date | None) -> When | None:
    """The days within which a plan is to be done; None where it is no such expression.

    A plan of what is to be done "within N units" runs from publication to that many units later. Inclusive days.
    """
    if published is None:
        return None
    words = lowered(span.of(text)).strip()
    within = _WITHIN.fullmatch(words)
    if within is not None and claim.status in _AHEAD:
        return _run(span, text, published, within, sign=1, rule="within-from-publication")
    return None


def length_of(claim: Claim, span: Span, text: str, timexes: Sequence[Timex], published: date | None) -> When | None:
    """The days of a length that the clause sets against a day; None where it dates nothing.

    A perfect runs back from publication ("has blocked the road for nine days", "have struck four times in ten days"), a pluperfect from the
    day that the paragraph tells; what Friday ended "after a week of shelling" runs back from Friday, and a deed told of Friday "for two
    days" goes on from it.
    """
    match = _LENGTH.fullmatch(lowered(span.of(text)).strip())
    if match is None or claim.status in _AHEAD or match["unit"] not in _REACHING:
        return None
    tense, lead = _tense(claim, span, text), match["lead"]
    days = _days_beside(span, claim.evidence, timexes)
    before = [t.when.earliest for t in days if t.span.end <= span.start]
    beside = before[-1] if before else days[0].when.earliest if days else None
    if (tense == "has" and lead in ("for", "in", "over")) or (lead == "for" and claim.status == "ongoing"):
        return _run(span, text, published, match, sign=-1, rule="for-until-publication")
    if tense == "had" and lead == "for":
        told = day_told_last(span, text, timexes)
        start = beside or (told[0] if told is not None and told[1] else published)
        return _run(span, text, start, match, sign=-1, rule="length-to-told-day")
    if match["unit"] == "hour":
        return None
    if lead == "for" and before:
        return _run(span, text, beside, match, sign=1, rule="length-from-told-day")
    if lead == "after" or (lead is None and _AFTER.search(text, claim.evidence.start, span.start)):
        return _run(span, text, beside, match, sign=-1, rule="length-to-told-day")
    return None


def counted_from_sentence(claim: Claim, span: Span, text: str, timexes: Sequence[Timex], published: date | None) -> When | None:
    """ "They pulled out on Friday, two months after taking the town": when it was taken, told from Friday, else from publication."""
    match = _COUNTED.match(lowered(span.of(text)))
    if match is None or claim.trigger.start < span.start + match.end() or match["unit"] == "minute":
        return None
    days = _days_beside(span, claim.evidence, timexes)
    before = [t.when for t in days if t.span.end <= span.start]
    anchor = before[-1].earliest if before else days[0].when.earliest if days else published
    number, unit = number_value(match["number"]), match["unit"]
    if number is None or anchor is None:
        return None
    if unit == "hour":
        day = shift_days(anchor, -int(number // 24))
    else:
        day = shift(anchor, unit, -number)
    found = None if day is None else period_around(day, unit if unit in ("month", "year") else "day")
    if found is None:
        return None
    return When(
        span=span, expression=span.of(text), earliest=found[1][0], latest=found[1][1], rule="counted-from-sentence", precision=found[2]
    )


def _tense(claim: Claim, span: Span, text: str) -> str | None:
    """ "has" or "had" where the claim's verb stands in a perfect that tells how long it has gone on; None elsewhere."""
    start = max(claim.evidence.start, claim.trigger.start - 60)
    before = text[start : claim.trigger.start]
    if start <= span.start and span.end <= claim.trigger.start:  # "have for a week blocked the road"
        before = text[start : span.start] + text[span.end : claim.trigger.start].lstrip()
    if led := _LED.match(claim.trigger.of(text)):
        return "had" if led["tense"].casefold() == "had" else "has"
    held = _HELD.search(before)  # "has maintained roadblocks for nine days": the deed is a noun beside its verb
    found = held or _PERFECT.search(before)
    if found is None or _MOMENT.match(held["verb"] if held else claim.trigger.of(text)):
        return None
    return "had" if found["tense"].casefold() == "had" else "has"


def _days_beside(span: Span, sentence: Span, timexes: Sequence[Timex]) -> list[Timex]:
    """The days that a sentence tells beside an expression."""
    return [
        t
        for t in timexes
        if sentence.contains(t.span)
        and not t.span.overlaps(span)
        and t.type in ("DATE", "TIME")
        and t.when.rule not in OF_THE_DAY
        and t.when.earliest is not None
        and t.when.latest is not None
        and (t.when.latest - t.when.earliest).days <= 1
    ]


def nth_day(span: Span, text: str, day: date | None) -> When | None:
    """ "For the fifth day": four days before the day that the report tells of, and that day; None where it is no such expression."""
    match = _NTH.fullmatch(lowered(span.of(text)).strip())
    if match is None or day is None:
        return None
    number = int(match["nth"]) if match["nth"] else ORDINALS[match["ordinal"]]
    first = shift_days(day, 1 - number)
    if first is None or number < 2:
        return None
    precision = "week" if number < 9 else "month" if number < 33 else "longer"
    return When(span=span, expression=span.of(text), earliest=first, latest=day, rule="for-the-nth-day", precision=precision)


def _run(span: Span, text: str, day: date | None, match: re.Match[str], *, sign: int, rule: str) -> When | None:
    number = number_value(match["number"])
    unit = match["unit"]
    if number is None or day is None:
        return None
    if unit == "hour":
        unit, number = "day", max(1.0, round(number / 24))
    other = shift(day, unit, sign * number)
    if other is None or other == day:
        return None
    first, last = min(day, other), max(day, other)
    precision = "week" if (last - first).days < 8 else "month" if (last - first).days < 32 else "longer"
    return When(span=span, expression=span.of(text), earliest=first, latest=last, rule=rule, precision=precision)
