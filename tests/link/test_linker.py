"""Linking one document more: the same events as linking all at once, and as a slow reference that compares everything."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.link import Linker, block, blocks, link_claims, score_pair
from onrecord.link.block import hull_of, keys_of, may_meet, order_of
from onrecord.link.cluster import agglomerate
from onrecord.link.constraints import Constraints
from onrecord.link.linker import tellings_of
from onrecord.link.profile import Profile, pack, profile_of, unpack
from onrecord.model import Claim, Document

from .build import DAY, TOWNS, claim, count, document

Telling = tuple[str, int, str | None, str | None, int]
telling = st.tuples(
    st.sampled_from(sorted(TOWNS)),
    st.integers(0, 2),
    st.sampled_from([None, "army", "front"]),
    st.sampled_from([None, "depot", "mill"]),
    st.integers(0, 7),
)


@contextmanager
def neighbours(limit: int) -> Iterator[None]:
    """Blocks in which each meets only `limit` others on each side, so that few claims make a full block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block, "NEIGHBOURS", limit)
        patch.setattr(blocks, "NEIGHBOURS", limit)
        yield


def record_of(tellings: Sequence[Telling]) -> dict[str, tuple[Document, list[Claim]]]:
    papers = [document(f"Report {n}: shells struck the place. Later rockets hit it again.", name=str(n)) for n in range(8)]
    found: dict[str, tuple[Document, list[Claim]]] = {p.id: (p, []) for p in papers}
    for town, offset, actor, target, paper in tellings:
        day = DAY + timedelta(days=offset)
        c = claim(papers[paper], "struck" if offset % 2 else "hit", town=town, days=(day, day), actor=actor, target=target)
        if c.id not in {x.id for x in found[papers[paper].id][1]}:
            found[papers[paper].id][1].append(c)
    return {i: kept for i, kept in found.items() if kept[1]}


def slowly(record: dict[str, tuple[Document, list[Claim]]], limit: int) -> set[frozenset[str]]:
    """What `docs/grading.md` says of linking, with a loop over all pairs of tellings."""
    told: list[Profile] = [p for paper, claims in record.values() for p in tellings_of(claims, paper, Constraints())]
    told.sort(key=order_of)
    edges: dict[tuple[int, int], float] = {}
    for i, a in enumerate(told):
        for j, b in enumerate(told[i + 1 :], i + 1):
            between = [set(keys_of(p)) for p in told[i + 1 : j]]
            near = any(sum(key in keys for keys in between) < limit for key in set(keys_of(a)) & set(keys_of(b)))
            if near and a.documents.isdisjoint(b.documents) and may_meet(hull_of(a), hull_of(b)) and score_pair(a, b).score > 0:
                edges[i, j] = score_pair(a, b).score
    parts = list(range(len(told)))
    for _ in told:
        for i, j in edges:
            parts[i] = parts[j] = min(parts[i], parts[j])
    events: set[frozenset[str]] = set()
    for part in set(parts):
        inside = [n for n in range(len(told)) if parts[n] == part]
        pairs = {(inside.index(i), inside.index(j)): s for (i, j), s in edges.items() if parts[i] == part}
        for group in agglomerate([told[n] for n in inside], pairs, Constraints()):
            events.add(frozenset(c for k in group for c in told[inside[k]].claim_ids))
    return events


@settings(max_examples=60, deadline=None)
@given(st.lists(telling, min_size=1, max_size=14), st.integers(1, 3), st.randoms(use_true_random=False), st.data())
def test_one_more_document_gives_what_all_at_once_gives(
    tellings: list[Telling], limit: int, rng: random.Random, data: st.DataObject
) -> None:
    record = record_of(tellings)
    with neighbours(limit):
        whole = link_claims([c for _, claims in record.values() for c in claims], {i: p for i, (p, _) in record.items()})
        assert {frozenset(g) for g in whole} == slowly(record, limit)
        order = sorted(record)
        rng.shuffle(order)
        linker = Linker()
        started = data.draw(st.integers(0, len(order)))
        for i in order[:started]:
            linker.add(record[i][1], record[i][0])
        now = set(linker.groups())
        for i in order[started:]:
            change = linker.add(record[i][1], record[i][0])
            assert now >= set(change.gone)
            now = (now - set(change.gone)) | set(change.come)
            assert now == set(linker.groups())
        assert linker.groups() == whole


@settings(max_examples=40, deadline=None)
@given(st.lists(telling, min_size=2, max_size=10), st.randoms(use_true_random=False))
def test_decisions_hold_in_any_order_of_arrival(tellings: list[Telling], rng: random.Random) -> None:
    record = record_of(tellings)
    ids = sorted(c.id for _, claims in record.values() for c in claims)
    if len(ids) < 3:
        return
    a, b, c = rng.sample(ids, 3)
    sets = {"together": [frozenset({a, b})], "apart": [frozenset({b, c})]}
    whole = link_claims([x for _, claims in record.values() for x in claims], {i: p for i, (p, _) in record.items()}, **sets)
    (held,) = [g for g in whole if a in g]
    assert b in held
    assert c not in held
    linker = Linker(**sets)
    for step, i in enumerate(sorted(record, key=lambda _: rng.random())):
        linker.add(record[i][1], record[i][0])
        if step == 0 and {a, b, c} <= {x.id for x in record[i][1]}:
            linker.groups()
    assert linker.groups() == whole


def test_a_profile_survives_packing() -> None:
    paper = document("Shells struck the depot at Talm, killing four, residents said.")
    profile = profile_of(
        claim(paper, "struck", town="Talm", days=(DAY, DAY), actor="army", figures=(count(paper, "four", "killed", 4),)), paper
    )
    assert unpack(pack(profile)) == profile


def test_a_document_is_linked_once_and_alone() -> None:
    one, two = document("Shells struck Talm.", name="a"), document("Shells struck Talm again.", name="b")
    a, b = claim(one, "struck", town="Talm"), claim(two, "struck", town="Talm")
    linker = Linker()
    linker.add([a], one)
    linker.add([], None)
    with pytest.raises(BadInput, match="before"):
        linker.add([a], one)
    with pytest.raises(BadInput, match="several documents"):
        Linker().add([a, b], one)
    assert linker.groups() == ((a.id,),)
    with pytest.raises(BadInput, match="not on record"):
        Linker(apart=[frozenset({a.id, b.id})]).groups()
