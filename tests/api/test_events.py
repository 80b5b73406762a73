"""Lists of events behind filters, and one event with everything that it rests on."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from onrecord import api
from onrecord.api.desk import Desk
from onrecord.api.events import event_detail, list_events
from onrecord.api.filters import EventListQuery
from tests.api.conftest import event_ids, get


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


IDS = event_ids()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"strike", "plan", "shelling", "abduction", "clash"}),
        ({"grade": "contested"}, {"shelling"}),
        ({"grade": ["contested", "single-origin"]}, {"strike", "plan", "shelling", "abduction", "clash"}),
        ({"from": "2024-03-06"}, {"clash"}),
        ({"to": "2024-03-05"}, {"shelling"}),
        ({"country": "sd"}, {"shelling"}),
        ({"place": "kutu"}, {"shelling"}),
        ({"actor": "herder"}, {"clash"}),
        ({"target": "villagers"}, set()),
        ({"origin": "darfur civilian"}, {"shelling"}),
        ({"type": "assault", "status": "alleged-plan"}, {"plan"}),
        ({"sub_event": "Armed clash"}, {"clash"}),
        ({"text": '"market of Kutum"'}, {"shelling"}),
        ({"bbox": "20,10,30,20"}, {"shelling"}),
        ({"bbox": "170,10,-170,20"}, set()),
    ],
)
def test_filters_are_those_of_the_command_line(client: TestClient, query: dict[str, Any], names: set[str]) -> None:
    page = get(client, "/events", **query)
    assert {item["id"] for item in page["items"]} == {IDS[name] for name in names}
    assert page["total"] == len(names)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "yesterday"}, "query.from"),
        ({"from": "2024-02-02", "to": "2024-01-01"}, "query"),
        ({"grade": "splendid"}, "query.grade"),
        ({"country": "Sudan"}, "query.country"),
        ({"bbox": "1,2,3"}, "query.bbox"),
        ({"bbox": "1,nan,3,4"}, "query.bbox"),
        ({"bbox": "1,50,3,4"}, "query.bbox"),
        ({"plaec": "Kutum"}, "query.plaec"),
        ({"limit": 0}, "query.limit"),
        ({"limit": 100000}, "query.limit"),
        ({"actor": "x\x00y"}, "query.actor"),
        ({"actor": "x" * 1000}, "query.actor"),
    ],
)
def test_what_cannot_be_asked_is_said_by_name(client: TestClient, query: dict[str, Any], field: str) -> None:
    response = client.get("/api/v1/events", params=query)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert [f["field"] for f in response.json()["fields"]] == [field]


def test_pages_follow_each_other_without_gap_or_repeat(client: TestClient) -> None:
    found, cursor = [], None
    for _ in range(10):
        page = get(client, "/events", limit=2, **({"cursor": cursor} if cursor else {}))
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == [item["id"] for item in get(client, "/events")["items"]]
    assert len(set(found)) == len(found) == 5


@pytest.mark.parametrize("cursor", ["x", "WzFd", "WyJhIiwiYiJd", "WzEsInp6Il0", "bnVsbA", "W1tbW1s", "é", "WzEuNSwiMCJd"])
def test_a_cursor_that_is_none_is_refused(client: TestClient, cursor: str) -> None:
    for path in ("/events", "/review", "/sources", "/documents", "/decisions", "/jobs"):
        response = client.get(f"/api/v1{path}", params={"cursor": cursor})
        assert response.status_code in (200, 422), path
        if response.status_code == 422:
            assert response.json()["code"] == "invalid"
    assert client.get("/api/v1/events", params={"cursor": cursor}).status_code == 422


def test_an_event_is_given_with_all_that_it_rests_on(client: TestClient) -> None:
    detail = get(client, f"/events/{IDS['shelling']}")
    assert detail["event"]["grade"] == "contested"
    assert detail["event"]["sentence"].startswith("Shelling/artillery/missile attack by Jebel Liberation Front")
    assert [v["name"] for v in detail["claims"][0]["chain"]][-1] in {"Darfur Civilian Watch", "Kutum hospital", "Jebel Liberation Front"}
    assert {o["name"] for o in detail["origins"]["denying"]} == {"Jebel Liberation Front"}
    killed = next(f for f in detail["figures"] if f["what"] == "killed" and f["victims"] is None)
    assert {(p["low"], p["high"]) for p in killed["said"]} == {(17, 17), (23, None)}
    assert killed["open_ended"] is True
    for claim in detail["claims"]:
        start, _ = claim["evidence"]
        for mark in claim["marks"]:
            if mark["sentence"]:
                left, right = mark["sentence"]
                assert claim["evidence_text"][left:right] == mark["text"]
                assert mark["span"] == [start + left, start + right]
        assert claim["evidence_text"] in "".join(p["text"] for p in claim["passage"])


def test_losing_candidates_and_the_note_of_a_coarse_place_are_shown(client: TestClient) -> None:
    place = get(client, f"/events/{IDS['strike']}")["places"][0]
    assert place["coarse"] is True
    assert place["note"]
    assert place["candidates"][0]["reason"] == "the text says province"


def test_unknown_ids_are_404_and_malformed_ones_422(client: TestClient) -> None:
    missing = client.get("/api/v1/events/e0000000000000000")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    for bad in ("e1", "..%2f..%2fetc", "E0000000000000000", "e000000000000000g", "d0000000000000000"):
        assert client.get(f"/api/v1/events/{bad}").status_code in (404, 422)


def test_an_etag_spares_the_body_until_something_is_decided(client: TestClient) -> None:
    url = f"/api/v1/events/{IDS['shelling']}"
    tag = client.get(url).headers["etag"]
    again = client.get(url, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post("/api/v1/decisions", json={"kind": "accept", "event": IDS["shelling"]}).status_code == 201
    changed = client.get(url, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


def test_the_functions_have_the_names_of_the_endpoints(client: TestClient) -> None:
    """Those of the server itself aside."""
    paths = get(client, "/openapi.json")["paths"]
    found = {operation["operationId"]: path for path, way in paths.items() for operation in way.values()}
    assert len(found) == sum(len(way) for way in paths.values())
    missing = {path for name, path in found.items() if not callable(getattr(api, name, None))}
    assert missing == {"/api/v1/health", "/api/v1/session", "/api/v1/documents/{document_id}/original"}


def test_what_the_package_exports_is_there(desk: Desk, client: TestClient) -> None:
    assert all(hasattr(api, name) for name in api.__all__)
    whole = client.get("/api/v1/exports/jsonl", params={"country": "SD"}).content
    assert b"".join(api.export(desk, api.EventQuery(country="SD"), "jsonl")) == whole
    with pytest.raises(api.ApiError):
        api.event(desk, "e0000000000000000")


def test_the_functions_serve_python_as_the_endpoints_serve_http(desk: Desk, client: TestClient) -> None:
    page = list_events(desk, EventListQuery(grade=["contested"]))
    assert page.model_dump(mode="json") == get(client, "/events", grade="contested")
    assert event_detail(desk, IDS["plan"]).model_dump(mode="json") == get(client, f"/events/{IDS['plan']}")
