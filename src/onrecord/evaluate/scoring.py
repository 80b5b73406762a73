"""`onrecord evaluate`: how good predictions are, by the metrics of each task's literature.

Each task has its family of metrics in `metrics_*.py`; records are matched by `id`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from onrecord.errors import BadInput
from onrecord.evaluate.metrics_arguments import events_arguments
from onrecord.evaluate.metrics_attribution import attribution
from onrecord.evaluate.metrics_claims import claims
from onrecord.evaluate.metrics_common import Answered, Pair, Result
from onrecord.evaluate.metrics_coreference import coreference_events
from onrecord.evaluate.metrics_dates import dates
from onrecord.evaluate.metrics_entities import entities
from onrecord.evaluate.metrics_factuality import factuality
from onrecord.evaluate.metrics_grading import grading
from onrecord.evaluate.metrics_labels import events_sentence
from onrecord.evaluate.metrics_roles import events_document
from onrecord.evaluate.metrics_toponyms import toponyms

METRICS: dict[str, Callable[[Sequence[Pair]], Result]] = {
    metric.__name__: metric
    for metric in (
        claims,
        attribution,
        entities,
        events_arguments,
        toponyms,
        dates,
        factuality,
        events_sentence,
        events_document,
        coreference_events,
        grading,
    )
}
METRICS["events_cameo"] = events_sentence  # the same records, coded in CAMEO
METRICS["coreference"] = coreference_events  # the same metrics, clusters inside documents


def score(task: str, gold: Sequence[dict[str, Any]], predicted: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The metrics of a task: `primary` ({name, value}, the headline) first, then every figure, then how many records were matched.

    `gold` and `predicted` are records {id, answer fields}. A gold record without prediction counts as an empty answer; predictions for
    other ids are left out and counted. F1 entries are {precision, recall, f1, predicted, gold}; each metric's module states its units.
    Raises `BadInput` for an unknown task, no gold, two records of one id, and fields that are missing or cannot be read.
    """
    metric = METRICS.get(task)
    if metric is None:
        raise BadInput(f"no metrics for the task {task!r}", subject="score", stage="evaluate", remedy=f"Use one of {', '.join(METRICS)}")
    truth, answers = _by_id(gold, "gold"), _by_id(predicted, "predicted")
    if not truth:
        raise BadInput("no gold records", subject="score", stage="evaluate", remedy="Give at least one record with the right answers")
    pairs = [(record, answers.get(name) or Answered(name=f"predicted record {name}", fields={})) for name, record in truth.items()]
    return {
        **metric(pairs),
        "task": task,
        "records": len(truth),
        "records_without_prediction": sum(name not in answers for name in truth),
        "predictions_left_out": sum(name not in truth for name in answers),
    }


def _by_id(records: Sequence[Mapping[str, Any]], side: str) -> dict[str | int, Answered]:
    found: dict[str | int, Answered] = {}
    for number, record in enumerate(records, 1):
        name = record.get("id")
        if not isinstance(name, str | int):
            subject = f"{side} record number {number}"
            raise BadInput("no 'id'", subject=subject, stage="evaluate", remedy="Give each record its id, a string or a number")
        if name in found:
            raise BadInput("a second record of this id", subject=f"{side} record {name}", stage="evaluate", remedy="Give each id once")
        found[name] = Answered(name=f"{side} record {name}", fields=record)
    return found
