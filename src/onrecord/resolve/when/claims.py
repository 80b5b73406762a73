"""Which date expression belongs to which claim, and what it means in the light of the whole report."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from onrecord.model.claim import Claim
from onrecord.model.mention import Reading
from onrecord.model.span import Span
from onrecord.model.when import Timex, When
from onrecord.resolve.when.anchored import counted_from_events, since_then
from onrecord.resolve.when.clauses import coordinated, owners, reporting_cues
from onrecord.resolve.when.expressions import expressions, meaning_of, since_clause
from onrecord.resolve.when.find import dateline_date, find_timexes
from onrecord.resolve.when.given import resolve_given

_AHEAD = frozenset(("planned", "alleged_plan", "hypothetical"))
_OUTSIDE = re.compile(
    r"\b(?:before|prior to|after|by|until|till|following|ahead of)\s+(?:the\s+)?$"
    r"|\b(?:before|after|since|until|following)\s+(?:the|a|an|its|their)\s+(?:[\w-]+\s+){1,3}of\s+$"
    r"|\b(?:first|second|third|fourth|fifth|last|only|worst|deadliest|bloodiest|heaviest|biggest|largest)\b[^.,;:]{0,60}\bsince\s+$",
    re.IGNORECASE,
)
"""Before a date that bounds a happening from outside, or dates another: "after the vote of May", "the first flour since November"."""
_DATELINE_END = re.compile(r"\A[^\n]{0,120}?(?:\)\s*(?:--|[-–—])|\s(?:--|[-–—])\s|\]\s*--)")
_VAGUE_RULES = frozenset(
    {"vague-reference", "the-period", "year-before-quarter", "the-quarter", "duration", "duration-vague", "duration-range", "set", "rate"}
)


def resolve_times(reading: Reading) -> Reading:
    """The reading with `Claim.time` resolved: from the words that the reader gave, else from the one date that its clause holds.

    Anchors are the date of publication, or the dateline's where none is known. A claim whose clause names no time keeps None; a named time
    that cannot be resolved keeps its span with `earliest` and `latest` None. Words that the reader gave are completed to the whole
    expression they are part of, and dropped where they plainly date something else: the saying, or the happening of another clause.
    """
    text = reading.document.text
    published = reading.document.published or dateline_date(text)
    timexes = _with_counted(find_timexes(text, published=published), text, published)
    attached = _beside_marks(reading, _attach(reading, timexes, published))
    triggers = sorted({claim.trigger for claim in reading.claims})

    def time_of(claim: Claim) -> When | None:
        own = attached.get(claim.trigger)
        if claim.time is None or claim.time.span is None or claim.time.earliest is not None:
            return claim.time or own
        if not claim.evidence.contains(claim.time.span):
            return own  # words of another sentence date another happening; what goes on from it, `carry` knows
        return resolve_given(reading, claim, own, triggers, timexes, published)

    return replace(reading, claims=tuple(replace(claim, time=time_of(claim)) for claim in reading.claims))


def _beside_marks(reading: Reading, attached: dict[Span, When]) -> dict[Span, When]:
    """What clauses hold, for a reader that marks words of time: a claim that it leaves bare has no date, but in a list with one that has.

    On reports that were kept from training, dates put to such claims were right in one of four, and in one of six elsewhere.
    """
    marks = {c.trigger: c.time.span for c in reading.claims if c.time is not None and c.time.span is not None}
    if not marks:
        return attached
    text = reading.document.text

    def shared(trigger: Span, when: When) -> bool:
        for other, span in marks.items():
            if when.span is not None and span.overlaps(when.span):
                leftward = trigger.end <= other.start
                if coordinated(other, [trigger], text, cost=0, leftward=leftward):
                    return True
        return False

    return {trigger: when for trigger, when in attached.items() if trigger in marks or shared(trigger, when)}


def _with_counted(timexes: tuple[Timex, ...], text: str, published: date | None) -> tuple[Timex, ...]:
    """The timexes with "since then", and those that begin "a week after the ceasefire" replaced by what the whole expression means."""
    counted = [w for w in counted_from_events(text, timexes) if w.earliest is not None and w.span is not None]
    counted += since_then(text, timexes, published)
    spans = [w.span for w in counted if w.span is not None]
    kept = [t for t in timexes if not any(t.span.overlaps(s) for s in spans)]
    made = [Timex(span=w.span, type="DATE", value=None, when=w) for w in counted if w.span is not None]
    return tuple(sorted([*kept, *made], key=lambda t: t.span))


def _attach(reading: Reading, timexes: tuple[Timex, ...], published: date | None) -> dict[Span, When]:
    """Times by trigger, for all triggers of the reading."""
    text = reading.document.text
    dateline = _DATELINE_END.match(text) if dateline_date(text) else None
    usable = [t for t in timexes if _plausible(t, text) and not (dateline and t.span.start < dateline.end())]
    result: dict[Span, When] = {}
    told = {claim.trigger for claim in reading.claims if claim.status not in _AHEAD}
    plans = {claim.trigger for claim in reading.claims} - told
    for sentence in sorted({claim.evidence for claim in reading.claims}):
        triggers = sorted({claim.trigger for claim in reading.claims if sentence.contains(claim.trigger)})
        cues = sorted(
            cue for cue in reporting_cues(reading, sentence) if not any(cue.overlaps(t) for t in triggers) and not _is_aside(cue, text)
        )
        by_trigger: dict[Span, list[tuple[int, Span]]] = {}
        inside = [t for t in usable if sentence.contains(t.span)]
        for span in expressions(inside, text, sentence):
            possible = _possible(triggers, plans, inside, span, published)
            coarse = all(t.when.precision != "day" for t in inside if t.span.overlaps(span))
            clause = since_clause(span, text, sentence)
            held = [t for t in possible if clause and t.start >= clause.start and t.end <= span.start]
            for trigger in held:  # "since the war began in 1980": the beginning is dated by the year alone
                by_trigger.setdefault(trigger, []).append((0, span))
            outer = clause or span
            for trigger, cost in owners(outer, [t for t in possible if t not in held], cues, text, sentence, coarse=coarse):
                vague = any(t.when.precision == "vague" and t.when.earliest is None for t in inside if t.span.overlaps(span))
                by_trigger.setdefault(trigger, []).append((cost + 100 * vague, outer))
        for trigger, spans in by_trigger.items():
            when = meaning_of(min(spans)[1], text, timexes, published)
            if when is not None:
                result[trigger] = when
    return result


def _possible(triggers: list[Span], plans: set[Span], inside: list[Timex], span: Span, published: date | None) -> list[Span]:
    """The triggers that an expression can date: what is only planned did not happen on a day before publication."""
    last = max((t.when.latest for t in inside if t.span.overlaps(span) and t.when.latest is not None), default=None)
    if last is None or published is None or last >= published:
        return triggers
    return [t for t in triggers if t not in plans]


def _plausible(timex: Timex, text: str) -> bool:
    """Whether a timex can date a happening at all: no "now", no bare duration, nothing that only bounds it from outside."""
    if (
        timex.type == "SET"
        or timex.when.rule in _VAGUE_RULES
        or (timex.type == "DURATION" and timex.when.earliest is None and timex.when.rule != "no-anchor")
    ):
        return False
    before = text[max(0, timex.span.start - 100) : timex.span.start]
    return not _OUTSIDE.search(before) and text.rfind("[", 0, timex.span.start) <= text.rfind("]", 0, timex.span.start)


def _is_aside(cue: Span, text: str) -> bool:
    """Whether a cue only names the voice of a clause that goes on around it: "On 30 August, she says, soldiers ...", "according to"."""
    if cue.of(text).lower().startswith("according"):
        return True
    before = text[max(0, cue.start - 80) : cue.start]
    return text[cue.end : cue.end + 1] == "," and re.search(r",\s+(?:[^\s,;.]+\s+){0,5}$", before) is not None
