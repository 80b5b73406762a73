"""What speaks for and against carrying a date of a report to a claim that has none: named features of claim and date."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from onrecord.model import Claim, Reading, When
from onrecord.resolve.when.day_parts import OF_THE_DAY
from onrecord.resolve.when.find import find_timexes

CARRIED, SAME_EVENT, PREVIOUS = "carried-", "same event", "told right before"

_NEAR = (0, 1, 2, 3, 5, 8)
"""Sentences between claim and date, as steps."""
_GIVERS = 24
"""Claims with a date that are looked at on either side of one without, so that the work grows with the length of a report only."""
_PERFECT = re.compile(r"\b(?:has|have|had|having)(?:\s+(?:\w+ly|also|not|already|never|since|been|being|\w+ed\s+and))*\s*$", re.IGNORECASE)
_OTHER_TIME = re.compile(
    r"\b(?:earlier|previous(?:ly)?|before|ago|since|until|in\s+the\s+past|once|formerly|usually|often|regularly|repeatedly|always|every"
    r"|will|would|is|are|continues?|still)\b",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"\b(?:after|before|since|until|following|who|which|whose)\s+(?:\S+\s+){0,6}\S*$", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|its|their)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:]|\bthat\b")
_WITHIN_A_DAY = re.compile(r"\b(?:hours?|minutes?|seconds?)\b|\bo['’]clock\b", re.IGNORECASE)
_LONG = re.compile(r"\b(?:1[2-9]|[2-9]\d|\d{3,}|twelve|\w+teen|twenty|\w+ty|several|many)\b", re.IGNORECASE)
_TALK = frozenset(("ACCUSE", "REJECT", "AGREE", "CONSULT", "REQUEST", "SUPPORT", "COOPERATE", "CONCEDE", "THREATEN"))
"""Types that comment on an episode, and need not be of its day."""
_STATUSES = frozenset(("planned", "alleged_plan", "hypothetical", "ongoing", "denied", "withdrawn"))
_NO_DAY = frozenset(("hypothetical", "ongoing"))
_JOINED = (
    *((SAME_EVENT, name) for name in ("perfect", "background", "names a date", "planned", "alleged_plan", "hypothetical", "talk")),
    *((PREVIOUS, name) for name in ("perfect", "other time", "talk", "definite", "background", "names a date")),
    *((PREVIOUS, name) for name in ("same paragraph", "same voice", "same status", "only carried", "one sentence", "next sentence")),
    *(
        ("told last", name)
        for name in ("within 1", "within 2", "same paragraph", "today", "yesterday", "a day", "long", "a month", "talk", "many")
    ),
    *(("told first", name) for name in ("same paragraph", "next paragraph", "today", "yesterday", "many")),
    *(("within 1", name) for name in ("same voice", "same paragraph", "perfect", "background", "other time", "talk", "names a date")),
    *(("within 0", name) for name in ("same voice", "names a date")),
    *(("future", name) for name in ("planned", "alleged_plan", "hypothetical")),
    *(("told last", name) for name in ("planned", "alleged_plan", "hypothetical")),
    ("same paragraph", "talk"),
    ("same paragraph", "a day"),
)
"""Pairs of features that say more together than each by itself."""


def may_take(claim: Claim) -> bool:
    """Whether a claim can take a date: not what goes on or is only thought of, and only where its own words leave the day open.

    They do where there are none, or only an hour, a part of a day or a length of minutes or a few hours.
    """
    when = claim.time
    if claim.status in _NO_DAY:
        return False
    if when is None:
        return True
    if when.earliest is not None:
        return False
    return when.rule in OF_THE_DAY or (_WITHIN_A_DAY.search(when.expression or "") is not None and not _LONG.search(when.expression or ""))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date of the report, told by the claim nearest to the one without, and what speaks for and against it."""

    when: When
    evidence: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Giver:
    claim: Claim
    when: When
    carried: bool

    @property
    def interval(self) -> tuple[date, date]:
        assert self.when.earliest is not None
        assert self.when.latest is not None
        return self.when.earliest, self.when.latest


