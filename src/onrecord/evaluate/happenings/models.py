"""The models of happenings: softmax over named features and over the encoder's view, with what one convention has of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.evaluate.linear import Linear, load

Floats = npt.NDArray[np.float32]
# Corpora draw the line of what they count in different places: news corpora (ACE, KAIROS) mark happenings that matter to a story, FrameNet
# every word that names one. What both share is learnt once, the difference beside it (Daume 2007).
CONVENTIONS = ("news", "frames")
STAGES = ("trigger", "argument")
SHIPPED = Path(__file__).parents[2] / "data/happenings.npz"


def part(stage: str, kind: str, convention: str) -> str:
    """The name of one linear model in the file: `kind` is "view" (columns) or "named" (features); what "news" has is shared by all."""
    return f"{stage} {kind} {convention}"


PARTS = tuple(part(s, k, c) for s in STAGES for k in ("view", "named") for c in CONVENTIONS)


@cache
def happening_models(path: Path = SHIPPED) -> dict[str, Linear]:
    """The shipped models. Raises `MissingData` where they are absent or damaged."""
    return load(path, PARTS, maker="benchmarks/fit_events.py")


@dataclass(frozen=True, slots=True)
class Softmax:
    """One stage under one convention; `view` is (columns, labels)."""

    labels: tuple[str, ...]
    view: Floats
    named: tuple[Linear, ...]
    bias: Floats

    @classmethod
    def of(cls, models: Mapping[str, Linear], stage: str, convention: str, columns: Sequence[str]) -> Softmax:
        """The model of `stage` for views whose columns are `columns`; columns that it never saw count nothing."""
        used = CONVENTIONS[: CONVENTIONS.index(convention) + 1]
        views = [models[part(stage, "view", c)] for c in used]
        named = tuple(models[part(stage, "named", c)] for c in used)
        labels = views[0].labels
        weights = np.zeros((len(columns), len(labels)), dtype=np.float32)
        for model in views:
            rows = [(n, row) for n, name in enumerate(columns) if (row := model.index.get(name)) is not None]
            if rows:
                weights[[n for n, _ in rows]] += model.weights[[row for _, row in rows]]
        bias: Floats = np.stack([m.bias for m in views]).sum(axis=0)
        return cls(labels, weights, named, bias)

    def probabilities(self, view: Floats, rows: Sequence[Mapping[str, float]]) -> Floats:
        """(rows, labels): how likely each label is for each row of the view and its named features."""
        odds = view @ self.view + self.bias
        for model in self.named:
            odds = odds + np.stack([model.scores(features) for features in rows])
        grown = np.exp(odds - odds.max(axis=1, keepdims=True))
        found: Floats = grown / grown.sum(axis=1, keepdims=True)
        return found
