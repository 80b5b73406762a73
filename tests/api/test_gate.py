"""What may not come in: other names, other origins, too much; and what every answer carries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from onrecord.api import gate
from onrecord.api.app import create_app
from onrecord.api.imports import safe_name
from onrecord.cli.serve import check_reach, is_loopback
from onrecord.errors import BadInput
from onrecord.export.jsontext import json_text
from onrecord.model import Document
from onrecord.settings import Settings
from tests.api.conftest import event_ids
from tests.api.test_documents import wait_for_jobs

IDS = event_ids()


@pytest.mark.parametrize("host", ["localhost", "localhost:8470", "127.0.0.1:1", "[::1]:8470", "127.9.9.9"])
def test_this_machine_may_ask_by_its_own_names(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "10.0.0.7", "192.168.1.5:8470", "", "[::1", "localhost@evil.example", "127.0.0.1.nip.io"],
)
def test_a_name_that_was_bound_to_this_machine_is_refused(client: TestClient, host: str) -> None:
    response = client.get("/api/v1/health", headers={"Host": host})
    assert (response.status_code, response.json()["code"]) == (421, "wrong_host")


def test_names_that_were_given_are_answered(settings: Settings) -> None:
    with TestClient(create_app(settings, hosts=["Desk.example.org"]), base_url="http://desk.example.org") as named:
        assert named.get("/api/v1/health").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "http://localhost:8470.evil.example"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:8470"},
    ],
)
def test_another_site_cannot_decide_in_the_name_of_the_reader(client: TestClient, headers: dict[str, str]) -> None:
    for content in ({"json": {"kind": "accept", "event": IDS["clash"]}}, {"content": b"{}", "headers": {"Content-Type": "text/plain"}}):
        sent = {**content, "headers": {**content.get("headers", {}), **headers}}
        response = client.post("/api/v1/decisions", **sent)  # type: ignore[arg-type]
        assert (response.status_code, response.json()["code"]) == (403, "wrong_origin")
    assert client.get("/api/v1/decisions").json()["items"] == []
    # To look is harmless, and answers carry no permission for other sites to read them.
    looked = client.get("/api/v1/health", headers=headers)
    assert looked.status_code == 200
    assert "access-control-allow-origin" not in looked.headers


def test_the_page_itself_and_programs_may_decide(client: TestClient) -> None:
    own = {"Origin": "http://localhost:8470", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/api/v1/decisions", json={"kind": "accept", "event": IDS["clash"]}, headers=own).status_code == 201
    assert client.post("/api/v1/decisions", json={"kind": "accept", "event": IDS["plan"]}).status_code == 201


@pytest.mark.parametrize("path", ["/api/v1/health", "/api/v1/nothing", "/nothing", "/api/v1/events?x=1", "/api/v1/exports/csv"])
def test_every_answer_carries_the_headers_that_protect_a_page(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"].startswith("private")
    assert "server" not in headers


def test_too_much_is_refused_whether_announced_or_not(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield b" " * 10_000

    announced = client.post("/api/v1/decisions", content=b" " * (gate.LARGEST_BODY + 1), headers={"Content-Type": "application/json"})
    streamed = client.post("/api/v1/decisions", content=endless(), headers={"Content-Type": "application/json"})
    lied = client.post("/api/v1/decisions", content=b"{}", headers={"Content-Length": "-1"})
    assert [r.status_code for r in (announced, streamed, lied)] == [413, 413, 413]
    assert {r.json()["code"] for r in (announced, streamed, lied)} == {"too_large"}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"kind":', b"[" * 100_000, b'{"kind": "accept", "event": 1e999}'])
def test_a_broken_body_is_the_senders_fault(client: TestClient, body: bytes) -> None:
    response = client.post("/api/v1/decisions", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}${7*7}\u202egnp.exe\u2028"


def test_hostile_text_stays_text_in_every_field(client: TestClient) -> None:
    made = client.post("/api/v1/imports/text", json={"text": f"Rebels struck {HOSTILE}.", "title": HOSTILE[:60], "publisher": HOSTILE[:60]})
    # Control characters and separators are in no name; the rest is stored as it is.
    if made.status_code == 422:
        plain = HOSTILE[:60].replace("\u202e", "").replace("\u2028", "")
        made = client.post("/api/v1/imports/text", json={"text": f"Rebels struck {HOSTILE}.", "title": plain, "publisher": plain})
    assert made.status_code == 202
    assert wait_for_jobs(client)["state"] == "done"
    reason = {"kind": "accept", "event": IDS["clash"], "reason": HOSTILE}
    assert client.post("/api/v1/decisions", json=reason).status_code == 201
    for path in ("/events", "/documents", "/decisions", "/sources", "/search?q=struck", "/jobs", "/review"):
        response = client.get(f"/api/v1{path}")
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/json"
        assert response.headers["x-content-type-options"] == "nosniff"
    assert json.loads(client.get("/api/v1/decisions").text)["items"][0]["reason"] == HOSTILE.strip()
    report = client.get("/api/v1/exports/html")
    assert "<script>alert(1)" not in report.text
    assert "<img src=x" not in report.text
    assert "attachment" in report.headers["content-disposition"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/exports/..%2f..%2fetc%2fpasswd",
        "/api/v1/documents/..%2f..%2fonrecord.db",
        "/api/v1/documents/d0000000000000000%00/original",
        "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "//etc/passwd",
    ],
)
def test_no_path_leads_out(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code in (404, 422)
    assert "root:" not in response.text


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\report.html", "report.html"),
        ("a\r\nSet-Cookie: x=1.txt", "a__Set-Cookie_ x=1.txt"),
        ('a"b<c>.txt', "a_b_c_.txt"),
        ("", "upload"),
        ("...", "upload"),
        ("\u202egnp.exe", "_gnp.exe"),
        ("отчёт.txt", "отчёт.txt"),
        ("x" * 500 + ".txt", "x" * 116 + ".txt"),
    ],
)
def test_names_of_uploads_steer_nothing(name: str, kept: str) -> None:
    assert safe_name(name) == kept


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("desk.local", False),
        ("10.1.2.3", False),
        ("::", False),
    ],
)
def test_others_than_this_machine_are_let_in_with_a_team_only(host: str, own: bool) -> None:
    assert is_loopback(host) is own
    check_reach(host, team=True)
    if own:
        check_reach(host, team=False)
        return
    with pytest.raises(BadInput, match=r"nobody signs in\. Add --team"):
        check_reach(host, team=False)


def test_an_error_of_the_program_says_nothing_of_its_inside(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.api import summary

    def broken(*_: Any) -> None:
        raise RuntimeError("secret path /home/x")

    monkeypatch.setattr(summary, "counts", broken)
    with TestClient(create_app(settings), base_url="http://localhost", raise_server_exceptions=False) as client:
        response = client.get("/api/v1/summary/counts")
    assert (response.status_code, response.json()["code"]) == (500, "internal")
    assert "secret" not in response.text


def test_json_of_hostile_documents_holds_no_raw_separators() -> None:
    text = json_text({"text": Document(text="a\u2028b\u202ec").text})
    assert "\u2028" not in text
    assert "\u202e" not in text
