"""Intervals that run from publication, or back from it: "within 14 months" of a plan, "has blocked the road for nine days"."""

from __future__ import annotations

import re
from datetime import date

from onrecord.model.claim import Claim
from onrecord.model.span import Span
from onrecord.model.when import When
from onrecord.resolve.when.calendar import shift_days
from onrecord.resolve.when.relative import shift
from onrecord.resolve.when.scan import lowered
from onrecord.resolve.when.words import ORDINALS, compile_template, number_value

_AHEAD = frozenset(("planned", "alleged_plan"))
_WITHIN = compile_template(r"(?:within|in|over|inside) (?:the (?:next|coming) )?<APPROX><NUMBER>[ -]<UNIT>s?")
_FOR = compile_template(r"for <APPROX>(?:the (?:past|last) )?<NUMBER>[ -]<UNIT>s?")
_NTH = compile_template(
    r"for (?:the|a) (?:<ORDINAL>|(?P<nth>\d{1,2})(?:st|nd|rd|th|d)) (?:straight |consecutive |successive )?(?P<unit>day|night)"
    r"(?: (?:running|in a row))?(?: (?:on )?(?:today|yesterday|<WEEKDAY>))?"
)
_PERFECT = re.compile(r"\b(?:has|have|['’]ve)(?:\s+(?:\w+ly|also|been|now|already))*\s+$", re.IGNORECASE)
_HELD = re.compile(r"\b(?:has|have|['’]ve)\s+(?P<verb>[a-z]+(?:ed|ept|eld|ade))\s+(?:(?:a|an|the|its|their)\s+)?$", re.IGNORECASE)
_MOMENT = re.compile(
    r"\b(?:stopp|suspend|clos|bann|halt|cancel|postpon|extend|impos|declar|sentenc|jail|order|announc|promis|agree|appoint|detain|remand)",
    re.IGNORECASE,
)
"""Verbs of a moment: "has suspended flights for a month" looks ahead, "has blocked the road for a month" looks back."""


def reach_of(claim: Claim, span: Span, text: str, published: date | None) -> When | None:
    """The days of an expression of length that is told from publication; None where it is no such expression.

    A plan of what is to be done "within N units" runs from publication to that many units later; a perfect ("has blocked the road for nine
    days") runs back as far. Inclusive days.
    """
    if published is None:
        return None
    words = lowered(span.of(text)).strip()
    within = _WITHIN.fullmatch(words)
    if within is not None and claim.status in _AHEAD:
        return _run(span, text, published, within, sign=1, rule="within-from-publication")
    measured = _FOR.fullmatch(words)
    if measured is not None and span.start >= claim.trigger.end:
        before = text[max(claim.evidence.start, claim.trigger.start - 40) : claim.trigger.start]
        held = _HELD.search(before)  # "has maintained roadblocks for nine days": the deed is a noun beside its verb
        verb = held["verb"] if held else claim.trigger.of(text)
        if (held or _PERFECT.search(before)) and not _MOMENT.match(verb):
            return _run(span, text, published, measured, sign=-1, rule="for-until-publication")
    return None


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


def _run(span: Span, text: str, published: date, match: re.Match[str], *, sign: int, rule: str) -> When | None:
    number = number_value(match["number"])
    unit = match["unit"]
    if number is None:
        return None
    if unit == "hour":
        unit, number = "day", max(1.0, round(number / 24))
    other = shift(published, unit, sign * number)
    if other is None or other == published:
        return None
    first, last = min(published, other), max(published, other)
    precision = "week" if (last - first).days < 8 else "month" if (last - first).days < 32 else "longer"
    return When(span=span, expression=span.of(text), earliest=first, latest=last, rule=rule, precision=precision)
