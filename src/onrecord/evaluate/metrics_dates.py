"""Metrics of date expressions after TempEval-3 (UzZaman et al. 2013). Fractions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from onrecord.evaluate.metrics_common import Pair, Result, closeness, match, overlaps, ratios


def dates(pairs: Sequence[Pair]) -> Result:
    """Strict and relaxed span F1, and F1 of value and type over the aligned expressions; the headline is value F1.

    Expressions are aligned one to one by overlap; a missing value equals only a missing value.
    """
    gold_count = predicted_count = gold_spans = predicted_spans = 0
    strict = aligned = values = types = strict_values = 0
    for gold, predicted in pairs:
        ours = [(gold.extent(t), t) for t in gold.parts("timexes", needed=True)]
        theirs = [(predicted.extent(t), t) for t in predicted.parts("timexes")]
        gold_count += len(ours)
        predicted_count += len(theirs)
        spans, told = {span for span, _ in ours}, {span for span, _ in theirs}
        gold_spans += len(spans)
        predicted_spans += len(told)
        strict += len(spans & told)
        alike = {(i, j): closeness(a, b) for i, (a, _) in enumerate(ours) for j, (b, _) in enumerate(theirs) if overlaps(a, b)}
        for i, j in match(alike):
            (span, timex), (span_2, answer) = ours[i], theirs[j]
            same = _value(timex) == _value(answer)
            aligned += 1
            values += same
            types += timex.get("type") == answer.get("type")
            strict_values += same and span == span_2
    value = ratios(values, predicted_count, gold_count)
    return {
        "primary": {"name": "TempEval-3 value F1", "value": value["f1"]},
        "value": value,
        "strict": ratios(strict, predicted_spans, gold_spans),
        "relaxed": ratios(aligned, predicted_count, gold_count),
        "type": ratios(types, predicted_count, gold_count),
        "strict_and_value": ratios(strict_values, predicted_count, gold_count),
        "value_accuracy_on_aligned": values / aligned if aligned else 0.0,
    }


def _value(timex: Mapping[str, Any]) -> str:
    return str(timex.get("value") or "").strip()
