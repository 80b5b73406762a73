"""`onrecord serve` and `onrecord users`: who is let in, and what is refused before anything listens."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from onrecord.api import open_desk
from onrecord.api.events import list_events
from onrecord.api.filters import EventListQuery
from onrecord.store import Store, people
from tests.cli.conftest import Run

PASSWORD = "four unrelated plain words"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What would have been listened at."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: calls.append({"app": app, **options}))
    return calls


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_the_desk_listens_on_this_machine_alone(run: Run, store: Path, served: list[dict[str, Any]]) -> None:
    result = run("serve", "--store", str(store))
    assert result.code == 0, result.err
    assert [(call["host"], call["port"]) for call in served] == [("127.0.0.1", 8470)]
    assert served[0]["server_header"] is False
    assert served[0]["proxy_headers"] is False
    assert "http://127.0.0.1:8470/" in result.err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "desk.example.org"])
def test_other_addresses_need_a_team(run: Run, store: Path, served: list[dict[str, Any]], host: str) -> None:
    result = run("serve", "--store", str(store), "--host", host)
    assert result.code == 2
    assert "nobody signs in" in result.err
    assert "Add --team" in result.err
    assert served == []


def test_a_team_needs_an_admin_first(run: Run, store: Path, served: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("serve", "--store", str(store), "--team", "--host", "0.0.0.0")
    assert result.code == 2
    assert "onrecord users add NAME --role admin" in result.err
    type_in(monkeypatch, f"{PASSWORD}\n")
    assert run("users", "add", "ada", "--role", "admin", "--store", str(store)).code == 0
    result = run("serve", "--store", str(store), "--team", "--host", "0.0.0.0")
    assert result.code == 0
    assert "unencrypted" in result.err
    assert [call["host"] for call in served] == ["0.0.0.0"]


@pytest.mark.parametrize("arguments", [["--store", "absent.db"], ["--certificate", "a.pem"], ["--port", "70000"], ["--port", "x"]])
def test_what_cannot_be_served_is_said_in_a_line(run: Run, store: Path, served: list[dict[str, Any]], arguments: list[str]) -> None:
    result = run("serve", *(arguments if "--store" in arguments else ["--store", str(store), *arguments]))
    assert result.code == 2
    assert "Traceback" not in result.err
    assert served == []


def test_users_are_added_changed_and_listed(run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = ("--store", str(store))
    type_in(monkeypatch, f"{PASSWORD}\n")
    assert run("users", "add", "ada", "--role", "admin", *at).code == 0
    type_in(monkeypatch, f"{PASSWORD}\n")
    assert run("users", "add", "vera", *at).code == 0
    assert run("users", "role", "vera", "reviewer", *at).code == 0
    listed = json.loads(run("users", "list", "--json", *at).out)
    assert [(u["name"], u["role"]) for u in listed] == [("ada", "admin"), ("vera", "reviewer")]
    assert "vera" in run("users", "list", *at).out
    assert run("users", "disable", "vera", *at).code == 0
    assert run("users", "enable", "vera", *at).code == 0
    type_in(monkeypatch, "another set of words\n")
    assert run("users", "password", "vera", *at).code == 0
    token = run("users", "token", "vera", *at).out.strip()
    assert token.startswith("onr_")
    with Store.open(store) as record:
        assert all(user.password.startswith("$argon2id$") for user in people.users_of(record))
        assert [t.label for t in people.tokens_of(record, "vera")] == ["command line"]


@pytest.mark.parametrize(
    ("arguments", "typed", "says"),
    [
        (["add", "x", "--role", "root"], PASSWORD, "a role is one of viewer, reviewer, admin"),
        (["add", "a b"], PASSWORD, "a name has up to 64"),
        (["add", "x"], "short", "12 to 200 characters"),
        (["role", "nobody", "viewer"], "", "no user with this id"),
        (["disable", "ada"], "", "nobody else is admin"),
        (["token", "nobody"], "", "there is no such user"),
    ],
)
def test_what_users_cannot_be(run: Run, store: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], typed: str, says: str) -> None:
    type_in(monkeypatch, f"{PASSWORD}\n")
    run("users", "add", "ada", "--role", "admin", "--store", str(store))
    type_in(monkeypatch, f"{typed}\n")
    result = run("users", *arguments, "--store", str(store))
    assert result.code == 2
    assert says in result.err


def test_the_functions_serve_from_python(store: Path) -> None:
    with open_desk(str(store)) as desk:
        assert list_events(desk, EventListQuery(grade=["contested"])).total == 1
