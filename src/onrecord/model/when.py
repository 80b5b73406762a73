"""Dates as claims name them and as they are resolved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onrecord.model.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """An interval of inclusive ISO days, or an expression that could not be resolved.

    `span` is the expression in the text (None where the date comes from the dateline or another sentence); `earliest` and `latest`
    are None together when the text does not allow a date ("June 3" with no year). `rule` names the rule that fired, `precision` is one of
    day, week, month, season, year, longer, vague.
    """

    span: Span | None
    expression: str | None
    earliest: date | None
    latest: date | None
    rule: str
    precision: str | None = None
    source: Span | None = None
    """The words elsewhere in the document that give the date, where `span` is None because the claim's own sentence names none."""

    def __post_init__(self) -> None:
        if (self.earliest is None) != (self.latest is None):
            raise ValueError("earliest and latest are both given or both None")
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            raise ValueError(f"earliest {self.earliest} lies after latest {self.latest}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """A date, time, duration or set found in the text, in the manner of TIMEX3.

    `type` is DATE, TIME, DURATION or SET; `value` the TIMEX3 value ("1989-11-16", "P3D", "PAST_REF"), None when it cannot be told.
    """

    span: Span
    type: str
    value: str | None
    when: When
