"""Bring a store to the schema of this version, or say why that cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from onrecord.errors import StoreError
from onrecord.store import dialect
from onrecord.store.schema import HEAD

if TYPE_CHECKING:
    from alembic.config import Config

STAGE = "store"
_VERSION_TABLE = "alembic_version"


def current_revision(connection: Connection) -> str | None:
    """The revision of the schema that the store has; None for an empty database."""
    if not sa.inspect(connection).has_table(_VERSION_TABLE):
        return None
    revision: str | None = connection.exec_driver_sql(f"SELECT version_num FROM {_VERSION_TABLE}").scalar()
    return revision


def needs_migration(connection: Connection, subject: str) -> bool:
    """Whether the store has to be created or brought up to date.

    Raises StoreError for another program's database and for a schema that this version does not know.
    """
    if dialect.of(connection).is_other_database(connection):
        raise StoreError(
            "is a database of another program", subject=subject, stage=STAGE, remedy="Name another file or database for the store."
        )
    revision = current_revision(connection)
    if revision == HEAD:
        return False
    if revision is not None and revision not in _known_revisions():
        raise StoreError(
            f"was written by a newer version of onrecord (schema {revision}, this version knows {HEAD})",
            subject=subject,
            stage=STAGE,
            remedy="Upgrade onrecord, or name another file or database for the store.",
        )
    return True


def migrate(connection: Connection) -> None:
    """Run the missing revisions inside the transaction of `connection`."""
    # Alembic takes a fifth of a second to import, and most opens find a store that is up to date.
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _known_revisions() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    # Alembic reads "%" in this setting as the start of a variable.
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config
