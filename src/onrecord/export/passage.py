"""The passage of a report that a claim rests on, cut into pieces that are marked with what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model import Claim, Span

LABELS = ("trigger", "source", "cue", "figure", "time", "instrument", "target", "actor", "place")
"""What a piece can be marked as; where spans overlap, the first of these that holds is the one shown."""

_CONTEXT = 90
"""Code points shown on either side of a mark that lies outside the sentence, at most."""

_BREAK = re.compile(r"\n|(?<=[.!?…])\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some characters of a document with everything they are marked as; `gap` says that the document goes on unshown before them."""

    span: Span
    text: str
    labels: tuple[str, ...] = ()
    gap: bool = False

    @property
    def label(self) -> str | None:
        """The label to show; None for plain text."""
        return self.labels[0] if self.labels else None


def marks(claim: Claim) -> list[tuple[Span, str]]:
    """Every span of a claim with its label."""
    found = [(claim.trigger, "trigger")]
    for link in claim.attribution:
        found += [(span, label) for span, label in ((link.source, "source"), (link.cue, "cue")) if span is not None]
    found += [(role.span, "actor") for role in claim.actors] + [(role.span, "target") for role in claim.targets]
    found += [(span, "instrument") for span in claim.instruments] + [(place.span, "place") for place in claim.places]
    if claim.time is not None and claim.time.span is not None:
        found.append((claim.time.span, "time"))
    return found + [(figure.span, "figure") for figure in claim.figures]


def _around(span: Span, text: str) -> Span:
    """The span with its sentence, as far as `_CONTEXT` allows."""
    left = text[max(0, span.start - _CONTEXT) : span.start]
    right = text[span.end : span.end + _CONTEXT]
    starts = [m.end() for m in _BREAK.finditer(left)]
    start = span.start - len(left) + (starts[-1] if starts else 0)
    if not starts and start > 0:
        start += len(left) - len(left.lstrip()) if left[:1].isspace() else max(0, left.find(" ") + 1)
    end = _BREAK.search(right)
    stop = span.end + (end.start() if end else len(right))
    if end is None and stop < len(text):
        cut = right.rfind(" ")
        stop = span.end + (cut if cut > 0 else len(right))
    return Span(min(start, span.start), max(stop, span.end))


def _windows(claim: Claim, text: str) -> list[Span]:
    """The parts of the text to show, in order and apart from each other: the sentence, and the surroundings of marks outside it."""
    shown = [claim.evidence]
    shown += [_around(span, text) for span, _ in marks(claim) if not claim.evidence.contains(span)]
    merged: list[Span] = []
    for span in sorted(shown):
        # Windows that only white space parts are one.
        if merged and (span.start <= merged[-1].end or not text[merged[-1].end : span.start].strip()):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def passage(claim: Claim, text: str) -> list[Piece]:
    """The sentence of `claim` in `text`, with the sentences that hold its other spans, as pieces in the order of the text.

    The pieces of one window join to its exact characters. Raises ValueError where a span lies outside the text.
    """
    found = marks(claim)
    if any(span.end > len(text) for span, _ in [*found, (claim.evidence, "")]):
        raise ValueError(f"a span of claim {claim.id} lies outside its document of {len(text)} code points")
    return [piece for number, window in enumerate(_windows(claim, text)) for piece in _pieces(window, found, text, first=number == 0)]


def _pieces(window: Span, found: list[tuple[Span, str]], text: str, *, first: bool) -> Iterator[Piece]:
    here = [(span, label) for span, label in found if span.overlaps(window)]
    cuts = sorted({window.start, window.end, *(edge for span, _ in here for edge in (span.start, span.end))})
    edges = [c for c in cuts if window.start <= c <= window.end]
    gap = not first
    for start, end in pairwise(edges):
        span = Span(start, end)
        labels = {label for mark, label in here if mark.contains(span)}
        yield Piece(span=span, text=span.of(text), labels=tuple(label for label in LABELS if label in labels), gap=gap)
        gap = False
