"""Fit `onrecord.evaluate.relevance` on CEHA's train half: `python benchmarks/fit_relevance.py --shared ../shared`.

Prints the weights and the threshold to put there, with the F1 of five folds.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from onrecord.evaluate.records import as_document
from onrecord.evaluate.relevance import measures
from onrecord.model import Reading
from onrecord.pipeline import Pipeline
from onrecord.settings import Settings

ROOT = Path(__file__).parents[1]
PENALTY, FOLDS = 20.0, 5


def fitted(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights of the measures as they are; the penalty is on standardised ones, the first column is the constant."""
    scale = x.std(axis=0)
    scale[scale == 0] = 1.0
    mean = np.where(np.arange(x.shape[1]) == 0, 0.0, x.mean(axis=0))
    z = (x - mean) / scale

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        odds, held = z @ w, np.append(0.0, w[1:])
        gradient = 1 / (1 + np.exp(-odds)) - y
        return float((np.logaddexp(0, odds) - y * odds).sum() + PENALTY / 2 * held @ held), z.T @ gradient + PENALTY * held

    w = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x / scale
    w[0] -= mean @ w
    return np.asarray(w)


def f1(odds: np.ndarray, y: np.ndarray, threshold: float) -> float:
    said = odds > threshold
    return float(2 * (said & (y > 0)).sum() / (said.sum() + y.sum()))


def report(readings: list[Reading], relevant: list[bool]) -> None:
    rows = [measures(r) for r in readings]
    x, y = np.array([list(r.values()) for r in rows]), np.array(relevant, dtype=float)
    folds = np.random.default_rng(0).integers(0, FOLDS, len(y))
    odds = np.zeros(len(y))
    for k in range(FOLDS):
        odds[folds == k] = x[folds == k] @ fitted(x[folds != k], y[folds != k])
    threshold = max(np.arange(-1, 0.6, 0.1), key=lambda t: f1(odds, y, float(t)))
    print(json.dumps({n: round(float(w), 3) for n, w in zip(rows[0], fitted(x, y), strict=True)}, indent=4))
    print(f"THRESHOLD = {threshold:.1f}, F1 over the folds {f1(odds, y, float(threshold)):.3f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options = arguments.parse_args()
    pipeline = Pipeline(Settings.load())
    with (options.shared / "evaluation/events_sentence/ceha.jsonl").open(encoding="utf-8") as lines:
        records = [r for line in lines if (r := json.loads(line))["split"] == "train"]
    report([pipeline.read(as_document(r)) for r in records], ["RELEVANT" in r["labels"] for r in records])


if __name__ == "__main__":
    main()
