"""Dates for claims whose own sentence names none, from what the report tells elsewhere.

Which of the dates that a report gives to its other claims, if any, is also that of a claim without one is learnt from reports whose
carried dates were written down (`docs/dates.md`, `benchmarks/fit_carry.py`). A carried date has no span of its own, a rule that begins
with "carried-", and `source`, the words elsewhere in the document that give it. The date of publication never dates a happening by itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from onrecord.model import Reading, When
from onrecord.resolve.when.carry_evidence import CARRIED, PREVIOUS, SAME_EVENT, Candidate, Story, may_take
from onrecord.resolve.when.carry_weights import WEIGHTS

EVENT_RULE, CONTINUED_RULE, STORY_RULE = f"{CARRIED}same-event", f"{CARRIED}continued", f"{CARRIED}story"
LEAST = 0.4
"""The least chance with which a date is carried; chosen on the fifth of the reports that was kept from fitting."""


def carry_times(reading: Reading, happenings: Iterable[Sequence[str]]) -> Reading:
    """The reading with dates carried to claims that have none; `happenings` are groups of claim ids that tell of one happening.

    In the order of the text, so that a claim dated by the one before it dates the one after it. Claims with a time keep it, and where
    their words say only an hour or a short length ("at 0430", "for two hours") these words stay with the day that is carried to them.
    """
    if not reading.claims or all(claim.time is None for claim in reading.claims):
        return reading
    story = Story(reading, happenings)
    times = {claim.id: claim.time for claim in reading.claims}
    for claim in story.claims:
        carried = None
        if may_take(claim):
            best = most_likely(story.candidates(claim))
            if best is not None:
                carried = times[claim.id] = as_carried(best, claim.time)
        story.tell(claim, carried)
    return replace(reading, claims=tuple(replace(claim, time=times[claim.id]) for claim in reading.claims))


def most_likely(candidates: Sequence[Candidate], weights: Mapping[str, float] = WEIGHTS, least: float = LEAST) -> Candidate | None:
    """The candidate whose date a claim has most likely, against the others and none of them; None where its chance is below `least`."""
    if not candidates:
        return None
    odds = [math.exp(min(30.0, sum(weights.get(name, 0.0) * value for name, value in c.evidence.items()))) for c in candidates]
    best = max(range(len(odds)), key=odds.__getitem__)
    return candidates[best] if odds[best] / (1.0 + sum(odds)) >= least else None


def as_carried(candidate: Candidate, own: When | None = None) -> When:
    """The date of a candidate for a claim; what a narrative suggests is no more exact than a week."""
    evidence, when = candidate.evidence, candidate.when
    rule = EVENT_RULE if SAME_EVENT in evidence else CONTINUED_RULE if PREVIOUS in evidence else STORY_RULE
    precision = "week" if rule != EVENT_RULE and when.precision == "day" else when.precision
    made = replace(when, span=None, rule=rule, source=when.source or when.span, precision=precision)
    return made if own is None else replace(made, span=own.span, expression=own.expression)
