"""Findings of one sentence that tell one deed are one claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.model import Link
from onrecord.read.analysis import Filler, Found
from onrecord.read.claims import build_claims
from onrecord.read.evidence import chance
from onrecord.read.same_deed import evidence_of, may_be_one, near_pairs, one_deed_each
from onrecord.read.same_deed_weights import WEIGHTS
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
    assert may_be_one((t.found("attacked"), first), (t.found("slaughtered"), second), t.text) is may


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "A car bomb killed 20 people in Kabul and a roadside bomb killed six in Kandahar.",
            {"trigger": "killed", "place": ["Kabul"]},
            {"trigger": "killed", "nth": 2, "place": ["Kandahar"]},
        ),
        (
            "There were raids in Jenin, raids in Nablus.",
            {"trigger": "raids", "place": ["Jenin"]},
            {"trigger": "raids", "nth": 2, "place": ["Nablus"]},
        ),
        (
            "Rockets landed on Monday and missiles landed on Wednesday.",
            {"trigger": "landed", "time": ["on Monday"]},
            {"trigger": "landed", "nth": 2, "time": ["on Wednesday"]},
        ),
        (
            "Two died, said medics, and nine died.",
            {"trigger": "died", "figure": ["Two"], "kinds": {"Two": "killed"}},
            {"trigger": "died", "nth": 2, "figure": ["nine"], "kinds": {"nine": "killed"}},
        ),
    ],
)
def test_what_has_its_own_place_day_or_toll_is_a_deed_of_its_own(text: str, first: dict, second: dict) -> None:
    t = Text(text)
    a, b = (unsure(t.found(x.pop("trigger"), nth=x.pop("nth", 1), kinds=x.pop("kinds", None), **x), 0.3) for x in (first, second))
    assert one_deed_each([(a, NOBODY), (b, NOBODY)], t.text) == [(a, NOBODY), (b, NOBODY)]


def test_the_deed_keeps_the_hand_that_only_one_finding_names() -> None:
    t = Text("Talm was shelled, and houses were hit by the artillery of the army.")
    shelled = t.found("shelled", target=["Talm"])
    hit = unsure(t.found("hit", target=["houses"], actor=["artillery of the army"]), 0.1)
    shelled = unsure(shelled, 0.35)
    hit = replace(hit, sub_event="Shelling/artillery/missile attack", mode="heavy-weapons")
    [(one, _)] = one_deed_each([(shelled, NOBODY), (hit, NOBODY)], t.text)
    assert [f.span.of(t.text) for f in one.roles["actor"]] == ["artillery of the army"]
    assert (one.sub_event, one.mode) == ("Shelling/artillery/missile attack", "heavy-weapons")


def test_nobody_is_hand_and_victim_of_the_one_deed() -> None:
    t = Text("A deputy who was injured in the shooting is in intensive care.")
    injured = unsure(t.found("injured", target=["deputy"]), 0.3)
    shooting = t.found("shooting", actor=["deputy"])
    shooting = unsure(replace(shooting, roles={**shooting.roles, "actor": (Filler(t.span("deputy"), 0.4),)}), 0.1)
    [(one, _)] = one_deed_each([(injured, NOBODY), (shooting, NOBODY)], t.text)
    assert [f.span.of(t.text) for f in one.roles["target"]] == ["deputy"]
    assert not one.roles["actor"]


def test_a_denial_is_not_lost_in_what_nobody_denies() -> None:
    t = Text("The army denied it attacked the hamlet and slaughtered people.")
    army = t.span("The army")
    denied, silent = (Link(source=army, cue=cue, name="army") for cue in (t.span("denied"), None))
    attacked, slaughtered = (unsure(t.found(w), 0.3) for w in ("attacked", "slaughtered"))
    assert not may_be_one((attacked, (denied,)), (slaughtered, (silent,)), t.text)


def test_a_list_of_two_hundred_is_weighed_in_time() -> None:
    t = Text("They killed " + ", ".join(f"killed in A{n}" for n in range(200)) + ".")
    told = [(unsure(t.found("killed", nth=n), 0.5), NOBODY) for n in range(1, 200)]
    assert len(list(near_pairs(len(told)))) < 3 * len(told)
    assert 1 <= len(one_deed_each(told, t.text)) < len(told)


def test_two_words_for_one_deed_make_one_claim() -> None:
    t = Text("Rebels attacked the hamlet and slaughtered 19 people.")
    attacked = unsure(t.found("attacked", actor=["Rebels"], target=["hamlet"]), 0.6)
    slaughtered = unsure(t.found("slaughtered", figure=["19"], kinds={"19": "killed"}), 0.3)
    [claim] = build_claims(t.analysis([attacked, slaughtered], []))
    assert [r.name for r in claim.actors] == ["Rebels"]
    assert [(f.what, f.low) for f in claim.figures] == [("killed", 19)]


def test_neither_are_two_types_or_a_deed_and_its_denial() -> None:
    t = Text("Rebels attacked the hamlet and fled.")
    attacked, fled = t.found("attacked"), t.found("fled", event_type="RETREAT")
    assert not may_be_one((attacked, NOBODY), (fled, NOBODY), t.text)
    assert not may_be_one((attacked, NOBODY), (replace(attacked, status="denied"), NOBODY), t.text)


def test_what_is_one_deed_is_so_whatever_the_order_and_nothing_is_lost() -> None:
    t = Text("Gunmen attacked, burned, looted, shelled and bombed the hamlet of Talm.")
    words = ("attacked", "burned", "looted", "shelled", "bombed")
    told = [(unsure(t.found(w, target=["hamlet of Talm"]), 0.5), NOBODY) for w in words]
    left = one_deed_each(told, t.text)
    assert len(left) < len(told)
    assert one_deed_each(told[::-1], t.text) == left == one_deed_each(left, t.text)
    assert {f.span for found, _ in left for f in found.roles["target"]} == {t.span("hamlet of Talm")}
    assert one_deed_each([], t.text) == []


def test_the_less_sure_a_finding_is_the_likelier_it_is_another_name_of_its_neighbour() -> None:
    t = Text("Rebels attacked the hamlet and slaughtered 19 people.")
    attacked, slaughtered = t.found("attacked"), t.found("slaughtered")
    sure, doubtful = (chance(evidence_of(attacked, unsure(slaughtered, score), t.text, 1), WEIGHTS) for score in (0.99, 0.4))
    assert doubtful > sure
