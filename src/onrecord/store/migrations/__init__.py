"""Alembic migrations of the store; run when a store is opened. `versions/` holds one file a revision, each never changed once released."""
