"""What the desk needs: columns to count and order events by, users with their sessions and tokens, the audit log, jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from onrecord.store.migrations.columns import TEXT
from onrecord.store.migrations.postgres_v0001 import append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and tables; the view of events is marked old, so that it is rebuilt with them."""
    for name in ("claims", "documents", "denials"):
        op.add_column("events", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.add_column("events", sa.Column("confidence", sa.Float))
    for name in ("name", "kind"):
        op.add_column("event_places", sa.Column(name, TEXT, nullable=False, server_default=""))
    op.add_column("event_places", sa.Column("radius_m", sa.Integer))
    op.add_column("event_places", sa.Column("coarse", sa.Boolean, nullable=False, server_default="0"))
    op.execute("DELETE FROM event_view")
    _create_people()
    _create_jobs()
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
                f"BEGIN SELECT RAISE(ABORT, 'the audit log is append-only: {verb}'); END"
            )
    else:
        op.execute(append_only("audit"))


def _create_people() -> None:
    op.create_table("users", _key("name"), _text("role"), _text("password"), _text("created_at"), _maybe("disabled_at"))
    op.create_table("tokens", _key("id"), _user(), _text("hash"), _text("label"), _text("created_at"), _maybe("expires_at"))
    op.create_index("tokens_by_user", "tokens", ["user"])
    op.create_table("sessions", _key("hash"), _user(), _text("created_at"), _text("seen_at"))
    op.create_index("sessions_by_user", "sessions", ["user"])
    op.create_table("audit", _seq(), _text("at"), _maybe("user"), _text("action"), _maybe("subject"), _maybe("address"))
    op.create_table("secrets", _key("name"), _text("value"))


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        _seq(),
        sa.Column("id", TEXT, nullable=False, unique=True),
        *(_text(name) for name in ("kind", "state", "user", "options", "created_at")),
        *(_maybe(name) for name in ("started_at", "finished_at", "problem")),
    )
    op.create_table(
        "job_items",
        sa.Column("job", sa.Integer, sa.ForeignKey("jobs.seq", ondelete="CASCADE"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        _text("name"),
        sa.Column("data", sa.LargeBinary),
        _text("state"),
        _maybe("document_id"),
        sa.Column("claims", sa.Integer),
        _maybe("problem"),
        _maybe("remedy"),
    )


def _seq() -> sa.Column[int]:
    return sa.Column("seq", sa.Integer, primary_key=True)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def _maybe(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT)


def _user() -> sa.Column[str]:
    return sa.Column("user", TEXT, sa.ForeignKey("users.name"), nullable=False)
