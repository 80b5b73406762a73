"""Whole expressions of time in a sentence, and what they mean there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from onrecord.model.span import Span
from onrecord.model.when import Timex, When
from onrecord.resolve.when.find import combined

_LEAD = re.compile(r"\b(?:(?:ever\s+)?since|from|between|by|in|on|at|during|over|within|throughout|as of)\s+(?:the\s+)?$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s[^.,;:()]{1,80}$", re.IGNORECASE)
_RANGE_GAP = re.compile(r"\s*(?:to|and|until|till|through|-|–)\s*(?:on\s+)?", re.IGNORECASE)


def expressions(timexes: list[Timex], text: str, sentence: Span) -> list[Span]:
    """Spans of whole expressions: "from May 3 to June 2" is one, and "since 1980" takes its preposition in."""
    spans: list[Span] = []
    for timex in timexes:
        if (
            spans
            and _RANGE_GAP.fullmatch(text[spans[-1].end : timex.span.start])
            and re.match(r"(?:from|between)\b", spans[-1].of(text), re.IGNORECASE)
        ):
            spans[-1] = Span(spans[-1].start, timex.span.end)
            continue
        lead = _LEAD.search(text[sentence.start : timex.span.start])
        spans.append(Span(sentence.start + lead.start(), timex.span.end) if lead else timex.span)
    return spans


def since_clause(span: Span, text: str, sentence: Span) -> Span | None:
    """The whole of "since the war began in 1980" where the expression ends such a clause."""
    match = _SINCE.search(text[sentence.start : span.start])
    return Span(sentence.start + match.start(), span.end) if match else None


def meaning_of(span: Span, text: str, timexes: tuple[Timex, ...], published: date | None) -> When | None:
    """What an expression means by the timexes in it, which the whole report gave."""
    inside = tuple(
        replace(t, span=Span(max(t.span.start, span.start), min(t.span.end, span.end)).shifted(-span.start))
        for t in timexes
        if t.span.overlaps(span)
    )
    when = combined(span.of(text), inside, published=published)
    return None if when is None else replace(when, span=span)
