"""Gold events of the train halves, put right where their files have lost positions: for `fit_events.py`.

The train half of WikiEvents comes from a copy that kept the strings of triggers only, so that each stands at the first occurrence of its
string in the document. Events of one string are dealt out to its occurrences again: first those whose arguments stand in the sentence of
one, then nobody knows, and each occurrence left is one with the share of the events left.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from onrecord.evaluate.happenings.lexicon import stem_of
from onrecord.evaluate.metrics_arguments import coarse_role
from onrecord.model import Span
from onrecord.read.words import sentences

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


def arguments_of(event: Record) -> list[tuple[Span, str | None]]:
    return [
        (Span(a["span"]["start"], a["span"]["end"]), coarse_role(a["role"])) for a in event["args"] if a["span"].get("start") is not None
    ]


def gold_of(record: Record) -> list[Gold]:
    """The triggers of a record; more than one gold may stand for one span where it is not known which it is."""
    if not (record.get("meta") or {}).get("derived_copy"):
        return [Gold(_span(e["trigger"]), group_of(e), 1.0, arguments_of(e)) for e in record["events"]]
    text = record["text"]
    bounds = sentences(text)
    by_string: dict[str, list[Record]] = defaultdict(list)
    for event in record["events"]:
        by_string[event["trigger"]["text"]].append(event)
    found: list[Gold] = []
    for string, events in by_string.items():
        places = _places(string, text, Span(0, len(text))) or [_span(events[0]["trigger"])]
        found += _dealt(text, bounds, places, events)
    return found


def _span(part: Record) -> Span:
    return Span(part["start"], part["end"])


def _places(string: str, text: str, within: Span) -> list[Span]:
    """Where a string stands as words of their own; none of an empty one."""
    found = re.compile(rf"(?<!\w){re.escape(string)}(?!\w)").finditer(text, within.start, within.end)
    return [Span(*m.span()) for m in found if string]


def _dealt(text: str, bounds: list[Span], places: list[Span], events: list[Record]) -> list[Gold]:
    if len(places) == 1:
        return [Gold(places[0], group_of(e), 1.0, _near(text, bounds, places[0], e)) for e in events[:1]]
    scored = []
    for number, event in enumerate(events):
        for place in places:
            near = _near(text, bounds, place, event)
            if near:
                told = len(near) / len(event["args"])
                scored.append((told, len(near), -abs(place.start - near[0][0].start), number, place, near))
    found: list[Gold] = []
    taken: set[Span] = set()
    placed: set[int] = set()
    for _, _, _, number, place, near in sorted(scored, key=lambda s: (-s[0], -s[1], -s[2], s[3], s[4])):
        if number not in placed and place not in taken:
            placed.add(number)
            taken.add(place)
            found.append(Gold(place, group_of(events[number]), 1.0, near))
    left = [e for n, e in enumerate(events) if n not in placed]
    free = [p for p in places if p not in taken]
    if left and free:
        share = min(1.0, len(left) / len(free))
        group = Counter(group_of(e) for e in left).most_common(1)[0][0]
        found += [Gold(p, group, share, None) for p in free]
    return found


def _near(text: str, bounds: list[Span], place: Span, event: Record) -> list[tuple[Span, str | None]]:
    """The arguments of an event whose strings stand in the sentence of `place`, at the occurrence nearest to it."""
    home = next((b for b in bounds if b.contains(place)), place)
    found = []
    for argument in event["args"]:
        string = argument["span"].get("text") or ""
        spots = [s for s in _places(string, text, home) if not s.overlaps(place)]
        if spots:
            best = min(spots, key=lambda s: abs(s.start - place.start))
            found.append((best, coarse_role(argument["role"])))
    return found
