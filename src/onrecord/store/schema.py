"""The tables, as the newest migration leaves them.

The record (append-only): originals, documents, captures, producers, readings, claims, decisions. What could not be read: skips.
The view of events (rebuilt at any time): events, event_names, event_places, event_claims, event_view.
What the desk needs beside the record: users, tokens, sessions, audit (append-only), secrets, jobs, job_items.
Full-text and spatial indexes belong to the dialect and are not listed here. Days and moments are ISO 8601 text, so that what was
written comes back to the letter.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

HEAD = "0003"
"""Revision of the schema that this version of the program reads and writes."""

metadata = MetaData()

originals = Table("originals", metadata, Column("sha256", Text, primary_key=True), Column("data", LargeBinary, nullable=False))
documents = Table(
    "documents",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("title", Text),
    Column("publisher", Text),
    Column("published", Text),
    Column("url", Text),
    Column("language", Text),
    Column("name", Text),
)
captures = Table(
    "captures",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("document_id", Text, ForeignKey("documents.id"), nullable=False),
    Column("sha256", Text, ForeignKey("originals.sha256"), nullable=False),
    Column("captured_at", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    # The same bytes from the same place are no new capture: reading a file twice changes nothing.
    UniqueConstraint("document_id", "sha256", "origin"),
)
producers = Table(
    "producers",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("settings_digest", Text, nullable=False),
    Column("weights_digest", Text, nullable=False),
    UniqueConstraint("name", "version", "settings_digest", "weights_digest"),
)
readings = Table(
    "readings",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("document_id", Text, ForeignKey("documents.id"), nullable=False),
    Column("producer", Integer, ForeignKey("producers.seq"), nullable=False),
    Column("read_at", Text, nullable=False),
    # Sentences, paragraphs, mentions and attributions as JSON: they are shown with a document, never searched by themselves.
    Column("found", Text, nullable=False),
    UniqueConstraint("document_id", "producer"),
)
claims = Table(
    "claims",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("reading", Integer, ForeignKey("readings.seq"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    # Not unique: two producers may find the same claim with other particulars, and both stay.
    Column("id", Text, nullable=False),
    Column("evidence_start", Integer, nullable=False),
    Column("evidence_end", Integer, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("reading", "ordinal"),
    Index("claims_by_id", "id"),
)
decisions = Table(
    "decisions",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("decisions_by_subject", "subject"),
)
skips = Table(
    "skips",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("skipped_at", Text, nullable=False),
)
events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("event_type", Text, nullable=False),
    Column("sub_event", Text),
    Column("status", Text, nullable=False),
    Column("grade", Text, nullable=False),
    Column("earliest", Text),
    Column("latest", Text),
    # What lists are ordered and counted by, so that no body has to be parsed for it. `confidence` is the lowest of the claims'.
    Column("claims", Integer, nullable=False, server_default="0"),
    Column("documents", Integer, nullable=False, server_default="0"),
    Column("denials", Integer, nullable=False, server_default="0"),
    Column("confidence", Float),
    Column("body", Text, nullable=False),
    Index("events_by_day", "earliest", "latest"),
)
event_names = Table(
    "event_names",
    metadata,
    Column("event", Integer, ForeignKey("events.seq", ondelete="CASCADE"), primary_key=True),
    # actor, target, place, country, origin or document
    Column("role", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Index("event_names_by_name", "role", "name"),
)
event_places = Table(
    "event_places",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("event", Integer, ForeignKey("events.seq", ondelete="CASCADE"), nullable=False),
    Column("lat", Float, nullable=False),
    Column("lon", Float, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("kind", Text, nullable=False, server_default=""),
    Column("radius_m", Integer),
    Column("coarse", Boolean, nullable=False, server_default="0"),
    Index("event_places_by_event", "event"),
)
event_claims = Table(
    "event_claims",
    metadata,
    Column("event", Integer, ForeignKey("events.seq", ondelete="CASCADE"), primary_key=True),
    Column("claim_id", Text, primary_key=True),
    Index("event_claims_by_claim", "claim_id"),
)
event_view = Table(
    "event_view",
    metadata,
    Column("built_at", Text, nullable=False),
    Column("last_reading", Integer, nullable=False),
    Column("last_decision", Integer, nullable=False),
    # Digest of the program and tables that made the view; null where nobody said.
    Column("made_with", Text),
)
users = Table(
    "users",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    # argon2id in its encoded form, with its salt and parameters.
    Column("password", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("disabled_at", Text),
)
tokens = Table(
    "tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user", Text, ForeignKey("users.name"), nullable=False),
    Column("hash", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("expires_at", Text),
    Index("tokens_by_user", "user"),
)
sessions = Table(
    "sessions",
    metadata,
    # SHA-256 of the 256 random bits in the cookie: who reads the store cannot take over a session.
    Column("hash", Text, primary_key=True),
    Column("user", Text, ForeignKey("users.name"), nullable=False),
    Column("created_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Index("sessions_by_user", "user"),
)
audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("user", Text),
    Column("action", Text, nullable=False),
    Column("subject", Text),
    Column("address", Text),
)
secrets = Table("secrets", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))
jobs = Table(
    "jobs",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("started_at", Text),
    Column("finished_at", Text),
    Column("problem", Text),
)
job_items = Table(
    "job_items",
    metadata,
    Column("job", Integer, ForeignKey("jobs.seq", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    # The uploaded bytes until they were read; the record keeps the originals of what was.
    Column("data", LargeBinary),
    Column("state", Text, nullable=False),
    Column("document_id", Text),
    Column("claims", Integer),
    Column("problem", Text),
    Column("remedy", Text),
)
