"""Findings of one sentence that tell one deed are one claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.model import Link
from onrecord.read.analysis import Found
from onrecord.read.same_deed import LEAST, chance, evidence_of, may_be_one, one_deed_each, weighed
from tests.read.builders import Text

NOBODY: tuple[Link, ...] = ()


def said_by(name: str) -> tuple[Link, ...]:
    return (Link(source=None, cue=None, name=name),)


def unsure(found: Found, score: float) -> Found:
    return replace(found, score=score)


def test_an_attack_and_the_killing_in_it_are_one_deed() -> None:
    t = Text("Four children were killed when a landmine exploded on farmland.")
    exploded = unsure(t.found("exploded", target=["farmland"]), 0.55)
    killed = t.found("killed", target=["children"], figure=["Four"], kinds={"Four": "killed"})
    [(one, _)] = one_deed_each([(killed, NOBODY), (exploded, NOBODY)], t.text)
    assert one.span == killed.span
    assert [f.span.of(t.text) for f in one.roles["target"]] == ["children", "farmland"]
    assert [f.span.of(t.text) for f in one.roles["figure"]] == ["Four"]


def test_two_deeds_with_their_own_hands_and_victims_stay_two() -> None:
    t = Text("Rebels shot 12 farmers in Talm on Monday, and soldiers burned 30 houses in Rovka on Tuesday.")
    shot = t.found("shot", actor=["Rebels"], target=["farmers"], figure=["12"], place=["Talm"], time=["on Monday"])
    burned = t.found("burned", actor=["soldiers"], target=["houses"], figure=["30"], place=["Rovka"], time=["on Tuesday"])
    told = [(shot, NOBODY), (burned, NOBODY)]
    assert one_deed_each(told, t.text) == told


@pytest.mark.parametrize(
    ("first", "second", "may"),
    [
        (NOBODY, NOBODY, True),
        (said_by("army"), said_by("army"), True),
        (said_by("army"), said_by("residents"), False),
        (said_by("army"), NOBODY, False),
    ],
)
def test_what_two_voices_say_is_never_one(first: tuple[Link, ...], second: tuple[Link, ...], *, may: bool) -> None:
    t = Text("The army said rebels attacked the hamlet and slaughtered 19 people.")
    assert may_be_one((t.found("attacked"), first), (t.found("slaughtered"), second)) is may


def test_neither_are_two_types_or_a_deed_and_its_denial() -> None:
    t = Text("Rebels attacked the hamlet and fled.")
    attacked, fled = t.found("attacked"), t.found("fled", event_type="RETREAT")
    assert not may_be_one((attacked, NOBODY), (fled, NOBODY))
    assert not may_be_one((attacked, NOBODY), (replace(attacked, status="denied"), NOBODY))


def test_no_likely_pair_is_left_and_nothing_is_lost() -> None:
    t = Text("Gunmen attacked, burned, looted, shelled and bombed the hamlet of Talm.")
    words = ("attacked", "burned", "looted", "shelled", "bombed")
    told = [(unsure(t.found(w, target=["hamlet of Talm"]), 0.5), NOBODY) for w in words]
    left = one_deed_each(told, t.text)
    assert 1 <= len(left) <= len(told)
    assert all(likely < LEAST for likely, _, _ in weighed(left, t.text))
    assert {f.span for found, _ in left for f in found.roles["target"]} == {t.span("hamlet of Talm")}
    assert one_deed_each([], t.text) == []


def test_the_less_sure_a_finding_is_the_likelier_it_is_another_name_of_its_neighbour() -> None:
    t = Text("Rebels attacked the hamlet and slaughtered 19 people.")
    attacked, slaughtered = t.found("attacked"), t.found("slaughtered")
    sure, doubtful = (chance(evidence_of(attacked, unsure(slaughtered, score), t.text, 1)) for score in (0.99, 0.4))
    assert doubtful > sure
