"""Dates for claims whose own sentence names none: from the same happening told elsewhere, or from the narrative that goes on.

`docs/dates.md` states the rules. Each carried date has no span of its own, a rule that begins with "carried-", and `source`, the words
elsewhere in the document that give it. The date of publication never dates a happening by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.model import Claim, Reading, Span, When
from onrecord.resolve.when.day_parts import OF_THE_DAY
from onrecord.resolve.when.find import find_timexes

SAME_EVENT, CONTINUED, EPISODE = "carried-same-event", "carried-continued", "carried-episode"

_TOLD = frozenset(("occurred", "denied", "withdrawn"))
_OPEN_STATUS = frozenset(("hypothetical", "ongoing"))
"""What goes on is not dated by one day of it."""
_MOST_DAYS = 4
"""A narrative goes on within a day or a few; a month or a year named once says little about the next sentence."""
_MOST_EVENT_DAYS = 31
"""A longer period dates a campaign, of which the claims of one happening may tell different parts."""
_REACH = 400
"""Code points between two sentences with claims, past which the second no longer goes on from the first."""
_PERFECT = re.compile(r"\b(?:has|have|had|having)(?:\s+(?:\w+ly|also|not|already|never|since|been|being|\w+ed\s+and))*\s*$", re.IGNORECASE)
_OTHER_TIME = re.compile(
    r"\b(?:earlier|previous(?:ly)?|before|ago|since|until|in\s+the\s+past|once|formerly|usually|often|regularly|repeatedly|always|every"
    r"|will|would|is|are|continues?|still)\b",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"\b(?:after|before|since|until|following|who|which|whose)\s+(?:\S+\s+){0,6}\S*$", re.IGNORECASE)
_WITHIN_A_DAY = re.compile(r"\b(?:hours?|minutes?|seconds?)\b|\bo['’]clock\b", re.IGNORECASE)
_LONG = re.compile(r"\b(?:1[2-9]|[2-9]\d|\d{3,}|twelve|\w+teen|twenty|\w+ty|several|many)\b", re.IGNORECASE)
_TALK = frozenset(("ACCUSE", "REJECT", "AGREE", "CONSULT", "REQUEST", "SUPPORT", "COOPERATE", "CONCEDE", "THREATEN"))
"""Types that comment on an episode, and need not be of its day."""
_LISTING = re.compile(r"[\W_]*(?:in addition|also|additionally|moreover|furthermore|besides|likewise|similarly|finally)\b", re.IGNORECASE)


def carry_times(reading: Reading, happenings: Iterable[Sequence[str]]) -> Reading:
    """The reading with dates carried to claims that have none; `happenings` are groups of claim ids that tell of one happening.

    Rules, in turn until nothing changes: a date known for one claim of a happening dates its other claims, unless two of them contradict
    each other; a sentence that goes on with the narrative of the dated one before it, in its paragraph and by the same voice, takes its
    date; so do the other sentences of a paragraph that tells on about a happening dated elsewhere. Claims with a time keep it.
    """
    if not reading.claims or all(claim.time is None for claim in reading.claims):
        return reading
    groups = [tuple(group) for group in happenings if len(group) > 1]
    state = _State(reading)
    while state.same_event(groups) | state.continued() | state.episode():
        pass
    return replace(reading, claims=tuple(replace(claim, time=state.times[claim.id]) for claim in reading.claims))


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with claims: its span, its paragraph's number, the claims, and whether it names a date of its own."""

    span: Span
    paragraph: int
    claims: tuple[Claim, ...]
    dated_itself: bool


