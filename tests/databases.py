"""Databases of the PostgreSQL server that `ONRECORD_TEST_POSTGRES` names; `.ci/postgres COMMAND` starts one."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pytest
import sqlalchemy as sa

from onrecord.store import Store, postgres
from onrecord.store.address import locate

VARIABLE = "ONRECORD_TEST_POSTGRES"


@dataclass
class Server:
    """A server on which tests may create databases."""

    url: sa.URL
    numbers: itertools.count[int] = field(default_factory=itertools.count)
    made: list[str] = field(default_factory=list)
    engines: dict[str, sa.Engine] = field(default_factory=dict)

    def create(self) -> str:
        """The address of a new, empty database."""
        name = f"onrecord_test_{os.getpid()}_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name}")
        self.made.append(name)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def run(self, statement: str, address: str | None = None) -> None:
        """Run a statement outside any transaction, and past all triggers."""
        engine = self._engine(self.url.render_as_string(hide_password=False) if address is None else address)
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def _engine(self, address: str) -> sa.Engine:
        if address not in self.engines:
            url, arguments = postgres._for_pg8000(locate(address, create=True)[0])
            arguments["application_name"] = "tests"
            self.engines[address] = sa.create_engine(url, connect_args=arguments, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
            sa.event.listen(self.engines[address], "connect", _without_triggers)
        return self.engines[address]

    @cached_property
    def shared(self) -> str:
        """A database with a store for tests that leave nothing behind, to be emptied by `empty`."""
        address = self.create()
        Store.open(address).close()
        return address

    def empty(self) -> str:
        """The shared store with nothing in it."""
        self.run(_EMPTY, self.shared)
        return self.shared

    def close(self) -> None:
        for address, engine in self.engines.items():
            if sa.make_url(address).database in self.made:
                engine.dispose()
        for name in self.made:
            self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        for engine in self.engines.values():
            engine.dispose()


def _without_triggers(connection: Any, _: object) -> None:
    connection.autocommit = True
    connection.run("SET session_replication_role = replica")


# Deleting is faster than TRUNCATE for a handful of rows.
_EMPTY = """
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    AND c.relname NOT IN ('alembic_version', 'spatial_ref_sys') LOOP EXECUTE 'DELETE FROM ' || quote_ident(name); END LOOP;
  FOR name IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S'
    LOOP PERFORM setval(quote_ident(name)::regclass, 1, false); END LOOP;
END $$
"""


def server() -> Server:
    """The server of the tests; skips the test where there is none."""
    address = os.environ.get(VARIABLE)
    if not address:
        pytest.skip(f"{VARIABLE} names no PostgreSQL server (.ci/postgres COMMAND starts one)")
    pytest.importorskip("pg8000", reason="the driver pg8000 is not installed")
    return Server(sa.make_url(address))
