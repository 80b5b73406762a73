"""Who says what in a window: sources, cues and contents found apart by the taggers, put together by the pair head."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from onrecord.model.span import Span
from onrecord.read.decoding import Floats, Tagged, decode_bio, log_softmax
from onrecord.read.encoder import Encoded, Encoder
from onrecord.read.packing import Window

# Added to the log-odds of "outside", for cues and for sources and contents: measured on PolNeAR's dev half.
CUE_BIAS = -1.0
SOURCE_BIAS = -0.4
CONTENT_BIAS = 0.0
# Log odds below which a cue has no source of its own, and a content no cue.
SOURCE_FLOOR = -2.0
CONTENT_FLOOR = -6.0
# What a word and a sentence between a cue and its content take from the log odds.
GAP_COST = 0.1
SENTENCE_COST = 1.0
# Mean probability from which a cue is believed that has neither source nor content.
ALONE = 0.9


@dataclass(frozen=True, slots=True)
class Voice:
    """A cue with the source and the content that belong to it; spans of code points, content possibly in parts."""

    cue: Span
    sources: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Voices:
    """The voices of a window, and the contents for which no cue was found."""

    voices: tuple[Voice, ...]
    loose: tuple[Span, ...]


def find_cues(encoder: Encoder, encoded: Encoded) -> list[Tagged]:
    """The cues of a window."""
    return decode_bio(encoded.outputs[:, encoder.columns["cue"]], outside_bias=CUE_BIAS)


def find_voices(encoder: Encoder, encoded: Encoded, cues: list[Tagged], scored: Floats, text: str) -> Voices:
    """The voices of a window: the taggers say where sources and contents begin and end, the pair head to which cue each belongs.

    `scored` are the pair head's (cues, words, ...) logits. A content belongs to one cue; a source may serve several.
    """
    window, columns = encoded.window, encoder.columns
    contents = _joined(decode_bio(encoded.outputs[:, columns["content"]], outside_bias=CONTENT_BIAS), window)
    if not cues:
        return Voices((), tuple(_characters(window, c) for c in contents))
    sources = decode_bio(encoded.outputs[:, columns["source"]], outside_bias=SOURCE_BIAS)
    to_source, to_content = (_odds(encoder, scored, role) for role in ("source", "content"))
    chosen: list[list[Tagged]] = [[] for _ in cues]
    loose: list[Span] = []
    for span in contents:
        owner = _owner(to_content, span, cues, window)
        if owner is None:
            loose.append(_characters(window, span))
        else:
            chosen[owner].append(span)
    voices = []
    for number, cue in enumerate(cues):
        near = [s for s in sources if abs(window.sentence[s.start] - window.sentence[cue.start]) <= 1]
        ranked = sorted(near, key=lambda s: -float(to_source[number, s.start : s.end].mean()))
        mine = [s for s in ranked[:1] if to_source[number, s.start : s.end].mean() > SOURCE_FLOOR]
        if text[window.words[cue.start].start : window.words[cue.end - 1].end].lower().startswith("according"):
            mine = _right_after(cue, sources, window, text)
        if not mine and not chosen[number] and cue.score < ALONE:
            continue
        voices.append(
            Voice(
                _characters(window, cue),
                tuple(_characters(window, s) for s in mine),
                tuple(_characters(window, c) for c in chosen[number]),
                cue.score,
            )
        )
    return Voices(tuple(voices), tuple(loose))


def _right_after(cue: Tagged, sources: list[Tagged], window: Window, text: str) -> list[Tagged]:
    """The source of "according to": what follows it, as the tagger has it or else up to the next mark."""
    words = [w.of(text) for w in window.words[cue.end : cue.end + 12]]
    start = cue.end + (words[:1] == ["to"] or words[:1] == ["TO"])
    # "According to reports by relatives": the relatives are the voice.
    told = [w.of(text).lower() for w in window.words[start : start + 2]]
    start += 2 * (len(told) == 2 and told[0] in {"reports", "accounts", "testimony", "statements"} and told[1] in {"by", "from", "of"})
    near = [s for s in sources if start <= s.start <= start + 2]
    if near:
        return near[:1]
    end = start
    while end < min(len(window.words), start + 10) and window.sentence[end] == window.sentence[cue.start]:
        if not window.words[end].of(text)[0].isalnum():
            break
        end += 1
    return [Tagged(start, end, 0, cue.score)] if end > start else []


def _characters(window: Window, tagged: Tagged) -> Span:
    return Span(window.words[tagged.start].start, window.words[tagged.end - 1].end)


def _odds(encoder: Encoder, scored: Floats, role: str) -> Floats:
    """Log odds of being inside a role against outside, (cues, words)."""
    at = 3 * encoder.labels.roles.index(role)
    log = log_softmax(scored[..., at : at + 3])
    result: Floats = np.logaddexp(log[..., 1], log[..., 2]) - log[..., 0]
    return result


def _joined(contents: list[Tagged], window: Window) -> list[Tagged]:
    """Contents that touch inside a sentence are one: what two voices say is parted by a cue or a mark."""
    out: list[Tagged] = []
    for span in contents:
        last = out[-1] if out else None
        if last is not None and last.end == span.start and window.sentence[last.end - 1] == window.sentence[span.start]:
            out[-1] = replace(last, end=span.end, score=min(last.score, span.score))
        else:
            out.append(span)
    return out


def _owner(odds: Floats, span: Tagged, cues: list[Tagged], window: Window) -> int | None:
    """The cue to which a content belongs: the likeliest of those at most two sentences away, the nearer the better, none inside it."""
    best, reached = None, CONTENT_FLOOR
    for number, cue in enumerate(cues):
        apart = abs(window.sentence[cue.start] - window.sentence[span.start])
        if apart > 2 or (span.start <= cue.start and cue.end <= span.end):
            continue
        gap = max(cue.start - span.end, span.start - cue.end, 0)
        score = float(odds[number, span.start : span.end].mean()) - GAP_COST * min(gap, 20) - SENTENCE_COST * apart
        if score > reached:
            best, reached = number, score
    return best