class _State:
    """The times of one reading's claims by id, while they are carried."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.document.text
        self.times: dict[str, When | None] = {claim.id: claim.time for claim in reading.claims}
        self._claims = {claim.id: claim for claim in reading.claims}
        starts = sorted(paragraph.start for paragraph in reading.paragraphs)
        own = [
            t.span
            for t in find_timexes(self._text, published=reading.document.published)
            if t.type in ("DATE", "TIME") and not (t.when.precision == "vague" or t.when.rule in OF_THE_DAY)
        ]
        order = sorted({claim.evidence for claim in reading.claims})
        self._sentences = [
            _Sentence(
                span,
                bisect_right(starts, span.start),
                tuple(claim for claim in reading.claims if claim.evidence == span),
                any(span.contains(t) for t in own),
            )
            for span in order
        ]

    def _undated(self, claim: Claim) -> bool:
        return _open(self.times[claim.id])

    def _carry(self, claim: Claim, when: When | None, rule: str) -> None:
        """Give a claim the date of another; the hour or the short length that its own words say stays with it."""
        own = self.times[claim.id]
        carried = _carried(when, rule)
        self.times[claim.id] = replace(carried, span=own.span, expression=own.expression) if own is not None else carried

    def same_event(self, groups: Sequence[tuple[str, ...]]) -> bool:
        """Date the claims of a happening from the one claim of it that knows best; True where a claim was dated."""
        changed = False
        for group in groups:
            dated = [
                (i, t)
                for i in group
                if (t := self.times.get(i)) is not None
                and t.earliest is not None
                and _length(t) < _MOST_EVENT_DAYS
                and t.rule not in OF_THE_DAY
            ]
            missing = [i for i in group if i in self.times and _open(self.times[i]) and self._claims[i].status not in _OPEN_STATUS]
            if not dated or not missing:
                continue
            first = max(t.earliest for _, t in dated if t.earliest)
            last = min(t.latest for _, t in dated if t.latest)
            if first > last:  # the tellers disagree about the day, and a claim without one takes no side
                continue
            _, when = min(dated, key=lambda item: (_length(item[1]), self._claims[item[0]].trigger.start))
            for i in missing:
                self._carry(self._claims[i], when, SAME_EVENT)
                changed = True
        return changed

    def continued(self) -> bool:
        """Date sentences that go on from the dated one just before them; True where a claim was dated."""
        changed = False
        for before, after in pairwise(self._sentences):
            listing = _LISTING.match(after.span.of(self._text)) is not None
            if not (before.paragraph == after.paragraph or (listing and after.paragraph == before.paragraph + 1)):
                continue
            giver = self._giver(before)
            near = after.span.start - before.span.end < _REACH
            if giver is None or after.dated_itself or not near:
                continue
            for claim in after.claims:
                if self._undated(claim) and self._told_so(claim) and _same_voice(giver, claim):
                    self._carry(claim, self.times[giver.id], CONTINUED)
                    changed = True
        return changed

    def episode(self) -> bool:
        """Date the sentences of a paragraph about a happening that is dated elsewhere; True where a claim was dated."""
        changed = False
        paragraphs: dict[int, list[_Sentence]] = {}
        for sentence in self._sentences:
            paragraphs.setdefault(sentence.paragraph, []).append(sentence)
        for sentences in paragraphs.values():
            claims = [claim for sentence in sentences for claim in sentence.claims]
            dated = [claim for claim in claims if (t := self.times[claim.id]) is not None and t.earliest is not None]
            days = {(t.earliest, t.latest) for claim in dated if (t := self.times[claim.id]) is not None}
            if len(days) != 1 or any(sentence.dated_itself for sentence in sentences):
                continue
            giver = next((c for c in dated if (t := self.times[c.id]) is not None and t.rule == SAME_EVENT), None)
            if giver is None or not _brief(self.times[giver.id]):
                continue
            for claim in claims:
                if self._undated(claim) and self._told_so(claim):
                    self._carry(claim, self.times[giver.id], EPISODE)
                    changed = True
        return changed

    def _giver(self, sentence: _Sentence) -> Claim | None:
        """The claim of a sentence whose brief date all its dated claims share."""
        dated = [c for c in sentence.claims if (t := self.times[c.id]) is not None and t.earliest is not None and c.status in _TOLD]
        days = {(t.earliest, t.latest) for c in dated if (t := self.times[c.id]) is not None}
        return dated[-1] if len(days) == 1 and _brief(self.times[dated[-1].id]) else None

    def _told_so(self, claim: Claim) -> bool:
        """Whether a deed is told in the simple past: no comment on it, no perfect, no habit, no background."""
        if claim.status != "occurred" or claim.event_type in _TALK:
            return False
        sentence, trigger = claim.evidence, claim.trigger
        before = self._text[max(sentence.start, trigger.start - 60) : trigger.start]
        clause = re.split(r"[,;:]|\bthat\b", before)[-1]
        return not any(pattern.search(clause) for pattern in (_PERFECT, _OTHER_TIME, _BACKGROUND))


def _length(when: When) -> int:
    assert when.earliest is not None
    assert when.latest is not None
    return (when.latest - when.earliest).days


def _open(when: When | None) -> bool:
    """Whether a claim's own words leave the day open: none, or only an hour, a part of a day or a length of minutes or a few hours."""
    if when is None:
        return True
    if when.earliest is not None:
        return False
    return when.rule in OF_THE_DAY or (_WITHIN_A_DAY.search(when.expression or "") is not None and not _LONG.search(when.expression or ""))


def _brief(when: When | None) -> bool:
    return when is not None and when.earliest is not None and _length(when) < _MOST_DAYS


def _same_voice(one: Claim, other: Claim) -> bool:
    """Whether two claims are told by one voice: the publisher, or origins of one organisation or with one name within the other."""
    if not one.attribution or not other.attribution:
        return not one.attribution and not other.attribution
    first, second = one.attribution[-1], other.attribution[-1]
    if first.actor is not None and second.actor is not None and first.actor.organisation and second.actor.organisation:
        return first.actor.organisation == second.actor.organisation
    names = [set(re.findall(r"\w+", link.name.casefold())) for link in (first, second)]
    return bool(names[0] & names[1]) and (names[0] <= names[1] or names[1] <= names[0])


def _carried(when: When | None, rule: str) -> When:
    """`when` of one claim for another; what a narrative suggests is no more exact than a week."""
    assert when is not None
    loose = rule != SAME_EVENT and when.precision == "day"
    return replace(when, span=None, rule=rule, source=when.source or when.span, precision="week" if loose else when.precision)
