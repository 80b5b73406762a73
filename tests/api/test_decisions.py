"""The queue and decisions: accept, reject, correct, grade, merge, split, mark, undo, and two reviewers at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient

from onrecord.api import rebuild
from onrecord.api.decisions import AcceptRequest, decide
from onrecord.api.desk import Desk
from onrecord.api.problems import ApiError
from tests.api.conftest import event_ids, get
from tests.api.test_documents import wait_for_jobs


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


IDS = event_ids()


def send(client: TestClient, **decision: Any) -> Any:
    return client.post("/api/v1/decisions", json={"reason": "seen", **decision})


def test_the_queue_puts_first_what_is_contested_and_says_why(client: TestClient) -> None:
    queue = get(client, "/review")
    assert queue["waiting"] == 5
    assert queue["items"][0]["event"]["id"] == IDS["shelling"]
    assert queue["items"][0]["why"] == ["contested"]
    pages, cursor = [], None
    while True:
        page = get(client, "/review", limit=2, **({"cursor": cursor} if cursor else {}))
        pages += [item["event"]["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert pages == [item["event"]["id"] for item in queue["items"]]


def test_what_was_accepted_leaves_the_queue_until_that_is_undone(client: TestClient) -> None:
    made = send(client, kind="accept", event=IDS["clash"])
    assert made.status_code == 201
    decision = made.json()["decision"]
    assert (decision["author"], decision["kind"], decision["subject"]) == ("ana", "accept", IDS["clash"])
    assert get(client, "/review")["waiting"] == 4
    assert get(client, "/review", done=True)["waiting"] == 5
    assert send(client, kind="undo", decision=decision["id"]).status_code == 201
    assert get(client, "/review")["waiting"] == 5
    history = get(client, f"/events/{IDS['clash']}")["decisions"]
    assert [(d["kind"], d["state"]) for d in history] == [("accept", "undone"), ("undo", "applied")]


def test_a_correction_changes_what_is_shown_and_keeps_the_event(client: TestClient) -> None:
    before = get(client, f"/events/{IDS['clash']}")
    made = send(client, kind="correct", event=IDS["clash"], fields={"sub_event": "Mob violence"}, seen=before["revision"])
    assert made.status_code == 201, made.text
    after = get(client, f"/events/{IDS['clash']}")
    assert after["event"]["sub_event"] == after["claims"][0]["sub_event"] == "Mob violence"
    assert after["version"] != before["version"]
    bad = send(client, kind="correct", event=IDS["clash"], fields={"sub_event": "<b>"})
    assert (bad.status_code, bad.json()["code"]) == (422, "invalid")


def test_merge_split_reject_grade_and_marks(client: TestClient) -> None:
    merged = send(client, kind="merge", events=[IDS["clash"], IDS["abduction"]])
    assert merged.status_code == 201, merged.text
    (event,) = merged.json()["event_ids"]
    claims = [c["id"] for c in get(client, f"/events/{event}")["claims"]]
    assert len(claims) == 2
    refused = send(client, kind="split", event=event, parts=[[claims[0]], [claims[1]]])
    assert (refused.status_code, refused.json()["code"]) == (409, "contradiction")
    assert refused.json()["current"]["decisions"][0]["kind"] == "merge"
    split = send(client, kind="split", event=event, parts=[[claims[0]], [claims[1]]], replacing=True)
    assert split.status_code == 201
    assert len(split.json()["event_ids"]) == 2
    assert [d["kind"] for d in split.json()["also"]] == ["undo"]
    rejected = send(client, kind="reject", event=IDS["strike"], why="no_event")
    assert rejected.json()["event_ids"] == []
    assert client.get(f"/api/v1/events/{IDS['strike']}").status_code == 404
    graded = send(client, kind="grade", event=IDS["shelling"], corroboration="corroborated")
    assert graded.status_code == 201
    detail = get(client, f"/events/{IDS['shelling']}")
    assert (detail["event"]["grade"], detail["computed"]) == ("corroborated", "contested")
    assert send(client, kind="source", source="local:kutum hospital", mark="credible").status_code == 201
    assert send(client, kind="actor", a="local:herders", b="local:farmers", judgement="negative").status_code == 201


def test_a_party_that_is_set_is_shown_and_taken_back(client: TestClient) -> None:
    hospital = next(k for k in get(client, "/names", name="Kutum hospital") if k["on_record"])
    # A ministry stands for its state.
    made = send(client, kind="party", actor=hospital["id"], party="sd.health", name=hospital["name"], valid_from="2019-01-01")
    assert made.status_code == 201, made.text
    payload = made.json()["decision"]["payload"]
    assert (payload["party"], payload["party_name"], payload["valid_from"], payload["valid_to"]) == ("sd", "Sudan", "2019-01-01", None)
    shown = get(client, "/sources/one", name="Kutum hospital")
    assert (shown["party"], shown["decisions"][0]["kind"]) == ("sd", "party")
    event = get(client, f"/events/{IDS['shelling']}")
    assert [o["party"] for o in event["origins"]["asserting"] if o["name"] == "Kutum hospital"] == ["sd"]
    assert [d["kind"] for d in event["decisions"]] == ["party"]
    refused = send(client, kind="party", actor=hospital["id"], party=None)
    assert (refused.status_code, refused.json()["code"]) == (409, "contradiction")
    assert send(client, kind="undo", decision=made.json()["decision"]["id"]).status_code == 201
    assert get(client, "/sources/one", name="Kutum hospital")["party"] is None
    assert send(client, kind="party", actor=hospital["id"], party=None).status_code == 201


@pytest.mark.parametrize(
    "decision",
    [
        {"kind": "accept", "event": "e0000000000000000"},
        {"kind": "undo", "decision": "x0000000000000000"},
        {"kind": "merge", "events": [IDS["clash"], "e0000000000000000"]},
    ],
)
def test_decisions_on_what_is_not_there_are_404(client: TestClient, decision: dict[str, Any]) -> None:
    assert send(client, **decision).status_code == 404
    assert get(client, "/decisions")["items"] == []


@pytest.mark.parametrize(
    "decision",
    [
        {"kind": "bless", "event": IDS["clash"]},
        {"kind": "accept"},
        {"kind": "accept", "event": IDS["clash"], "author": "somebody else"},
        {"kind": "accept", "event": IDS["clash"], "reason": " "},
        {"kind": "accept", "event": IDS["clash"], "reason": "x" * 3000},
        {"kind": "accept", "event": IDS["clash"], "claims": []},
        {"kind": "merge", "events": [IDS["clash"]]},
        {"kind": "merge", "events": [IDS["clash"], IDS["clash"]]},
        {"kind": "split", "event": IDS["shelling"], "parts": [["c0000000000000000"]]},
        {"kind": "grade", "event": IDS["clash"]},
        {"kind": "grade", "event": IDS["clash"], "corroboration": "certain"},
        {"kind": "source", "source": "a", "mark": "not_independent"},
        {"kind": "actor", "a": "x", "b": "x", "judgement": "positive"},
        {"kind": "party", "actor": "x"},
        {"kind": "party", "actor": "x", "party": " "},
        {"kind": "party", "actor": "x", "party": "sd", "valid_from": "2024-02-30"},
        {"kind": "party", "actor": "x", "party": "sd", "valid_from": "2024-02-02", "valid_to": "2024-02-01"},
    ],
)
def test_decisions_that_cannot_be_are_refused_and_change_nothing(client: TestClient, decision: dict[str, Any]) -> None:
    response = send(client, **decision)
    assert response.status_code == 422, response.text
    assert get(client, "/decisions")["items"] == []


def test_claims_of_another_event_are_a_conflict(client: TestClient) -> None:
    other = get(client, f"/events/{IDS['plan']}")["claims"][0]["id"]
    response = send(client, kind="accept", event=IDS["clash"], claims=[other])
    assert (response.status_code, response.json()["code"]) == (409, "conflict")


def test_two_reviewers_never_overwrite_each_other(desk: Desk) -> None:
    seen = desk.store.decision_revision()
    results: list[str] = []
    start = threading.Barrier(6)

    def one(number: int) -> None:
        start.wait()
        try:
            decide(desk, f"reviewer {number}", AcceptRequest(kind="accept", event=IDS["clash"], seen=seen))
            results.append("decided")
        except ApiError as error:
            others = (error.problem.current or {"decisions": []})["decisions"]
            results.append(f"{error.problem.code} with {len(others)} shown")

    threads = [threading.Thread(target=one, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["conflict with 1 shown"] * 5 + ["decided"]
    assert len(desk.store.decisions()) == 1


def test_decisions_on_other_things_do_not_stand_in_each_others_way(client: TestClient) -> None:
    seen = get(client, f"/events/{IDS['clash']}")["revision"]
    assert send(client, kind="accept", event=IDS["plan"], seen=seen).status_code == 201
    assert send(client, kind="accept", event=IDS["clash"], seen=seen).status_code == 201


def test_a_large_record_follows_in_a_job(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "AT_ONCE", 0)
    made = send(client, kind="grade", event=IDS["clash"], corroboration="contested").json()
    assert made["job"]
    assert wait_for_jobs(client)["state"] == "done"
    assert get(client, f"/events/{IDS['clash']}")["event"]["grade"] == "contested"


def test_the_log_lists_decisions_newest_first(client: TestClient) -> None:
    first = send(client, kind="accept", event=IDS["clash"]).json()["decision"]["id"]
    second = send(client, kind="accept", event=IDS["plan"]).json()["decision"]["id"]
    page = get(client, "/decisions", limit=1)
    assert [d["id"] for d in page["items"]] == [second]
    assert [d["id"] for d in get(client, "/decisions", limit=1, cursor=page["next"])["items"]] == [first]
    assert get(client, f"/decisions/{first}")["reason"] == "seen"
    assert client.get("/api/v1/decisions/x0000000000000000").status_code == 404
