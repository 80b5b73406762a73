"""`onrecord store`: copied between databases, stopped and gone on, checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from onrecord.errors import StoreError
from onrecord.store import Accept, EventFilter, Store, jobs, people, ref_of, schema
from onrecord.store import copy as copying
from onrecord.store import make as decide
from tests.cli.conftest import FakePipeline, Run
from tests.export import made

COPIED = ("documents", "captures", "readings", "claims", "decisions", "users", "tokens", "audit", "skips")


@pytest.fixture
def full(store: Path) -> Path:
    """The record made by hand with a decision, users, a token and an audit log."""
    with Store.open(store) as record:
        event = record.events()[0]
        claim, _ = record.claim(event.claim_ids[0])
        ref = ref_of(claim, record.document(claim.document_id).text)
        record.append_decision(decide(Accept(claims=(ref,)), subject=event.id, author="ana", reason="seen"))
        # The decision is in the events, as after a run that was not stopped.
        record.replace_events(record.events(), made_with="rules")
        people.add_user(record, name="ana", role="admin", password="hash")
        people.note(record, user="ana", action="login")
        jobs.create(record, kind="import", user="ana", options={}, items=[("a.txt", b"bytes")])
    return store


def test_there_and_back_again(run: Run, full: Path, postgres: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "_READINGS", 2)
    address = postgres.create()
    there = json.loads(run("store", "copy", str(full), address, "--json").out)
    back = json.loads(run("store", "copy", address, "back.db", "--json").out)
    assert there["sha256"] == back["sha256"]
    assert there["copied"] == back["copied"]
    assert there["copied"]["documents"] > 2
    with Store.open(str(full)) as first, Store.open(address) as second, Store.open("back.db") as third:
        assert not second.events_stale()
        assert first.events() == second.events() == third.events()
        assert list(first.documents()) == list(second.documents()) == list(third.documents())
        assert list(first.claims()) == list(second.claims()) == list(third.claims())
        assert first.decisions() == second.decisions() == third.decisions()
        document = next(first.documents())
        assert first.original(document.id) == second.original(document.id)
        assert first.captures(document.id) == third.captures(document.id)
        assert [u.name for u in people.users_of(third)] == ["ana"]
        assert jobs.newest(second, before=None, limit=5) == []
        assert second.check() == third.check() == []


def test_every_command_works_on_a_server(run: Run, full: Path, postgres: Any, fake_pipeline: type[FakePipeline]) -> None:  # noqa: ARG001
    address = postgres.create()
    assert run("store", "copy", str(full), address).code == 0
    Path("new.txt").write_text("Kessa jets struck the bridge at Talm on Monday.", encoding="utf-8")
    read = run("read", "new.txt", "--store", address, "--json")
    assert (read.code, json.loads(read.out)["read"]) == (0, 1)
    events = json.loads(run("events", "--store", address, "--json").out)
    listed = events["events"] if isinstance(events, dict) else events
    one = listed[0]["id"]
    for command in (
        ("show", one),
        ("why", one),
        ("export", "csv"),
        ("report", "--out", "r.html"),
        ("link", "--rebuild"),
        ("decisions", "list"),
        ("decisions", "check"),
        ("users", "list"),
        ("store", "check"),
    ):
        result = run(*command, "--store", address)
        assert result.code == 0, (command, result.err)
    assert run("diff", str(full), address).code == 0
    assert run("decide", "accept", one, "--reason", "seen", "--store", address).code == 0


def test_a_password_is_never_shown(run: Run, postgres: Any, store: Path) -> None:
    address = str(sa.make_url(postgres.create()).set(password="hush").render_as_string(hide_password=False))
    for command in (("store", "copy", str(store), address), ("store", "check", "--store", address), ("link", "--json", "--store", address)):
        result = run(*command)
        assert result.code == 0
        assert "hush" not in result.out + result.err


def test_a_copy_that_was_stopped_goes_on(run: Run, full: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "_READINGS", 2)
    steps = 0

    def stop() -> None:
        nonlocal steps
        steps += 1
        if steps == 2:
            raise KeyboardInterrupt

    with Store.open(full) as source, Store.open(address) as target:
        with pytest.raises(KeyboardInterrupt):
            copying.copy(source, target, stop)
        # What is there is a store: each document with all that was read in it.
        assert [len(list(target.claims(document_id=d.id))) for d in target.documents()] == [
            len(list(source.claims(document_id=d.id))) for _, d in zip(range(2), source.documents(), strict=False)
        ]
        assert target.check() == []
        done = copying.copy(source, target)
        assert done.rows["documents"] == source.counts()["documents"] - 2
        again = copying.copy(source, target)
        assert set(again.rows.values()) == {0}
        assert again.digest == done.digest == copying.record_digest(source)
        assert target.events(EventFilter()) == source.events(EventFilter())
    assert "nothing, all was there" in run("store", "copy", str(full), address).out


def test_what_came_later_is_brought_by_a_second_copy(full: Path, address: str) -> None:
    with Store.open(full) as source, Store.open(address) as target:
        copying.copy(source, target)
        document = next(source.documents())
        elsewhere = made.captured(document)
        moved = type(elsewhere)(
            document=document,
            capture=type(elsewhere.capture)(**{**fields(elsewhere.capture), "origin": "elsewhere"}),
            original=elsewhere.original,
        )
        source.add(moved, made.reading(document, []), made.PRODUCER)
        people.change_user(source, "ana", role="viewer")
        people.add_user(source, name="ben", role="admin", password="x")
        people.note(source, user="ben", action="login")
        done = copying.copy(source, target)
        assert {name: number for name, number in done.rows.items() if number} == {"captures": 1, "users": 1, "audit": 1}


def fields(capture: Any) -> dict[str, Any]:
    return {name: getattr(capture, name) for name in ("sha256", "captured_at", "origin", "media_type", "size")}


def test_a_store_with_other_reports_is_left_alone(run: Run, full: Path, address: str) -> None:
    with Store.open(address) as target:
        people.add_user(target, name="eve", role="admin", password="x")
        before = copying.record_digest(target)
    result = run("store", "copy", str(full), address)
    assert result.code == 2
    assert "holds what" in result.err
    with Store.open(address) as target:
        assert copying.record_digest(target) == before


def test_a_store_is_not_copied_into_itself(run: Run, full: Path) -> None:
    assert run("store", "copy", str(full), f"./{full.name}").code == 2


def test_damage_in_the_first_is_no_silent_copy(full: Path, address: str) -> None:
    with Store.open(full) as source, Store.open(address) as target:
        copying.copy(source, target)
        with target._writes() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("DROP TRIGGER claims_no_update")
            else:
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.execute(sa.update(schema.claims).where(schema.claims.c.ordinal == 0).values(body="{}"))
        with pytest.raises(StoreError, match="its record differs"):
            copying.copy(source, target)


def test_check_says_what_is_wrong(run: Run, full: Path) -> None:
    assert "nothing is wrong" in run("store", "check", "--store", str(full)).out
    with Store.open(full) as record, record._writes() as connection:
        connection.exec_driver_sql("DROP TRIGGER originals_no_update")
        connection.execute(sa.update(schema.originals).values(data=b"x"))
    result = run("store", "check", "--store", str(full))
    assert result.code == 1
    assert "does not fit its digest" in result.out
