"""Claims to events: what is one, what stays two, and that order does not matter."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.link import link_claims
from onrecord.model import Claim, Document

from .build import DAY, TOWNS, claim, count, document


def events(claims: list[Claim], *papers: Document) -> set[frozenset[str]]:
    return {frozenset(group) for group in link_claims(claims, {p.id: p for p in papers})}


def test_two_outlets_on_one_strike() -> None:
    one = document("Shells struck a mill at Talm on Tuesday, killing four, the governor said.", name="a")
    two = document("A mill in Talm was hit by shells on Tuesday and four people died.", DAY + timedelta(days=1), name="b")
    a = claim(one, "struck", town="Talm", days=(DAY, DAY), target="mill", figures=(count(one, "four", "killed", 4),))
    b = claim(two, "was hit", town="Talm", days=(DAY, DAY), target="mill", figures=(count(two, "four", "killed", 4),))
    assert events([a, b], one, two) == {frozenset({a.id, b.id})}


def test_what_no_single_claim_says_the_whole_telling_does() -> None:
    paper = document("Jets struck militant bases. The strikes destroyed depots. Jets bombed camps.", name="a")
    struck = claim(paper, "struck", actor="Jets")
    strikes = claim(paper, "strikes", town="Talm")
    bombed = claim(paper, "bombed", town="Talm")
    assert events([struck, strikes, bombed], paper) == {frozenset({struck.id, strikes.id, bombed.id})}


def test_two_strikes_on_one_town_on_two_days_stay_two_even_if_one_report_tells_both() -> None:
    later = DAY + timedelta(days=2)
    one = document("A missile struck a canteen in Talm on Tuesday.", name="a")
    two = document("A missile hit a silo in Talm today. The canteen was struck two days earlier.", later, name="b")
    a = claim(one, "struck", town="Talm", days=(DAY, DAY), target="canteen")
    b = claim(two, "hit", town="Talm", days=(later, later), target="silo")
    c = claim(two, "was struck", town="Talm", days=(DAY, DAY), target="canteen")
    assert events([a, b, c], one, two) == {frozenset({a.id, c.id}), frozenset({b.id})}


def test_a_plan_and_its_execution_are_one() -> None:
    one = document("The army will strike the depot at Talm this evening.", name="a")
    two = document("The army struck the depot at Talm.", DAY + timedelta(days=1), name="b")
    a = claim(one, "will strike", town="Talm", days=(DAY, DAY), status="planned", actor="army", target="depot")
    b = claim(two, "struck", town="Talm", days=(DAY, DAY), actor="army", target="depot")
    assert events([a, b], one, two) == {frozenset({a.id, b.id})}


def test_denial_and_report_of_one_trigger_are_one() -> None:
    paper = document("The army denied that it had shelled Talm, as residents say.")
    a = claim(paper, "shelled", town="Talm", actor="army")
    b = claim(paper, "shelled", town="Talm", actor="army", status="denied")
    assert events([a, b], paper) == {frozenset({a.id, b.id})}


def test_an_offensive_and_the_capture_are_two() -> None:
    paper = document("The army began an offensive on Talm. Weeks later the army captured Talm.")
    a = claim(paper, "offensive", town="Talm", sub_event="Armed clash", actor="army", days=(DAY, DAY))
    b = claim(paper, "captured", town="Talm", sub_event="Government regains territory", actor="army")
    assert events([a, b], paper) == {frozenset({a.id}), frozenset({b.id})}


def test_bulletin_entries_are_not_one_strike() -> None:
    paper = document("Near Talm, three strikes destroyed a mortar. Near Talm, seven strikes damaged two roads.")
    a = claim(paper, "three strikes", town="Talm", figures=(count(paper, "three", "strikes", 3),), actor="coalition", target="mortar")
    b = claim(paper, "seven strikes", town="Talm", figures=(count(paper, "seven", "strikes", 7),), actor="coalition", target="roads")
    assert len(events([a, b], paper)) == 2


def test_nothing_and_one() -> None:
    paper = document("Shells struck Talm.")
    only = claim(paper, "struck")
    assert link_claims([], {}) == ()
    assert link_claims([only, only], {paper.id: paper}) == ((only.id,),)


telling = st.tuples(
    st.sampled_from(sorted(TOWNS)),
    st.integers(0, 3),
    st.sampled_from(["occurred", "denied", "planned"]),
    st.sampled_from([None, "army", "front"]),
    st.sampled_from(["depot", "mill", None]),
    st.integers(0, 3),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(telling, min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_every_claim_once_and_in_any_order(tellings: list[tuple], rng: random.Random) -> None:  # type: ignore[type-arg]
    papers = [document(f"Report {n}: shells struck the place. Later rockets hit it again.", name=str(n)) for n in range(4)]
    claims = {}
    for town, offset, status, actor, target, paper in tellings:
        day = DAY + timedelta(days=offset)
        c = claim(papers[paper], "struck" if offset % 2 else "hit", town=town, days=(day, day), status=status, actor=actor, target=target)
        claims[c.id] = c
    linked = link_claims(list(claims.values()), {p.id: p for p in papers})
    assert sorted(i for group in linked for i in group) == sorted(claims)
    shuffled = list(claims.values())
    rng.shuffle(shuffled)
    assert link_claims(shuffled, {p.id: p for p in papers}) == linked


def three_reports() -> tuple[list[Document], list[Claim]]:
    papers = [
        document("Shells struck the mill at Talm on Tuesday.", name="a"),
        document("The mill at Talm was struck by shells on Tuesday.", DAY + timedelta(days=1), name="b"),
        document("Rockets hit a depot at Orrin.", DAY + timedelta(days=9), name="c"),
    ]
    one = claim(papers[0], "struck", town="Talm", days=(DAY, DAY), target="mill")
    two = claim(papers[1], "was struck", town="Talm", days=(DAY, DAY), target="mill")
    far = claim(papers[2], "hit", town="Orrin", days=(DAY + timedelta(days=8),) * 2, target="depot")
    return papers, [one, two, far]


def test_decisions_win_over_the_scorer() -> None:
    papers, claims = three_reports()
    a, b, c = (x.id for x in claims)
    texts = {p.id: p for p in papers}

    def linked(**sets: list[frozenset[str]]) -> set[frozenset[str]]:
        return {frozenset(group) for group in link_claims(claims, texts, **sets)}

    assert linked() == {frozenset({a, b}), frozenset({c})}
    assert linked(apart=[frozenset({a, b})]) == {frozenset({a}), frozenset({b}), frozenset({c})}
    assert any(group >= {a, c} for group in linked(together=[frozenset({a, c})]))
    assert linked(together=[frozenset({a, c})], apart=[frozenset({a, b})]) == {frozenset({a, c}), frozenset({b})}
    # What is kept from one claim is kept from all that are bound to it.
    assert linked(together=[frozenset({b, c})], apart=[frozenset({a, c})]) == {frozenset({a}), frozenset({b, c})}


def test_contradictory_and_dangling_decisions_are_refused() -> None:
    papers, claims = three_reports()
    a, b, c = (x.id for x in claims)
    texts = {p.id: p for p in papers}
    with pytest.raises(BadInput, match="at once"):
        link_claims(claims, texts, together=[frozenset({a, b}), frozenset({b, c})], apart=[frozenset({a, c})])
    with pytest.raises(BadInput, match="not on record"):
        link_claims(claims, texts, together=[frozenset({a, "c0000000000000000"})])
