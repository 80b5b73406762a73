"""What follows from each kind of decision, and what happens to decisions after a report was read anew."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Decision, Span
from tests.decisions.build import (
    CLAIMS,
    ORRIN,
    SELA,
    TALM_1,
    TALM_2,
    TALM_3,
    accept,
    correct,
    event_of,
    grade,
    groups,
    linked,
    mark,
    merge,
    reject,
    same,
    split,
    undo,
    voiced,
)

TALM = {TALM_1.id, TALM_2.id, TALM_3.id}


def test_the_record_without_decisions_is_what_the_other_tests_start_from() -> None:
    assert groups(linked().events) == {frozenset(TALM), frozenset({ORRIN.id}), frozenset({SELA.id})}


def test_merge_makes_one_event_of_several() -> None:
    decision = merge(ORRIN, SELA)
    found = linked([decision])
    assert groups(found.events) == {frozenset(TALM), frozenset({ORRIN.id, SELA.id})}
    assert event_of(found, SELA).decision_ids == (decision.id,)
    assert event_of(found, TALM_1).decision_ids == ()


def test_split_makes_several_events_of_one_and_keeps_the_rest_together() -> None:
    found = linked([split([TALM_3], [TALM_1, TALM_2])])
    assert {frozenset({TALM_3.id}), frozenset({TALM_1.id, TALM_2.id})} <= groups(found.events)
    again = linked([split([TALM_3], [TALM_1, TALM_2]), split([TALM_1], [TALM_2], minute=1)])
    assert {frozenset({TALM_3.id}), frozenset({TALM_1.id}), frozenset({TALM_2.id})} <= groups(again.events)
    assert again.troubles == ()


@pytest.mark.parametrize(
    ("fields", "read", "expected"),
    [
        ({"event_type": "COERCE"}, lambda e: e.event_type, "COERCE"),
        ({"sub_event": "Armed clash"}, lambda e: e.sub_event, "Armed clash"),
        ({"status": "denied"}, lambda e: e.status, "denied"),
        ({"time": {"earliest": "2031-05-01", "latest": "2031-05-02"}}, lambda e: e.when.earliest.isoformat(), "2031-05-01"),
        ({"time": None}, lambda e: e.when, None),
        (
            {"places": [{"name": "Sela market", "kind": "site", "lat": 1.5, "lon": 2.5}]},
            lambda e: (e.places[0].name, e.places[0].lat),
            ("Sela market", 1.5),
        ),
        ({"actors": [{"name": "Coast Brigade"}]}, lambda e: e.actors, ("Coast Brigade",)),
        ({"figures": [{"what": "killed", "low": 9, "high": 9}]}, lambda e: [(f.lowest, f.best) for f in e.grade.figures], [(9, 9)]),
        ({"attribution": [{"name": "Mayor of Sela"}]}, lambda e: [o.name for o in e.grade.origins], ["Mayor of Sela"]),
    ],
)
def test_a_corrected_field_shows_in_the_event(fields, read, expected) -> None:  # type: ignore[no-untyped-def]
    found = linked([correct(SELA, **fields)])
    event = event_of(found, SELA)
    assert read(event) == expected
    # What the claim is called does not change, so that links to it stay whole.
    assert event.claim_ids == (SELA.id,)
    assert event.id == event_of(linked(), SELA).id


def test_a_rejected_claim_is_in_no_event_and_its_figures_are_gone() -> None:
    found = linked([reject(TALM_2)])
    assert frozenset(TALM - {TALM_2.id}) in groups(found.events)
    assert {f.highest for f in event_of(found, TALM_1).grade.figures if f.what == "killed"} == {5}
    assert len(linked([reject(*CLAIMS)]).events) == 0


def test_a_grade_set_by_hand_stands_beside_what_the_rules_give() -> None:
    decision = grade(TALM_1, corroboration="contested", airwars="discounted")
    event = event_of(linked([decision]), TALM_2)
    assert (event.grade.corroboration, event.grade.computed) == ("contested", event_of(linked(), TALM_1).grade.corroboration)
    assert event.grade.airwars == "discounted"
    assert "set by Reyes on 2031-06-01: seen" in event.grade.reasons


def test_a_grade_whose_claims_lie_in_two_events_is_reported_and_not_applied() -> None:
    decision = grade(TALM_1, TALM_3, corroboration="contested")
    found = linked([decision, split([TALM_3], [TALM_1, TALM_2], minute=1)])
    assert [t.kind for t in found.troubles] == ["scattered"]
    assert event_of(found, TALM_1).grade.computed is None


def test_sources_that_are_not_independent_count_once() -> None:
    assert event_of(linked(), TALM_1).grade.independent_origins == 3
    one = linked([mark("local:valley radio", "not_independent", "local:harbour gazette")])
    assert event_of(one, TALM_1).grade.independent_origins == 2
    both = linked([mark("local:valley radio", "state_controlled", "xa"), mark("local:coast herald", "state_controlled", "xa", minute=1)])
    assert event_of(both, TALM_1).grade.independent_origins == 2
    passed_on = linked([mark("local:harbour gazette", "origin_of", "local:coast herald")])
    assert event_of(passed_on, TALM_1).grade.independent_origins == 2
    undone = mark("local:valley radio", "not_independent", "local:harbour gazette")
    assert linked([undone, undo(undone)]).events == linked().events


def test_a_source_marked_independent_leaves_its_party() -> None:
    told = [replace(voiced(c, n), read_as=None) for c, n in ((TALM_1, "Desk A"), (TALM_2, "Desk B"))]
    sided = [replace(c, attribution=tuple(replace(x, actor=replace(x.actor, party="xa")) for x in c.attribution)) for c in told]
    assert linked((), sided).events[0].grade.independent_origins == 1
    assert linked([mark("local:desk a", "independent")], sided).events[0].grade.independent_origins == 2


def test_one_actor_under_two_names_counts_once() -> None:
    told = [voiced(TALM_1, "Jebel Front"), voiced(TALM_2, "Hill Men")]
    assert linked((), told).events[0].grade.independent_origins == 2
    found = linked([same("local:hill men", "local:jebel front")], told)
    assert [o.name for o in found.events[0].grade.origins] == ["Jebel Front"]
    # A mark on the shorter name is a mark on the actor.
    marked = linked(
        [same("local:hill men", "local:jebel front"), mark("local:hill men", "not_independent", "local:harbour gazette", 1)],
        [*told, TALM_3],
    )
    assert event_of(marked, TALM_3).grade.independent_origins == 2
    assert marked.troubles == ()


def test_credible_sources_reach_the_airwars_grade() -> None:
    assert event_of(linked([mark("local:valley radio", "credible")]), TALM_1).grade.airwars == "weak"
    assert event_of(linked(), TALM_1).grade.airwars is None


ALL = (
    merge(ORRIN, SELA),
    split([TALM_3], [TALM_1, TALM_2], minute=1),
    correct(SELA, 2, status="denied"),
    correct(TALM_2, 3, figures=[{"what": "killed", "low": 7, "high": 7}]),
    grade(TALM_1, minute=4, corroboration="contested"),
    mark("local:valley radio", "not_independent", "local:harbour gazette", minute=5),
    mark("local:coast herald", "credible", minute=6),
    accept(TALM_1, minute=7),
    reject(ORRIN, minute=8),
    # Contradicted by what was decided before: reported in every order, applied in none.
    merge(TALM_1, TALM_3, minute=9),
    correct(SELA, 10, status="planned"),
    same("local:valley radio", "local:coast herald", minute=11),
)
UNDOS = (undo(ALL[0], 20), undo(ALL[5], 21))
EVERYTHING = (*ALL, *UNDOS, undo(UNDOS[1], 22))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(EVERYTHING), unique=True), st.randoms(use_true_random=False))
def test_decisions_and_claims_in_any_order_of_arrival_give_the_same_events_and_grades(
    decisions: list[Decision], chance: random.Random
) -> None:
    straight = linked(decisions)
    claims = list(CLAIMS)
    chance.shuffle(claims)
    chance.shuffle(decisions)
    assert linked([*decisions, *decisions[:3]], claims) == straight


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(ALL), unique=True), st.sampled_from(ALL), st.integers(1, 4))
def test_undo_takes_back_and_undo_of_undo_brings_back(others: list[Decision], one: Decision, depth: int) -> None:
    others = [d for d in others if d != one]
    with_it, without = linked([*others, one]), linked(others)
    chain = [one]
    for level in range(depth):
        chain.append(undo(chain[-1], 30 + level))
    found = linked([*others, *chain])
    assert found.events == (without if depth % 2 else with_it).events
    assert found.troubles == (without if depth % 2 else with_it).troubles


def test_two_undos_of_one_decision_are_both_to_be_undone() -> None:
    one = merge(ORRIN, SELA)
    first, second = undo(one, 1), undo(one, 2)
    assert linked([one, first, second]).events == linked().events
    assert linked([one, first, second, undo(first, 3)]).events == linked().events
    assert groups(linked([one, first, second, undo(first, 3), undo(second, 4)]).events) == groups(linked([one]).events)


def test_a_long_chain_of_undos_ends() -> None:
    chain = [merge(ORRIN, SELA)]
    for level in range(1_500):
        chain.append(undo(chain[-1], level + 1))
    assert groups(linked(chain).events) == groups(linked([chain[0]]).events)


def moved(one, shift=1):  # type: ignore[no-untyped-def]
    """The claim as a better model reads it: a longer trigger, another mode, so another id."""
    return replace(one, trigger=Span(one.trigger.start - shift, one.trigger.end), mode="heavy-weapons")


def test_decisions_survive_reading_anew() -> None:
    anew = [moved(c) for c in CLAIMS]
    assert {c.id for c in anew}.isdisjoint({c.id for c in CLAIMS})
    found = linked([merge(ORRIN, SELA), correct(TALM_2, 1, status="denied"), reject(TALM_3, minute=2)], anew)
    assert frozenset({moved(ORRIN).id, moved(SELA).id}) in groups(found.events)
    assert moved(TALM_3).id not in {i for e in found.events for i in e.claim_ids}
    assert [t.kind for t in found.troubles] == ["moved"] * 3
    assert all(t.applies for t in found.troubles)


def test_a_decision_whose_span_is_gone_is_reported_and_the_rest_of_it_applied() -> None:
    left = [c for c in CLAIMS if c.id != SELA.id]
    found = linked([correct(SELA, status="denied"), merge(ORRIN, SELA, TALM_1, minute=1)], left)
    assert [t.kind for t in found.troubles] == ["dangling", "partial"]
    assert "no claim is read from 'exploded'" in found.troubles[0].problem
    assert frozenset({ORRIN.id, *TALM}) in groups(found.events)


def test_a_denial_is_never_taken_for_the_report_it_denies() -> None:
    report, denial = voiced(ORRIN, "Watch"), replace(voiced(ORRIN, "Front"), status="denied")
    anew = [replace(c, trigger=Span(c.trigger.start, c.trigger.end - 1)) for c in (report, denial)]
    found = linked([reject(denial)], [*anew, TALM_1])
    left = {i for e in found.events for i in e.claim_ids}
    assert anew[0].id in left
    assert anew[1].id not in left


def test_a_split_whose_parts_became_one_claim_is_reported() -> None:
    a, b = voiced(ORRIN, "Watch"), voiced(ORRIN, "Mayor")
    found = linked([split([a], [b])], [ORRIN, TALM_1])
    assert [t.kind for t in found.troubles] == ["contradiction"]
    assert "one claim now" in found.troubles[0].problem
