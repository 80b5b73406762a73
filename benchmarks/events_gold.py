"""Gold events of the train halves in the groups and roles that are scored: for `fit_events.py`."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.evaluate.happenings.lexicon import stem_of
from onrecord.evaluate.metrics_arguments import coarse_role
from onrecord.model import Span

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))
from dealt import dealt

Record = dict[str, Any]
# The copy knows contacts only; those named by such words are the meetings that the other halves tell apart.
_MEETINGS = frozenset(
    map(stem_of, "meet met meeting talks summit visit conference negotiate negotiation dialogue discuss interview".split())
)
_EXPLOSION, _STRIKE = "explosion", "strike"


@dataclass
class Gold:
    """A trigger with its group (None: none that counts), how sure it is, and its arguments where their places are known."""

    span: Span
    group: str | None
    share: float = 1.0
    arguments: list[tuple[Span, str | None]] | None = field(default_factory=list)


def group_of(event: Record) -> str | None:
    group = event.get("group")
    if group in {_EXPLOSION, _STRIKE}:
        return "attack"
    if group == "statement" and event["type"] == "Contact.Contact":
        words = event["trigger"]["text"].lower().split()
        if any(stem_of(w) in _MEETINGS for w in words):
            return "meeting"
    return group


def gold_of(record: Record) -> list[Gold]:
    """The triggers of a record; more than one gold may stand for one span where it is not known which it is."""
    return [
        Gold(
            d.span,
            Counter(map(group_of, d.events)).most_common(1)[0][0],
            d.share,
            None if d.arguments is None else [(span, coarse_role(role)) for span, role in d.arguments],
        )
        for d in dealt(record)
    ]
