"""Dates counted from a happening that the report dates elsewhere: "a week after the ceasefire", "two days before the vote"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from onrecord.model.span import Span
from onrecord.model.when import Timex, When
from onrecord.resolve.when.calendar import shift_days
from onrecord.resolve.when.relative import shift
from onrecord.resolve.when.scan import lowered
from onrecord.resolve.when.words import compile_template, number_value

RULE = "counted-from-event"
SINCE_THEN = "since-then"

_COUNTED = compile_template(
    r"<APPROX><NUMBER>[ -]<UNIT>s?(?:['’]s?)? (?P<sense>after|before|following|into) (?:the|a|an|its|their|his|that|last|this) "
    r"(?P<event>(?:[a-z'’-]+ ){0,3}?(?P<noun>ceasefire|cease-fire|truce|armistice|vote|elections?|referendum|coup"
    r"|invasion|attack|raid|strikes?"
    r"|bombing|bombardment|blast|explosion|massacre|killing|killings|siege|offensive|operation|uprising|revolt|agreement|deal|talks|summit|ultimatum"
    r"|deadline|arrest|kidnapping|assassination|evacuation|withdrawal|war|clashes|fighting|protest|protests|shelling|incident|crash|earthquake))"
)
_EVE = re.compile(r"\bon the eve of (?:the|a|an|its|their|last|this) (?:[a-z'’-]+ ){0,3}?(?P<noun>[a-z-]{3,})\b")
_SINCE_THEN = re.compile(r"\b(?:ever )?since (?:then|that (?:day|date|time))\b", re.IGNORECASE)
_REACH = 600
"""Code points back to the date that "since then" points to."""
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-ZА-ЯЄІЇ0-9\[])|\n\s*\n")


def counted_from_events(text: str, timexes: Sequence[Timex]) -> tuple[When, ...]:
    """Expressions that count from a happening, resolved where another sentence dates that very happening to a day; spans in `text`.

    An expression whose happening has no date, or more than one, stays unresolved with `earliest` and `latest` None: the count alone is no
    date. A happening is the same where its noun is, and nobody but the reader could tell two of them apart, so two dates settle nothing.
    """
    low = lowered(text)
    found: list[tuple[Span, str, str, float | None, int]] = []
    for match in _COUNTED.finditer(low):
        sign = -1 if match["sense"] == "before" else 1
        found.append((Span(match.start(), match.end()), match["noun"], match["unit"], number_value(match["number"]), sign))
    found += [(Span(match.start(), match.end()), match["noun"], "day", 1.0, -1) for match in _EVE.finditer(low)]
    if not found:
        return ()
    starts = [0, *(match.end() for match in _SENTENCE.finditer(text))]
    return tuple(_when(text, low, item, timexes, starts) for item in sorted(found, key=lambda item: item[0]))


def since_then(text: str, timexes: Sequence[Timex], published: date | None) -> tuple[When, ...]:
    """Expressions "since then", from the date that the text named last to publication; only where both are known. Spans in `text`."""
    found: list[When] = []
    for match in _SINCE_THEN.finditer(text) if published is not None else ():
        assert published is not None
        before = [
            t
            for t in timexes
            if match.start() - _REACH <= t.span.start and t.span.end <= match.start() and t.type in ("DATE", "TIME") and t.when.earliest
        ]
        start = before[-1].when.earliest if before else None
        if start is None or start > published:
            continue
        span = Span(match.start(), match.end())
        found.append(When(span=span, expression=span.of(text), earliest=start, latest=published, rule=SINCE_THEN, precision="longer"))
    return tuple(found)


def _when(text: str, low: str, item: tuple[Span, str, str, float | None, int], timexes: Sequence[Timex], starts: list[int]) -> When:
    span, noun, unit, number, sign = item
    expression = span.of(text)
    unresolved = When(span=span, expression=expression, earliest=None, latest=None, rule="event-without-date", precision="vague")
    days = _days_of(noun, span, low, timexes, starts)
    if number is None or len(days) != 1:
        return unresolved
    anchor = days.pop()
    moved = shift(anchor, unit, sign * number)
    if moved is None:
        return unresolved
    # "Two weeks after" is said of a day or so around; "three months after" of a week either way.
    slack = {"day": 0, "night": 0, "week": 1, "fortnight": 2, "month": 7, "year": 31}.get(unit, 31)
    earliest, latest = shift_days(moved, -slack) or moved, shift_days(moved, slack) or moved
    precision = {0: "day", 1: "week", 2: "week", 7: "month"}.get(slack, "season")
    return replace(unresolved, earliest=earliest, latest=latest, rule=RULE, precision=precision)


def _days_of(noun: str, span: Span, low: str, timexes: Sequence[Timex], starts: list[int]) -> set[date]:
    """The days that other sentences give to the happening of a noun."""
    stem = noun.rstrip("s")
    days: set[date] = set()
    for match in re.finditer(rf"\b{re.escape(stem)}(?:s|es)?\b", low):
        if span.start <= match.start() < span.end:
            continue
        number = bisect_right(starts, match.start()) - 1
        sentence = Span(starts[number], starts[number + 1] if number + 1 < len(starts) else len(low))
        here = {
            t.when.earliest
            for t in timexes
            if sentence.contains(t.span)
            and not t.span.overlaps(span)
            and t.type in ("DATE", "TIME")
            and t.when.earliest is not None
            and t.when.earliest == t.when.latest
        }
        if len(here) == 1:
            days |= here
    return days
