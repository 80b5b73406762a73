"""Words of time that a reader marked for a claim: completed, checked against the clauses around them, and resolved."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from onrecord.model.claim import Claim
from onrecord.model.mention import Reading
from onrecord.model.span import Span
from onrecord.model.when import Timex, When
from onrecord.resolve.when.calendar import shift_days, shift_months
from onrecord.resolve.when.clauses import BOUNDARY, CUE_REACH, OPENING, RELATIVE, WHEN, reporting_cues
from onrecord.resolve.when.context import hour_in_context
from onrecord.resolve.when.expressions import expressions, meaning_of, since_clause
from onrecord.resolve.when.find import find_timexes
from onrecord.resolve.when.reach import counted_from_sentence, length_of, nth_day, reach_of

_TOOK_PLACE = re.compile(
    r"\s+(?:had\s+|has\s+|have\s+)?(?:t(?:oo|a)k(?:en?)?\s+place|occurred|happened|erupted|broke\s+out|beg[au]n|started"
    r"|w(?:as|ere)\s+(?:carried\s+out|staged|launched|held|committed|perpetrated))\b",
    re.IGNORECASE,
)
"""Goes on with the happening before it: "the explosion, which took place at 0215 today"."""
_PLANNED = frozenset({"planned", "alleged_plan"})
_GONE = 2
_REACH = 3000  # code points
_UNKNOWN = frozenset({"duration", "duration-vague", "no-reference", "the-period"})
_AFTER = re.compile(r"\bafter\Z", re.IGNORECASE)
_EMPTY = frozenset("on in at by since until during over from between for after before as early late the when".split())
"""Words that are no time by themselves; a reader's span of one of them says nothing."""


def resolve_given(
    reading: Reading, claim: Claim, own: When | None, triggers: list[Span], timexes: tuple[Timex, ...], published: date | None
) -> When | None:
    """The reader's own words, resolved with the timexes that the whole report gives for them, or `own`, what the clause holds."""
    assert claim.time is not None
    text, sentence, span = reading.document.text, claim.evidence, claim.time.span
    assert span is not None
    words = span.of(text)
    whole = _whole_expressions([t for t in timexes if sentence.contains(t.span)], claim.trigger, span, text, sentence)
    if own is not None and own.earliest is not None and not whole:
        return own  # words that mean nothing, against a date of the clause itself
    if whole:
        outer = Span(min(span.start, whole[0].start), max(span.end, whole[-1].end))
        cues = [c for c in reporting_cues(reading, sentence) if not c.overlaps(claim.trigger)]
        others = [t for t in triggers if sentence.contains(t) and t != claim.trigger]
        if _dates_the_saying(outer, claim.trigger, cues, text) or _of_other_clause(outer, claim.trigger, others, text, sentence):
            return own if own is not None and own.span is not None and not own.span.overlaps(outer) else None
        span = outer
    found = counted_from_sentence(claim, span, text, timexes, published) or _meaning(span, text, timexes, published)
    told = found.latest if found is not None and found.precision == "day" and found.latest else published
    found = reach_of(claim, span, text, published) or nth_day(span, text, told) or found
    if found is None or found.earliest is None:
        found = length_of(claim, span, text, timexes, published) or found
    found = _ahead(claim, found, published)
    found = hour_in_context(span, text, timexes, published, found=found) or found
    if found is not None and (found.earliest is not None or own is None or own.earliest is None):
        return found
    if own is not None and own.earliest is not None:
        return own
    if words.casefold().strip() in _EMPTY:
        return own
    return replace(claim.time, expression=words, rule="unresolved")


