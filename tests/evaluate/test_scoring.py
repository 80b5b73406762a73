"""What `score` says of records that it cannot use, and how records are matched."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.errors import BadInput
from onrecord.evaluate.scoring import METRICS, score

Record = dict[str, Any]
LINE = {"id": "x7", "text": "Guards left."}
SPAN = {"start": 0, "end": 2}
BAD_SPAN = {"start": 5, "end": 2}
GRADED = {"independent_origins": 1, "corroboration": "single_origin", "figure_summary": {}}


def test_the_headline_comes_first_and_records_are_counted() -> None:
    gold = [{"id": "a", "labels": ["X"]}, {"id": "b", "labels": []}]
    r = score("events_sentence", gold, [{"id": "a", "labels": ["X"]}, {"id": "c", "labels": ["X"]}])
    assert next(iter(r)) == "primary"
    assert (r["primary"]["value"], r["records"], r["records_without_prediction"], r["predictions_left_out"]) == (1, 2, 1, 1)


def test_every_task_has_metrics() -> None:
    assert set(METRICS) == {
        "claims",
        "attribution",
        "entities",
        "events_arguments",
        "toponyms",
        "dates",
        "factuality",
        "events_sentence",
        "events_cameo",
        "events_document",
        "coreference_events",
        "coreference",
        "grading",
    }


@pytest.mark.parametrize(
    ("task", "field"),
    [
        ("claims", "claims"),
        ("attribution", "attributions"),
        ("entities", "entities"),
        ("events_arguments", "events"),
        ("toponyms", "toponyms"),
        ("dates", "timexes"),
        ("factuality", "items"),
        ("events_sentence", "labels"),
        ("events_document", "role_entities"),
        ("grading", "gold"),
        ("coreference_events", "mentions"),
        ("coreference", "mentions"),
    ],
)
def test_gold_without_its_answer(task: str, field: str) -> None:
    with pytest.raises(BadInput, match=rf"^gold record x7: evaluate: .*'{field}'.*\. Give "):
        score(task, [LINE], [])


@pytest.mark.parametrize(
    ("task", "gold", "predicted", "says"),
    [
        ("claims", {"claims": [{"id": "c1"}]}, {}, r"gold record x7: .* no 'trigger'"),
        ("claims", {"claims": []}, {"claims": [{}]}, r"predicted record x7: .* no 'id'"),
        ("claims", {"claims": []}, {"claims": [{"id": "c1"}, {"id": "c1"}]}, "predicted record x7: .*two claims have one id"),
        ("claims", {"claims": []}, {"claims": [{"id": "c1", "trigger": [4, 1]}]}, r"\[4, 1\) is no span"),
        ("claims", {"claims": []}, {"claims": [{"id": "c1", "trigger": 4}]}, "4 is no span"),
        ("claims", {"claims": []}, {"claims": [{"id": "c1", "time": "June"}]}, "'June' is no object"),
        ("claims", {"claims": []}, {"events": ["c1"]}, "'events' is no list of lists"),
        ("attribution", {"attributions": []}, {"attributions": [{"cue": [BAD_SPAN]}]}, r"predicted record x7: .*\[5, 2\) is no span"),
        ("attribution", {"attributions": []}, {"attributions": "none"}, "'attributions' is no list of objects"),
        ("entities", {"entities": []}, {"entities": [{"start": 0, "end": 2}]}, "no 'type'"),
        ("entities", {"entities": []}, {"entities": [{"type": "X"}]}, r"\[None, None\) is no span"),
        ("events_arguments", {"events": []}, {"events": [{"group": "attack"}]}, "no 'trigger'"),
        ("events_arguments", {"events": []}, {"events": [{"group": 3, "trigger": None}]}, "group 3 is no string"),
        ("toponyms", {"toponyms": [{**SPAN, "lat": 1}]}, {"toponyms": [{**SPAN, "lat": 1, "lon": 1}]}, "gold record x7: .*no 'lon'"),
        ("factuality", {"items": [{"start": 0, "end": 1, "score": "high"}]}, {}, "'score' is 'high', no number"),
        ("events_sentence", {"labels": "A"}, {}, "'labels' is no list of strings"),
        ("events_document", {"role_entities": {}}, {"role_entities": {"Victim": [[3]]}}, "role 'Victim' is no list of entities"),
        ("coreference_events", {"mentions": []}, {"mentions": [{"start": 0, "end": 1}]}, "predicted record x7: .*no 'cluster'"),
        ("coreference_events", {"doc_cluster": []}, {}, "is no name"),
        ("grading", {"gold": {"events": [{}]}}, {}, "gold record x7: .*no 'independent_origins'"),
        ("grading", {"gold": {"events": [GRADED]}}, {"events": [{"figure_summary": [1]}]}, "'figure_summary' is no object"),
    ],
)
def test_fields_that_cannot_be_used(task: str, gold: Record, predicted: Record, says: str) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        score(task, [{**LINE, **gold}], [{"id": "x7", **predicted}])
    assert caught.value.remedy.startswith("Give ")


@pytest.mark.parametrize(
    ("task", "gold", "predicted", "says"),
    [
        ("verbs", [LINE], [], "no metrics for the task 'verbs'. Use one of claims,"),
        ("claims", [], [], "no gold records"),
        ("claims", [{"text": ""}], [], "gold record number 1: evaluate: no 'id'"),
        ("claims", [LINE, LINE], [], "gold record x7: evaluate: a second record of this id"),
        ("claims", [LINE], [LINE, LINE], "predicted record x7: evaluate: a second record of this id"),
    ],
)
def test_files_that_cannot_be_used(task: str, gold: list[Record], predicted: list[Record], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        score(task, gold, predicted)
