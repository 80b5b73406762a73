"""From logits to spans: word-level Viterbi under the constraints of BIO tags."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Tagged:
    """A decoded span: half-open range of words, index of its type, mean probability of its words' tags."""

    start: int
    end: int
    kind: int
    score: float


def log_softmax(logits: Floats) -> Floats:
    """Log probabilities over the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def decode_bio(logits: Floats, *, outside_bias: float = 0.0) -> list[Tagged]:
    """The spans of the best tag sequence for (words, 1 + 2 * types) logits.

    Columns are O, then B and I of each type; I may only follow B or I of its own type. `outside_bias` is added to O: below zero finds
    more spans, above zero fewer. Viterbi over the whole window (Viterbi 1967).
    """
    count, width = logits.shape
    if count == 0:
        return []
    scores = log_softmax(logits)
    if outside_bias:
        scores = scores.copy()
        scores[:, 0] += outside_bias
    # Most windows hold no span of a head at all: skip the search there.
    if not (scores[:, 1:].max(axis=1) > scores[:, 0] - 3.0).any():
        return []
    types = (width - 1) // 2
    begins, insides = np.arange(types) * 2 + 1, np.arange(types) * 2 + 2
    best = scores[0].copy()
    best[insides] = _NEVER
    back = np.zeros((count, width), dtype=np.int32)
    for i in range(1, count):
        top = int(best.argmax())
        step = np.full(width, best[top], dtype=np.float32)
        origin = np.full(width, top, dtype=np.int32)
        from_begin = best[begins] >= best[insides]
        origin[insides] = np.where(from_begin, begins, insides)
        step[insides] = np.where(from_begin, best[begins], best[insides])
        back[i] = origin
        best = step + scores[i]
    tag = int(best.argmax())
    tags = [tag]
    for i in range(count - 1, 0, -1):
        tag = int(back[i, tag])
        tags.append(tag)
    tags.reverse()
    return _spans(tags, scores)


def _spans(tags: list[int], scores: Floats) -> list[Tagged]:
    found: list[Tagged] = []
    start = -1
    for i, tag in enumerate([*tags, 0]):
        if start >= 0 and (tag == 0 or tag % 2 == 1):
            chosen = [float(scores[k, tags[k]]) for k in range(start, i)]
            found.append(Tagged(start, i, (tags[start] - 1) // 2, float(np.exp(sum(chosen) / len(chosen)))))
            start = -1
        if tag % 2 == 1:
            start = i
    return found