def _ahead(claim: Claim, found: When | None, published: date | None) -> When | None:
    """A weekday or a numbered day of what is planned lies ahead ("begins an exercise on Monday", "on the 29th").

    Yesterday's does not: that is when the plan was told.
    """
    if found is None or found.earliest is None or found.latest is None or published is None or claim.status not in _PLANNED:
        return found
    if (published - found.latest).days < _GONE:
        return found
    if found.rule.startswith("weekday-past"):
        first, last = shift_days(found.earliest, 7), shift_days(found.latest, 7)
    elif found.rule == "day-of-month":
        first, last = shift_months(found.earliest, 1), shift_months(found.latest, 1)
    else:
        return found
    if first is None or last is None or first < published:
        return found
    return replace(found, earliest=first, latest=last, rule="ahead-of-publication")


def _meaning(span: Span, text: str, timexes: tuple[Timex, ...], published: date | None) -> When | None:
    """What the expression means in the report; where that is nothing, what it means as far as the reader marked it.

    The reader knows where an expression ends that the rules could not tell ("on the 16th | that Europe", "the day before | shelled").
    """
    found = meaning_of(span, text, timexes, published)
    if (found is not None and (found.earliest is not None or found.rule not in _UNKNOWN)) or _AFTER.search(text, span.start, span.end):
        return found
    # Only so much of the report before the words as a narrative reaches over, so that the work grows with the length of a report only.
    start = max(0, span.end - _REACH)
    near = text[start : span.end]
    again = meaning_of(span.shifted(-start), near, find_timexes(near, published=published), published)
    return replace(again, span=span) if again is not None else found


def _whole_expressions(timexes: list[Timex], trigger: Span, marked: Span, text: str, sentence: Span) -> list[Span]:
    """The whole expressions that the marked words meet, with the clause that "since" opens before them.

    Where the reader left "since" out, that clause counts only for what stands before it: "since a truce was reached in March" dates the
    truce by the month alone.
    """
    whole: list[Span] = []
    for span in expressions(timexes, text, sentence):
        clause = since_clause(span, text, sentence)
        held = clause is not None and (marked.start < clause.start + len("since") or trigger.end <= clause.start)
        expression = clause if clause is not None and held else span
        if expression.overlaps(marked):
            whole.append(expression)
    return whole


def _dates_the_saying(span: Span, trigger: Span, cues: list[Span], text: str) -> bool:
    """Whether the expression follows a reporting cue closely and the trigger stands in what is said: "denied today that planes bombed"."""
    cue = max((c for c in cues if c.end <= span.start), default=None)
    if cue is None or trigger.start < span.end:
        return False
    gap = text[cue.end : span.start]
    close = len(gap.split()) <= CUE_REACH and not BOUNDARY.search(gap)
    return close and re.match(r"\W*(?:\S+\s+){0,4}?that\b", text[span.end : trigger.start], re.IGNORECASE) is not None


def _of_other_clause(span: Span, trigger: Span, others: list[Span], text: str, sentence: Span) -> bool:
    """Whether the expression stands in a relative clause without the trigger, or beside another trigger, a clause away from this one."""
    before = text[sentence.start : span.start]
    opening = not before.strip(" \t\n\"'“‘([") or before.strip().casefold() in ("and", "but", "also", "earlier", "meanwhile", "then")
    if opening or trigger.overlaps(span):
        return False
    relative = max((m for m in RELATIVE.finditer(text, sentence.start, span.start)), default=None, key=lambda m: m.start())
    if relative is not None and "," not in text[relative.end() : span.start]:
        close = text.find(",", span.end, sentence.end)
        if trigger.end <= relative.start():
            return not _TOOK_PLACE.match(text, relative.end())
        if 0 <= close < trigger.start:
            return True
    gap = text[span.end : trigger.start] if trigger.start >= span.end else text[trigger.end : span.start]
    if not OPENING.search(gap) or (trigger.start >= span.end and WHEN.match(gap)):
        return False
    beside = [text[o.end : span.start] if o.end <= span.start else text[span.end : o.start] for o in others if not o.overlaps(span)]
    return any(len(words.split()) <= len(gap.split()) and not BOUNDARY.search(words) for words in beside)
