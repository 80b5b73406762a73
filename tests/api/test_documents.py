"""Documents with their marks, voices, search and exports."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import event_ids, get
from tests.export import made

IDS = event_ids()


def test_the_segments_of_a_document_join_to_its_text_and_name_the_claims(client: TestClient) -> None:
    detail = get(client, f"/documents/{made.WIRE.id}")
    assert "".join(s["text"] for s in detail["segments"]) == detail["text"] == made.WIRE.text
    for segment in detail["segments"]:
        start, end = segment["span"]
        assert detail["text"][start:end] == segment["text"]
    marked = {s["text"]: s for s in detail["segments"] if "trigger" in s["labels"]}
    assert set(marked) == {"hit", "dead"}
    claim = detail["claims"][0]["id"]
    assert marked["hit"]["claims"] == marked["hit"]["evidence_of"] == [claim]
    assert detail["event_ids"][claim] == IDS["shelling"]
    assert detail["captures"][0]["sha256"] == made.captured(made.WIRE).capture.sha256


def test_near_copies_are_shown_with_the_words_they_share(client: TestClient) -> None:
    text = made.WIRE.text.replace("Darfur Civilian Watch", "a watch group")
    assert client.post("/api/v1/imports/text", json={"text": text, "title": "Copy"}).status_code == 202
    wait_for_jobs(client)
    copies = get(client, f"/documents/{made.WIRE.id}")["near_copies"]
    assert [c["document"]["title"] for c in copies] == ["Copy"]
    assert 0.5 < copies[0]["similarity"] < 1
    assert "hit the market of kutum" in copies[0]["shared"]
    assert get(client, f"/documents/{made.BULLETIN.id}")["near_copies"] == []


def wait_for_jobs(client: TestClient) -> dict[str, Any]:
    import time

    for _ in range(200):
        jobs = get(client, "/jobs")["items"]
        if all(job["state"] in ("done", "failed") for job in jobs):
            return jobs[0]  # type: ignore[no-any-return]
        time.sleep(0.05)
    raise AssertionError("the job did not end")


def test_documents_are_listed_and_searched(client: TestClient) -> None:
    first = get(client, "/documents", limit=3)
    rest = get(client, "/documents", limit=3, cursor=first["next"])
    assert len(first["items"]) + len(rest["items"]) == 4
    assert rest["next"] is None
    assert [d["title"] for d in get(client, "/documents", q="shells")["items"]] == ["Shells hit market in Kutum"]


def test_the_original_is_a_download_whatever_it_holds(client: TestClient) -> None:
    response = client.get(f"/api/v1/documents/{made.WIRE.id}/original")
    assert response.content == made.WIRE.text.encode()
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"] == f'attachment; filename="{made.WIRE.id}.bin"'


def test_a_source_shows_what_it_said_alone_and_against_others(client: TestClient) -> None:
    found = get(client, "/sources/one", name="DARFUR civilian watch")
    assert (found["name"], found["events"], found["contradicted"]) == ("Darfur Civilian Watch", 1, 1)
    assert [(s["part"], s["contradicted"]) for s in found["said"]] == [("asserts", True)]
    front = get(client, "/sources/one", name="Jebel Liberation Front")
    assert [s["part"] for s in front["said"]] == ["denies"]
    names = {item["name"]: item for item in get(client, "/sources")["items"]}
    assert names["Darfur Civilian Watch"] == {
        "name": "Darfur Civilian Watch",
        "kind": "voice",
        "label": "Darfur Civilian Watch",
        "events": 1,
    }
    assert {item["kind"] for item in names.values()} == {"voice", "party"}
    assert client.get("/api/v1/sources/one", params={"name": "darfur"}).status_code == 404


def test_a_party_is_shown_by_its_name(client: TestClient) -> None:
    """Events and decisions know it by its id in the table of actors."""
    assert {item["name"]: item["label"] for item in get(client, "/sources")["items"] if item["kind"] == "party"}["sy"] == "Syria"
    found = get(client, "/sources/one", name="sy")
    assert (found["name"], found["label"], found["party_name"]) == ("sy", "Syria", "Syria")
    event = get(client, f"/events/{found['said'][0]['event']['id']}")
    assert {o["party_name"] for o in event["origins"]["asserting"] if o["party"] == "sy"} == {"Syria"}
    assert not [c for c in event["origins"]["collapses"] if c["explanation"].endswith(" sy")]


def test_an_actor_shows_its_deeds_and_what_its_name_stands_for(client: TestClient) -> None:
    found = get(client, "/actors/one", name="jebel liberation front")
    assert (found["as_actor"], found["as_target"], found["as_source"]) == (1, 0, 1)
    assert found["resolved"][0]["actor_id"] == "local:jebel liberation front"
    assert [item["name"] for item in get(client, "/actors", q="herd")["items"]] == ["herders"]
    assert client.get("/api/v1/actors/one", params={"name": "nobody"}).status_code == 404


def test_search_finds_documents_and_events(client: TestClient) -> None:
    found = get(client, "/search", q="camps militants")
    assert [hit["document_id"] for hit in found["documents"]] == [made.BULLETIN.id]
    start, end = found["documents"][0]["marks"][0]
    assert found["documents"][0]["passage"][start:end].lower() in {"camps", "militants"}
    assert [e["id"] for e in found["events"]] == [IDS["strike"]]
    assert get(client, "/search", q='"')["documents"] == []


@pytest.mark.parametrize("name", ["csv", "hxl", "acled", "geojson", "jsonl", "html"])
def test_every_format_is_what_the_command_line_writes(client: TestClient, name: str) -> None:
    response = client.get(f"/api/v1/exports/{name}", params={"country": "SD"})
    assert response.status_code == 200
    assert response.headers["content-disposition"].startswith('attachment; filename="onrecord.')
    assert response.headers["x-content-type-options"] == "nosniff"
    text = response.text
    if name == "geojson":
        assert [f["id"] for f in json.loads(text)["features"]] == [IDS["shelling"]]
    elif name == "jsonl":
        kinds = [json.loads(line)["record"] for line in text.splitlines()]
        assert kinds == ["document"] * 2 + ["claim"] * 3 + ["event"]
    else:
        assert "Kutum" in text
    lost = get(client, f"/exports/{name}/loss", country="SD")
    assert (lost["events"], lost["written"]) == (1, 1)


def test_a_stream_names_each_document_once_and_before_its_events(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.api import exports

    whole = client.get("/api/v1/exports/jsonl").text
    monkeypatch.setattr(exports, "_PAGE", 1)
    paged = [json.loads(line) for line in client.get("/api/v1/exports/jsonl").text.splitlines()]
    assert sorted(json.dumps(r) for r in paged) == sorted(json.dumps(json.loads(line)) for line in whole.splitlines())
    seen: set[str] = set()
    for record in paged:
        assert record["id"] not in seen
        seen.add(record["id"])
        if record["record"] == "event":
            assert {*record["claim_ids"], *record["document_ids"]} <= seen
    features = json.loads(client.get("/api/v1/exports/geojson").text)["features"]
    assert len(features) == 5


def test_a_file_of_too_many_events_is_refused_with_a_way_out(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.api import exports

    monkeypatch.setattr(exports, "MOST_EVENTS", 2)
    response = client.get("/api/v1/exports/csv")
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert "jsonl" in response.json()["remedy"]
    assert client.get("/api/v1/exports/jsonl").status_code == 200
