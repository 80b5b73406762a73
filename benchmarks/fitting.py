"""What the programs that fit weights have in common: a logistic regression over named features, and the Python file of its weights."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

_HEAD = '''"""{docstring}"""

from __future__ import annotations

{comment}
WEIGHTS: dict[str, float] = {{
'''


def fit_logistic(
    rows: Sequence[Mapping[str, float]],
    same: Sequence[bool],
    names: Sequence[str],
    prior: Mapping[str, float],
    pull: float,
    held: frozenset[str] = frozenset(),
    free: frozenset[str] = frozenset(),
    digits: int = 1,
) -> dict[str, float]:
    """Weights of a logistic regression, pulled towards `prior` with strength `pull`, by Newton's method.

    Those `held` stay at `prior`, those `free` are not pulled; all are rounded to `digits`.
    """
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    y = np.array(same, dtype=float)
    start = np.array([prior.get(name, 0.0) for name in names])
    pulls = np.array([1e6 if name in held else 0.0 if name in free else pull for name in names])
    weights = start.copy()
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + pulls * (weights - start)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(pulls)
        weights -= np.linalg.solve(hessian, gradient)
    return {name: round(float(weight), digits) for name, weight in zip(names, weights, strict=True)}


def write_weights(path: Path, weights: Mapping[str, float], *, docstring: str, comment: str) -> None:
    """Write a module that holds `weights`, the heaviest first, those that came out as nought left out."""
    ordered = sorted(weights.items(), key=lambda w: (-abs(w[1]), w[0]))
    lines = "".join(f"    {json.dumps(name, ensure_ascii=False)}: {value},\n" for name, value in ordered if value)
    path.write_text(_HEAD.format(docstring=docstring, comment=comment) + lines + "}\n", encoding="utf-8")