class Story:
    """The claims of one reading in the order of its text, with the dates told so far; `happenings` are groups of ids of claims."""

    def __init__(self, reading: Reading, happenings: Iterable[Sequence[str]]) -> None:
        document = self._document = reading.document
        self.claims = sorted(reading.claims, key=lambda claim: claim.trigger)
        self._before: Claim | None = None
        self._last: When | None = None
        self._event = {i: number for number, group in enumerate(happenings) for i in group}
        sentences = sorted(s.start for s in reading.sentences)
        paragraphs = sorted(p.start for p in reading.paragraphs)
        self._sentence = {c.id: bisect_right(sentences, c.trigger.start) for c in self.claims}
        self._paragraph = {c.id: bisect_right(paragraphs, c.trigger.start) for c in self.claims}
        named = sorted(
            t.span.start
            for t in find_timexes(document.text, published=document.published)
            if t.type in ("DATE", "TIME") and not (t.when.precision == "vague" or t.when.rule in OF_THE_DAY)
        )
        self._names_date = {
            c.id for c in self.claims if bisect_right(named, c.evidence.end - 1) > bisect_right(named, c.evidence.start - 1)
        }
        # What an earlier pass carried is told again in this one.
        self._givers = [_Giver(c, c.time, carried=False) for c in self.claims if _has_dates(c.time) and not c.time.rule.startswith(CARRIED)]

    def tell(self, claim: Claim, carried: When | None) -> None:
        """Go on past a claim, with the date that was carried to it."""
        when = carried or claim.time
        known = when if _has_dates(when) else None
        if known is not None and known.rule.startswith(CARRIED):
            at = bisect_right(self._givers, claim.trigger, key=lambda g: g.claim.trigger)
            self._givers.insert(at, _Giver(claim, known, carried=True))
        self._before, self._last = claim, known

    def candidates(self, claim: Claim) -> list[Candidate]:
        """The dates that the report tells around a claim without one; none where it tells none."""
        at = bisect_right(self._givers, claim.trigger, key=lambda g: g.claim.trigger)
        near = [g for g in self._givers[max(0, at - _GIVERS) : at + _GIVERS] if g.claim.trigger != claim.trigger]
        by_date: dict[tuple[date, date], list[_Giver]] = {}
        for giver in near:
            by_date.setdefault(giver.interval, []).append(giver)
        if not by_date:
            return []
        event = self._event.get(claim.id)
        days_of_event = {g.interval for g in near if event is not None and self._event.get(g.claim.id) == event}
        before = [g for g in near if g.claim.trigger < claim.trigger]
        told_last = before[-1].interval if before else None
        own = self._of_claim(claim, len(by_date))
        found = []
        for days, givers in by_date.items():
            evidence = {
                **own,
                **self._of_date(days, len(givers) / len(near)),
                **self._between(claim, givers, of_event=days_of_event == {days}),
                "told last": float(days == told_last),
                "told first": float(days == self._givers[0].interval),
            }
            evidence |= self._told_before(claim, days)
            evidence |= {f"{a} & {b}": 1.0 for a, b in _JOINED if evidence.get(a) and evidence.get(b)}
            teller = min(givers, key=lambda g: abs(self._sentence[g.claim.id] - self._sentence[claim.id]))
            found.append(Candidate(teller.when, {name: value for name, value in evidence.items() if value}))
        return found

    def _of_claim(self, claim: Claim, dates: int) -> dict[str, float]:
        text, trigger = self._document.text, claim.trigger
        clause = _CLAUSE.split(text[max(claim.evidence.start, trigger.start - 60) : trigger.start])[-1]
        features = {
            "bias": True,
            claim.event_type: True,
            claim.status: claim.status in _STATUSES,
            "talk": claim.event_type in _TALK,
            "perfect": _PERFECT.search(clause),
            "other time": _OTHER_TIME.search(clause),
            "background": _BACKGROUND.search(clause),
            "definite": _DEFINITE.search(text[max(0, trigger.start - 30) : trigger.start]),
            "names a date": claim.id in self._names_date,
            "an hour": claim.time is not None,
            "two dates": dates > 1,
            "many": dates > 3,
        }
        return {name: 1.0 for name, value in features.items() if value}

    def _of_date(self, days: tuple[date, date], share: float) -> dict[str, float]:
        length = (days[1] - days[0]).days
        features = {"share": share, "a day" if length <= 1 else "a few days" if length <= 4 else "a month" if length <= 31 else "long": 1.0}
        if self._document.published is None:
            return {**features, "unpublished": 1.0}
        ago = (self._document.published - days[1]).days
        steps = ((0, "future"), (1, "today"), (2, "yesterday"), (8, "within a week"), (32, "within a month"))
        return {**features, next((name for limit, name in steps if ago < limit), "old"): 1.0}

    def _between(self, claim: Claim, givers: list[_Giver], *, of_event: bool) -> dict[str, float]:
        others = [g.claim for g in givers]
        gap = min(abs(self._sentence[o.id] - self._sentence[claim.id]) for o in others)
        paragraphs = {self._paragraph[o.id] - self._paragraph[claim.id] for o in others}
        features = {
            **{f"within {step}": gap <= step for step in _NEAR},
            SAME_EVENT: of_event,  # where its tellers disagree about the day, a claim without one takes no side
            "same paragraph": 0 in paragraphs,
            "next paragraph": -1 in paragraphs,
            "only told after": all(o.trigger > claim.trigger for o in others),
            "only carried": all(g.carried for g in givers),
            "same voice": any(_same_voice(o, claim) for o in others),
            "same type": any(o.event_type == claim.event_type for o in others),
            "same status": any(o.status == claim.status for o in others),
            "of talk": any(o.event_type in _TALK for o in others),
            "same place": any({p.name for p in o.places} & {p.name for p in claim.places} for o in others),
            "same target": any({r.name for r in o.targets} & {r.name for r in claim.targets} for o in others),
            "same actor": any({r.name for r in o.actors} & {r.name for r in claim.actors} for o in others),
        }
        return {name: 1.0 for name, value in features.items() if value}

    def _told_before(self, claim: Claim, days: tuple[date, date]) -> dict[str, float]:
        """What the claim right before this one in the text says."""
        if self._before is None:
            return {}
        gap = self._sentence[claim.id] - self._sentence[self._before.id]
        features = {"one sentence": gap == 0, "next sentence": gap == 1, "undated before": self._last is None}
        features["undated before in paragraph"] = self._last is None and self._paragraph[claim.id] == self._paragraph[self._before.id]
        features[PREVIOUS] = self._last is not None and (self._last.earliest, self._last.latest) == days
        return {name: 1.0 for name, value in features.items() if value}


def _has_dates(when: When | None) -> TypeGuard[When]:
    return when is not None and when.earliest is not None and when.latest is not None


def _same_voice(one: Claim, other: Claim) -> bool:
    """Whether two claims are told by one voice: the publisher, or origins of one organisation or with one name within the other."""
    if not one.attribution or not other.attribution:
        return not one.attribution and not other.attribution
    first, second = one.attribution[-1], other.attribution[-1]
    if first.actor is not None and second.actor is not None and first.actor.organisation and second.actor.organisation:
        return first.actor.organisation == second.actor.organisation
    names = [set(re.findall(r"\w+", link.name.casefold())) for link in (first, second)]
    return bool(names[0] & names[1]) and (names[0] <= names[1] or names[1] <= names[0])
