"""The events of WikiEvents put back where they stand.

Its train half comes from a copy that kept the strings of triggers and arguments only, so that each stands at the first occurrence of its
string in the document. Events of one string are dealt out to its occurrences again: first those whose arguments stand in the sentence of
one; of the others nobody knows, and each occurrence left is one of them with the share of the events left.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.model import Span
from onrecord.read.words import sentences

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dealt:
    """An occurrence of a trigger: the events it may be, how sure it is that it is one, and its arguments where their places are known."""

    span: Span
    events: Sequence[Record]
    share: float = 1.0
    arguments: list[tuple[Span, str]] | None = None  # with the corpus's own names of roles


def dealt(record: Record) -> list[Dealt]:
    """The triggers of a record of events, dealt out anew where the record is of the copy."""
    if not (record.get("meta") or {}).get("derived_copy"):
        return [Dealt(_span(e["trigger"]), [e], 1.0, arguments_of(e)) for e in record["events"]]
    text = record["text"]
    bounds = sentences(text)
    by_string: dict[str, list[Record]] = defaultdict(list)
    for event in record["events"]:
        by_string[event["trigger"]["text"]].append(event)
    found: list[Dealt] = []
    for string, events in by_string.items():
        places = _places(string, text, Span(0, len(text))) or [_span(events[0]["trigger"])]
        found += _among(text, bounds, places, events)
    return found


def _span(part: Record) -> Span:
    return Span(part["start"], part["end"])


def arguments_of(event: Record) -> list[tuple[Span, str]]:
    """The arguments of an event that have a place, with the corpus's own names of roles."""
    return [(_span(a["span"]), a["role"]) for a in event["args"] if a["span"].get("start") is not None]


def _places(string: str, text: str, within: Span) -> list[Span]:
    """Where a string stands as words of their own; none of an empty one."""
    found = re.compile(rf"(?<!\w){re.escape(string)}(?!\w)").finditer(text, within.start, within.end)
    return [Span(*m.span()) for m in found if string]


def _among(text: str, bounds: list[Span], places: list[Span], events: list[Record]) -> list[Dealt]:
    if len(places) == 1:
        return [Dealt(places[0], events[:1], 1.0, _near(text, bounds, places[0], events[0]))]
    scored = []
    for number, event in enumerate(events):
        for place in places:
            near = _near(text, bounds, place, event)
            if near:
                told = len(near) / len(event["args"])
                scored.append((told, len(near), -abs(place.start - near[0][0].start), number, place, near))
    found: list[Dealt] = []
    taken: set[Span] = set()
    placed: set[int] = set()
    for _, _, _, number, place, near in sorted(scored, key=lambda s: (-s[0], -s[1], -s[2], s[3], s[4])):
        if number not in placed and place not in taken:
            placed.add(number)
            taken.add(place)
            found.append(Dealt(place, [events[number]], 1.0, near))
    left = [e for n, e in enumerate(events) if n not in placed]
    free = [p for p in places if p not in taken]
    if left and free:
        found += [Dealt(p, left, min(1.0, len(left) / len(free))) for p in free]
    return found


def _near(text: str, bounds: list[Span], place: Span, event: Record) -> list[tuple[Span, str]]:
    """The arguments of an event whose strings stand in the sentence of `place`, at the occurrence nearest to it."""
    home = next((b for b in bounds if b.contains(place)), place)
    found = []
    for argument in event["args"]:
        string = argument["span"].get("text") or ""
        spots = [s for s in _places(string, text, home) if not s.overlaps(place)]
        if spots:
            found.append((min(spots, key=lambda s: abs(s.start - place.start)), argument["role"]))
    return found
