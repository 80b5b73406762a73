"""The view of events remembers which rules made it, so that a part of it is kept only where the same rules hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from onrecord.store.migrations.columns import TEXT

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Views that are there were made by rules that nobody knows: null."""
    op.add_column("event_view", sa.Column("made_with", TEXT))
