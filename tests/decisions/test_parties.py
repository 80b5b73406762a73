"""On whose side an actor is, by a reviewer: what follows for origins, when it holds, what contradicts it, tables of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput, DecisionLate, DecisionRefused
from onrecord.model import ActorRef, Claim
from onrecord.store import Store
from onrecord.store.decisions_table import parties_from_table
from tests.decisions.build import DAY, MOMENT, TALM_1, TALM_2, TALM_3, event_of, fill, linked, mark, same, side, undo, voiced
from tests.decisions.test_lines import find

# LATER was published a day after the others.
BEFORE, AFTER = DAY, DAY + timedelta(1)


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with Store.open(address) as opened:
        fill(opened)
        yield opened


def spoken(one: Claim, name: str, *, party: str | None = None, organisation: str | None = None) -> Claim:
    (link,) = voiced(one, name).attribution
    assert link.actor is not None
    return replace(one, attribution=(replace(link, actor=replace(link.actor, party=party, organisation=organisation)),))


TOLD = (spoken(TALM_1, "Desk"), spoken(TALM_2, "Guard"), spoken(TALM_3, "Watch"))


def origins(*decisions: object, told: tuple[Claim, ...] = TOLD) -> int:
    found = linked(decisions, told)  # type: ignore[arg-type]
    assert found.troubles == ()
    return event_of(found, told[0]).grade.independent_origins


def parties(*decisions: object, told: tuple[Claim, ...] = TOLD) -> set[str | None]:
    grade = event_of(linked(decisions, told), told[0]).grade  # type: ignore[arg-type]
    return {origin.party for origin in grade.origins}


def test_two_voices_of_one_party_are_one_origin_until_that_is_taken_back() -> None:
    assert origins() == 3
    first, second = side("local:desk", "xa"), side("local:guard", "xa", 1)
    assert origins(first) == 3
    assert origins(first, second) == 2
    grade = event_of(linked([first, second], TOLD), TOLD[0]).grade
    assert grade.collapses[0].reasons == ("same_party",)
    assert event_of(linked([first, second], TOLD), TOLD[0]).decision_ids == (first.id, second.id)
    assert origins(first, second, undo(second, 2)) == 3
    assert linked([first, undo(first, 2)], TOLD).events == linked((), TOLD).events


def test_a_party_is_taken_away_or_becomes_ones_own() -> None:
    sided = tuple(spoken(c, n, party="xa") for c, n in ((TALM_1, "Desk"), (TALM_2, "Guard")))
    assert origins(told=sided) == 1
    assert origins(side("local:guard", None), told=sided) == 2
    assert parties(side("local:guard", None), told=sided) == {"xa", None}
    assert parties(side("local:guard", "local:guard"), told=sided) == {"xa", "local:guard"}


def test_whoever_speaks_for_it_moves_with_it() -> None:
    """Its offices and people have it as their organisation or party, not as their id."""
    told = (
        spoken(TALM_1, "Its spokesman", party="front"),
        spoken(TALM_2, "Its office", organisation="front"),
        spoken(TALM_3, "Army", party="xa"),
    )
    assert origins(told=told) == 3
    assert parties(side("front", "xa"), told=told) == {"xa"}
    # What is said of the person itself comes first.
    assert origins(side("front", "xa"), side("local:its spokesman", "xb", 1), told=told) == 2
    # And a party that belongs to another one is that one.
    assert parties(side("front", "middle"), side("middle", "xa", 1), told=told) == {"xa"}


def test_it_holds_for_what_was_published_in_its_time() -> None:
    watch, desk = side("local:watch", "xa", until=BEFORE), side("local:desk", "xa", 1)
    assert origins(watch, desk) == 3
    assert origins(side("local:watch", "xa", since=AFTER), desk) == 2
    # Two sides, one after the other, do not contradict each other.
    both = (side("local:watch", "xb", until=BEFORE), side("local:watch", "xa", 2, since=AFTER), desk)
    assert origins(*both) == 2
    # A report without a date is taken as one of now, as by the table of actors.
    assert linked(both, TOLD).events == linked(both[::-1], TOLD[::-1]).events


def test_actors_and_targets_change_sides_too() -> None:
    """An act of one's own, told by one's own side, is seen to be that only where the sides are known."""
    (role,) = TALM_1.actors
    by_guard = replace(TOLD[0], actors=(replace(role, actor=ActorRef(actor_id="local:army", name="Army", known=False)),))
    told = (by_guard, *TOLD[1:])

    def stance(*decisions: object) -> str:
        grade = event_of(linked(decisions, told), by_guard).grade  # type: ignore[arg-type]
        return next(origin.stance for origin in grade.origins if origin.name == "Desk")

    assert stance() == "third_party"
    assert stance(side("local:desk", "xa"), side("local:army", "xa", 1)) == "own_act"


def test_two_names_of_one_actor_have_one_party() -> None:
    decisions = [same("local:guard", "local:border guard"), side("local:border guard", "xa", 1), side("local:desk", "xa", 2)]
    assert origins(*decisions) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (side("a", "xa"), side("a", "xb", 1)),
        (side("a", "xa", until=BEFORE), side("a", None, 1, since=BEFORE)),
        (mark("a", "independent"), side("a", "xa", 1)),
        (side("a", "xa"), mark("a", "state_controlled", "xb", 1)),
        (side("a", "b"), side("b", "a", 1)),
        (side("a", "b", since=BEFORE), side("b", "a", 1, until=BEFORE)),
    ],
)
def test_what_cannot_both_be_is_refused_and_both_are_named(store: Store, first: object, second: object) -> None:
    store.append_decision(first)  # type: ignore[arg-type]
    with pytest.raises(DecisionRefused) as refused:
        store.append_decision(second)  # type: ignore[arg-type]
    assert set(refused.value.decisions) == {first.id, second.id}  # type: ignore[attr-defined]
    assert store.append_decisions([second], replacing=True)  # type: ignore[list-item]
    assert [s.state for s in store.decision_log()].count("undone") == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (side("a", "xa"), side("a", "xa", 1, since=BEFORE)),
        (side("a", "xa", until=BEFORE), side("a", "xb", 1, since=AFTER)),
        (mark("a", "independent"), side("a", "a", 1)),
        (mark("a", "not_independent", "xa"), side("a", "xa", 1)),
        (side("a", "b", until=BEFORE), side("b", "a", 1, since=AFTER)),
        (side("a", "a"), side("b", "a", 1)),
    ],
)
def test_what_can_both_be_is_taken(store: Store, first: object, second: object) -> None:
    store.append_decisions([first, second])  # type: ignore[list-item]
    assert [s.state for s in store.decision_log()] == ["applied", "applied"]


def test_a_reviewer_is_told_what_was_said_of_the_actor_meanwhile(store: Store) -> None:
    seen = store.decision_revision()
    store.append_decision(mark("a", "credible"))
    with pytest.raises(DecisionLate):
        store.append_decision(side("a", "xa", 1), seen=seen)
    # What is said of another one is in nobody's way.
    assert store.append_decision(side("b", "xa", 1), seen=seen)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(BadInput, match="after its end"):
        side("a", "xa", since=AFTER, until=BEFORE)
    for empty in (("", "xa"), ("a", " ")):
        with pytest.raises(BadInput, match="empty"):
            side(*empty)


SIDES = st.builds(
    side,
    st.sampled_from(["local:desk", "local:guard", "xa"]),
    st.sampled_from([None, "local:desk", "xa", "xb"]),
    st.integers(0, 50),
    since=st.sampled_from([None, BEFORE, AFTER]),
    until=st.sampled_from([None, AFTER]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(SIDES, max_size=5, unique=True), st.randoms(use_true_random=False))
def test_the_same_in_any_order_of_arrival(decisions: list[object], chance: object) -> None:
    told = list(TOLD)
    straight = linked(decisions, told)  # type: ignore[arg-type]
    chance.shuffle(decisions)  # type: ignore[attr-defined]
    chance.shuffle(told)  # type: ignore[attr-defined]
    assert linked(decisions, told) == straight  # type: ignore[arg-type]


def test_a_table_of_parties_becomes_decisions_and_twice_changes_nothing(store: Store) -> None:
    rows = [
        "actor,party,from,to,reason\n",
        "Valley Radio,XA,2031-01-01,,owned by it\n",
        "Coast Herald,own,,,\n",
        "Harbour Gazette,unknown,,2031-12-31,\n",
        ",,,,\n",
    ]
    told = {"find": find, "party_of": find, "author": "Reyes", "reason": "table of May", "decided_at": MOMENT}
    made = parties_from_table(rows, "t", there=store.decision_log(), **told)  # type: ignore[arg-type]
    shown = [json.loads(d.payload) for d in made]
    assert [(p["actor"], p["party"], p["valid_from"], p["valid_to"]) for p in shown] == [
        ("local:valley radio", "local:xa", "2031-01-01", None),
        ("local:coast herald", "local:coast herald", None, None),
        ("local:harbour gazette", None, None, "2031-12-31"),
    ]
    assert [d.reason for d in made] == ["owned by it", "table of May", "table of May"]
    store.append_decisions(made)
    assert parties_from_table(rows, "t", there=store.decision_log(), **told) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["actor,side\n", "a,b\n"], "side"),
        (["actor\n", "a\n"], "no column party"),
        (["actor,party\n", "a,\n"], "row 2: import: names no party"),
        (["actor,party,from\n", "a,b,soon\n"], "from is 'soon'"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(rows: list[str], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        parties_from_table(rows, "t", find=find, party_of=find, there=[], author="a", reason="r", decided_at=MOMENT)


def test_the_day_of_a_decision_is_a_day() -> None:
    assert json.loads(side("a", "xa", since=date(2031, 1, 2)).payload)["valid_from"] == "2031-01-02"
