"""Rows of the record, written inside the caller's transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from onrecord.errors import DocumentError
from onrecord.model import Captured, Decision, Producer, Reading
from onrecord.model.codec import to_dict
from onrecord.store import dialect
from onrecord.store.schema import captures, claims, decisions, documents, originals, producers, readings, skips


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedReading:
    """All rows of one document, made before the write lock is taken so that it is held for the writing alone."""

    document_id: str
    original: dict[str, Any]
    document: dict[str, Any]
    capture: dict[str, Any]
    producer: dict[str, Any]
    found: str
    claims: list[dict[str, Any]]


def prepare(captured: Captured, reading: Reading, producer: Producer) -> PreparedReading:
    """The rows for a document and what was read in it. Raises ValueError where the three do not belong together."""
    document_id = captured.document.id
    strangers = {reading.document.id, *(claim.document_id for claim in reading.claims)} - {document_id}
    if strangers:
        raise ValueError(f"a reading of {', '.join(sorted(strangers))} cannot be stored with document {document_id}")
    found = to_dict(reading)
    rows = [
        {
            "ordinal": ordinal,
            "id": claim.id,
            "evidence_start": claim.evidence.start,
            "evidence_end": claim.evidence.end,
            "body": dump(found["claims"][ordinal]),
        }
        for ordinal, claim in enumerate(reading.claims)
    ]
    capture = to_dict(captured.capture)
    return PreparedReading(
        document_id=document_id,
        original={"sha256": captured.capture.sha256, "data": captured.original},
        document={"id": document_id, **to_dict(captured.document)},
        capture={"document_id": document_id, **capture},
        producer=to_dict(producer),
        found=dump({name: value for name, value in found.items() if name not in ("document", "claims")}),
        claims=rows,
    )


def add(connection: Connection, prepared: PreparedReading) -> bool:
    """Write what is not there yet; False where this producer had read the document before."""
    document_id = prepared.document_id
    database = dialect.of(connection)
    if _insert_new(connection, documents, prepared.document, "id"):
        database.index_document(connection, document_id, prepared.document["title"], prepared.document["text"])
    _insert_new(connection, originals, prepared.original, "sha256")
    _insert_new(connection, captures, prepared.capture, "document_id", "sha256", "origin")
    _insert_new(connection, producers, prepared.producer, *prepared.producer)
    connection.execute(sa.delete(skips).where(skips.c.origin == prepared.capture["origin"]))
    producer = connection.execute(sa.select(producers.c.seq).filter_by(**prepared.producer)).scalar_one()
    row = {"document_id": document_id, "producer": producer, "read_at": datetime.now(UTC).isoformat(), "found": prepared.found}
    if not _insert_new(connection, readings, row, "document_id", "producer"):
        return False
    reading = connection.execute(sa.select(readings.c.seq).filter_by(document_id=document_id, producer=producer)).scalar_one()
    database.insert_many(connection, claims, [{"reading": reading, **claim} for claim in prepared.claims])
    return True


def append_decision(connection: Connection, decision: Decision) -> bool:
    """Append a decision; False where the very same one is there."""
    row = {"id": decision.id, "subject": decision.subject, "body": dump(to_dict(decision))}
    return _insert_new(connection, decisions, row, "id")


def mark_skipped(connection: Connection, origin: str, error: DocumentError) -> None:
    """Note why an input was not read; the last try counts, and a later success removes it."""
    connection.execute(sa.delete(skips).where(skips.c.origin == origin))
    reason = {"stage": error.stage, "problem": error.problem, "remedy": error.remedy}
    connection.execute(sa.insert(skips), {"origin": origin, **reason, "skipped_at": datetime.now(UTC).isoformat()})


def dump(data: Any) -> str:
    """Compact JSON text."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _insert_new(connection: Connection, table: sa.Table, row: dict[str, Any], *key: str) -> bool:
    """Insert unless a row with the same key is there; safe because the write lock is held."""
    there = sa.select(sa.literal(1)).select_from(table).where(*(table.c[name] == row[name] for name in key)).limit(1)
    if connection.execute(there).first() is not None:
        return False
    connection.execute(sa.insert(table), row)
    return True
