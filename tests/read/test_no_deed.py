"""What tells of no happening, though its words are those of one."""

from __future__ import annotations

import pytest

from onrecord.read.claims import build_claims
from onrecord.read.mend import mend
from onrecord.read.no_deed import tells_nothing
from tests.read.builders import Text


@pytest.mark.parametrize(
    ("sentence", "trigger", "event_type", "nothing"),
    [
        ("Police say six people were taken to area hospitals.", "taken", "COERCE", True),
        ("A boy was taken by helicopter to the Medical University.", "taken by helicopter", "ASSAULT", True),
        ("Gunmen took the boy to a camp.", "took", "COERCE", False),
        ("Soldiers took over the hospital.", "took over", "COERCE", False),
        ("The car was captured on surveillance video.", "captured", "COERCE", True),
        ("The town was captured on Friday.", "captured", "ASSAULT", False),
        ("Slade pleaded guilty to manslaughter.", "pleaded guilty", "ACCUSE", True),
        ("Slade was found guilty.", "found guilty", "SANCTION", False),
    ],
)
def test_what_only_sounds_like_a_deed(sentence: str, trigger: str, event_type: str, *, nothing: bool) -> None:
    t = Text(sentence)
    assert tells_nothing(t.found(trigger, event_type=event_type), t.text, t.sentences[0]) is nothing


def test_an_age_counts_nobody_but_the_one_who_is_so_old() -> None:
    t = Text("An 8-year-old boy and 8 men were seized.")
    found = t.found("seized", event_type="COERCE", figure=["8", "8 men"], kinds={"8": "captured", "8 men": "captured"})
    (claim,) = build_claims(t.analysis([found], []))
    assert [f.span.of(t.text) for f in claim.figures] == ["8-year-old boy", "8 men"]
    assert [f.low for f in claim.figures] == [1, 8]
    t = Text("Michael Vance, 38, wounded two officers.")
    found = t.found("wounded", figure=["38", "two"], kinds={"38": "injured", "two": "injured"})
    (claim,) = build_claims(t.analysis([found], []))
    assert [f.span.of(t.text) for f in claim.figures] == ["two"]


@pytest.mark.parametrize(
    ("sentence", "target", "kept"),
    [
        ("Forces conducted strikes in support of the government of Iraq.", "government of Iraq", False),
        ("The strikes aimed at preventing further incursions against allied troops.", "allied troops", False),
        ("The strikes hit militants who support the government.", "militants", True),
        ("The strikes against rebels went on.", "rebels", True),
    ],
)
def test_whom_a_deed_helps_is_not_its_target(sentence: str, target: str, *, kept: bool) -> None:
    t = Text(sentence)
    (found,) = mend([t.found("strikes", target=[target])], t.text, t.sentences)
    assert bool(found.roles["target"]) is kept


@pytest.mark.parametrize(
    ("sentence", "trigger", "actors", "targets"),
    [
        ("He was met by three officers who were slain.", "slain", [], ["three officers"]),
        ("Three officers were killed by gunmen.", "killed", ["gunmen"], ["Three officers"]),
        ("Three officers killed gunmen.", "killed", ["Three officers", "gunmen"], []),
    ],
)
def test_the_subject_of_a_passive_is_whom_it_hit(sentence: str, trigger: str, actors: list[str], targets: list[str]) -> None:
    t = Text(sentence)
    said = [words for words in ("Three officers", "three officers", "gunmen") if words in sentence]
    (found,) = mend([t.found(trigger, actor=said)], t.text, t.sentences)
    assert [f.span.of(t.text) for f in found.roles["actor"]] == actors
    assert [f.span.of(t.text) for f in found.roles.get("target", ())] == targets


@pytest.mark.parametrize(("event_type", "left"), [("ASSAULT", 0), ("COERCE", 0), ("MOBILIZE", 1)])
def test_who_was_only_seen_has_suffered_nothing(event_type: str, left: int) -> None:
    t = Text("Villagers had reportedly seen the gunmen near Talm.")
    assert len(build_claims(t.analysis([t.found("seen", event_type=event_type)], []))) == left
