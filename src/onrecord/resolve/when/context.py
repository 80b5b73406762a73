"""Hours and parts of a day that a reader marks for a claim: of which day, as the report leaves it unsaid.

A report tells such things of its day of publication and of the day before. "At three" and "after dark" are of the day that their paragraph
told last; where it tells none, hours and mornings are of the day of publication, evenings of the day that the report told last. Where that
is an earlier day than yesterday the words stay open. Chosen on the reports that we wrote (`docs/dates.md`), where lengths ("within the
hour", "for nineteen days") were right in one of four at most, and stay open too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from onrecord.model.span import Span
from onrecord.model.when import Timex, When
from onrecord.resolve.when.calendar import shift_days
from onrecord.resolve.when.day_parts import OF_THE_DAY
from onrecord.resolve.when.scan import lowered
from onrecord.resolve.when.words import SMALL, alternatives

HOUR = "hour-of-told-day"

_REACH = 3000
"""Code points back to the day told last."""
_HOURS = re.compile(
    r"\b(?:dawn|dusk|noon|midday|midnight|night|nightfall|morning|afternoon|evening|dark|darkness|daybreak|daylight|sunrise|sunset"
    r"|breakfast|lunch|o['’]clock|all day|the day|[ap]\.?m\b|\d{1,2}[.:]\d\d)"
    rf"|\b(?:at|by|before|after|until|towards|around|about|from)\s+(?:about\s+|around\s+)?"
    rf"(?:{alternatives([*SMALL][:12])}|half past \w+|[0-2]?\d[0-5]\d)(?:\s+(?:gmt|hrs|local(?:\s+time)?))?$"
)
_LATE = re.compile(r"\b(?:evening|night|nightfall|dark|darkness|dusk|sunset)\b")
_OTHER_DAY = re.compile(r"\b(?:previous|preceding|next|following|before|after|earlier|later|each|every|first|second|third|\w+th)\b")
_MIDNIGHT = re.compile(r"(?:at|around|about|toward|towards) midnight")
_EDGE = re.compile(
    r"\b(?:before|after)\s+(?:the\s+)?(?:dawn|dusk|noon|midday|midnight|nightfall|dark|daybreak|sunrise|sunset|breakfast|lunch)\b"
    rf"|\b(?:before|after)\s+(?:{alternatives([*SMALL][:12])}|[0-2]?\d[.:]?[0-5]\d)\b"
)
"""Of the same day, unlike other things that words of time come before or after."""


def hour_in_context(span: Span, text: str, timexes: Sequence[Timex], published: date | None, *, found: When | None) -> When | None:
    """The day of an hour or a part of a day; None where the words are of no such kind or the report leaves it open.

    `found` is what the words come to by themselves: a part of the day of publication gives way where the report tells of the day before.
    """
    if published is None:
        return None
    words = " ".join(lowered(span.of(text)).split())
    if not _HOURS.search(words) or _OTHER_DAY.search(_EDGE.sub("", words)):
        return None
    told = day_told_last(span, text, timexes)
    if _MIDNIGHT.fullmatch(words):
        return _midnight(span, text, told, published)
    before, late = shift_days(published, -1), _LATE.search(words) is not None
    if found is not None and found.earliest is not None:
        by_default = found.rule in OF_THE_DAY and found.earliest == found.latest == published
        if not by_default or not late or (told is not None and told[0] != before):
            return None
    if told is None:
        day = before if late else published
    elif told[0] not in (published, before):
        return None
    else:
        day = told[0] if told[1] or late else published
    return When(span=span, expression=span.of(text), earliest=day, latest=day, rule=HOUR, precision="day")


def _midnight(span: Span, text: str, told: tuple[date, bool] | None, published: date) -> When | None:
    """ "At midnight": between the day that the paragraph tells and the next, else between the day before publication and that."""
    first = told[0] if told is not None and told[1] and told[0] != published else shift_days(published, -1)
    last = None if first is None else shift_days(first, 1)
    if last is None:
        return None
    return When(span=span, expression=span.of(text), earliest=first, latest=last, rule=HOUR, precision="day")


def day_told_last(span: Span, text: str, timexes: Sequence[Timex]) -> tuple[date, bool] | None:
    """The day that the report named last before the words, no hour and no longer period, and whether their paragraph names it."""
    for timex in reversed(timexes):
        when = timex.when
        if timex.span.end > span.start or when.earliest is None or when.latest is None or when.rule in OF_THE_DAY:
            continue
        between = text[timex.span.end : span.start]
        if len(between) > _REACH:
            return None
        if timex.type in ("DATE", "TIME") and (when.latest - when.earliest).days <= 1:
            return when.earliest, "\n\n" not in between
    return None
