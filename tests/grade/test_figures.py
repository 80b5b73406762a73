"""Null, zero and unknown; open bounds; subsets; the best value by each rule."""

from __future__ import annotations

import pytest

from onrecord.errors import BadInput
from onrecord.model import Event, FigureRange

from .build import CENTRE, FRONT, HOSPITAL, MINISTRY, PAPER, RADIO, WIRE, Desk, figure


def pooled(event: Event, what: str = "killed", victims: str | None = None) -> FigureRange | None:
    return next((f for f in event.grade.figures if f.what == what and f.victims == victims), None)


def killed(desk: Desk, victims: str | None = None, rule: str = "median") -> FigureRange:
    found = pooled(desk.grade(rule=rule), victims=victims)
    assert found is not None
    return found


def test_null_zero_and_unknown_are_three_things() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL)
    assert pooled(desk.grade()) is None
    desk.report(PAPER, FRONT, figures=(figure(None, None, unknown=True),))
    unknown = killed(desk)
    assert (unknown.lowest, unknown.highest, unknown.best, unknown.unknown) == (None, None, None, True)
    desk.report(RADIO, MINISTRY, figures=(figure(0, 0),))
    zero = killed(desk)
    assert (zero.lowest, zero.highest, zero.unknown) == (0, 0, True)


def test_open_bounds_add_no_bound_and_are_flagged() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL, figures=(figure(12, None),))
    desk.report(PAPER, FRONT, figures=(figure(None, 60),))
    found = killed(desk)
    assert (found.lowest, found.highest, found.open_ended) == (12, 60, True)


def test_a_subset_is_no_bound_but_the_figure_of_its_class() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL, figures=(figure(12, 12), figure(3, 3, victims="children", part_of_total=True)))
    assert (killed(desk).lowest, killed(desk).highest) == (12, 12)
    assert (killed(desk, "children").lowest, killed(desk, "children").highest) == (3, 3)


def test_a_list_of_different_people_is_added_up() -> None:
    desk = Desk()
    people = (figure(9, 9, victims="combatant", at=3), figure(6, 6, victims="civilian", at=8), figure(18, None, at=14))
    desk.report(WIRE, HOSPITAL, figures=people)
    found = killed(desk)
    assert (found.lowest, found.highest, found.best, found.open_ended) == (33, 33, 33.0, True)
    assert killed(desk, "civilian").highest == 6
    desk = Desk()
    desk.report(
        WIRE, HOSPITAL, figures=(figure(1, 1, at=3), figure(1, 1, at=8), figure(2, 2, at=14))
    )  # his wife, a neighbour and two policemen
    assert (killed(desk).lowest, killed(desk).highest, killed(desk).best) == (4, 4, 4.0)


def test_two_numbers_of_one_class_may_be_two_versions() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL, figures=(figure(10, 10, at=3), figure(12, 12, at=8)))
    assert (killed(desk).lowest, killed(desk).highest, killed(desk).best) == (10, 12, 12.0)


def test_best_takes_the_latest_of_each_origin() -> None:
    desk = Desk()
    desk.report(WIRE, MINISTRY, figures=(figure(4, 4),))
    desk.report(PAPER, CENTRE, figures=(figure(7, 7),), day=2)
    desk.report(RADIO, HOSPITAL, figures=(figure(9, 9),))
    assert (killed(desk).lowest, killed(desk).highest, killed(desk).best) == (4, 9, 8.0)


@pytest.mark.parametrize(("rule", "best"), [("median", 5.0), ("mean", 10.0), ("lowest", 2.0), ("highest", 23.0), ("latest", 2.0)])
def test_rules(rule: str, best: float) -> None:
    desk = Desk()
    desk.report(WIRE, MINISTRY, figures=(figure(23, 23),))
    desk.report(PAPER, FRONT, figures=(figure(5, 5),), day=1)
    desk.report(RADIO, HOSPITAL, figures=(figure(2, 2),), day=3)
    assert (killed(desk, rule=rule).best, killed(desk, rule=rule).rule) == (best, rule)


def test_figures_inside_a_denial_or_a_plan_do_not_count() -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL, figures=(figure(3, 3),))
    desk.report(PAPER, MINISTRY, status="denied", figures=(figure(50, 50),))
    desk.report(MINISTRY, status="planned", figures=(figure(8, 8),))
    assert (killed(desk).lowest, killed(desk).highest) == (3, 3)


def test_figures_of_a_withdrawn_report_stay_marked() -> None:
    desk = Desk()
    withdrawn = desk.report(RADIO, figures=(figure(30, 30),))
    desk.report(WIRE, HOSPITAL, figures=(figure(4, 4),))
    desk.report(RADIO, status="withdrawn", day=3)
    found = killed(desk)
    assert (found.lowest, found.highest, found.best, found.withdrawn_claims) == (4, 30, 4.0, (withdrawn,))
    assert found.highest_claim == withdrawn


def test_an_unknown_rule_is_refused() -> None:
    desk = Desk()
    desk.report(WIRE)
    with pytest.raises(BadInput, match="Use one of median"):
        desk.grade(rule="guess")
