"""The slow reference scorers that lie beside a checkout, and how their figures are called here."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from onrecord.evaluate.scoring import score

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "evaluation"
needs_reference = pytest.mark.skipif(
    not (FOLDER / "score.py").exists(), reason="the reference scorers in ../shared/evaluation are not here"
)

_RENAMED = {
    "p": "precision",
    "r": "recall",
    "n_pred": "predicted",
    "n_gold": "gold",
    "aligned_content>=0.5": "relation_aligned",
    "macro_f1_types": "macro_f1",
    "n_resolved": "resolved",
    "n_gold_with_coordinates": "located_in_gold",
    "n_gold_mentions": "gold_mentions",
    "n_pred_mentions": "predicted_mentions",
    "n_gold_clusters": "gold_clusters",
    "n_pred_clusters": "predicted_clusters",
    "value_accuracy_on_matched": "value_accuracy_on_aligned",
    "mae_of_constant_3.0": "mae_of_constant_3",
    "pairs": "aligned",
    "prop": "proportional",
}
_COUNT = {"attribution": "aligned", "events_sentence": "compared", "factuality": "items", "grading": "judged", "events_document": "found"}
# What the product does not predict, and its evaluation leaves out.
_LEFT_OUT = {
    "primary",
    "task",
    "n_records",
    "records_without_prediction",
    "predictions_ignored",
    "registry_fields",
    "ranking",
    "events",
    "event_class",
}
Records = list[dict[str, Any]]
Path_ = tuple[str, ...]


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"reference_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_OWN = {"claims": "score_claims", "events_arguments": "score_events", "grading": "score_grading"}
_loaded: dict[str, ModuleType] = {}


def module(task: str) -> ModuleType:
    name = _OWN.get(task, "score")
    return _loaded.setdefault(name, _loaded.get(name) or _module(name))


def _flat(value: Any, path: Path_ = ()) -> dict[Path_, Any]:
    if isinstance(value, dict):
        return {k: v for name, part in value.items() for k, v in _flat(part, (*path, name)).items()}
    return {path: value}


def figures(task: str, gold: Records, predicted: Records) -> dict[Path_, Any]:
    """The reference's figures under this package's names."""
    scorer = module(task)
    if task in _OWN:
        result = scorer.score(gold, predicted)
        left_out = set()
    else:
        result = scorer.score({g["id"]: g for g in gold}, {p["id"]: p for p in predicted})
        left_out = _LEFT_OUT
    found = {}
    for path, value in _flat({k: v for k, v in result.items() if k not in left_out}).items():
        found[tuple(_COUNT[task] if name == "n" and task in _COUNT else _RENAMED.get(name, name) for name in path)] = value
    return found


def _reversed(records: Records) -> Records:
    return [{name: value[::-1] if isinstance(value, list) else value for name, value in record.items()} for record in records]


def assert_equal(task: str, gold: Records, predicted: Records, *, ties: bool = False) -> None:
    """This package's figures are the reference's to 1e-9.

    `ties`: where several assignments are best, figures that the reference itself changes with the order of the lists are left out.
    """
    expected, ours = figures(task, gold, predicted), _flat(score(task, gold, predicted))
    turned = figures(task, _reversed(gold), _reversed(predicted)) if ties else expected
    compared = 0
    for path, value in expected.items():
        if turned[path] != pytest.approx(value, abs=1e-9):
            continue
        assert ours[path] == pytest.approx(value, abs=1e-9), (path, ours[path], value)
        compared += 1
    assert compared > len(expected) / 2


def load(name: str, limit: int) -> Records:
    with (FOLDER / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line, _ in zip(lines, range(limit), strict=False)]
