"""Dates and times in the text of a report: found, read in the manner of TIMEX3, and resolved to inclusive days.

A year is never invented: without a publication date "June 3" stays unresolved, unless the narrative has just named that month with its
year. Vague periods follow TIMEX3 (Pustejovsky et al. 2003): "early May" is days 1-10.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from onrecord.model.span import Span
from onrecord.model.when import Timex, When
from onrecord.resolve.when import (
    absolute,
    arabic,
    day_parts,
    durations,
    feasts,
    months,
    periods,
    reference,
    relative,
    slavic,
    slavic_periods,
)
from onrecord.resolve.when.calendar import hull
from onrecord.resolve.when.narrative import Meaning, Narrative
from onrecord.resolve.when.rule import Rule
from onrecord.resolve.when.scan import lowered, runs

_RULES: tuple[Rule, ...] = (
    months.RULES
    + absolute.RULES
    + periods.RULES
    + relative.RULES
    + reference.RULES
    + durations.RULES
    + day_parts.RULES
    + slavic.RULES
    + slavic_periods.RULES
    + arabic.RULES
    + feasts.RULES
)

_FIRST_YEAR, _LAST_YEAR = 1000, 2999
_JOIN = re.compile(r",?\s*(?:(?:e[ds]t|gmt|utc|local time|local)\b\.?,?\s*)?(?:on\s+|of\s+)?(?:the\s+)?")
_JOIN_CLOCK = re.compile(r",?\s+(?:at|around|about|shortly before|shortly after|just before|just after)\s+(?:about\s+|around\s+)?")
_DATELINE = re.compile(
    r"\A\s*(?:\[[^\]\n]{1,60}\]\s*)?(?:[A-Z][\w.'’ /()-]{1,50},\s*){1,3}"
    r"(?P<date>\d{1,2}\s+[A-Za-z]{3,9}\.?,?\s+(?:\d{4}|\d{2})|[A-Za-z]{3,9}\.?\s+\d{1,2},?\s+\d{4}|\d{4}-\d\d-\d\d)\b"
)


def find_timexes(text: str, *, published: date | None) -> tuple[Timex, ...]:
    """Dates, times, durations and repeated times in `text`, in order, none overlapping.

    `published` anchors relative dates; one outside of the years 1000 to 2999 is taken for a mistake.
    Spans count code points of `text`. A TIMEX3 value of None means that none can be told.
    """
    low = lowered(text)
    if published is not None and not _FIRST_YEAR <= published.year <= _LAST_YEAR:
        published = None
    narrative = Narrative(low=low, published=published)
    found: list[tuple[int, int, Meaning]] = []
    done = 0
    for starts, marks in runs(low):
        rules = _rules_for(marks)
        for start in starts:
            if start < done:
                continue
            best = _longest(low, start, rules, narrative)
            if best is None:
                continue
            end, meaning = best
            if meaning.days is not None and meaning.anchors and meaning.type in ("DATE", "TIME"):
                narrative.reference, narrative.reference_at = meaning.days, end
            found.append((start, end, meaning))
            done = end
    return tuple(_timex(text, start, end, meaning) for start, end, meaning in _joined(low, found))


def resolve_when(expression: str, *, published: date | None) -> When | None:
    """Resolve a date expression to the widest interval it can mean; None where it names no time at all.

    `published` anchors "Wednesday" and "June 3"; without it they stay unresolved. Inclusive ISO days. The expression may hold more than one
    date ("from May 3 to June 2") or lead into one ("since the war began in 1980", which runs to publication). `When.span` counts from the
    start of `expression`. Follows TIMEX3 (Pustejovsky et al. 2003) for vague periods: "early May" is days 1-10.
    """
    return combined(expression, find_timexes(expression, published=published), published=published)


def combined(expression: str, timexes: tuple[Timex, ...], *, published: date | None) -> When | None:
    """One meaning for an expression and the timexes in it, whose spans count from the start of the expression."""
    if not timexes or not expression:
        return None
    low = lowered(expression)
    sure = tuple(t for t in timexes if t.when.rule not in day_parts.OF_THE_DAY)
    if any(_days(t.when) for t in sure):  # "from 0600 on Tuesday to 1400": the hours take no day of their own
        timexes = sure
    lead = low[: next((t for t in timexes if _days(t.when)), timexes[0]).span.start]  # "daily since March"
    first, last = timexes[0].when, timexes[-1].when
    main = next((t.when for t in timexes if t.when.earliest), first)
    rule, days = main.rule, _days(main)
    dated = [found for t in timexes if t.type in ("DATE", "TIME") and (found := _days(t.when))]
    if len(dated) > 1 and re.search(r"\b(?:and|to|through|until|till)\b|[-–—]", low[timexes[0].span.end : timexes[-1].span.start]):
        days, rule = hull(dated[0], dated[-1]), "range"
    if re.search(r"\bsince\b", lead):
        # With nothing to say how long it went on, the interval ends where the report was published.
        open_end = days is None or published is None or published < days[0]
        days, rule = (None, "since-open") if open_end or days is None or published is None else ((days[0], published), "since")
    elif re.search(r"\b(?:until|till)\b", lead) and last.latest is not None:
        measure = next((t for t in timexes if t.type == "DURATION"), None)
        end = _after(last.latest, measure.value) if measure else last.latest
        days, rule = ((published, end), "until") if published and end and published <= end else (None, "until-open")
    elif (
        (re.search(r"\bby\s+(?:the\s+)?$", lead) or low.startswith("by ", len(lead)))
        and days
        and published is not None
        and published < days[1]
    ):
        days, rule = (published, days[1]), "by"  # what is to be done by a day may be done on any until then
    earliest, latest = days or (None, None)
    return When(span=Span(0, len(expression)), expression=expression, earliest=earliest, latest=latest, rule=rule, precision=main.precision)


def dateline_date(text: str) -> date | None:
    """The date in the dateline that opens a wire ("SAN SALVADOR, 12 FEB 90 (ACAN-EFE) --"), None without one or without its year."""
    match = _DATELINE.match(text[:300])
    if match is None:
        return None
    expression = re.sub(r"(?<=[A-Za-z.])\s+(\d\d)$", r"-\1", match["date"])
    expression = re.sub(r"^(\d{1,2})\s+([A-Za-z]{3,9})\.?-", r"\1-\2-", expression)
    when = resolve_when(expression, published=None)
    return when.earliest if when is not None and when.earliest == when.latest else None


def _after(day: date, value: str | None) -> date | None:
    match = re.fullmatch(r"P(\d+)([DWMY])", value or "")
    if match is None:
        return day
    unit = {"D": "day", "W": "week", "M": "month", "Y": "year"}[match[2]]
    return relative.shift(day, unit, int(match[1]))


def _days(when: When) -> tuple[date, date] | None:
    return (when.earliest, when.latest) if when.earliest is not None and when.latest is not None else None


@lru_cache(maxsize=256)
def _rules_for(marks: int) -> tuple[Rule, ...]:
    """The rules that a run with these marks can satisfy, in their order."""
    return tuple(rule for rule in _RULES if rule.needs & marks == rule.needs)


def _longest(low: str, start: int, rules: tuple[Rule, ...], narrative: Narrative) -> tuple[int, Meaning] | None:
    """The longest rule that fires at `start`; the earlier rule wins a tie."""
    matches = [(match.end(), -index, match) for index, rule in enumerate(rules) if (match := rule.pattern.match(low, start))]
    for _, index, match in sorted(matches, key=lambda item: item[:2], reverse=True):
        meaning = rules[-index].meaning(match, narrative)
        if meaning is not None:
            return start + len(match.group().rstrip()), meaning
    return None


def _joined(low: str, found: list[tuple[int, int, Meaning]]) -> list[tuple[int, int, Meaning]]:
    """Put a time of day together with the date beside it: "9 a.m. Tuesday", "on Monday at 04:30"."""
    result: list[tuple[int, int, Meaning]] = []
    for start, end, meaning in found:
        if result:
            before_start, before_end, before = result[-1]
            gap = low[before_end:start]
            if before.clock and not meaning.clock and _is_day(meaning) and _JOIN.fullmatch(gap):
                result[-1] = (before_start, end, _with_clock(meaning, before))
                continue
            if meaning.clock and not before.clock and _is_day(before) and _JOIN_CLOCK.fullmatch(gap):
                result[-1] = (before_start, end, _with_clock(before, meaning))
                continue
        result.append((start, end, meaning))
    return result


def _is_day(meaning: Meaning) -> bool:
    return meaning.precision == "day" and meaning.type in ("DATE", "TIME") and (meaning.value or "").count("/") == 0


def _with_clock(day: Meaning, clock: Meaning) -> Meaning:
    head = (day.value or "XXXX-XX-XX").split("T")[0]
    return replace(day, type="TIME", value=f"{head}T{(clock.value or '').split('T')[-1]}", rule=f"{day.rule}-clock")


def _timex(text: str, start: int, end: int, meaning: Meaning) -> Timex:
    span = Span(start, end)
    earliest, latest = meaning.days or (None, None)
    when = When(span=span, expression=span.of(text), earliest=earliest, latest=latest, rule=meaning.rule, precision=meaning.precision)
    return Timex(span=span, type=meaning.type, value=meaning.value, when=when)
