"""What Alembic runs around the revisions: they share the connection and the one transaction of `onrecord.store.migrate`."""

from __future__ import annotations

from alembic import context

from onrecord.store.schema import metadata

# The caller holds the write lock and commits: a store is migrated wholly or not at all.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
