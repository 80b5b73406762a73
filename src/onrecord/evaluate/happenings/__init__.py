"""Happenings that a text names, by the coarse groups of event corpora, with their arguments. Serves `onrecord predict` only.

The encoder is trained to find what makes a claim, and counts a killing with its attack; corpora of events mark every word for either. So a
second stage looks at every word and, for those that name a happening, at every phrase near them. Its models are fitted on the train
halves of WikiEvents and GENEVA by `benchmarks/fit_events.py`, to be run again after the encoder was trained anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.evaluate.happenings.models import CONVENTIONS, Softmax, happening_models
from onrecord.evaluate.happenings.phrases import Phrases, Trigger
from onrecord.evaluate.happenings.words import WordFeatures, columns, dense
from onrecord.evaluate.linear import Linear
from onrecord.model import Span
from onrecord.read import Glance, Reader, Roles

__all__ = ["NONE", "Happening", "happening_models", "happenings"]

NONE = "none"
# Probabilities above which a word names a happening, and a phrase is an argument. The first was chosen on the dev halves of WikiEvents and
# GENEVA, where .25 to .5 gives within .03 of the best F1; the second is half the F1 that can be had, where F1 is best if probabilities are
# right (Lipton et al. 2014).
SURE, FILLS = 0.35, 0.3


@dataclass(frozen=True, slots=True)
class Happening:
    """A word or words for a happening of a coarse group, and the spans of its arguments by role."""

    group: str
    span: Span
    score: float
    roles: dict[str, tuple[Span, ...]]


def happenings(
    text: str, reader: Reader, models: Mapping[str, Linear], *, conventions: Sequence[str] = CONVENTIONS, times: bool = True
) -> list[Happening]:
    """The happenings of `text` in its order: what any of `conventions` counts, with arguments as the first of these counts them.

    `times` are the encoder's own, since neither train half has any; False leaves them out.
    """
    glances = reader.scan(text)
    found: list[Happening] = []
    marked = _marked(text, glances, models, conventions)
    model: Softmax | None = None
    for number, glance in enumerate(glances):
        triggers = marked.get(number, [])
        ranges = [(t.start, t.end) for t, _ in triggers]
        seen = Phrases(glance, text)
        for (trigger, score), roles in zip(triggers, reader.roles_of(glance, ranges), strict=True):
            model = model or Softmax.of(models, "argument", conventions[0], seen.columns(roles))
            arguments = _arguments(seen, glance, trigger, roles, model)
            if times and (spans := tuple(_span(glance, a, b) for a, b in roles.times)):
                arguments["time"] = spans
            found.append(Happening(trigger.group, _span(glance, trigger.start, trigger.end), score, arguments))
    return found


def _span(glance: Glance, start: int, end: int) -> Span:
    return Span(glance.words[start].start, glance.words[end - 1].end)


def _marked(
    text: str, glances: Sequence[Glance], models: Mapping[str, Linear], conventions: Sequence[str]
) -> dict[int, list[tuple[Trigger, float]]]:
    """The triggers of each window; words side by side that name one group are one trigger."""
    rows: dict[int, list[tuple[int, dict[str, float]]]] = defaultdict(list)
    for number, n, features in WordFeatures(text, glances).rows():
        rows[number].append((n, features))
    found: dict[int, list[tuple[Trigger, float]]] = {}
    judges: list[Softmax] = []
    for number, mine in rows.items():
        glance = glances[number]
        judges = judges or [Softmax.of(models, "trigger", c, columns(glance)) for c in conventions]
        view, features_of = dense(glance, [n for n, _ in mine]), [f for _, f in mine]
        none = judges[0].labels.index(NONE)
        # Each word by the convention that is surer of it.
        said = np.stack([judge.probabilities(view, features_of) for judge in judges])
        scores = said[said[:, :, none].argmin(axis=0), np.arange(len(mine))]
        out: list[tuple[Trigger, float]] = []
        for (n, _), row in zip(mine, scores, strict=True):
            score = 1.0 - float(row[none])
            if score <= SURE:
                continue
            row[none] = 0.0
            group = judges[0].labels[int(row.argmax())]
            if out and out[-1][0].end == n and out[-1][0].group == group:
                before, other = out.pop()
                out.append((Trigger(before.start, n + 1, group), max(score, other)))
            else:
                out.append((Trigger(n, n + 1, group), score))
        found[number] = out
    return found


def _arguments(seen: Phrases, glance: Glance, trigger: Trigger, roles: Roles, model: Softmax) -> dict[str, tuple[Span, ...]]:
    """The likeliest phrases that do not overlap, by the likeliest role of each."""
    ranges = seen.near(trigger, roles)
    if not ranges:
        return {}
    scores = model.probabilities(seen.dense(trigger, roles, ranges), seen.sparse(trigger, ranges))
    scores[:, model.labels.index(NONE)] = 0.0
    chosen: list[tuple[int, int]] = []
    found: dict[str, list[Span]] = defaultdict(list)
    for k in sorted(range(len(ranges)), key=lambda k: (-float(scores[k].max()), ranges[k])):
        a, b = ranges[k]
        if scores[k].max() <= FILLS:
            break
        if not any(a < d and c < b for c, d in chosen):
            chosen.append((a, b))
            found[model.labels[int(scores[k].argmax())]].append(_span(glance, a, b))
    return {role: tuple(sorted(spans)) for role, spans in found.items()}
