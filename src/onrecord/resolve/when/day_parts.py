"""Rules for parts of a day and times of a clock that name no day: "before dawn", "late in the evening", "shortly after noon"."""

from __future__ import annotations

import re

from onrecord.resolve.when.calendar import Days, shift_days
from onrecord.resolve.when.narrative import Meaning, Narrative
from onrecord.resolve.when.rule import Rule, make_rules
from onrecord.resolve.when.words import PARTS_OF_DAY

OF_THE_DAY = frozenset({"clock", "part-of-that-day"})
"""Rules whose day is not said beside them: a date in the same sentence decides over the narrative's."""
_GREETING = re.compile(r"\s*['’]s\b|\s+(?:news|edition|prayers?|paper|newspaper|show|shift|programme|session)\b")


def day_told(position: int, narrative: Narrative) -> Days | None:
    """The day that a time without one falls on: the last that the narrative named, in the same paragraph; None without one."""
    reference = narrative.recent_reference(position)
    if reference is None or reference[0] != reference[1] or "\n\n" in narrative.low[narrative.reference_at : position]:
        return None
    return reference


def _part_alone(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    if _GREETING.match(narrative.low, match.end()):
        return None
    word = match["part"]
    days = day_told(match.start(), narrative)
    if days is None and narrative.published is not None and not narrative.tells_history:
        days = (narrative.published, narrative.published)  # "before dawn" with no other day near by is told on the day itself
    code = PARTS_OF_DAY[word]
    if days is None:
        return Meaning(
            type="TIME", value=f"XXXX-XX-XX{code}", days=None, precision="day", rule="part-of-that-day", clock=True, anchors=False
        )
    value = f"{days[0]}{code}"
    if word == "night" and days[0] == narrative.published:  # told the day after, "during the night" began the evening before
        days = (shift_days(days[0], -1) or days[0], days[0])
        value = f"{days[0]}{code}"
    return Meaning(type="TIME", value=value, days=days, precision="day", rule="part-of-that-day", clock=True, anchors=False)


RULES: tuple[Rule, ...] = make_rules(
    (
        (
            "part-alone",
            r"(?:(?:(?:very )?(?:early|late|later) )?in|during|through|throughout|since) the <PART>(?! (?:of|from|to|into)\b)",
            _part_alone,
        ),
        ("part-edge", r"(?:(?:shortly|just|well|soon) )?(?:before|after|at|by|since|from|until|towards) <PART>", _part_alone),
        ("part-span", r"between (?:midnight|dusk|dawn|noon|sunset) and <PART>", _part_alone),
    )
)
