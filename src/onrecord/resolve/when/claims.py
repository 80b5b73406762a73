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
from onrecord.resolve.when.clauses import BOUNDARY, CUE_REACH, RELATIVE, WHEN, coordinated, owners
from onrecord.resolve.when.context import hour_in_context
from onrecord.resolve.when.find import combined, dateline_date, find_timexes
from onrecord.resolve.when.reach import nth_day, reach_of

_REPORTING = re.compile(
    r"\b(?:said|says|told|announced|reported(?! to\b)|stated|added|confirmed|claimed|denied|declared|according to)\b"
    r"(?<!\bwere reported)(?<!\bbeen reported)",
    re.IGNORECASE,
)
_AHEAD = frozenset(("planned", "alleged_plan", "hypothetical"))
_OUTSIDE = re.compile(
    r"\b(?:before|prior to|after|by|until|till|following|ahead of)\s+(?:the\s+)?$"
    r"|\b(?:before|after|since|until|following)\s+(?:the|a|an|its|their)\s+(?:[\w-]+\s+){1,3}of\s+$"
    r"|\b(?:first|second|third|fourth|fifth|last|only|worst|deadliest|bloodiest|heaviest|biggest|largest)\b[^.,;:]{0,60}\bsince\s+$",
    re.IGNORECASE,
)
"""Before a date that bounds a happening from outside, or dates another: "after the vote of May", "the first flour since November"."""
_LEAD = re.compile(r"\b(?:(?:ever\s+)?since|from|between|by|in|on|at|during|over|within|throughout|as of)\s+(?:the\s+)?$", re.IGNORECASE)
_TOOK_PLACE = re.compile(
    r"\s+(?:had\s+|has\s+|have\s+)?(?:t(?:oo|a)k(?:en?)?\s+place|occurred|happened|erupted|broke\s+out|beg[au]n|started"
    r"|w(?:as|ere)\s+(?:carried\s+out|staged|launched|held|committed|perpetrated))\b",
    re.IGNORECASE,
)
"""Goes on with the happening before it: "the explosion, which took place at 0215 today"."""
_SINCE = re.compile(r"\bsince\s[^.,;:()]{1,80}$", re.IGNORECASE)
_RANGE_GAP = re.compile(r"\s*(?:to|and|until|till|through|-|–)\s*(?:on\s+)?", re.IGNORECASE)
_DATELINE_END = re.compile(r"\A[^\n]{0,120}?(?:\)\s*(?:--|[-–—])|\s(?:--|[-–—])\s|\]\s*--)")
_EMPTY = frozenset("on in at by since until during over from between for after before as early late the when".split())
"""Words that are no time by themselves; a reader's span of one of them says nothing."""
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
        return _given(reading, claim, own, triggers, timexes, published)

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


def _given(
    reading: Reading, claim: Claim, own: When | None, triggers: list[Span], timexes: tuple[Timex, ...], published: date | None
) -> When | None:
    """The reader's own words, resolved with the timexes that the whole report gives for them, or `own`, what the clause holds."""
    assert claim.time is not None
    text, sentence, span = reading.document.text, claim.evidence, claim.time.span
    assert span is not None
    words = span.of(text)
    inside = [t for t in timexes if sentence.contains(t.span)]
    whole = [e for e in _whole_expressions(inside, text, sentence) if e.overlaps(span)]
    if own is not None and own.earliest is not None and not whole:
        return own  # words that mean nothing, against a date of the clause itself
    if whole:
        outer = Span(min(span.start, whole[0].start), max(span.end, whole[-1].end))
        others = [t for t in triggers if sentence.contains(t) and t != claim.trigger]
        cues = [c for c in _cues(reading, sentence) if not c.overlaps(claim.trigger)]
        if _dates_the_saying(outer, claim.trigger, cues, text) or _of_other_clause(outer, claim.trigger, others, text, sentence):
            return own if own is not None and own.span is not None and not own.span.overlaps(outer) else None
        span = outer
    found = _meaning(span, text, timexes, published)
    told = found.latest if found is not None and found.precision == "day" and found.latest else published
    found = reach_of(claim, span, text, published) or nth_day(span, text, told) or found
    found = hour_in_context(span, text, timexes, published, found=found) or found
    if found is not None and (found.earliest is not None or own is None or own.earliest is None):
        return found
    if own is not None and own.earliest is not None:
        return own
    if words.casefold().strip() in _EMPTY:
        return own
    return replace(claim.time, expression=words, rule="unresolved")


def _whole_expressions(inside: list[Timex], text: str, sentence: Span) -> list[Span]:
    """Whole expressions of a sentence, with the clause that "since" opens before them."""
    return [_since_clause(span, text, sentence) or span for span in _expressions(inside, text, sentence)]


