"""A team's desk: signing in, sessions, tokens, roles, CSRF, the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from onrecord.api import auth
from onrecord.api.app import create_app
from onrecord.api.gate import CSRF_COOKIE, CSRF_HEADER, SESSION_COOKIE, required_role
from onrecord.settings import Settings
from onrecord.store import people, schema
from tests.api.conftest import event_ids


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


IDS = event_ids()
PASSWORD = "four unrelated plain words"
# Cheap parameters: what is tested is who gets in, not how long guessing takes.
HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def team_app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    monkeypatch.setattr(auth, "PasswordHasher", lambda: HASHER)
    app = create_app(settings, team=True, run_job=lambda *_: None)
    for name, role in (("vera", "viewer"), ("rita", "reviewer"), ("ada", "admin")):
        people.add_user(app.state.desk.store, name=name, role=role, password=HASHER.hash(PASSWORD))
    return app


# Every test needs the application to run, though not all ask it before signing in.
pytestmark = pytest.mark.usefixtures("nobody")


@pytest.fixture
def nobody(team_app: FastAPI) -> Iterator[TestClient]:
    with TestClient(team_app, base_url="http://localhost:8470") as client:
        yield client


def sign_in(app: FastAPI, name: str, password: str = PASSWORD) -> TestClient:
    client = TestClient(app, base_url="http://localhost:8470")
    response = client.post("/api/v1/session", json={"name": name, "password": password})
    assert response.status_code == 200, response.text
    client.headers[CSRF_HEADER] = client.cookies[CSRF_COOKIE]
    return client


def test_nobody_sees_anything_before_signing_in(nobody: TestClient) -> None:
    schema_ = nobody.get("/api/v1/openapi.json")
    assert schema_.status_code == 401
    for path in ("/events", "/health", "/documents", "/exports/jsonl", "/jobs", "/users", "/audit", "/tokens", "/session", "/search?q=x"):
        response = nobody.get(f"/api/v1{path}")
        assert (response.status_code, response.json()["code"]) == (401, "sign_in"), path
    page = nobody.get("/", headers={"Accept": "text/html"}, follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/login")
    assert nobody.post("/api/v1/decisions", json={"kind": "accept", "event": IDS["clash"]}).status_code == 401


@pytest.mark.parametrize(
    ("name", "password"), [("ada", "wrong"), ("nobody", PASSWORD), ("ADA", PASSWORD), ("", ""), ("ada", "x" * 900), ("ada", "\x00")]
)
def test_a_wrong_name_or_password_says_not_which(nobody: TestClient, name: str, password: str) -> None:
    response = nobody.post("/api/v1/session", json={"name": name, "password": password})
    assert (response.status_code, response.json()["code"]) == (401, "wrong_credentials")
    assert response.json()["title"] == "the name or the password is wrong"
    assert SESSION_COOKIE not in response.cookies


def test_guessing_is_slowed_for_the_name_and_not_for_others(nobody: TestClient, team_app: FastAPI) -> None:
    for _ in range(5):
        assert nobody.post("/api/v1/session", json={"name": "ada", "password": "guess"}).status_code == 401
    blocked = nobody.post("/api/v1/session", json={"name": "ada", "password": PASSWORD})
    assert (blocked.status_code, blocked.json()["code"]) == (429, "too_many_tries")
    assert 0 < int(blocked.headers["retry-after"]) <= 301
    assert sign_in(team_app, "rita").get("/api/v1/health").status_code == 200


def test_guessing_many_names_is_slowed_for_the_address(nobody: TestClient) -> None:
    codes = [nobody.post("/api/v1/session", json={"name": f"n{n}", "password": "x"}).status_code for n in range(32)]
    assert codes == [401] * 30 + [429] * 2


@pytest.mark.parametrize(
    ("name", "looks", "decides", "manages"), [("vera", 200, 403, 403), ("rita", 200, 201, 403), ("ada", 200, 201, 200)]
)
def test_each_role_may_do_what_it_is_for(team_app: FastAPI, name: str, looks: int, decides: int, manages: int) -> None:
    client = sign_in(team_app, name)
    assert client.get("/api/v1/events").status_code == looks
    decided = client.post("/api/v1/decisions", json={"kind": "accept", "event": IDS["clash"]})
    assert decided.status_code == decides
    if decides == 201:
        assert decided.json()["decision"]["author"] == name
    imported = client.post("/api/v1/imports/text", json={"text": "x struck"})
    assert imported.status_code == (202 if decides == 201 else 403)
    assert client.get("/api/v1/users").status_code == manages
    assert client.get("/api/v1/audit").status_code == manages
    raised = client.patch(f"/api/v1/users/{name}", json={"role": "admin"})
    assert raised.status_code == manages


def test_every_endpoint_that_changes_something_needs_more_than_a_viewer(team_app: FastAPI) -> None:
    changing = {
        (method, path)
        for path, operations in team_app.openapi()["paths"].items()
        for method in (m.upper() for m in operations)
        if method not in ("GET", "HEAD")
    }
    own = {(m, p) for m, p in changing if p.startswith(("/api/v1/session", "/api/v1/tokens"))}
    assert {required_role(method, path) for method, path in changing - own} == {"reviewer", "admin"}
    assert {required_role(m, p) for m, p in changing if p.startswith("/api/v1/users")} == {"admin"}


def test_a_request_without_the_token_of_the_page_is_refused(team_app: FastAPI) -> None:
    client = sign_in(team_app, "rita")
    good = client.headers.pop(CSRF_HEADER)
    body = {"kind": "accept", "event": IDS["clash"]}
    for header in (None, "", "forged", good[:-2]):
        response = client.post("/api/v1/decisions", json=body, headers={CSRF_HEADER: header} if header is not None else {})
        assert (response.status_code, response.json()["code"]) == (403, "csrf")
    assert client.post("/api/v1/decisions", json=body, headers={CSRF_HEADER: good}).status_code == 201


def test_cookies_are_kept_from_scripts_and_other_sites(settings: Settings, nobody: TestClient) -> None:
    response = nobody.post("/api/v1/session", json={"name": "rita", "password": PASSWORD})
    cookie = next(v for k, v in response.headers.multi_items() if k == "set-cookie" and v.startswith(SESSION_COOKIE))
    assert "httponly" in cookie.lower()
    assert "samesite=strict" in cookie.lower()
    with TestClient(create_app(settings, team=True, https=True), base_url="https://localhost") as encrypted:
        response = encrypted.post("/api/v1/session", json={"name": "rita", "password": PASSWORD})
        assert all("secure" in v.lower() for k, v in response.headers.multi_items() if k == "set-cookie")
        assert response.headers["strict-transport-security"]


def test_a_forged_or_altered_session_is_none(nobody: TestClient, team_app: FastAPI) -> None:
    client = sign_in(team_app, "ada")
    real = client.cookies[SESSION_COOKIE]
    for forged in ("x", real[:-3] + "abc", real.swapcase(), "eyJrZXkiOiAiYWRhIn0=.aaaa.bbbb", "e30=" + real[4:]):
        nobody.cookies.clear()
        nobody.cookies.set(SESSION_COOKIE, forged)
        assert nobody.get("/api/v1/events").status_code == 401


def test_signing_out_ends_the_session_in_the_store(nobody: TestClient, team_app: FastAPI) -> None:
    client = sign_in(team_app, "rita")
    stolen = client.cookies[SESSION_COOKIE]
    assert client.delete("/api/v1/session").status_code == 204
    nobody.cookies.clear()
    nobody.cookies.set(SESSION_COOKIE, stolen)
    assert nobody.get("/api/v1/events").status_code == 401


@pytest.mark.parametrize(("column", "hours"), [("seen_at", 3), ("created_at", 13)])
def test_sessions_end_when_unused_and_when_old(team_app: FastAPI, column: str, hours: int) -> None:
    client = sign_in(team_app, "rita")
    assert client.get("/api/v1/health").status_code == 200
    with team_app.state.desk.store._writes() as connection:
        long_ago = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
        connection.execute(sa.update(schema.sessions).values({column: long_ago}))
    assert client.get("/api/v1/health").status_code == 401


def test_tokens_let_programs_in_until_they_are_removed_or_forged(nobody: TestClient, team_app: FastAPI) -> None:
    client = sign_in(team_app, "rita")
    made = client.post("/api/v1/tokens", json={"label": "nightly export", "days": 1}).json()
    bearer = {"Authorization": f"Bearer {made['token']}"}
    nobody.cookies.clear()
    assert nobody.get("/api/v1/session", headers=bearer).json() == {"name": "rita", "role": "reviewer", "via": "token", "team": True}
    assert nobody.post("/api/v1/decisions", json={"kind": "accept", "event": IDS["clash"]}, headers=bearer).status_code == 201
    # A token that leaked must not be able to make others, or lock its owner out.
    assert nobody.post("/api/v1/tokens", json={"label": "x"}, headers=bearer).status_code == 403
    change = {"old": PASSWORD, "new": "another good password"}
    assert nobody.put("/api/v1/session/password", json=change, headers=bearer).status_code == 403
    prefix, token_id, key = made["token"].split("_", 2)
    for forged in (
        f"{prefix}_{token_id}_{key[:-1]}",
        f"{prefix}_{'0' * 16}_{key}",
        f"x_{token_id}_{key}",
        key,
        "",
        f"{prefix}_{token_id}_",
        "é" * 5,
    ):
        assert nobody.get("/api/v1/events", headers={"Authorization": f"Bearer {forged}".encode()}).status_code == 401
    listed = client.get("/api/v1/tokens").json()
    assert [t["label"] for t in listed] == ["nightly export"]
    assert key not in str(listed)
    other = sign_in(team_app, "ada")
    assert other.delete(f"/api/v1/tokens/{token_id}").status_code == 404
    assert client.delete(f"/api/v1/tokens/{token_id}").status_code == 204
    assert nobody.get("/api/v1/events", headers=bearer).status_code == 401


def test_an_expired_token_is_none(nobody: TestClient, team_app: FastAPI) -> None:
    token, _ = team_app.state.doorkeeper.new_token("rita", "old", -1)
    assert nobody.get("/api/v1/events", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_what_is_kept_of_passwords_and_tokens_is_argon2(team_app: FastAPI) -> None:
    store = team_app.state.desk.store
    _, kept = team_app.state.doorkeeper.new_token("rita", "x", 1)
    assert kept.hash.startswith("$argon2id$")
    assert all(user.password.startswith("$argon2id$") for user in people.users_of(store))
    strong = PasswordHasher()
    assert (strong.time_cost, strong.memory_cost >= 19_456) == (strong.time_cost, True)


def test_admins_manage_users_and_one_admin_always_stays(team_app: FastAPI) -> None:
    client = sign_in(team_app, "ada")
    added = client.post("/api/v1/users", json={"name": "new.one", "role": "reviewer", "password": PASSWORD})
    assert added.status_code == 201
    assert "password" not in added.text
    session = sign_in(team_app, "new.one")
    bad: list[dict[str, Any]] = [
        {"name": "new.one", "password": PASSWORD},
        {"name": "a b", "password": PASSWORD},
        {"name": "аda", "password": PASSWORD},
        {"name": "short", "password": "short"},
        {"name": "x", "role": "root", "password": PASSWORD},
        {"name": "<script>", "password": PASSWORD},
    ]
    assert [client.post("/api/v1/users", json=b).status_code for b in bad] == [409, 422, 422, 422, 422, 422]
    assert client.patch("/api/v1/users/new.one", json={"disabled": True}).status_code == 200
    assert session.get("/api/v1/health").status_code == 401
    assert (
        TestClient(team_app, base_url="http://localhost")
        .post("/api/v1/session", json={"name": "new.one", "password": PASSWORD})
        .status_code
        == 401
    )
    for change in ({"role": "viewer"}, {"disabled": True}):
        refused = client.patch("/api/v1/users/ada", json=change)
        assert (refused.status_code, refused.json()["code"]) == (409, "last_admin")
    assert client.patch("/api/v1/users/nobody", json={"role": "viewer"}).status_code == 404


def test_a_changed_password_ends_all_sessions_and_tokens(team_app: FastAPI) -> None:
    client, elsewhere = sign_in(team_app, "rita"), sign_in(team_app, "rita")
    new = "quite another set of words"
    assert client.put("/api/v1/session/password", json={"old": "wrong", "new": new}).status_code == 401
    assert client.put("/api/v1/session/password", json={"old": PASSWORD, "new": "short"}).status_code == 422
    assert client.put("/api/v1/session/password", json={"old": PASSWORD, "new": new}).status_code == 204
    assert elsewhere.get("/api/v1/health").status_code == client.get("/api/v1/health").status_code == 401
    assert sign_in(team_app, "rita", new).get("/api/v1/health").status_code == 200


def test_logins_and_decisions_are_in_the_audit_log_for_ever(nobody: TestClient, team_app: FastAPI) -> None:
    nobody.post("/api/v1/session", json={"name": "ada", "password": "guess"})
    rita = sign_in(team_app, "rita")
    rita.post("/api/v1/decisions", json={"kind": "accept", "event": IDS["clash"]})
    rita.delete("/api/v1/session")
    log = sign_in(team_app, "ada").get("/api/v1/audit").json()["items"]
    assert [(e["user"], e["action"]) for e in reversed(log)] == [
        (None, "login refused"),
        ("rita", "login"),
        ("rita", "decision: accept"),
        ("rita", "logout"),
        ("ada", "login"),
    ]
    assert all(e["address"] for e in log if "log" in e["action"])
    store = team_app.state.desk.store
    for statement in ("DELETE FROM audit", "UPDATE audit SET action = 'x'"):
        with pytest.raises(Exception, match="append-only"), store._writes() as connection:
            connection.exec_driver_sql(statement)


def test_alone_there_are_no_users_to_manage(client: TestClient) -> None:
    assert client.get("/api/v1/session").json() == {"name": "ana", "role": "admin", "via": "alone", "team": False}
    for path in ("/users", "/audit", "/tokens"):
        assert client.get(f"/api/v1{path}").status_code == 404
