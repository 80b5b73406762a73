"""Imports: files and pasted text become jobs; each document's fate is told, and nothing uploaded can hurt."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from onrecord.api import imports, worker
from onrecord.api.app import create_app
from onrecord.api.runner import Runner
from onrecord.settings import Settings
from onrecord.store import Store, jobs
from tests.api.conftest import get
from tests.api.test_documents import wait_for_jobs


def upload(client: TestClient, *files: tuple[str, bytes], **fields: str) -> Any:
    return client.post("/api/v1/imports/files", files=[("files", file) for file in files], data=fields)


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_files_become_documents_and_errors_are_told_one_by_one(client: TestClient) -> None:
    lines = b'{"text": "Jets struck a depot."}\n{"text": "unreadable struck"}\n{"title": "no text"}\n'
    made = upload(
        client,
        ("a.txt", b"Rebels struck a convoy."),
        ("b.bin", b"\x00\x01\x02" * 50),
        ("../c.jsonl", lines),
        ("empty.txt", b""),
        publisher="Radio",
        published="2024-05-06",
    )
    assert made.status_code == 202, made.text
    assert made.headers["location"] == f"/api/v1/jobs/{made.json()['id']}"
    wait_for_jobs(client)
    job = get(client, f"/jobs/{made.json()['id']}")
    assert job["job"]["state"] == "done"
    items = {item["name"]: item for item in job["items"]}
    assert items["a.txt"]["state"] == "done"
    assert items["a.txt"]["claims"] == 1
    assert items["b.bin"]["state"] == items["empty.txt"]["state"] == "failed"
    assert items["empty.txt"]["remedy"]
    states = [item["state"] for item in job["items"]]
    assert states.count("failed") == job["job"]["failed"] == 4
    document = get(client, f"/documents/{items['a.txt']['document_id']}")
    assert (document["document"]["publisher"], document["document"]["published"]) == ("Radio", "2024-05-06")
    assert document["captures"][0]["origin"] == "upload:a.txt"
    assert document["name"] == "a.txt"
    assert document["event_ids"]


def test_the_same_file_twice_changes_nothing(client: TestClient) -> None:
    for _ in range(2):
        upload(client, ("a.txt", b"Rebels struck a convoy."))
        wait_for_jobs(client)
    newest, first = get(client, "/jobs")["items"]
    assert [i["state"] for i in get(client, f"/jobs/{first['id']}")["items"]] == ["done"]
    assert [i["state"] for i in get(client, f"/jobs/{newest['id']}")["items"]] == ["known"]
    assert get(client, "/health")["documents"] == 5


def test_archives_are_opened_as_far_as_the_limits_go(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made = upload(client, ("reports.zip", zipped(**{"x/../../a.txt": b"One struck.", "b.txt": b"Two struck.", ".DS_Store": b"x"})))
    wait_for_jobs(client)
    assert [i["name"] for i in get(client, f"/jobs/{made.json()['id']}")["items"]] == ["a.txt", "b.txt"]
    bomb = upload(client, ("bomb.zip", zipped(**{"a.txt": b"0" * 3_000_000})))
    assert bomb.status_code == 202
    monkeypatch.setattr(imports, "MOST_UNPACKED", 1_000_000)
    refused = upload(client, ("bomb.zip", zipped(**{"a.txt": b"0" * 3_000_000})))
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    assert "bomb.zip unpacks to more than" in refused.json()["title"]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"\xff" * 200, zipped(a=b"x" * 1000)[:-30], zipped(a=b"x" * 1000)[:40]])
def test_a_broken_archive_is_refused(client: TestClient, data: bytes) -> None:
    response = upload(client, ("a.zip", data))
    assert (response.status_code, response.json()["code"]) == (422, "invalid")


def test_limits_of_number_and_size(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_FILES", 2)
    assert upload(client, *((f"{n}.txt", b"x") for n in range(3))).status_code == 413
    monkeypatch.setattr(imports, "MOST_BYTES", 10)
    assert upload(client, ("a.txt", b"x" * 11)).status_code == 413
    assert client.post("/api/v1/imports/files", data={"title": "x"}).status_code == 422
    assert upload(client, ("a.txt", b"x"), published="2024-99-01").status_code == 422
    malformed = client.post("/api/v1/imports/files", content=b"--x\r\nbroken", headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert malformed.status_code in (400, 422)
    assert get(client, "/jobs")["items"] == []


@pytest.mark.parametrize(
    "body",
    [{"text": ""}, {"text": "  "}, {"text": "x", "published": "May"}, {"text": "x", "title": "a\x00b"}, {"text": "x", "path": "/etc"}],
)
def test_pasted_text_that_cannot_be(client: TestClient, body: dict[str, str]) -> None:
    assert client.post("/api/v1/imports/text", json=body).status_code == 422


def test_half_a_character_is_refused(client: TestClient) -> None:
    response = client.post("/api/v1/imports/text", content=b'{"text": "a\\ud800b"}', headers={"Content-Type": "application/json"})
    assert response.status_code == 422


def test_a_job_whose_process_dies_says_so(settings: Settings) -> None:
    def dies(_settings: Settings, _job: str) -> None:
        raise RuntimeError("killed")

    with TestClient(create_app(settings, run_job=dies), base_url="http://localhost") as client:
        upload(client, ("a.txt", b"x struck"))
        job = wait_for_jobs(client)
        assert (job["state"], job["problem"]) == ("failed", "the reading process ended before it was done")
        assert [i["state"] for i in get(client, f"/jobs/{job['id']}")["items"]] == ["failed"]


def test_a_job_that_was_killed_goes_on_with_the_next_server(app: FastAPI, settings: Settings) -> None:
    with Store.open(settings.store) as store:
        job_id = jobs.create(store, kind="import", user="x", options={}, items=[("a.txt", b"A struck."), ("b.txt", b"B struck.")])
        jobs.take(store)
        done = jobs.JobItem(ordinal=1, name="a.txt", state=jobs.DONE, document_id=None, claims=0, problem=None, remedy=None)
        jobs.finish_item(store, job_id, 1, [done])
    with TestClient(app, base_url="http://localhost") as client:
        assert wait_for_jobs(client)["state"] == "done"
        assert [i["state"] for i in get(client, f"/jobs/{job_id}")["items"]] == ["done", "done"]


def test_the_bytes_of_an_upload_are_let_go_once_read(client: TestClient, store_path: Path) -> None:
    upload(client, ("a.txt", b"Rebels struck a very particular convoy."))
    wait_for_jobs(client)
    with Store.open(store_path) as store:
        assert jobs.next_waiting(store, get(client, "/jobs")["items"][0]["id"]) is None


def test_a_job_runs_in_a_process_of_its_own(settings: Settings, tmp_path: Path) -> None:
    # Weights that are not there: the process starts, says what is missing in the store and ends.
    broken = Settings.load({}, store=settings.store, weights=str(tmp_path / "none"), jobs="1")
    with Store.open(settings.store) as store:
        job_id = jobs.create(store, kind="import", user="x", options={}, items=[("a.txt", b"A struck.")])
        jobs.take(store)
        Runner(store, broken)._in_process(broken, job_id)
        job = jobs.get(store, job_id)
        assert job is not None
        assert job.state == "failed"
        assert "encoder.onnx" in (job.problem or "")


def test_a_name_lends_its_ending_and_no_path() -> None:
    assert [worker._ending(n) for n in ("a.txt", "a", "a.tar.gz", "a.<x>", "a." + "x" * 50, "../..")] == [".txt", "", ".gz", "", "", ""]
