"""What a date expression is read against: the publication date, the tense of its clause, and the dates that the text has named before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from onrecord.resolve.when.calendar import Days, quarter_days

Direction = Literal["past", "perhaps", "future"]
"""Sense of a clause; "perhaps" is a future that only a modal or an infinitive hints at."""

# A full stop after a.m., a short month, a title or an initial ends no sentence.
_SENTENCE_EDGE = re.compile(
    r"(?<!\b[a-z])(?<!\.[a-z])(?<!\b(?:mr|ms|dr|lt|st|no))(?<!\b(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|gen|col|maj|sen|gov|rep))(?<!\bsept)"
    r"[.!?;]['\"”’)\]]*\s+|\n\s*\n"
)
_FUTURE = re.compile(
    r"\b(?:will|shall|won['’]t|going to|(?:is|are|be|been|was|were) (?:to|due|set|scheduled|expected|planned|slated|likely)\b"
    r"|scheduled|plans|planning|expects|expected|due|set to"
    r"|set for|hopes? to|upcoming|intends?|deadline|ready to|until|till|as (?:early|soon) as|effective|payable"
    r"|matur(?:es|ing)|expires?|tomorrow)\b|\b(?:by|through|for)\s+(?:the\s+)?(?:end\s+of\s+)?\Z"
)
_PERHAPS_FUTURE = re.compile(
    r"\b(?:would|may|might|could|should|must|can|plan|planned|forecasts?|aims? to"
    r"|(?<!\bis )(?<!\bare )(?<!\bdue )(?<!\bset )(?<!\bgoing )to"
    # A place or person that somebody went to is no purpose: "was taken to the hospital Sunday night".
    r" (?!(?:the|his|her|its|their|our|your|this|that|these|those|all|any|some|both|each|most|more|another|other|about|around|within"
    r"|near|nearly|north\w*|south\w*|east\w*|west\w*|one|two|three|four|five|six|seven|eight|nine|ten|hospital|prison|jail|court|death"
    r"|safety|school|work|war|people|police|reporters|journalists|local|government)\b)[a-z]{3,})\b"
)
_HAD_BEEN_DUE = re.compile(r"\bhad (?:\w+ )?been (?:due|set|scheduled|expected|planned|slated|supposed)\b[^,;]*$")
"""What had been due on a day is told after it."""
_PAST = re.compile(
    r"(?<!\bbe\s)\b(?:was|were|had|has|have|did|been|said|told|went|came|took|made|began|fell|rose|shot|left|met|held|found|struck|hit|led|got|gave|saw|became|fought|fled|says"
    r"|lost|won|sent|set off|broke|brought|closed|ended|since|after|ago"
    r"|(?!united|hundred|indeed|need|speed|feed|seed|sacred|succeed|proceed|exceed|un[a-z]+ed\b|red\b)[a-z]{3,}ed)\b"
)
_LONGER_PERIOD = re.compile(r"\b(?:nine|six|9|6)[ -]months?\b|\bfor (?:the (?:full |fiscal )?|fiscal |all of )year\b|\bfirst half\b")
_HISTORY_REACH = 600
_NARRATIVE_REACH = 1200
_HISTORY_TEXT_REACH = 3000
_HISTORY_YEARS = 6
"""As many years long past a text must name to be taken for history, with at most a quarter as many words for the days around it."""
_NEXT_YEAR_MONTHS = 5
_A_YEAR = re.compile(r"(?<![\w.,$€£/])(?:1[5-9]\d\d|20\d\d)(?![\d%]|[.,]\d)")
_OF_THE_DAY = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|last (?:week|month|night)|this (?:week|month)"
    r"|сьогодні|вчора|завтра|сегодня|вчера|позавчора|цього тижня|на этой неделе|اليوم|أمس)\b"
)
_REACH = 220
"""Code points of context on either side that are searched for a verb."""


@dataclass(slots=True)
class Narrative:
    """The running state of one pass over a text. `low` is the lower-cased text; `reference` the last interval that the text has named.

    `quarter` is the last quarter named, for the "a year earlier" of financial reports, `quarter_before` the last of those begun by then.
    """

    low: str
    published: date | None
    reference: Days | None = None
    reference_at: int = 0
    quarter: tuple[int, int] | None = None
    quarter_at: int = 0
    quarter_before: tuple[int, int] | None = None
    year_at: list[tuple[int, int, int]] = field(default_factory=list)
    """(position, year, month) of every full date named so far."""
    told: list[tuple[int, int, int | None]] = field(default_factory=list)
    """(position, year, month) of every date and every bare year named or worked out so far, for texts that tell history."""
    _history: bool | None = None

    def name(self, position: int, year: int, month: int | None = None) -> None:
        """Note that the text names a year, with its month where it does."""
        if month is not None:
            self.year_at.append((position, year, month))
        self.told.append((position, year, month))

    def name_quarter(self, year: int, number: int, position: int) -> None:
        """Note that the text names a quarter."""
        self.quarter, self.quarter_at = (year, number), position
        if self.published is None or quarter_days(year, number)[0] <= self.published:
            self.quarter_before = self.quarter

    @property
    def tells_history(self) -> bool:
        """Whether the text as a whole tells of years long before its publication, with next to nothing of the days around it."""
        if self._history is None:
            self._history = self.published is not None and _tells_history(self.low, self.published)
        return self._history

    def history_year(self, position: int, month: int) -> int | None:
        """In a text that tells history, the year of a month without one: that of the date told last, or the next where months run on."""
        if not self.told or not self.tells_history or self.published is None:
            return None
        at, year, last = self.told[-1]
        if position - at > _HISTORY_TEXT_REACH or year > self.published.year - 2:
            return None
        if last is not None and month + 12 - last <= _NEXT_YEAR_MONTHS:
            year += 1
        self.told.append((position, year, month))
        return year

    def compared_quarter(self, position: int) -> tuple[int, int] | None:
        """The quarter that "a year earlier" is told from; None where a longer period has been named since ("the first nine months")."""
        if self.quarter is None or _LONGER_PERIOD.search(self.low, self.quarter_at, position):
            return None
        ahead = self.published is not None and quarter_days(*self.quarter)[0] > self.published
        return self.quarter_before if ahead else self.quarter  # results are compared, and what lies ahead has none yet

    def recent_reference(self, position: int) -> Days | None:
        """The last named interval, unless it lies too far back in the text to be what "the next day" follows."""
        return self.reference if self.reference is not None and position - self.reference_at <= 1500 else None

    def narrative_year(self, position: int, month: int) -> int | None:
        """The year of a month without one in a text without publication: that of the date told last, or the next as months run on.

        The date told last stands in the same paragraph or the one above; a full date of the same month goes before it. A bare year settles
        nothing: it is mostly an aside ("which fought a war in 2006").
        """
        near = [told for told in self.told if self._is_near(told[0], position)]
        same = [year for at, year, named_month in self.year_at if named_month == month and self._is_near(at, position)]
        if same:
            return same[-1]
        _, year, last = near[-1] if near else (0, 0, None)
        if last is None:
            return None
        if month + 12 - last <= _NEXT_YEAR_MONTHS:
            year += 1
        self.told.append((position, year, month))
        return year

    def _is_near(self, at: int, position: int) -> bool:
        between = self.low[at:position]
        return len(between) <= _NARRATIVE_REACH and len(re.findall(r"\n\s*\n", between)) <= 1

    def past_year(self, position: int) -> int | None:
        """The year of a full date named just before in the same paragraph, where it lies two or more years back: the text tells history."""
        if not self.year_at or self.published is None:
            return None
        at, year, _ = self.year_at[-1]
        near = position - at <= _HISTORY_REACH and not re.search(r"\n\s*\n", self.low[at:position])
        return year if near and year <= self.published.year - 2 else None

    def direction(self, start: int, end: int) -> Direction | None:
        """Whether the clause around `[start, end)` tells of past or future: the nearest verb before it decides, else the first after."""
        low = self.low
        before = low[max(0, start - _REACH) : start]
        edges = list(_SENTENCE_EDGE.finditer(before))
        if edges:
            before = before[edges[-1].end() :]
        if _HAD_BEEN_DUE.search(before):
            return "past"
        found = _nearest(before, last=True)
        if found is not None:
            return found
        after = low[end : end + _REACH]
        edge = _SENTENCE_EDGE.search(after)
        return _nearest(after[: edge.start()] if edge else after, last=False)


def _tells_history(low: str, published: date) -> bool:
    years = [int(match.group()) for match in _A_YEAR.finditer(low)]
    old = sum(year <= published.year - 2 for year in years)
    near = sum(published.year - 1 <= year <= published.year + 1 for year in years)
    return old >= _HISTORY_YEARS and 4 * (near + len(_OF_THE_DAY.findall(low))) <= old


_TENSES: tuple[tuple[re.Pattern[str], Direction], ...] = ((_PAST, "past"), (_PERHAPS_FUTURE, "perhaps"), (_FUTURE, "future"))


def _nearest(clause: str, *, last: bool) -> Direction | None:
    """The sense of the last or first cue in a clause; where two cues coincide ("expected"), the later list wins."""
    best: tuple[int, Direction] | None = None
    for pattern, direction in _TENSES:
        if last:
            ends = [match.end() for match in pattern.finditer(clause)]
            if ends and (best is None or ends[-1] >= best[0]):
                best = (ends[-1], direction)
        else:
            match = pattern.search(clause)
            if match and (best is None or match.start() <= best[0]):
                best = (match.start(), direction)
    return best[1] if best else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a rule makes of an expression: TIMEX3 type and value, the days (None where unresolved), the granularity and the rule's name.

    `clock` marks a bare time of day that may join a date beside it; `anchors` is False for what never becomes the narrative's reference.
    """

    type: str
    value: str | None
    days: Days | None
    precision: str | None
    rule: str
    clock: bool = False
    anchors: bool = True
