"""What the heads beside the claims say: factuality of given predicates, deeds by coarse group, role fillers of dispatches.

The record is made of claims; these answers serve evaluation on corpora that count otherwise, and who wants such a list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from onrecord.model.span import Span
from onrecord.read.decoding import decode_bio
from onrecord.read.encoder import Encoder

# Chosen on the dev halves of WikiEvents and MUC-4.
DEED_BIAS = 0.0
FILLER_BIAS = -0.6


@dataclass(frozen=True, slots=True)
class Deed:
    """A word for a happening, whoever tells of it: its coarse group and the spans of its arguments by role."""

    span: Span
    group: str
    score: float
    roles: dict[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class RoleFiller:
    """A span that fills one of MUC-4's five roles in its document."""

    span: Span
    role: str
    score: float


def factuality_at(encoder: Encoder, text: str, spans: Iterable[Span]) -> dict[Span, float]:
    """The factuality from -3 to +3 of given predicates, for texts where they are known; spans outside any word are left out."""
    wanted = list(spans)
    found: dict[Span, float] = {}
    column = encoder.columns["factuality"]
    for window in encoder.packer.windows(text):
        inside = [s for s in wanted if window.words[0].start <= s.start < window.words[-1].end and s not in found]
        if not inside:
            continue
        outputs = encoder.encode(window).outputs[:, column]
        starts, ends = np.array([w.start for w in window.words]), np.array([w.end for w in window.words])
        for span in inside:
            hit = (starts < span.end) & (ends > span.start)
            if hit.any():
                found[span] = float(np.clip(outputs[hit].mean(), -3.0, 3.0))
    return found


def role_fillers(encoder: Encoder, text: str) -> list[RoleFiller]:
    """Perpetrators, targets, victims and weapons of a dispatch, wherever they are named in it."""
    return [
        RoleFiller(Span(window.words[t.start].start, window.words[t.end - 1].end), encoder.labels.fillers[t.kind], t.score)
        for window in encoder.packer.windows(text)
        for t in decode_bio(encoder.encode(window).outputs[:, encoder.columns["filler"]], outside_bias=FILLER_BIAS)
    ]
