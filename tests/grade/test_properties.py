"""A grade hangs on the set of claims alone, and its counts have bounds."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.grade import GRADES, grade_event

from .build import CENTRE, FRONT, GENERAL, HOSPITAL, MINISTRY, PAPER, RADIO, RESIDENTS, WIRE, Desk, figure

VOICES = (MINISTRY, CENTRE, GENERAL, FRONT, HOSPITAL, RESIDENTS, WIRE, RADIO)
OUTLETS = (WIRE, PAPER, RADIO, MINISTRY, FRONT)
DOERS = ((), (MINISTRY,), (FRONT,), (MINISTRY, FRONT))

telling = st.tuples(
    st.sampled_from(OUTLETS),
    st.lists(st.sampled_from(VOICES), max_size=2),
    st.sampled_from(["occurred", "occurred", "occurred", "ongoing", "alleged_plan", "denied", "withdrawn"]),
    st.integers(0, 6),
    st.sampled_from(DOERS),
    st.one_of(st.none(), st.integers(0, 40)),
    st.sampled_from(["", "p", "q"]),
    st.integers(0, 20),
)


def desk_of(tellings: list[tuple]) -> Desk:  # type: ignore[type-arg]
    desk = Desk()
    for outlet, chain, status, day, doers, toll, document, at in tellings:
        figures = () if toll is None else (figure(toll, toll),)
        name = f"{document} {outlet.name}" if document else ""
        desk.report(outlet, *chain, status=status, day=day, actors=doers, figures=figures, document=name, at=at)
    # One trigger, one status, one chain is one claim: two contents under one id cannot come from the record.
    desk.claims = list({c.id: c for c in desk.claims}.values())
    return desk


@settings(max_examples=80, deadline=None)
@given(st.lists(telling, min_size=1, max_size=9), st.randoms(use_true_random=False), st.data())
def test_any_order_gives_the_same_event(tellings: list[tuple], rng: random.Random, data: st.DataObject) -> None:  # type: ignore[type-arg]
    desk = desk_of(tellings)
    ids = [c.id for c in desk.claims]
    pairs = frozenset(data.draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=3)))
    event = desk.grade(same_text=pairs)
    shuffled = [*desk.claims, *desk.claims]  # the same claim twice changes nothing either
    rng.shuffle(shuffled)
    papers = list(desk.documents.items())
    rng.shuffle(papers)
    again = grade_event(shuffled, dict(papers), publishers=desk.publishers, same_text=frozenset((b, a) for a, b in pairs))
    assert again == event


@settings(max_examples=80, deadline=None)
@given(st.lists(telling, min_size=1, max_size=9))
def test_counts_have_bounds(tellings: list[tuple]) -> None:  # type: ignore[type-arg]
    desk = desk_of(tellings)
    event = desk.grade()
    grade = event.grade
    assert grade.corroboration in GRADES
    assert 0 <= grade.independent_origins == len(grade.origins) <= len(event.claim_ids)
    assert set(event.claim_ids) == {c.id for c in desk.claims}
    told = [c for origin in grade.origins for c in origin.claim_ids]
    assert len(told) == len(set(told))
    assert set(told) <= set(event.claim_ids)
    for found in grade.figures:
        if found.lowest is not None:
            assert found.highest is not None
            assert found.lowest <= found.highest
            if found.best is not None:
                assert found.lowest <= found.best <= found.highest
    parties = [o.party for o in grade.origins if o.party is not None]
    assert len(parties) == len(set(parties))


def test_a_place_that_one_of_many_names_comes_after_theirs() -> None:
    desk = Desk()
    for _ in range(4):
        desk.report(WIRE, MINISTRY)
    (talm,) = desk.claims[0].places
    village = replace(talm, name="Orrin", kind="site", lat=12.0, radius_m=500)
    yard = replace(talm, name="yard of Talm", kind="site", lat=10.001, radius_m=500)
    last = desk.claims[-1]
    desk.claims[-1] = replace(last, places=(village,))
    assert [p.name for p in desk.grade().places] == ["Talm", "Orrin"]
    desk.claims[-1] = replace(last, places=(yard,))  # it lies in Talm: nobody has said otherwise
    assert [p.name for p in desk.grade().places] == ["yard of Talm", "Talm"]
