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
    chosen = scores[hot]
    chosen[:, 0] += outside_bias
    tags = chosen.argmax(axis=1)
    # Without scores of transitions the best tag of each word is the best sequence, wherever the constraints allow it.
    follows = np.empty(len(hot), dtype=bool)
    follows[0] = False
    follows[1:] = (hot[1:] == hot[:-1] + 1) & ((tags[1:] == tags[:-1]) | (tags[1:] == tags[:-1] + 1))
    broken = (tags > 0) & (tags % 2 == 0) & ~follows
    if not tags.any():
        return []
    found: list[Tagged] = []
    # Plain Python from here: the runs are short, and array calls would cost more than the search.
    at: list[int] = hot.tolist()
    best: list[int] = tags.tolist()
    search = _search_one if scores.shape[1] == 3 else _search
    begin = 0
    for k in range(1, len(at) + 1):
        if k == len(at) or at[k] != at[k - 1] + 1:
            path = best[begin:k]
            if any(path):
                if broken[begin:k].any():
                    path = search(scores[hot[begin:k]].tolist(), outside_bias)
                found += _spans(path, scores, at[begin])
            begin = k
    return found


def _search_one(rows: list[list[float]], outside_bias: float) -> list[int]:
    """The best tags of a run where there is one type only."""
    outside, begin, inside = rows[0][0] + outside_bias, rows[0][1], _NEVER
    back: list[tuple[int, int]] = []  # where O or B came from, where I came from
    for o, b, i in rows[1:]:
        if outside >= begin:
            top, before = (0, outside) if outside >= inside else (2, inside)
        else:
            top, before = (1, begin) if begin >= inside else (2, inside)
        if begin >= inside:
            back.append((top, 1))
            inside = begin + i
        else:
            back.append((top, 2))
            inside += i
        outside, begin = before + o + outside_bias, before + b
    if outside >= begin:
        tag = 0 if outside >= inside else 2
    else:
        tag = 1 if begin >= inside else 2
    path = [tag]
    for free, continued in reversed(back):
        tag = continued if tag == 2 else free
        path.append(tag)
    path.reverse()
    return path


def _search(rows: list[list[float]], outside_bias: float) -> list[int]:
    """The best tags of a run of words among many types; types without hope in every word are not tried."""
    types = [t for t in range((len(rows[0]) - 1) // 2) if any(r[1 + 2 * t] > _HOPELESS or r[2 + 2 * t] > _HOPELESS for r in rows)]
    columns = [0, *(c for t in types for c in (1 + 2 * t, 2 + 2 * t))]
    width = len(columns)
    best = [rows[0][c] for c in columns]
    best[0] += outside_bias
    for k in range(2, width, 2):
        best[k] = _NEVER
    back: list[list[int]] = []
    for row in rows[1:]:
        reach = max(best)
        origin = [best.index(reach)] * width
        following = [reach + row[c] for c in columns]
        following[0] += outside_bias
        for k in range(2, width, 2):
            origin[k] = k - 1 if best[k - 1] >= best[k] else k
            following[k] = best[origin[k]] + row[columns[k]]
        back.append(origin)
        best = following
    tag = best.index(max(best))
    path = [tag]
    for origin in reversed(back):
        tag = origin[tag]
        path.append(tag)
    path.reverse()
    return [columns[k] for k in path]


def _spans(tags: list[int], scores: Floats, offset: int) -> list[Tagged]:
    found: list[Tagged] = []
    start = -1
    for i, tag in enumerate([*tags, 0]):
        if start >= 0 and (tag == 0 or tag % 2 == 1):
            total = sum(float(scores[offset + k, tags[k]]) for k in range(start, i))
            found.append(Tagged(offset + start, offset + i, (tags[start] - 1) // 2, math.exp(total / (i - start))))
            start = -1
        if tag % 2 == 1:
            start = i
    return found
