"""From logits to spans: word-level Viterbi under the constraints of BIO tags."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_NEVER = -1e9
# Log probability of "outside" above which a word is left alone (0.97), and of a type below which it is not tried.
_CERTAIN = -0.03
_HOPELESS = -6.0


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


def decode_bio(logits: Floats, *, outside_bias: float = 0.0, scores: Floats | None = None) -> list[Tagged]:
    """The spans of the best tag sequence for (words, 1 + 2 * types) logits.

    Columns are O, then B and I of each type; I may only follow B or I of its own type. `outside_bias` is added to O: below zero finds
    more spans, above zero fewer. Words that are outside beyond doubt (97 %) are not searched, so the time goes to the few that are not.
    `scores` are the log probabilities where the caller has them already. Viterbi (1967) over each run of the others.
    """
    if scores is None:
        scores = log_softmax(logits)
    hot = np.flatnonzero(scores[:, 0] + min(outside_bias, 0.0) < _CERTAIN)
    if not len(hot):
        return []
    found: list[Tagged] = []
    breaks = np.flatnonzero(np.diff(hot) > 1) + 1
    for run in np.split(hot, breaks):
        start = int(run[0])
        part = scores[start : int(run[-1]) + 1]
        for span in _decode_run(part, outside_bias):
            found.append(Tagged(start + span.start, start + span.end, span.kind, span.score))
    return found


def _decode_run(scores: Floats, outside_bias: float) -> list[Tagged]:
    """Viterbi over one run of words in plain Python: the runs are short, and array calls would cost more than the search."""
    types = [t for t in range((scores.shape[1] - 1) // 2) if float(scores[:, 1 + 2 * t : 3 + 2 * t].max()) > _HOPELESS]
    columns = [0, *(c for t in types for c in (1 + 2 * t, 2 + 2 * t))]
    rows: list[list[float]] = scores[:, columns].tolist()
    width = len(columns)
    best = list(rows[0])
    best[0] += outside_bias
    for k in range(2, width, 2):
        best[k] = _NEVER
    back: list[list[int]] = []
    for row in rows[1:]:
        top = max(range(width), key=best.__getitem__)
        reach = best[top]
        origin = [top] * width
        following = [reach + value for value in row]
        following[0] += outside_bias
        for k in range(2, width, 2):
            origin[k] = k - 1 if best[k - 1] >= best[k] else k
            following[k] = best[origin[k]] + row[k]
        back.append(origin)
        best = following
    tag = max(range(width), key=best.__getitem__)
    path = [tag]
    for origin in reversed(back):
        tag = origin[tag]
        path.append(tag)
    path.reverse()
    return _spans([columns[k] for k in path], scores)


def _spans(tags: list[int], scores: Floats) -> list[Tagged]:
    found: list[Tagged] = []
    start = -1
    for i, tag in enumerate([*tags, 0]):
        if start >= 0 and (tag == 0 or tag % 2 == 1):
            total = sum(float(scores[k, tags[k]]) for k in range(start, i))
            found.append(Tagged(start, i, (tags[start] - 1) // 2, math.exp(total / (i - start))))
            start = -1
        if tag % 2 == 1:
            start = i
    return found
