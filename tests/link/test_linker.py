"""Linking one document more: the same events as linking all at once, and as a slow reference that compares everything."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.link import Linker, block, blocks, link_claims, parts, score_pair
from onrecord.link import linker as linker_module
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
    part_of = list(range(len(told)))
    for _ in told:
        for i, j in edges:
            part_of[i] = part_of[j] = min(part_of[i], part_of[j])
    events: set[frozenset[str]] = set()
    for part in set(part_of):
        inside = [n for n in range(len(told)) if part_of[n] == part]
        pairs = {(inside.index(i), inside.index(j)): s for (i, j), s in edges.items() if part_of[i] == part}
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


@contextmanager
def divisions(most: int, large: int) -> Iterator[None]:
    """Connected parts are cut into divisions of `most`, whose pieces of `large` are put together again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "MOST", most)
        patch.setattr(parts, "LARGE", large)
        yield


@settings(max_examples=60, deadline=None)
@given(st.lists(telling, min_size=1, max_size=14), st.integers(1, 4), st.integers(1, 3), st.randoms(use_true_random=False), st.data())
def test_links_that_were_kept_in_files_are_those_of_all_at_once(
    tellings: list[Telling], most: int, large: int, rng: random.Random, data: st.DataObject
) -> None:
    record = record_of(tellings)
    order = sorted(record)
    rng.shuffle(order)
    ids = sorted(c.id for _, claims in record.values() for c in claims)
    started = data.draw(st.integers(0, len(order)))
    first = [c.id for i in order[:started] for c in record[i][1]]
    sets = {"together": [frozenset(rng.sample(first, 2))]} if len(first) > 1 and rng.random() < 0.5 else {}
    with neighbours(2), divisions(most, large), TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(linker_module, "_LEAST_LATE", rng.choice([0, 3, 100]))
        path = Path(folder) / "links"
        whole = link_claims([c for _, claims in record.values() for c in claims], {i: p for i, (p, _) in record.items()}, **sets)
        assert sorted(c for g in whole for c in g) == ids
        linker: Linker | None = Linker(**sets)
        assert linker is not None
        for i in order[:started]:
            linker.add(record[i][1], record[i][0])
        linker.save(path, "0")
        for n, i in enumerate(order[started:]):
            assert Linker.open(path, "another record", **sets) is None
            linker = Linker.open(path, str(n), **sets)
            assert linker is not None
            now = set(linker.groups())
            change = linker.add(record[i][1], record[i][0])
            assert now >= set(change.gone)
            assert (now - set(change.gone)) | set(change.come) == set(linker.groups())
            linker.save(path, str(n + 1))
        linker = Linker.open(path, str(len(order) - started), **sets)
        assert linker is not None
        assert linker.groups() == whole


@settings(max_examples=80, deadline=None)
@given(st.lists(telling, min_size=2, max_size=14), st.integers(1, 3), st.integers(2, 6), st.randoms(use_true_random=False), st.data())
def test_documents_linked_anew_under_other_decisions_are_as_of_all_at_once(
    tellings: list[Telling], limit: int, most: int, rng: random.Random, data: st.DataObject
) -> None:
    record = record_of(tellings)
    with neighbours(limit), divisions(most, 2), TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(linker_module, "_LEAST_LATE", rng.choice([0, 3, 100]))
        path = Path(folder) / "links"
        sets: dict[str, list[frozenset[str]]] = {"together": [], "apart": []}
        linker: Linker | None = Linker()
        assert linker is not None
        for paper, claims in record.values():
            linker.add(claims, paper)
        now = set(linker.groups())
        standing = dict(record)
        for step in range(data.draw(st.integers(1, 4))):
            anew = set(rng.sample(sorted(record), rng.randint(0, min(3, len(record)))))
            after = standing | {i: (record[i][0], [c for c in record[i][1] if rng.random() < 0.7]) for i in anew}
            ids = sorted(c.id for _, claims in after.values() for c in claims)
            before, sets = sets, {"together": [], "apart": []}
            if len(ids) > 2 and rng.random() < 0.7:
                a, b, c = rng.sample(ids, 3)
                sets = {"together": [frozenset({a, b})], "apart": [frozenset({b, c})]}
            named = {i for decided in (before, sets) for found in decided.values() for group in found for i in group}
            anew |= {i for i, (_, claims) in record.items() if any(c.id in named for c in claims)}
            standing = after
            if rng.random() < 0.5:
                linker.save(path, str(step), [step])
                linker = Linker.open(path, str(step), **before)
                assert linker is not None
                assert linker.kept == [step]
            change = linker.revise([(i, standing[i][1], standing[i][0]) for i in anew], **sets)
            assert now >= set(change.gone)
            now = (now - set(change.gone)) | set(change.come)
            assert now == set(linker.groups())
            claims = [c for _, told in standing.values() for c in told]
            assert linker.groups() == link_claims(claims, {i: paper for i, (paper, _) in standing.items()}, **sets)


def test_links_in_a_damaged_file_are_none(tmp_path: Path) -> None:
    paper = document("Shells struck Talm.")
    linker = Linker()
    linker.add([claim(paper, "struck", town="Talm")], paper)
    path = tmp_path / "links"
    assert Linker.open(path, "1") is None
    linker.save(path, "1")
    opened = Linker.open(path, "1")
    assert opened is not None
    with pytest.raises(BadInput, match="before"):
        opened.add([claim(paper, "struck", town="Talm")], paper)
    assert Linker.open(path, "1", together=[frozenset({"a", "b"})]) is None
    whole = path.read_bytes()
    for damaged in (b"", b"something else\n", whole[: len(whole) // 2], whole[:-1]):
        path.write_bytes(damaged)
        assert Linker.open(path, "1") is None


def test_an_event_larger_than_a_division_stays_one() -> None:
    papers = [document(f"Shells struck the depot at Talm on Tuesday, residents said. Report {n}.") for n in range(40)]
    told = {p.id: (p, [claim(p, "struck", town="Talm", days=(DAY, DAY), actor="army", target="depot")]) for p in papers}
    with divisions(12, 4):
        groups = link_claims([c for _, claims in told.values() for c in claims], {i: p for i, (p, _) in told.items()})
    assert [len(g) for g in groups] == [40]


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
