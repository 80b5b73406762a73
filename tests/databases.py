"""Where tests keep stores: files, and databases of the PostgreSQL server that `ONRECORD_TEST_POSTGRES` names (`.ci/postgres` starts one)."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, field
from functools import cached_property

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

    def create(self) -> str:
        """The address of a new, empty database."""
        name = f"onrecord_test_{os.getpid()}_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name}")
        self.made.append(name)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def run(self, statement: str, address: str | None = None) -> None:
        """Run a statement outside any transaction, and past all triggers."""
        url = self.url if address is None else sa.make_url(address)
        engine = postgres.create_engine(locate(url.render_as_string(hide_password=False), create=True)[0], timeout=10)
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT", writes=True) as connection:
                connection.exec_driver_sql("SET session_replication_role = replica")
                connection.exec_driver_sql(statement)
        finally:
            engine.dispose()

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
        for name in self.made:
            self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


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
