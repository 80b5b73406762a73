"""What holds for PostgreSQL only: its schema, its lock, a lost server, a missing PostGIS, long texts, other people's databases."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pg8000.dbapi
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from onrecord.errors import StoreError
from onrecord.store import EventFilter, Store, schema
from onrecord.store.migrations import postgres_v0001
from onrecord.store.postgres import explain
from tests.databases import Server
from tests.store.test_events import ALL, STRIKE
from tests.store.test_store import FIRST, make, read


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geometry'")
def test_the_migrations_lead_to_the_schema_that_the_code_uses(postgres: Server) -> None:
    ours = set(schema.metadata.tables)
    with Store.open(postgres.empty()) as store, store._reads() as connection:
        options = {"include_name": lambda name, kind, _: kind != "table" or name in ours}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), schema.metadata)
        # What is beside the schema belongs to the dialect: the generated point and the indexes of places.
        added = {getattr(change[-1], "name", "") for change in found}
        assert added <= {"spot", "event_places_by_spot", "event_places_by_point"}
        collations = sa.text(
            "SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_name = 'events' AND data_type = 'text'"
        )
        assert connection.execute(collations).scalars().all() == ["C"]


def test_a_store_is_created_once_and_only_where_that_is_wanted(postgres: Server) -> None:
    address = postgres.create()
    with pytest.raises(StoreError, match="is empty, not a store"):
        Store.open(address, create=False)
    Store.open(address).close()
    with Store.open(address.replace("postgresql://", "postgresql+pg8000://"), create=False) as store:
        assert store.check() == []
        assert store.counts()["documents"] == 0


def test_what_cannot_be_opened_says_why(postgres: Server) -> None:
    absent = postgres.url.set(database="absent").render_as_string(hide_password=False)
    with pytest.raises(StoreError, match="there is no such database"):
        Store.open(absent)
    other = postgres.create()
    postgres.run("CREATE TABLE alembic_version (version_num text)", other)
    with pytest.raises(StoreError, match="is a database of another program"):
        Store.open(other)
    newer = postgres.create()
    Store.open(newer).close()
    postgres.run("UPDATE alembic_version SET version_num = '9999'", newer)
    with pytest.raises(StoreError, match="was written by a newer version"):
        Store.open(newer)


def test_a_migration_that_fails_leaves_nothing_behind(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    address = postgres.create()
    with monkeypatch.context() as patched:
        patched.setattr(postgres_v0001, "STATEMENTS", (*postgres_v0001.STATEMENTS, "CREATE NONSENSE"))
        with pytest.raises(StoreError, match="refused the change"):
            Store.open(address)
    with pytest.raises(StoreError, match="is empty"):
        Store.open(address, create=False)
    Store.open(address).close()


def test_a_locked_store_is_waited_for_and_then_refused(postgres: Server) -> None:
    address = postgres.empty()
    with Store.open(address, timeout=0.2) as store, Store.open(address) as other:
        with other._writes():
            with pytest.raises(StoreError, match="is locked by another process"):
                store.replace_events([])
            # Readers go on meanwhile.
            assert list(store.documents()) == []
        assert store.replace_events([]) == 0


def test_a_writer_sees_what_the_one_before_has_committed(postgres: Server) -> None:
    with Store.open(postgres.empty()) as first, Store.open(postgres.shared) as second:
        captured = make()
        added: list[bool] = []
        with first._writes() as connection:
            waiting = threading.Thread(target=lambda: added.append(second.add(captured, read(captured), FIRST)))
            waiting.start()
            time.sleep(0.2)
            connection.execute(sa.insert(schema.secrets), {"name": "n", "value": "v"})
        waiting.join(timeout=20)
        assert added == [True]


def test_a_reader_sees_one_state_throughout(postgres: Server) -> None:
    with Store.open(postgres.empty()) as store, Store.open(postgres.shared) as other, store._reads() as connection:
        number = sa.select(sa.func.count()).select_from(schema.events)
        assert connection.execute(number).scalar_one() == 0
        other.replace_events(ALL)
        assert connection.execute(number).scalar_one() == 0


def test_connections_that_the_server_ended_are_made_anew(postgres: Server) -> None:
    with Store.open(postgres.empty()) as store:
        store.replace_events(ALL)
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'onrecord' AND pid <> pg_backend_pid()"

        def be_cut_off() -> None:
            with store._writes() as connection:
                connection.execute(sa.delete(schema.events))
                postgres.run(ended)
                connection.execute(sa.delete(schema.event_view))

        with pytest.raises(StoreError, match=r"shut down|cannot be reached"):
            be_cut_off()
        assert len(store.events()) == 3


def test_without_postgis_boxes_are_found_all_the_same_and_the_store_says_so(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    address = postgres.create()
    box = EventFilter(box=(30.0, 30.0, 40.0, 40.0))
    with monkeypatch.context() as patched:
        patched.setattr(postgres_v0001, "_has_postgis", lambda _: False)
        with Store.open(address) as store:
            patched.setattr("onrecord.store.postgres.add_spatial_index", lambda _: False)
            store.replace_events(ALL)
            assert store.events(box) == [STRIKE]
            assert len(store.events(EventFilter(box=(-90.0, 10.1, 90.0, 10.0)))) == 2
            assert "PostGIS is not in this database" in store.remarks()[0]
    with Store.open(address) as store:
        with store._reads() as connection:
            if not connection.execute(sa.text("SELECT to_regtype('geometry') IS NOT NULL")).scalar_one():
                pytest.skip("the server has no PostGIS")
        store.replace_events(ALL)
        assert store.remarks() == []
        assert store.events(box) == [STRIKE]
        assert len(store.events()) == 3


def test_phrases_are_found_anywhere_in_a_long_text(postgres: Server) -> None:
    # More places of a word than PostgreSQL keeps in one text, and more words than it counts.
    text = "the convoy left " * 9_000 + "and then the bridge fell. "
    captured = make(text + "Nothing more was said. " * 500)
    with Store.open(postgres.empty()) as store:
        store.add(captured, read(captured), FIRST)
        for query, found in (('"the bridge fell"', 1), ("convoy said", 1), ('"left and then"', 1), ('"bridge the"', 0)):
            hits = store.search(query)
            assert len(hits) == found, query
            assert all(hit.marks for hit in hits)


def test_a_word_in_the_title_counts_more(postgres: Server) -> None:
    with Store.open(postgres.empty()) as store:
        for number, title in enumerate(("Bridge", "Report")):
            captured = make(f"Report {number}: the bridge fell.", origin=str(number))
            captured = replace(captured, document=replace(captured.document, title=title))
            store.add(captured, read(captured), FIRST)
        assert [hit.title for hit in store.search("bridge")] == ["Bridge", "Report"]


def test_a_nul_is_refused_with_a_reason(postgres: Server) -> None:
    captured = make("A\0B")
    with Store.open(postgres.empty()) as store:
        with pytest.raises(StoreError, match="NUL"):
            store.add(captured, read(captured), FIRST)
        assert store.counts()["documents"] == 0


def test_triggers_that_were_turned_off_are_reported(postgres: Server) -> None:
    address = postgres.create()
    Store.open(address).close()
    postgres.run("ALTER TABLE claims DISABLE TRIGGER claims_append_only", address)
    with Store.open(address) as store:
        assert store.check() == ["nothing keeps claims append-only: its trigger is missing"]


def test_what_the_server_said_is_told_though_it_has_hung_up() -> None:
    refused = pg8000.dbapi.ProgrammingError({"C": "3D000", "M": 'database "absent" does not exist'})
    hung_up = pg8000.dbapi.InterfaceError("network error")
    hung_up.__context__ = refused
    assert explain(sa.exc.InterfaceError("", None, hung_up))[0] == "there is no such database"
    lone = sa.exc.InterfaceError("", None, pg8000.dbapi.InterfaceError("network error"))
    assert explain(lone)[0] == "cannot be reached (network error)"
