"""Opening a store: created, migrated, or refused with a reason."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from onrecord.errors import StoreError
from onrecord.store import Store, migrate, schema
from onrecord.store.migrations import sqlite_v0001


def test_a_store_is_created_once_and_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "100% new.db"
    with Store.open(path) as store:
        assert store.counts() == {"documents": 0, "captures": 0, "decisions": 0, "events": 0, "skips": 0, "claims": 0}
    for name in (path, str(path), f"sqlite:///{path}"):
        with Store.open(name, create=False) as store:
            assert store.check() == []


def test_the_migrations_lead_to_the_schema_that_the_code_uses(tmp_path: Path) -> None:
    Store.open(tmp_path / "a.db").close()
    assert ScriptDirectory.from_config(migrate._config()).get_current_head() == schema.HEAD
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        ours = set(schema.metadata.tables)
        context = MigrationContext.configure(connection, opts={"include_name": lambda name, kind, _: kind != "table" or name in ours})
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()


def test_a_store_that_is_up_to_date_opens_without_alembic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(tmp_path / "a.db").close()
    for name in [name for name in sys.modules if name.split(".")[0] == "alembic"]:
        monkeypatch.setitem(sys.modules, name, None)
    Store.open(tmp_path / "a.db").close()


def make_sqlite(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def missing(path: Path) -> str:
    return str(path / "absent.db")


def no_folder(path: Path) -> str:
    return str(path / "absent" / "a.db")


def folder(path: Path) -> str:
    return str(path)


def text_file(path: Path) -> str:
    (path / "a.txt").write_text("This is a report and no database at all. " * 50)
    return str(path / "a.txt")


def empty_file(path: Path) -> str:
    (path / "a.db").touch()
    return str(path / "a.db")


def other_program(path: Path) -> str:
    make_sqlite(path / "a.db", "CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('abc')")
    return str(path / "a.db")


def newer(path: Path) -> str:
    Store.open(path / "a.db").close()
    make_sqlite(path / "a.db", "UPDATE alembic_version SET version_num = '9999'")
    return str(path / "a.db")


def cut_short(path: Path) -> str:
    Store.open(path / "a.db").close()
    os.truncate(path / "a.db", 6_000)
    return str(path / "a.db")


@pytest.mark.parametrize(
    ("place", "create", "says"),
    [
        (missing, False, "there is no store. Check the name"),
        (no_folder, True, "its folder does not exist. Create"),
        (folder, True, "is a folder"),
        (text_file, True, "is not an onrecord store"),
        (empty_file, False, "is empty, not a store"),
        (other_program, True, "is a database of another program"),
        (newer, True, f"was written by a newer version of onrecord (schema 9999, this version knows {schema.HEAD}). Upgrade onrecord"),
        (cut_short, True, "is damaged. Restore a backup"),
        (lambda _: "mysql://user:secret@host/db", True, "mysql is not supported. Write a path, sqlite:///FILE or postgresql://"),
        (lambda _: "postgresql+asyncpg://user:secret@host/db", True, "the driver asyncpg is not supported"),
        (lambda _: "postgresql://host/db", True, "names no user or no database"),
        (lambda _: "postgresql://user:secret@host:port/db", True, "is no address of a database"),
        (lambda _: "postgresql://user:secret@127.0.0.1:1/db", True, "cannot be reached"),
        (lambda _: "postgresql://user:secret@/db?host=/nowhere", True, "cannot be reached"),
        (lambda _: "postgresql://user:secret@h/db?sslmode=perhaps", True, "has an option that cannot be used: sslmode=perhaps"),
        (lambda _: "postgresql://user:secret@h/db?a=b", True, "has an option that cannot be used: a."),
        (lambda _: "postgresql://user:secret@h/db?sslrootcert=/nowhere", True, "has an option that cannot be used"),
        (lambda _: "sqlite://", True, "a store has to be a file"),
        (lambda _: ":memory:", True, "a store has to be a file"),
        (lambda _: "nothing://", True, "nothing"),
    ],
)
def test_what_cannot_be_opened_says_why(tmp_path: Path, place, create: bool, says: str) -> None:  # type: ignore[no-untyped-def]
    name = place(tmp_path)
    with pytest.raises(StoreError) as caught:
        Store.open(name, create=create)
    assert says in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_empty_file_becomes_a_store_where_that_is_wanted(tmp_path: Path) -> None:
    Store.open(empty_file(tmp_path), create=True).close()


def test_a_locked_store_is_waited_for_and_then_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    store = Store.open(path, timeout=0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"a\.db: store: is locked by another process\. Wait"):
        store.replace_events([])
    # Readers go on meanwhile.
    assert list(store.documents()) == []
    holder.execute("ROLLBACK")
    assert store.replace_events([]) == 0
    holder.close()
    store.close()


def test_a_read_only_store_can_be_read_and_says_that_it_cannot_be_written(tmp_path: Path) -> None:
    Store.open(tmp_path / "a.db").close()
    with Store.open(f"sqlite:///file:{tmp_path / 'a.db'}?mode=ro&uri=true") as store:
        assert list(store.documents()) == []
        with pytest.raises(StoreError, match="is read-only"):
            store.replace_events([])


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    with monkeypatch.context() as patched:
        patched.setattr(sqlite_v0001, "STATEMENTS", (*sqlite_v0001.STATEMENTS, "CREATE NONSENSE"))
        with pytest.raises(StoreError, match="refused the change"):
            Store.open(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.close()
    Store.open(path).close()