def _dates_the_saying(span: Span, trigger: Span, cues: list[Span], text: str) -> bool:
    """Whether the expression follows a reporting cue closely and the trigger stands in what is said: "denied today that planes bombed"."""
    cue = max((c for c in cues if c.end <= span.start), default=None)
    if cue is None or trigger.start < span.end:
        return False
    gap = text[cue.end : span.start]
    close = len(gap.split()) <= CUE_REACH and not BOUNDARY.search(gap)
    return close and re.match(r"\W*(?:\S+\s+){0,4}?that\b", text[span.end : trigger.start], re.IGNORECASE) is not None


def _of_other_clause(span: Span, trigger: Span, others: list[Span], text: str, sentence: Span) -> bool:
    """Whether the expression stands in a relative clause without the trigger, or beside another trigger with a boundary to this one."""
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
    if not BOUNDARY.search(gap) or (trigger.start >= span.end and WHEN.match(gap)):
        return False
    # "Seized, looted and left the town in April": what is told in one breath has one date
    if trigger.end <= span.start:
        told = sorted((t for t in (*others, trigger) if t.end <= span.start), reverse=True)
    else:
        told = sorted(t for t in (*others, trigger) if t.start >= span.end)
    breath = coordinated(told[0], told[1:], text, cost=0, leftward=trigger.end <= span.start)
    if trigger == told[0] or any(trigger == t for t, _ in breath):
        others = [o for o in others if o not in told]
    beside = [text[o.end : span.start] if o.end <= span.start else text[span.end : o.start] for o in others if not o.overlaps(span)]
    return any(len(words.split()) <= len(gap.split()) and not BOUNDARY.search(words) for words in beside)


def _meaning(span: Span, text: str, timexes: tuple[Timex, ...], published: date | None) -> When | None:
    inside = tuple(
        replace(t, span=Span(max(t.span.start, span.start), min(t.span.end, span.end)).shifted(-span.start))
        for t in timexes
        if t.span.overlaps(span)
    )
    when = combined(span.of(text), inside, published=published)
    return None if when is None else replace(when, span=span)


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
        cues = sorted(cue for cue in _cues(reading, sentence) if not any(cue.overlaps(t) for t in triggers) and not _is_aside(cue, text))
        by_trigger: dict[Span, list[tuple[int, Span]]] = {}
        inside = [t for t in usable if sentence.contains(t.span)]
        for span in _expressions(inside, text, sentence):
            possible = _possible(triggers, plans, inside, span, published)
            coarse = all(t.when.precision != "day" for t in inside if t.span.overlaps(span))
            clause = _since_clause(span, text, sentence)
            held = [t for t in possible if clause and t.start >= clause.start and t.end <= span.start]
            for trigger in held:  # "since the war began in 1980": the beginning is dated by the year alone
                by_trigger.setdefault(trigger, []).append((0, span))
            outer = clause or span
            for trigger, cost in owners(outer, [t for t in possible if t not in held], cues, text, sentence, coarse=coarse):
                vague = any(t.when.precision == "vague" and t.when.earliest is None for t in inside if t.span.overlaps(span))
                by_trigger.setdefault(trigger, []).append((cost + 100 * vague, outer))
        for trigger, spans in by_trigger.items():
            when = _meaning(min(spans)[1], text, timexes, published)
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


def _cues(reading: Reading, sentence: Span) -> set[Span]:
    """Reporting cues of the sentence that are verbs or nouns; "reportedly" takes no date of its own."""
    spans = {span for attribution in reading.attributions for span in attribution.cue}
    text = reading.document.text
    spans |= {Span(m.start(), m.end()).shifted(sentence.start) for m in _REPORTING.finditer(sentence.of(text))}
    spans |= {link.cue for claim in reading.claims for link in claim.attribution if link.cue is not None}
    return {span for span in spans if sentence.contains(span) and not span.of(text).lower().endswith("ly")}


def _is_aside(cue: Span, text: str) -> bool:
    """Whether a cue only names the voice of a clause that goes on around it: "On 30 August, she says, soldiers ...", "according to"."""
    if cue.of(text).lower().startswith("according"):
        return True
    before = text[max(0, cue.start - 80) : cue.start]
    return text[cue.end : cue.end + 1] == "," and re.search(r",\s+(?:[^\s,;.]+\s+){0,5}$", before) is not None


def _expressions(timexes: list[Timex], text: str, sentence: Span) -> list[Span]:
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


def _since_clause(span: Span, text: str, sentence: Span) -> Span | None:
    """The whole of "since the war began in 1980" where the expression ends such a clause."""
    match = _SINCE.search(text[sentence.start : span.start])
    return Span(sentence.start + match.start(), span.end) if match else None
