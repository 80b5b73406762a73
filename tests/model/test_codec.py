"""Every noun goes to JSON and back without loss."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import (
    Attribution,
    Captured,
    Claim,
    Decision,
    Document,
    Event,
    Figure,
    Link,
    Producer,
    Reading,
    Span,
    Timex,
    Trigger,
    When,
)
from onrecord.model.codec import from_dict, to_dict
from tests import strategies as nouns


def through_json(value: object, **options: bool) -> object:
    written = json.dumps(to_dict(value, **options), ensure_ascii=False, allow_nan=False)
    return from_dict(type(value), json.loads(written))


@given(st.one_of(nouns.claims(), nouns.documents, nouns.events, nouns.decisions, nouns.producers, nouns.captureds(), nouns.places))
def test_any_noun_survives_json(value: object) -> None:
    assert through_json(value) == value
    assert through_json(value, ids=True) == value


@given(st.data())
def test_a_reading_survives_json(data: st.DataObject) -> None:
    reading = data.draw(nouns.documents.flatmap(nouns.readings))
    assert through_json(reading, ids=True) == reading


def test_the_shape_is_plain_and_in_the_order_of_the_fields() -> None:
    claim = Claim(
        document_id="d1",
        trigger=Span(4, 9),
        evidence=Span(0, 20),
        event_type="ASSAULT",
        status="occurred",
        certainty="asserted",
        attribution=(Link(source=None, cue=Span(1, 2), name="TASS"),),
    )
    written = to_dict(claim, ids=True)
    assert list(written)[:4] == ["id", "document_id", "trigger", "evidence"]
    assert written["id"] == claim.id
    assert written["trigger"] == [4, 9]
    assert written["attribution"] == [{"source": None, "cue": [1, 2], "name": "TASS", "actor": None}]
    assert "id" not in to_dict(claim)


def test_bytes_dates_and_nested_ids() -> None:
    document = Document(text="Three people were hurt.", published=None)
    reading = Reading(
        document=document,
        sentences=(Span(0, 23),),
        paragraphs=(),
        mentions=(),
        attributions=(Attribution(source=(Span(0, 5),), cue=(), content=(Span(6, 12), Span(18, 22))),),
        claims=(),
    )
    assert to_dict(reading, ids=True)["document"]["id"] == document.id
    assert to_dict(reading)["attributions"][0]["content"] == [[6, 12], [18, 22]]
    timex = Timex(span=Span(0, 2), type="DATE", value=None, when=When(span=None, expression=None, earliest=None, latest=None, rule="none"))
    assert through_json(timex) == timex
    trigger = Trigger(span=Span(0, 2), event_type=None, factuality=-3.0, score=0.5)
    assert through_json(trigger) == trigger


@pytest.mark.parametrize(
    ("kind", "data", "says"),
    [
        (Producer, {"name": "a"}, "no field settings_digest, version, weights_digest"),
        (Producer, {"name": "a", "version": 1, "settings_digest": "", "weights_digest": ""}, r"Producer\.version: expected str, not 1"),
        (Document, {"text": "a", "colour": "red"}, "unknown field colour"),
        (Document, {"text": "a", "published": "yesterday"}, r"Document\.published"),
        (Document, ["text"], "expected an object"),
        (Figure, {"span": [3, 1], "what": "killed", "low": 1, "high": 1}, r"Figure\.span: a span needs"),
        (Figure, {"span": [1], "what": "killed", "low": 1, "high": 1}, r"expected \[start, end\]"),
        (Figure, {"span": [1, 3], "what": "killed", "low": True, "high": 1}, r"Figure\.low: expected int, not True"),
        (Figure, {"span": [1, 3], "what": "killed", "low": 5, "high": 1}, "above high"),
        (Trigger, {"span": [1, 3], "event_type": None, "factuality": "3", "score": 1}, "expected a number"),
        (Captured, {"document": {"text": "a"}, "capture": {}, "original": "%%%"}, r"Captured\.capture: Capture: no field"),
        (Event, {"claim_ids": "c1"}, "Event: no field"),
        (Decision, None, "expected an object"),
    ],
)
def test_wrong_data_is_named(kind: type, data: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        from_dict(kind, data)


@pytest.mark.parametrize("value", [Span(0, 1), Claim, 3, {"text": "a"}])
def test_only_objects_of_the_record_become_objects(value: object) -> None:
    with pytest.raises(TypeError, match=r"onrecord\.model"):
        to_dict(value)
