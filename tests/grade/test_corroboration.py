"""Every grade, in the order of the rules, with the cases that each rule leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from onrecord.errors import BadInput

from .build import CENTRE, DAY, FRONT, HOSPITAL, MINISTRY, PAPER, RADIO, WIRE, Desk, actor

LEAGUE = actor("Moor League", party="moor league")


def graded(desk: Desk) -> str:
    grade = desk.grade().grade
    assert grade.reasons
    assert set(grade.claim_ids) <= {c.id for c in desk.claims}
    assert grade.corroboration.replace("_", " ").capitalize() in grade.explanation
    return grade.corroboration


def test_single_origin() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL)
    desk.report(PAPER, HOSPITAL)
    assert graded(desk) == "single_origin"


def test_a_lone_boast_stays_single() -> None:
    desk = Desk()
    desk.report(WIRE, FRONT, actors=(FRONT,))
    event = desk.grade()
    assert (event.grade.corroboration, event.grade.origins[0].stance) == ("single_origin", "own_act")


def test_one_sided() -> None:
    desk = Desk()
    desk.report(WIRE, MINISTRY, actors=(MINISTRY,))
    desk.report(PAPER, CENTRE, actors=(MINISTRY,))
    assert graded(desk) == "one_sided"


def test_copies_without_a_party_are_not_one_sided() -> None:
    desk = Desk()
    a, b = desk.report(WIRE), desk.report(PAPER)
    assert desk.grade(same_text=frozenset({(a, b)})).grade.corroboration == "single_origin"


def test_corroborated() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL)
    desk.report(PAPER, MINISTRY)
    assert graded(desk) == "corroborated"


def test_two_origins_that_do_not_agree_stand_alone() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL)
    desk.report(PAPER, MINISTRY, when=(DAY + timedelta(days=3), DAY + timedelta(days=3)))
    event = desk.grade()
    assert (event.grade.corroboration, event.grade.independent_origins) == ("single_origin", 2)
    assert event.when is not None
    assert event.when.rule == "hull"


def test_acknowledged() -> None:
    desk = Desk()
    desk.report(WIRE, MINISTRY, actors=(MINISTRY,))
    desk.report(PAPER, HOSPITAL)
    assert graded(desk) == "acknowledged"


def test_two_hostile_accounts_of_a_clash_are_acknowledged() -> None:
    desk = Desk()
    desk.report(MINISTRY, actors=(MINISTRY,), targets=(FRONT,), sub_event="Armed clash")
    desk.report(FRONT, actors=(FRONT,), targets=(MINISTRY,), sub_event="Armed clash")
    assert graded(desk) == "acknowledged"


def test_rivals_contest() -> None:
    desk = Desk()
    desk.report(WIRE, FRONT, actors=(FRONT,))
    desk.report(PAPER, LEAGUE, actors=(LEAGUE,))
    assert graded(desk) == "contested"
    told = f"{LEAGUE.name} names {LEAGUE.name}, {FRONT.name} names {FRONT.name} as those who did it"
    assert told in desk.grade().grade.reasons[0]


@pytest.mark.parametrize("event_type", ["CONSULT", "AGREE", "REQUEST", "RETREAT"])
def test_two_sides_of_a_meeting_are_no_rivals(event_type: str) -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL, actors=(FRONT,), event_type=event_type)
    desk.report(PAPER, RADIO, actors=(LEAGUE,), event_type=event_type)
    assert graded(desk) == "corroborated"


def test_one_body_put_to_two_parties_is_no_rival_of_itself() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL, actors=(actor("Talm police", party="arvenia"),))
    desk.report(PAPER, RADIO, actors=(actor("police", party="orlovia"),))
    assert graded(desk) == "corroborated"


def test_each_side_that_names_the_other_as_its_attacker_tells_of_one_fight() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL, actors=(FRONT,), targets=(LEAGUE,))
    desk.report(PAPER, RADIO, actors=(LEAGUE,), targets=(FRONT,))
    assert graded(desk) == "corroborated"


def test_the_rivals_shown_are_those_whom_most_origins_name() -> None:
    desk = Desk()
    stray = actor("Great Orlovia", party="orlovia")
    desk.report(WIRE, WIRE, actors=(stray,))
    for number, voice in enumerate((HOSPITAL, RADIO)):
        desk.report(PAPER, voice, actors=(FRONT,), day=number)
        desk.report(PAPER, actor(f"witness {number}"), actors=(LEAGUE,), day=number)
    assert "Great Orlovia" not in desk.grade().grade.reasons[0]


def test_denial_of_ones_own_hand_contests_where_somebody_names_it() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL, actors=(FRONT,))
    desk.report(PAPER, FRONT, actors=(FRONT,), status="denied")
    event = desk.grade()
    assert event.grade.corroboration == "contested"
    assert event.grade.independent_origins == 1
    assert [d.name for d in event.grade.denials] == [FRONT.name]
    assert "1 reports, 1 denies" in event.grade.explanation


def test_a_group_that_no_table_knows_denies_its_own_hand_against_those_who_name_it() -> None:
    desk = Desk()
    local = actor("Jebel Front")
    desk.report(WIRE, HOSPITAL, actors=(local,))
    desk.report(PAPER, local, actors=(local,), status="denied")
    event = desk.grade()
    assert event.grade.corroboration == "contested"
    assert event.grade.reasons == (f"Jebel Front denies its own hand, against {HOSPITAL.name}",)


def test_denial_of_a_hand_that_nobody_named_does_not_contest() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL)
    desk.report(PAPER, FRONT, actors=(FRONT,), status="denied")
    assert graded(desk) == "single_origin"


def test_denial_of_the_happening_contests() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL)
    desk.report(PAPER, MINISTRY, status="denied", text="The ministry denied that shells struck the depot.")
    assert graded(desk) == "contested"


@pytest.mark.parametrize(
    "text",
    ["It called the reports false.", "It rejected the accusations.", "No such attack took place.", "He has denied having any part in it."],
)
def test_words_that_answer_a_charge_contest(text: str) -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL)
    desk.report(PAPER, MINISTRY, status="denied", text=text)
    assert graded(desk) == "contested"


def test_what_has_not_happened_contests_nothing() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL)
    desk.report(PAPER, status="denied", text="No arrests have been made.")
    desk.report(PAPER, RADIO, status="denied", text="The radio said that the children were not harmed.")
    event = desk.grade()
    assert event.grade.corroboration == "single_origin"
    assert "denies" not in event.grade.explanation
    assert len(event.grade.denials) == 2


def test_the_accused_contests_in_any_words() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL, actors=(FRONT,))
    desk.report(PAPER, FRONT, status="denied", text="The front said that it was not there.")
    assert graded(desk) == "contested"


def test_who_clears_the_accused_contests() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL, actors=(FRONT,))
    desk.report(PAPER, RADIO, actors=(FRONT,), status="denied", text="The front did not shell the depot, the radio said.")
    assert graded(desk) == "contested"


def test_what_only_has_not_happened_has_the_origins_that_say_so() -> None:
    desk = Desk()
    desk.report(PAPER, RADIO, status="denied", text="No arrests have been made.")
    event = desk.grade()
    assert (event.grade.corroboration, event.grade.independent_origins, event.status) == ("single_origin", 1, "denied")
    assert event.grade.denials == ()
    assert "did not happen" in event.grade.reasons[0]
    desk.report(WIRE, HOSPITAL, status="denied", text="Nobody was arrested.")
    event = desk.grade()
    assert (event.grade.corroboration, event.grade.independent_origins, event.status) == ("corroborated", 2, "denied")


def test_only_a_denial_on_record() -> None:
    desk = Desk()
    desk.report(PAPER, MINISTRY, actors=(MINISTRY,), status="denied")
    event = desk.grade()
    assert (event.grade.corroboration, event.grade.independent_origins, event.status) == ("contested", 0, "denied")


def test_later_admission_ends_the_denial() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL, actors=(MINISTRY,))
    desk.report(PAPER, MINISTRY, actors=(MINISTRY,), status="denied")
    assert graded(desk) == "contested"
    desk.report(PAPER, CENTRE, actors=(MINISTRY,), day=5)
    assert graded(desk) == "acknowledged"
    assert desk.grade(as_of=DAY + timedelta(days=2)).grade.corroboration == "contested"


def test_blaming_another_later_is_no_admission() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL, actors=(MINISTRY,))
    desk.report(PAPER, MINISTRY, actors=(MINISTRY,), status="denied")
    desk.report(PAPER, MINISTRY, actors=(FRONT,), day=5)
    assert graded(desk) == "contested"


def test_nobody_denies_against_oneself() -> None:
    desk = Desk()
    desk.report(PAPER, MINISTRY, actors=(FRONT,))
    desk.report(RADIO, FRONT, actors=(FRONT,))
    desk.report(FRONT, actors=(FRONT,), status="denied")
    (reason,) = (r for r in desk.grade().grade.reasons if " denies " in r)
    assert reason == f"{FRONT.name} denies its own hand, against {MINISTRY.name}"


def test_retracted() -> None:
    desk = Desk()
    desk.report(RADIO)
    desk.report(PAPER, RADIO, day=1)
    desk.report(FRONT, actors=(FRONT,), status="denied", day=1)
    desk.report(RADIO, status="withdrawn", day=4)
    event = desk.grade()
    assert (event.grade.corroboration, event.grade.independent_origins, event.status) == ("retracted", 1, "withdrawn")
    assert [o.name for o in event.grade.withdrawn] == [RADIO.name]


def test_what_a_withdrawal_says_was_reported_is_the_report_that_is_withdrawn() -> None:
    desk = Desk()
    desk.report(RADIO)
    desk.report(PAPER, RADIO, day=1)
    desk.report(RADIO, day=4, document="withdrawal")
    desk.report(RADIO, RADIO, status="withdrawn", day=4, document="withdrawal", at=14)
    event = desk.grade()
    assert (event.grade.corroboration, event.grade.independent_origins) == ("retracted", 1)


def test_whom_a_report_calls_the_enemy_only_is_no_voice_of_its_own() -> None:
    desk = Desk()
    desk.report(FRONT, replace(actor("the enemy"), known=False))
    event = desk.grade()
    assert [o.name for o in event.grade.origins] == [FRONT.name]


@pytest.mark.parametrize(
    ("publisher", "name", "origin"),
    [
        ("Arven Ministry of Public Health, operations centre", "Operations Centre of the Ministry of Public Health", None),
        ("Arven Ministry of Public Health, operations centre", "Public Health Workers Union", "Public Health Workers Union"),
        ("Talm Civil Defence News", "Talm Defence", "Talm Defence"),
    ],
)
def test_a_body_that_speaks_in_its_own_release_is_its_publisher(publisher: str, name: str, origin: str | None) -> None:
    desk = Desk()
    desk.report(actor(publisher), replace(actor(name), known=False))
    assert [o.name for o in desk.grade().grade.origins] == [origin or publisher]


def test_a_withdrawn_origin_leaves_the_count_and_its_copies_with_it() -> None:
    desk = Desk()
    a, b = desk.report(RADIO), desk.report(PAPER)
    desk.report(WIRE, HOSPITAL)
    desk.report(RADIO, status="withdrawn", day=4)
    event = desk.grade(same_text=frozenset({(a, b)}))
    assert (event.grade.corroboration, event.grade.independent_origins) == ("single_origin", 1)


def test_reporting_again_after_a_withdrawal_counts() -> None:
    desk = Desk()
    desk.report(RADIO)
    desk.report(RADIO, status="withdrawn", day=2)
    desk.report(RADIO, day=6)
    assert graded(desk) == "single_origin"


def test_a_voice_that_later_denies_its_own_report_took_it_back() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL)
    desk.report(WIRE, HOSPITAL, status="denied", day=3)
    assert graded(desk) == "retracted"


def test_nothing_happened_does_not_contest_a_plan() -> None:
    desk = Desk()
    desk.report(WIRE, MINISTRY, actors=(FRONT,), status="alleged_plan")
    desk.report(PAPER, status="denied", day=20)
    event = desk.grade()
    assert (event.grade.corroboration, event.grade.not_executed, event.status) == ("single_origin", True, "alleged_plan")
    assert "not to have been carried out" in event.grade.explanation


def test_the_accused_denying_the_plan_contests_it() -> None:
    desk = Desk()
    desk.report(WIRE, MINISTRY, actors=(FRONT,), status="alleged_plan")
    desk.report(PAPER, FRONT, actors=(FRONT,), status="denied")
    assert graded(desk) == "contested"


def test_a_plan_and_its_execution_count_who_reports_the_execution() -> None:
    desk = Desk()
    desk.report(MINISTRY, actors=(MINISTRY,), status="planned")
    desk.report(WIRE, HOSPITAL, day=1)
    event = desk.grade()
    assert (event.grade.independent_origins, event.status) == (1, "occurred")


def test_no_claim_is_an_error_that_says_so() -> None:
    desk = Desk()
    desk.report(WIRE)
    with pytest.raises(BadInput, match="at least one claim published by 2001-01-01"):
        desk.grade(as_of=date(2001, 1, 1))


@pytest.mark.parametrize(
    ("actors", "targets", "stance"), [((FRONT,), (), "own_act"), ((MINISTRY,), (FRONT,), "own_loss"), ((MINISTRY,), (), "third_party")]
)
def test_stance(actors: tuple[object, ...], targets: tuple[object, ...], stance: str) -> None:
    desk = Desk()
    desk.report(WIRE, FRONT, actors=actors, targets=targets)  # type: ignore[arg-type]
    assert desk.grade().grade.origins[0].stance == stance


def test_stance_of_an_opponent_and_of_an_unnamed_voice() -> None:
    desk = Desk()
    desk.report(WIRE, FRONT, actors=(MINISTRY,))
    desk.report(PAPER, MINISTRY, actors=(FRONT,))
    assert {o.stance for o in desk.grade().grade.origins} == {"opponent"}
    other = Desk()
    other.report(WIRE, actor("witnesses", named=False))
    assert other.grade().grade.origins[0].stance == "unknown"
