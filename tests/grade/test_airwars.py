"""The Airwars grades over the user's judgements."""

from __future__ import annotations

import pytest

from onrecord.errors import BadInput
from onrecord.grade import Judgements

from .build import FRONT, HOSPITAL, MINISTRY, PAPER, RADIO, RESIDENTS, WIRE, Desk, actor, figure

CIVILIANS = (figure(4, 4, victims="civilian"),)
TRUSTED = {HOSPITAL.actor_id: True, WIRE.actor_id: True}


def test_no_harm_no_grade() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL)
    desk.report(PAPER, FRONT, figures=(figure(0, 0), figure(9, 9, victims="combatant")))
    assert desk.grade(judgements=Judgements(credible=TRUSTED)).grade.airwars is None


@pytest.mark.parametrize("text", ["Nine soldiers died at Talm.", "Nine fighters died at Talm."])
def test_armed_victims_are_no_civilian_harm(text: str) -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL, figures=(figure(9, 9),), text=text)
    assert desk.grade(judgements=Judgements(credible=TRUSTED)).grade.airwars is None


def test_weak_fair_and_what_is_missing() -> None:
    desk = Desk()
    desk.report(PAPER, HOSPITAL, figures=CIVILIANS)
    assert desk.grade().grade.airwars is None
    assert desk.grade(judgements=Judgements(credible=TRUSTED)).grade.airwars == "weak"
    desk.report(WIRE, figures=CIVILIANS)
    unsearched = desk.grade(judgements=Judgements(credible=TRUSTED)).grade
    assert (unsearched.airwars, "near actions" in unsearched.airwars_reasons[0]) == (None, True)
    assert desk.grade(judgements=Judgements(credible=TRUSTED, near_actions="likely")).grade.airwars == "fair"


def test_an_unnamed_voice_is_as_credible_as_its_outlet() -> None:
    desk = Desk()
    desk.report(WIRE, RESIDENTS, figures=CIVILIANS)
    assert desk.grade(judgements=Judgements(credible=TRUSTED)).grade.airwars == "weak"


def test_confirmed_needs_the_harm_accepted_not_only_the_strike() -> None:
    desk = Desk()
    desk.report(PAPER, HOSPITAL, figures=CIVILIANS, actors=(MINISTRY,))
    desk.report(WIRE, MINISTRY, actors=(MINISTRY,))
    assert desk.grade(judgements=Judgements(credible=TRUSTED)).grade.airwars == "weak"
    desk.report(RADIO, MINISTRY, actors=(MINISTRY,), figures=(figure(3, 3, victims="civilian"),), day=6)
    assert desk.grade(judgements=Judgements(credible=TRUSTED)).grade.airwars == "confirmed"


def test_rivals_contest_and_a_mere_denial_does_not() -> None:
    desk = Desk()
    desk.report(PAPER, HOSPITAL, figures=CIVILIANS, actors=(MINISTRY,))
    desk.report(WIRE, MINISTRY, actors=(MINISTRY,), status="denied")
    assert desk.grade(judgements=Judgements(credible=TRUSTED)).grade.airwars == "weak"
    desk.report(RADIO, actor("Bright Brigade", party="brigade"), actors=(FRONT,), figures=CIVILIANS)
    assert desk.grade(judgements=Judgements(credible=TRUSTED)).grade.airwars == "contested"


def test_a_bad_search_result_is_refused() -> None:
    with pytest.raises(BadInput, match="likely"):
        Judgements(near_actions="maybe")
