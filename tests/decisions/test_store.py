"""Decisions in the store: refused or appended whole, two reviewers at once, a writer that is killed, history, reading anew."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.errors import BadInput, DecisionLate, DecisionRefused
from onrecord.model import Decision, Document, Span
from onrecord.store import Store, Undo, make
from onrecord.store.decisions_kinds import canonical
from tests.decisions.build import (
    CLAIMS,
    LATER,
    MOMENT,
    ORRIN,
    SECOND,
    SELA,
    TALM_1,
    TALM_2,
    TALM_3,
    accept,
    correct,
    fill,
    grade,
    linked,
    mark,
    merge,
    reject,
    same,
    split,
    undo,
)
from tests.link.build import claim

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with Store.open(address) as opened:
        fill(opened)
        yield opened


ELSEWHERE = Document(text="Shells fell on Nowhere.", publisher="Nobody")
STRANGER = claim(ELSEWHERE, "fell")


def stranger() -> Decision:
    from onrecord.store import Reject, ref_of
    from tests.decisions.build import decide

    return decide(Reject(claims=(ref_of(STRANGER, ELSEWHERE.text),)))


CONTRADICTIONS = [
    pytest.param(merge(TALM_1, ORRIN), split([TALM_1], [ORRIN], minute=1), id="split what is merged"),
    pytest.param(split([TALM_1], [ORRIN]), merge(ORRIN, TALM_1, minute=1), id="merge what is split"),
    pytest.param(correct(SELA, status="denied"), correct(SELA, 1, status="planned"), id="two corrections of one field"),
    pytest.param(grade(TALM_1, corroboration="contested"), grade(TALM_2, TALM_1, minute=1, corroboration="corroborated"), id="two grades"),
    pytest.param(accept(SELA), reject(SELA, minute=1), id="reject what was accepted"),
    pytest.param(mark("local:a", "credible"), mark("local:a", "not_credible", minute=1), id="credible and not"),
    pytest.param(mark("local:a", "independent"), mark("local:a", "state_controlled", "xa", 1), id="independent and controlled"),
    pytest.param(mark("local:a", "origin_of", "local:b"), mark("local:c", "origin_of", "local:b", 1), id="two origins of one"),
    pytest.param(same("a", "b"), same("a", "b", "negative", 1), id="one actor and two"),
    pytest.param(mark("local:a", "origin_of", "local:b"), mark("local:b", "origin_of", "local:a", 1), id="each the origin of the other"),
    pytest.param(
        mark("local:a", "not_independent", "local:b"), mark("local:b", "not_independent", "local:a", 1), id="each speaks for the other"
    ),
]


@pytest.mark.parametrize(("first", "second"), CONTRADICTIONS)
@pytest.mark.parametrize("turned", [False, True])
def test_what_contradicts_or_goes_in_circles_is_refused_naming_both(store: Store, first: Decision, second: Decision, turned: bool) -> None:
    there, new = (second, first) if turned else (first, second)
    assert store.append_decision(there)
    before = store.decision_log()
    with pytest.raises(DecisionRefused) as refused:
        store.append_decision(new)
    assert {there.id, new.id} <= set(refused.value.decisions)
    assert there.id in str(refused.value)
    assert new.id in str(refused.value)
    assert store.decision_log() == before


def test_a_contradiction_through_others_names_all_of_them(store: Store) -> None:
    a, b = merge(TALM_1, ORRIN), merge(ORRIN, SELA, minute=1)
    store.append_decisions([a, b])
    apart = split([TALM_1], [SELA], minute=2)
    with pytest.raises(DecisionRefused) as refused:
        store.append_decision(apart)
    assert refused.value.decisions[0] == apart.id
    assert set(refused.value.decisions) == {apart.id, a.id, b.id}
    store.append_decision(undo(b, 3))
    assert store.append_decision(apart)


def test_three_sources_in_a_circle_are_refused(store: Store) -> None:
    store.append_decisions([mark("a", "origin_of", "b"), mark("b", "origin_of", "c", 1)])
    with pytest.raises(DecisionRefused, match="circle"):
        store.append_decision(mark("c", "origin_of", "a", 2))


def test_a_file_of_decisions_is_taken_whole_or_not_at_all(store: Store) -> None:
    with pytest.raises(DecisionRefused):
        store.append_decisions([correct(TALM_1, certainty="hedged"), merge(ORRIN, SELA), split([ORRIN], [SELA], minute=1)])
    assert store.decisions() == []


def test_replacing_undoes_what_is_contradicted(store: Store) -> None:
    store.append_decisions([merge(TALM_1, ORRIN), merge(ORRIN, SELA, minute=1), correct(SELA, 2, status="planned")])
    added = store.append_decisions([split([TALM_1], [SELA], minute=3), correct(SELA, 3, status="denied")], replacing=True)
    assert [d.kind for d in added] == ["split", "correct", "undo", "undo"]
    assert all("replaced by" in d.reason for d in added[2:])
    assert {s.state for s in store.decision_log() if s.decision in added} == {"applied"}


def test_what_is_on_no_record_is_refused_or_kept_and_reported(store: Store) -> None:
    for decision in (stranger(), make(Undo(decision="x0123456789abcdef"), subject="x0", author="a", reason="r", decided_at=MOMENT)):
        with pytest.raises(DecisionRefused) as refused:
            store.append_decision(decision)
        assert decision.id in refused.value.decisions
        assert store.decisions() == []
    assert store.append_decision(stranger(), keep_dangling=True)
    (standing,) = store.decision_log()
    assert (standing.state, standing.troubles[0].kind) == ("not_applied", "dangling")
    assert linked(store.decisions()).events == linked().events


def test_an_undo_of_an_undo_has_to_stand_beside_what_came_since(store: Store) -> None:
    one = merge(TALM_1, ORRIN)
    taken_back = undo(one)
    apart = split([TALM_1], [ORRIN], minute=2)
    store.append_decisions([one, taken_back, apart])
    with pytest.raises(DecisionRefused) as refused:
        store.append_decision(undo(taken_back, 3))
    assert {one.id, apart.id} <= set(refused.value.decisions)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"places": [{"name": "x", "kind": "town", "lat": 91, "lon": 0}]}, "outside -90..90"),
        ({"places": [{"name": "x", "kind": "town", "lat": float("nan"), "lon": 0}]}, "not finite"),
        ({"places": [{"name": "x", "kind": "planet"}]}, "none of"),
        ({"places": [{"name": "x", "kind": "town", "lat": 1}]}, "together"),
        ({"time": {"earliest": "2031-05-02", "latest": "2031-05-01"}}, "lies after"),
        ({"time": {"earliest": "0031-05-02", "latest": "2031-05-01"}}, "1800"),
        ({"time": {"earliest": "soon", "latest": "2031-05-01"}}, "YYYY-MM-DD"),
        ({"figures": [{"what": "killed", "low": 9, "high": 3}]}, "above high"),
        ({"figures": [{"what": "killed", "low": -1, "high": 3}]}, "whole number"),
        ({"figures": [{"what": "killed", "low": True, "high": 3}]}, "whole number"),
        ({"figures": [{"what": "killed", "low": None, "high": None}]}, "or is unknown"),
        ({"event_type": "WAR"}, "none of"),
        ({"event_type": "AID", "mode": "aerial"}, "no mode of AID"),
        ({"status": None}, "none of"),
        ({"confidence": 2}, "no field"),
        ({"actors": [{"name": " "}]}, "1 to 300"),
        ({"actors": [{"name": "a", "country": "Syria"}]}, "alpha-2"),
        ({"actors": "army"}, "list"),
        ({}, "one field or more"),
    ],
)
def test_a_correction_out_of_range_is_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises((BadInput, ValueError), match=words.replace("(", r"\(")):
        correct(SELA, **fields)


def test_a_span_beyond_the_text_is_refused(store: Store) -> None:
    with pytest.raises(DecisionRefused, match="which has 80"):
        store.append_decision(correct(SELA, figures=[{"what": "killed", "low": 1, "high": 1, "span": [0, 5_000]}]))
    assert store.append_decision(correct(SELA, figures=[{"what": "killed", "low": 1, "high": 1, "span": [0, 5]}]))


@pytest.mark.parametrize(
    "payload", ["", "[]", "{}", '{"claims":[]}', '{"claims":[{"document_id":1,"trigger":[0,1]}]}', "{" * 50_000, '{"claims":null}']
)
def test_a_payload_that_cannot_be_is_refused_and_nothing_changes(store: Store, payload: str) -> None:
    for kind in ("merge", "split", "correct", "grade", "source", "actor", "party", "reject", "accept", "undo", "nonsense"):
        decision = Decision(kind=kind, subject="e0", payload=payload, author="a", decided_at=MOMENT, reason="r")
        with pytest.raises(BadInput):
            store.append_decision(decision)
    assert store.decisions() == []


def test_who_why_and_a_time_zone_are_needed(store: Store) -> None:
    whole = accept(SELA)
    for broken in (replace(whole, author=""), replace(whole, reason=""), replace(whole, decided_at=MOMENT.replace(tzinfo=None))):
        with pytest.raises(BadInput):
            store.append_decision(broken)


def test_a_reviewer_who_is_late_is_told(store: Store) -> None:
    seen = store.decision_revision()
    store.append_decision(correct(SELA, status="denied"), seen=seen)
    # Somebody else, who looked before that, decides on another event: nobody is in the way.
    assert store.append_decision(accept(ORRIN), seen=seen)
    with pytest.raises(DecisionLate) as late:
        store.append_decision(accept(SELA, minute=1), seen=seen)
    assert "Reyes decided on" in str(late.value)
    assert store.append_decision(accept(SELA, minute=1), seen=store.decision_revision())


def test_two_who_undo_the_same_decision_at_once(store: Store) -> None:
    one = merge(ORRIN, SELA)
    store.append_decision(one)
    seen = store.decision_revision()
    store.append_decision(undo(one, 1), seen=seen)
    with pytest.raises(DecisionLate):
        store.append_decision(undo(one, 2), seen=seen)


def test_the_same_decision_twice_changes_nothing(store: Store) -> None:
    assert store.append_decision(merge(ORRIN, SELA))
    assert not store.append_decision(merge(ORRIN, SELA))
    assert len(store.decisions()) == 1


def test_history_lists_what_bears_on_an_event_held_and_taken_back(store: Store) -> None:
    on_sela, elsewhere = correct(SELA, status="denied"), accept(ORRIN, minute=1)
    taken_back = undo(on_sela, 2)
    restored = undo(taken_back, 3)
    store.append_decisions([on_sela, elsewhere, taken_back, restored])
    store.replace_events(linked(store.decisions()).events)
    event = next(e for e in store.events() if SELA.id in e.claim_ids)
    assert [(s.decision.id, s.state) for s in store.history(event.id)] == [
        (on_sela.id, "applied"),
        (taken_back.id, "undone"),
        (restored.id, "applied"),
    ]
    with pytest.raises(BadInput, match="no event"):
        store.history("e0000000")


def test_corrected_claims_are_shown_under_their_ids(store: Store) -> None:
    store.append_decision(correct(SELA, status="denied"))
    (shown,) = store.decided_claims([SELA.id])
    assert (shown.id, shown.status) == (SELA.id, "denied")
    assert [c.status for c in store.claims(ids=[SELA.id])] == ["occurred"]
    assert store.decided_claims([ORRIN.id]) == (ORRIN,)


def test_decisions_hold_after_the_reports_are_read_by_another_model(store: Store) -> None:
    store.append_decisions([merge(ORRIN, SELA), correct(TALM_3, 1, status="denied"), reject(TALM_2, minute=2)])
    anew = [replace(c, mode="heavy-weapons", trigger=Span(c.trigger.start - 1, c.trigger.end)) for c in CLAIMS if c.document_id != LATER.id]
    fill(store, anew, SECOND)
    states = {s.decision.kind: s for s in store.decision_log()}
    assert states["merge"].state == "moved"
    assert states["reject"].state == "moved"
    assert states["correct"].state == "not_applied"
    assert "no claim is read from 'shelled'" in states["correct"].troubles[0].problem
    assert len(store.decisions()) == 3
    # A further decision can be made all the same.
    assert store.append_decision(accept(anew[0], minute=5))


def test_the_record_stays_append_only(store: Store) -> None:
    store.append_decision(merge(ORRIN, SELA))
    assert store.check() == []
    assert canonical({"b": 1, "a": 2}) == '{"a":2,"b":1}'


WRITER = """
import sys
from tests.decisions.build import *
from onrecord.store import Store
path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Store.open(path, create=False) as store:
    for number in range(count):
        store.append_decisions([mark(f"local:{name}{number}", "credible"), mark(f"local:{name}{number}", "independent")])
        print(number, flush=True)
