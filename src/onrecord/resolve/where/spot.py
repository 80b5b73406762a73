"""Where a text may name places: the longest runs of capitalised words that the gazetteer knows, and the reader's own place names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.model.mention import Mention
from onrecord.model.span import Span
from onrecord.resolve.gazetteer.fold import fold
from onrecord.resolve.gazetteer.lookup import Entry, Gazetteer
from onrecord.resolve.where.abbreviations import expand
from onrecord.resolve.where.tokens import ARTICLES, BARE, INSIDE, ROAD, Token

_LONGEST = 6  # words
_JOINTS = frozenset((" ", "-", "‑", "\u00a0", "\n", "  ", "/"))
_LEADING = re.compile(
    r"^(?:(?:the|a|an|near|in|of|at|from|northern|southern|eastern|western|central|downtown|nearby|city of|town of|"
    r"village of|province of|state of)\s+)+",
    re.I,
)
_PLACE = frozenset(("place", "Location"))


@dataclass(frozen=True, slots=True)
class Spot:
    """Words that may name a place: `first` and `last` are indices of tokens, `entries` what the gazetteer has under the words (empty for
    a name of the reader's), `people` whether they are a demonym."""

    span: Span
    words: str
    key: str
    first: int
    last: int
    entries: tuple[Entry, ...] = ()
    people: bool = False
    shortened: bool = False
    road: bool = False


def spots(text: str, words: Sequence[Token], gazetteer: Gazetteer, mentions: Iterable[Mention] = ()) -> list[Spot]:
    """All spots of a text in order, none overlapping: the longest known run from each capitalised word on, then the reader's places
    among what is left."""
    found: list[Spot] = []
    number = 0
    while number < len(words):
        spot = _longest(text, words, number, gazetteer) if _may_start(words, number) else None
        if spot is None:
            number += 1
        else:
            found.append(spot)
            number = spot.last + 1
    return sorted([*found, *_unknown(text, words, mentions, found)], key=lambda spot: spot.span)


def _may_start(words: Sequence[Token], number: int) -> bool:
    token = words[number]
    if token.capital:
        return True
    after = words[number + 1] if number + 1 < len(words) else None
    return token.word in ARTICLES and after is not None and after.capital and after.joint in ("-", " ")


def _longest(text: str, words: Sequence[Token], first: int, gazetteer: Gazetteer) -> Spot | None:
    ends = []
    for last in range(first, min(first + _LONGEST, len(words))):
        token = words[last]
        if last > first and token.joint not in _JOINTS:
            break
        if token.capital:
            ends.append(last)
        elif token.word not in INSIDE:
            break
    if len(ends) > 1 and words[ends[-1]].word.lower().rstrip(".") in ROAD:
        span = Span(words[first].start, words[ends[-1]].end)
        known = gazetteer.named(span.of(text))
        return Spot(span, span.of(text), fold(span.of(text)), first, ends[-1], known, road=not known)
    for last in reversed(ends):
        spot = _known(text, words, first, last, gazetteer)
        if spot is not None:
            return spot
    return None


def _known(text: str, words: Sequence[Token], first: int, last: int, gazetteer: Gazetteer) -> Spot | None:
    name = text[words[first].start : words[last].end]
    if first == last:
        state = _state(words, first, gazetteer)
        if state is not None:
            span = Span(words[first].start, words[last].end)
            return Spot(span, name, fold(name), first, last, (state,), shortened=True)
        if len(name) < 2 or name.lower() in BARE:
            return None
    entries = gazetteer.named(name)
    people = not entries and bool(gazetteer.demonym(name))
    if entries and first == last and gazetteer.demonym(name):
        entries, people = (), True
    if not entries and not people:
        return None
    span = Span(words[first].start, words[last].end)
    return Spot(span, name, fold(name), first, last, entries, people)


def _state(words: Sequence[Token], number: int, gazetteer: Gazetteer) -> Entry | None:
    """The division that an abbreviation means: "Ark." anywhere, "AR" only after a comma, as postal codes stand."""
    token = words[number]
    if not (token.word.endswith(".") or (len(token.word) == 2 and token.word.isupper() and token.joint == ", ")):
        return None
    full = expand(token.word)
    if full is None:
        return None
    name, country = full
    return next((entry for entry in gazetteer.lookup(name) if entry.kind in ("province", "district") and entry.country == country), None)


def _unknown(text: str, words: Sequence[Token], mentions: Iterable[Mention], found: Sequence[Spot]) -> list[Spot]:
    taken = [spot.span for spot in found]
    more: list[Spot] = []
    starts = {token.start: number for number, token in enumerate(words)}
    for mention in sorted((m for m in mentions if m.kind in _PLACE), key=lambda m: (-len(m.span), m.span)):
        m = _LEADING.match(mention.span.of(text))
        start = mention.span.start + (m.end() if m and m.end() < len(mention.span) else 0)
        span = Span(start, mention.span.end)
        first = starts.get(start)
        if first is None or any(span.overlaps(other) for other in taken) or not any(c.isupper() for c in span.of(text)):
            continue
        last = max((n for n in range(first, min(first + 20, len(words))) if words[n].end <= span.end), default=first)
        taken.append(span)
        more.append(Spot(span, span.of(text), fold(span.of(text)), first, last))
    return more
