"""Which of the things that the reader found people have written down as claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from authored import Report
from onrecord.model import Span


class Finding(NamedTuple):
    """What is looked at to match a finding or a claim: its word, what it tells, who plays a part in it."""

    trigger: Span
    event_type: str
    status: str
    parties: tuple[Span, ...]


def written_down(found: Sequence[Finding], report: Report) -> dict[int, int]:
    """The claim of the report, by position, for each finding that has one: first by its trigger, then by its type in its sentence."""

    def likeness(finding: Finding, claim: dict) -> int:
        (a, b), (start, end) = claim["trigger"], claim["evidence"]
        same_word = a < finding.trigger.end and finding.trigger.start < b
        same_type = claim["event_type"] == finding.event_type
        if not same_word and not (same_type and start <= finding.trigger.start < end):
            return 0
        spans = [tuple(f["span"]) for role in ("actors", "targets") for f in claim.get(role, ()) if f.get("span")]
        shared = sum(x < f.end and f.start < y for x, y in spans for f in finding.parties)
        return 8 * same_word + 4 * same_type + 2 * (claim["status"] == finding.status) + shared

    scores = sorted(((-likeness(f, c), i, j) for i, f in enumerate(found) for j, c in enumerate(report.claims)))
    mine: dict[int, int] = {}
    theirs: set[int] = set()
    for score, i, j in scores:
        if score < 0 and i not in mine and j not in theirs:
            mine[i] = j
            theirs.add(j)
    return mine