"""


def writer(path: str, name: str, count: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in (str(ROOT), os.environ.get("PYTHONPATH")) if p)}
    command = [sys.executable, "-c", WRITER, path, name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def test_two_writers_at_once_lose_nothing(store: Store, address: str) -> None:
    writers = [writer(address, name, 12) for name in "ab"]
    for one in writers:
        one.communicate(timeout=60)
        assert one.returncode == 0
    assert len(store.decisions()) == 48
    assert {s.state for s in store.decision_log()} == {"applied"}


def test_a_killed_writer_leaves_whole_decisions_only(store: Store, address: str) -> None:
    one = writer(address, "a", 10_000)
    assert one.stdout is not None
    for _ in range(3):
        one.stdout.readline()
    one.send_signal(signal.SIGKILL)
    one.wait()
    one.stdout.close()
    told = store.decisions()
    assert len(told) >= 6
    # Each append holds two decisions; a half of one would leave an odd number.
    assert len(told) % 2 == 0
    assert store.check() == []


def test_two_writers_who_contradict_each_other_cannot_both_win(store: Store, address: str) -> None:
    with Store.open(address, create=False) as other:
        assert store.append_decision(merge(TALM_1, ORRIN))
        with pytest.raises(DecisionRefused):
            other.append_decision(split([TALM_1], [ORRIN], minute=1))
