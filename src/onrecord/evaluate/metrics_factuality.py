"""Metrics of factuality: how far a text takes a predicate to have happened, -3 (surely not) to +3 (surely)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from onrecord.evaluate.metrics_common import Pair, Result
from onrecord.evaluate.metrics_labels import label_report


def factuality(pairs: Sequence[Pair]) -> Result:
    """Pearson's r (the headline), mean absolute error, and a three-way reading (factual from +1, counterfactual from -1).

    A missing item is scored as 0, uncertain; the error of always saying +3 is given for comparison.
    """
    truth: list[float] = []
    told: list[float] = []
    missing = 0
    for gold, predicted in pairs:
        answers = {predicted.extent(i): predicted.number(i, "score") for i in predicted.parts("items") if i.get("score") is not None}
        for item in gold.parts("items", needed=True):
            answer = answers.get(gold.extent(item))
            missing += answer is None
            truth.append(gold.number(item, "score"))
            told.append(0.0 if answer is None else answer)
    count = len(truth)
    report = label_report([({_reading(a)}, {_reading(b)}) for a, b in zip(truth, told, strict=True)])
    correlation = _pearson(truth, told)
    return {
        "primary": {"name": "Pearson r", "value": correlation},
        "pearson_r": correlation,
        "mae": sum(abs(a - b) for a, b in zip(truth, told, strict=True)) / count if count else 0.0,
        "mae_of_constant_3": sum(abs(a - 3) for a in truth) / count if count else 0.0,
        "items": count,
        "missing": missing,
        "three_way": {"macro_f1": report["macro_f1"], "accuracy": report["exact_match"], "by_label": report["by_label"]},
    }


def _pearson(a: Sequence[float], b: Sequence[float]) -> float:
    """Pearson's correlation; 0 where one side does not vary."""
    count = len(a)
    if count < 2:
        return 0.0
    mean_a, mean_b = sum(a) / count, sum(b) / count
    spread_a, spread_b = sum((x - mean_a) ** 2 for x in a), sum((y - mean_b) ** 2 for y in b)
    if spread_a <= 0 or spread_b <= 0:
        return 0.0
    return sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True)) / math.sqrt(spread_a * spread_b)


def _reading(score: float) -> str:
    if score >= 1:
        return "factual"
    return "counterfactual" if score <= -1 else "uncertain"
