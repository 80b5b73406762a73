"""Denials that do not say what they deny: one claim, denied, in the voice of whoever denies."""

from __future__ import annotations

import pytest

from onrecord.model import Claim
from onrecord.read.claims import build_claims
from onrecord.read.denials import denial_of
from tests.read.builders import Text


def _last(t: Text, *found: object) -> Claim:
    return build_claims(t.analysis(list(found), []))[-1]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "denial",
    [
        "The Orrin Army denied it.",
        "The Orrin Army denied this on Friday.",
        "The Orrin Army has denied the accusation, saying that its guns were silent.",
        "The Orrin Army denied any involvement.",
        "The Orrin Army rejected these reports.",
        "The Orrin Army denied all responsibility.",
        "The Orrin Army denied the accusation in a statement.",
        "The Orrin Army denied it to Reuters.",
    ],
)
def test_a_denial_of_what_was_told_is_denied_by_its_subject(denial: str) -> None:
    t = Text(f"Residents said the army shelled Talm. {denial}")
    verb = "denied" if "denied" in denial else "rejected"
    claim = _last(t, t.found("shelled"), t.found(verb, actor=["Orrin Army"]))
    assert claim.status == "denied"
    assert [link.name for link in claim.attribution] == ["Orrin Army"]


@pytest.mark.parametrize(
    ("sentence", "trigger", "event_type"),
    [
        ("Hamas rejected it.", "rejected", "REJECT"),
        ("Guards deny them access to water.", "deny", "COERCE"),
        ("The alliance denied it was responsible.", "denied", "ASSAULT"),
        ("The army denied the claim that it had shelled Talm.", "denied", "ASSAULT"),
        ("He was denied bail.", "denied", "COERCE"),
        ("The army neither confirmed nor denied the report.", "denied", "ASSAULT"),
        ("The army did not deny it.", "deny", "ASSAULT"),
        ("Guards denied them water and medical care.", "denied", "COERCE"),
        ("The president dismissed them on Friday.", "dismissed", "COERCE"),
        ("The police rejected these refugees at the border.", "rejected", "COERCE"),
        ("The judge dismissed the charges.", "dismissed", "COERCE"),
        ("The two armies contested this ridge for years.", "contested", "ASSAULT"),
        ("The ministry denied that Russian jets had bombed Talm.", "denied", "ASSAULT"),
        ("The army denied it shelled Talm.", "denied", "ASSAULT"),
        ("The army denied it's responsible.", "denied", "ASSAULT"),
        ("The army denied this claim that it had shelled Talm.", "denied", "ASSAULT"),
        ("The army rejected the claim that it had shelled Talm.", "claim", "ASSAULT"),
        ("The army denied any role in the attack.", "role", "ASSAULT"),
        ("It ended in a purge in which the president dismissed 12 generals.", "dismissed", "COERCE"),
        ("It was a siege in which the army denied residents food.", "denied", "COERCE"),
    ],
)
def test_a_refusal_and_a_denial_in_so_many_words_are_none(sentence: str, trigger: str, event_type: str) -> None:
    t = Text(sentence)
    assert denial_of(t.found(trigger, event_type=event_type), t.text) is None


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("Residents accuse the army of shelling Talm, a charge which the Orrin Army denies.", "denies"),
        ("Residents say that the army shelled Talm, which the Orrin Army denies.", "denies"),
        ("Residents say that the army shelled Talm; the Orrin Army denied responsibility.", "responsibility"),
        ("Residents say that the army shelled Talm; the Orrin Army rejected the charge as a lie.", "charge"),
    ],
)
def test_a_charge_is_denied_where_it_stands_before_and_where_only_its_noun_is_seen(sentence: str, trigger: str) -> None:
    t = Text(sentence)
    claim = _last(t, t.found(trigger, actor=["Orrin Army"]))
    assert (claim.status, [link.name for link in claim.attribution]) == ("denied", ["Orrin Army"])


def test_the_verb_and_its_object_are_one_denial() -> None:
    t = Text("Residents said the army shelled Talm. The Orrin Army rejected the accusation.")
    claims = build_claims(
        t.analysis(
            [t.found("shelled"), t.found("rejected", actor=["Orrin Army"]), t.found("accusation", place=["Talm"], status="denied")], []
        )
    )
    assert [c.trigger.of(t.text) for c in claims] == ["shelled", "rejected"]
    assert [p.name for p in claims[1].places] == ["Talm"]


def test_who_denies_is_the_whole_voice_before_the_verb() -> None:
    t = Text("Residents said the army shelled Talm. The army's spokesman, Idris Haddad, denied it.")
    denial = t.found("denied", actor=["army"], source=["The army's spokesman, Idris Haddad"])
    assert [link.name for link in _last(t, denial).attribution] == ["army's spokesman, Idris Haddad"]


@pytest.mark.parametrize(("status", "kept"), [("hypothetical", "hypothetical"), ("planned", "planned"), ("occurred", "denied")])
def test_a_denial_that_may_come_denies_nothing_yet(status: str, kept: str) -> None:
    t = Text("Residents said the army shelled Talm. The Orrin Army is expected to deny it.")
    assert _last(t, t.found("shelled"), t.found("deny", actor=["Orrin Army"], status=status)).status == kept


def test_whom_the_next_sentence_names_adds_no_second_denial() -> None:
    t = Text("The army denied it. The report was published by the ministry.")
    claims = build_claims(t.analysis([t.found("denied", actor=["army"])], []))
    assert [(c.status, [link.name for link in c.attribution]) for c in claims] == [("denied", ["army"])]
