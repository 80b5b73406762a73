"""The first schema: the record, and the view of events over it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from onrecord.store.migrations import postgres_v0001, sqlite_v0001
from onrecord.store.migrations.columns import TEXT

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create all tables, then what belongs to the dialect."""
    _create_record()
    _create_view()
    dialect = sqlite_v0001 if op.get_bind().dialect.name == "sqlite" else postgres_v0001
    for statement in dialect.STATEMENTS:
        op.execute(statement)
    if dialect is postgres_v0001:
        postgres_v0001.add_spatial_index(op.get_bind())


def _create_record() -> None:
    op.create_table("originals", _text("sha256", primary_key=True), sa.Column("data", sa.LargeBinary, nullable=False))
    op.create_table(
        "documents",
        _seq(),
        sa.Column("id", TEXT, nullable=False, unique=True),
        _text("text"),
        _maybe("title"),
        _maybe("publisher"),
        _maybe("published"),
        _maybe("url"),
        _maybe("language"),
        _maybe("name"),
    )
    op.create_table(
        "captures",
        _seq(),
        _refers("document_id", "documents.id", TEXT),
        _refers("sha256", "originals.sha256", TEXT),
        _text("captured_at"),
        _text("origin"),
        _text("media_type"),
        _number("size"),
        sa.UniqueConstraint("document_id", "sha256", "origin"),
    )
    op.create_table(
        "producers",
        _seq(),
        _text("name"),
        _text("version"),
        _text("settings_digest"),
        _text("weights_digest"),
        sa.UniqueConstraint("name", "version", "settings_digest", "weights_digest"),
    )
    op.create_table(
        "readings",
        _seq(),
        _refers("document_id", "documents.id", TEXT),
        _refers("producer", "producers.seq", sa.Integer()),
        _text("read_at"),
        _text("found"),
        sa.UniqueConstraint("document_id", "producer"),
    )
    op.create_table(
        "claims",
        _seq(),
        _refers("reading", "readings.seq", sa.Integer()),
        _number("ordinal"),
        _text("id"),
        _number("evidence_start"),
        _number("evidence_end"),
        _text("body"),
        sa.UniqueConstraint("reading", "ordinal"),
    )
    op.create_index("claims_by_id", "claims", ["id"])
    op.create_table("decisions", _seq(), sa.Column("id", TEXT, nullable=False, unique=True), _text("subject"), _text("body"))
    op.create_index("decisions_by_subject", "decisions", ["subject"])
    op.create_table("skips", _text("origin", primary_key=True), _text("stage"), _text("problem"), _text("remedy"), _text("skipped_at"))


def _create_view() -> None:
    op.create_table(
        "events",
        _seq(),
        sa.Column("id", TEXT, nullable=False, unique=True),
        _text("event_type"),
        _maybe("sub_event"),
        _text("status"),
        _text("grade"),
        _maybe("earliest"),
        _maybe("latest"),
        _text("body"),
    )
    op.create_index("events_by_day", "events", ["earliest", "latest"])
    op.create_table("event_names", _event(primary_key=True), _text("role", primary_key=True), _text("name", primary_key=True))
    op.create_index("event_names_by_name", "event_names", ["role", "name"])
    op.create_table(
        "event_places", _seq(), _event(), sa.Column("lat", sa.Float, nullable=False), sa.Column("lon", sa.Float, nullable=False)
    )
    op.create_index("event_places_by_event", "event_places", ["event"])
    op.create_table("event_claims", _event(primary_key=True), _text("claim_id", primary_key=True))
    op.create_index("event_claims_by_claim", "event_claims", ["claim_id"])
    op.create_table("event_view", _text("built_at"), _number("last_reading"), _number("last_decision"))


def _seq() -> sa.Column[int]:
    return sa.Column("seq", sa.Integer, primary_key=True)


def _text(name: str, *, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False, primary_key=primary_key)


def _maybe(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _refers(name: str, target: str, kind: sa.types.TypeEngine[str] | sa.Integer) -> sa.Column[object]:
    return sa.Column(name, kind, sa.ForeignKey(target), nullable=False)


def _event(*, primary_key: bool = False) -> sa.Column[object]:
    return sa.Column("event", sa.Integer, sa.ForeignKey("events.seq", ondelete="CASCADE"), nullable=False, primary_key=primary_key)
