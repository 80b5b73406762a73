"""The confidence of a claim is the chance that people would write it down; the unlikely are not told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.model import Claim, Link, Role, Span
from onrecord.read.claims import build_claims, claims_by_sentence
from onrecord.read.confidence import LEAST, evidence_of, surely
from onrecord.read.confidence_weights import WEIGHTS
from onrecord.read.evidence import chance
from tests.read.builders import Text


def read(t: Text, trigger: str, **told: list[str]) -> Claim:
    [[claim]] = claims_by_sentence(t.analysis([t.found(trigger, **told)], []))  # type: ignore[arg-type]
    return claim


def test_a_chance_is_between_never_and_always() -> None:
    assert chance({}, {}) == 0.5
    assert chance({"a": 1.0, "unknown": 3.0}, {"a": 2.0, "bias": -2.0}) == 0.5
    assert 0.0 < chance({"a": -1e9}, {"a": 1.0}) < chance({"a": 1e9}, {"a": 1.0}) < 1.0


def test_the_surer_the_tagger_the_surer_the_claim() -> None:
    t = Text("Gunmen attacked a checkpoint in Talm on Monday.")
    claim = read(t, "attacked", actor=["Gunmen"], target=["checkpoint"])
    confidences = []
    for score in (0.0, 0.05, 0.3, 0.6, 0.9, 0.99, 1.0):
        [evidence] = evidence_of([replace(claim, confidence=score)], t.text)
        confidences.append(chance(evidence, WEIGHTS))
    assert confidences == sorted(confidences)
    assert confidences[0] < LEAST < confidences[-1]


def test_an_unlikely_claim_is_not_told_and_the_one_beside_it_is() -> None:
    t = Text("Gunmen attacked a checkpoint where soldiers trained.")
    attacked = t.found("attacked", actor=["Gunmen"], target=["checkpoint"])
    trained = replace(t.found("trained", event_type="MOBILIZE", actor=["soldiers"]), score=0.01)
    [claim] = build_claims(t.analysis([attacked, trained], []))
    assert claim.trigger == t.span("attacked")
    assert LEAST <= claim.confidence < 1.0


def test_who_has_a_part_in_it_is_evidence() -> None:
    t = Text("The army said that rockets hit the mill. Since then it has been attacked again?")
    [bare] = evidence_of([replace(read(t, "attacked"), targets=())], t.text)
    assert bare["nothing but the word"] == bare["ASSAULT by nobody to nobody"] == bare["a question"] == bare["0 voices"] == 1.0
    assert bare["after been"] == bare["after has and a word"] == bare["1 words"] == 1.0
    voice = Link(source=None, cue=None, name="army")
    [full] = evidence_of([replace(read(t, "hit", actor=["rockets"], target=["mill"]), attribution=(voice, voice, voice))], t.text)
    assert full["actors: 1"] == full["targets: 1"] == full["2 voices"] == full["the first sentence"] == 1.0
    assert "nothing but the word" not in full


@pytest.mark.parametrize(
    ("text", "before"), [("Shells struck Talm. The attack killed two.", 0.0), ("They attacked Talm. The attack killed two.", 1.0)]
)
def test_a_word_that_was_used_before_may_name_the_same_deed(text: str, before: float) -> None:
    t = Text(text)
    trigger = t.span("The attack")
    claim = replace(read(t, "killed"), trigger=Span(trigger.start + 4, trigger.end))
    assert [e["the word was there before"] for e in evidence_of([claim], text)] == [before]


def test_a_long_list_of_claims_is_weighed_as_one_company() -> None:
    t = Text("Strikes hit Talm, others hit Orrin, a third wave hit Sela.")
    hit = read(t, "hit")
    towns = [Role(span=t.span(town), name=town) for town in ("Talm", "Orrin", "Sela", "Talm")]
    claims = [replace(hit, targets=(town,), confidence=0.5 + n / 10) for n, town in enumerate(towns)]
    evidence = list(evidence_of(claims, t.text))
    assert [e["surest of several"] for e in evidence] == [0.0, 0.0, 0.0, 1.0]
    assert [e["shares a target"] for e in evidence] == [1.0, 0.0, 0.0, 1.0]
    assert all(e["3 beside it"] == e["another of its type"] == 1.0 for e in evidence)
    assert [c.trigger for c in surely(claims, t.text)] == [c.trigger for c in claims]
    assert surely((), t.text) == ()
