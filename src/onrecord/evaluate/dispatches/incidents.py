"""Which incidents a dispatch tells of apart from each other, and which of its phrases belong to which.

A type of incident has as many templates as the model of the document gives it; the phrases of the type are put together by what stands
between them until that many groups are left.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.evaluate.dispatches.features import Features
from onrecord.evaluate.dispatches.signs import ANOTHER, PARAGRAPH, SEVERAL, TYPES
from onrecord.evaluate.linear import Linear
from onrecord.model import Span

_MOST = 64
_JOINT = 40  # characters of a gap in which "and" can join
_JOINS = re.compile(r"[^\w.;]*(?:and|or|as well as)?[^\w.;]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ground:
    """A text and, each in its order, where its sentences and paragraphs start, where days and places are named, where it says "another"."""

    text: str
    starts: Sequence[int]
    named: Sequence[int]
    paragraphs: Sequence[int]
    another: Sequence[int]

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds a place in the text."""
        return bisect_right(self.starts, at)


def ground_of(text: str, sentences: Sequence[Span], named: Iterable[Span]) -> Ground:
    """The ground of a text with its sentences and what is `named` in it, places and days."""
    paragraphs, another = ([match.start() for match in signs.finditer(text)] for signs in (PARAGRAPH, ANOTHER))
    return Ground(text, [s.start for s in sentences], sorted(span.start for span in named), paragraphs, another)


def between(ground: Ground, first: tuple[Span, ...], second: tuple[Span, ...]) -> Features:
    """What stands between two phrases where they come closest; the words of the same incident stand close."""
    a, b = sorted(_closest(first, second))

    def within(places: Sequence[int]) -> int:
        return max(0, bisect_left(places, b.start) - bisect_left(places, a.end))

    apart = ground.sentence(b.start) - ground.sentence(a.start)
    found: Features = {
        f"apart={min(apart, 6)}": 1.0,
        "far": math.log1p(max(0, b.start - a.end)) / 4,
        "paragraphs": min(4.0, within(ground.paragraphs)),
        "named": min(4.0, within(ground.named)),
        "another": min(3.0, within(ground.another)),
        "told": float(len({ground.sentence(s.start) for s in first} & {ground.sentence(s.start) for s in second}) > 1),
        "length": math.log1p(len(ground.starts)) / 4,
    }
    if _JOINS.match(ground.text[a.end : b.start][:_JOINT]):
        found["joined"] = 1.0
    return found


def _closest(first: tuple[Span, ...], second: tuple[Span, ...]) -> tuple[Span, Span]:
    """The two places of two phrases that are nearest to each other; the places of a phrase are in the order of the text."""
    starts = [b.start for b in second]
    near = ((a, second[n]) for a in first for at in (bisect_left(starts, a.start),) for n in (at - 1, at) if 0 <= n < len(second))
    return min(near, key=lambda pair: abs(pair[0].start - pair[1].start))


def groups(members: Sequence[tuple[Span, ...]], many: int, ground: Ground, same: Linear) -> list[list[int]]:
    """The numbers of `members` in at most `many` groups: those that are likeliest of one incident are put together first.

    Of very many, as no dispatch has them, the later ones go with the one before them.
    """
    if many == 1:
        return [list(range(len(members)))] if members else []
    compared = min(len(members), _MOST)
    found = [[n] for n in range(compared)]
    odds = {(i, j): float(same.scores(between(ground, members[i], members[j]))[0]) for j in range(compared) for i in range(j)}

    def likeness(a: list[int], b: list[int]) -> float:
        pairs = [odds[min(i, j), max(i, j)] for i in a for j in b]
        return sum(pairs) / len(pairs)

    while len(found) > many:
        i, j = max(((i, j) for j in range(len(found)) for i in range(j)), key=lambda pair: likeness(found[pair[0]], found[pair[1]]))
        found[i] += found.pop(j)
    if compared < len(members):
        next(of for of in found if compared - 1 in of).extend(range(compared, len(members)))
    return sorted(found, key=min)


def counts(document: Mapping[str, float], *, relevant: float, another: float) -> dict[str, int]:
    """How many incidents of each type a dispatch tells of: none where it is not relevant, else one at least.

    `relevant` and `another` are the log-odds from which a dispatch has a template and one more of them.
    """
    if document["relevant"] <= relevant:
        return {}
    ranked = sorted(TYPES, key=lambda t: -document[t])
    found = {}
    for n, kind in enumerate(ranked):
        if n == 0 or document[kind] > another:
            found[kind] = 1
            for more in range(2, SEVERAL.get(kind, 1) + 1):
                if document[f"{kind}:{more}"] > another:
                    found[kind] = more
    return found
