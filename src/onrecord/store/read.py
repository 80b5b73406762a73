"""Rows of the record as the nouns that were written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from onrecord.errors import BadInput
from onrecord.model import Capture, Claim, Decision, Document, Producer, Reading
from onrecord.model.codec import from_dict
from onrecord.store.filters import Skip
from onrecord.store.schema import captures, claims, decisions, documents, originals, producers, readings, skips

PAGE = 500
"""Rows held at a time while iterating over a table."""

_DOCUMENT = tuple(documents.c[name] for name in ("text", "title", "publisher", "published", "url", "language", "name"))
_CAPTURE = (captures.c.sha256, captures.c.captured_at, captures.c.origin, captures.c.media_type, captures.c.size)
_PRODUCER = (producers.c.name, producers.c.version, producers.c.settings_digest, producers.c.weights_digest)


def newest_readings() -> sa.Select[Any]:
    """The seq of the newest reading of each document: its claims are the current ones."""
    return sa.select(sa.func.max(readings.c.seq)).group_by(readings.c.document_id)


def is_newest() -> sa.ColumnElement[bool]:
    """The same as a condition on a row of readings, for a few rows: no other reading is looked at than those of its document."""
    later = readings.alias()
    return ~sa.exists().where(later.c.document_id == readings.c.document_id, later.c.seq > readings.c.seq)


def read_since(connection: Connection, last_reading: int) -> list[str] | None:
    """Ids of the documents that were read after that reading, sorted; None where one of them had been read before."""
    found = list(connection.execute(sa.select(readings.c.document_id).where(readings.c.seq > last_reading)).scalars())
    later = readings.alias()
    again = sa.select(sa.literal(1)).where(later.c.seq > last_reading, readings.c.seq < later.c.seq)
    again = again.where(readings.c.document_id == later.c.document_id).limit(1)
    return None if connection.execute(again).first() is not None else sorted(found)


def has(connection: Connection, document_id: str, producer: Producer) -> bool:
    """Whether `producer` has read the document."""
    known = (
        sa.select(sa.literal(1))
        .select_from(readings.join(producers))
        .where(readings.c.document_id == document_id)
        .where(*(column == getattr(producer, column.name) for column in _PRODUCER))
    )
    return connection.execute(known).first() is not None


def document_page(connection: Connection, after: int) -> tuple[list[Document], int]:
    """The next documents after row `after`, and the last row seen."""
    chosen = sa.select(documents.c.seq, *_DOCUMENT).where(documents.c.seq > after).order_by(documents.c.seq).limit(PAGE)
    rows = connection.execute(chosen).mappings().all()
    return [to_document(row) for row in rows], rows[-1]["seq"] if rows else after


def document(connection: Connection, document_id: str) -> Document:
    """The document with this whole id."""
    return to_document(connection.execute(sa.select(*_DOCUMENT).where(documents.c.id == document_id)).mappings().one())


def to_document(row: Mapping[Any, Any]) -> Document:
    """A row of documents as a noun."""
    return from_dict(Document, {column.name: row[column.name] for column in _DOCUMENT})


def captures_of(connection: Connection, document_id: str) -> list[Capture]:
    """All captures of a document, oldest first."""
    rows = connection.execute(sa.select(*_CAPTURE).where(captures.c.document_id == document_id).order_by(captures.c.seq)).mappings()
    return [from_dict(Capture, dict(row)) for row in rows]


def original(connection: Connection, sha256: str) -> bytes:
    """The original bytes with this digest."""
    return bytes(connection.execute(sa.select(originals.c.data).where(originals.c.sha256 == sha256)).scalar_one())


def claim_page(
    connection: Connection, after: int, *, document_id: str | None, ids: Sequence[str] | None, superseded: bool
) -> tuple[list[Claim], int]:
    """The next claims after row `after`, and the last row seen."""
    chosen = sa.select(claims.c.seq, claims.c.body).join(readings).where(claims.c.seq > after).order_by(claims.c.seq).limit(PAGE)
    if not superseded:
        few = document_id is not None or ids is not None
        chosen = chosen.where(is_newest() if few else claims.c.reading.in_(newest_readings()))
    if document_id is not None:
        chosen = chosen.where(readings.c.document_id == document_id)
    if ids is not None:
        chosen = chosen.where(claims.c.id.in_(ids))
    rows = connection.execute(chosen).all()
    return [from_dict(Claim, json.loads(row.body)) for row in rows], rows[-1].seq if rows else after


def claim(connection: Connection, claim_id: str) -> tuple[Claim, Producer]:
    """The newest claim with this whole id, and who produced it."""
    found = (
        sa.select(claims.c.body, *_PRODUCER)
        .select_from(claims.join(readings).join(producers))
        .where(claims.c.id == claim_id)
        .order_by(claims.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(found).mappings().one()
    return from_dict(Claim, json.loads(row["body"])), from_dict(Producer, {column.name: row[column.name] for column in _PRODUCER})


def reading(connection: Connection, document_id: str) -> Reading | None:
    """The newest reading of a document, whole; None where nobody has read it."""
    newest = sa.select(readings.c.seq, readings.c.found).order_by(readings.c.seq.desc()).limit(1)
    row = connection.execute(newest.where(readings.c.document_id == document_id)).first()
    if row is None:
        return None
    bodies = connection.execute(sa.select(claims.c.body).where(claims.c.reading == row.seq).order_by(claims.c.ordinal)).scalars()
    found = json.loads(row.found)
    # The decoder takes the document as JSON too; its own row is the truth, so it is put in afterwards.
    found["document"], found["claims"] = {"text": ""}, [json.loads(body) for body in bodies]
    whole = from_dict(Reading, found)
    return Reading(
        document=document(connection, document_id),
        sentences=whole.sentences,
        paragraphs=whole.paragraphs,
        mentions=whole.mentions,
        attributions=whole.attributions,
        claims=whole.claims,
    )


def decisions_of(connection: Connection, subject: str | None, *, until: int | None = None) -> list[Decision]:
    """Decisions in the order in which they were appended, perhaps only those up to the row `until`."""
    chosen = sa.select(decisions.c.body).order_by(decisions.c.seq)
    if subject is not None:
        chosen = chosen.where(decisions.c.subject == subject)
    if until is not None:
        chosen = chosen.where(decisions.c.seq <= until)
    return [from_dict(Decision, json.loads(body)) for body in connection.execute(chosen).scalars()]


def skips_of(connection: Connection) -> Iterator[Skip]:
    """Inputs whose last try failed, by name."""
    for row in connection.execute(sa.select(skips).order_by(skips.c.origin)):
        yield Skip(
            origin=row.origin, stage=row.stage, problem=row.problem, remedy=row.remedy, skipped_at=datetime.fromisoformat(row.skipped_at)
        )


def whole_id(connection: Connection, table: sa.Table, start: str, noun: str) -> str:
    """The one id in `table` that begins with `start`. Raises BadInput where there is none or more than one."""
    # Ids are lower-case letters and digits, all of which sort before "~".
    like = sa.select(table.c.id).distinct().where(table.c.id >= start, table.c.id < start + "~").order_by(table.c.id).limit(3)
    ids = list(connection.execute(like).scalars()) if start else []
    if len(ids) == 1 or start in ids:
        return start if start in ids else str(ids[0])
    if ids:
        shown = ", ".join(ids[:2])
        problem, remedy = f"more than one {noun} has an id that begins so ({shown}, ...)", "Give more of the id."
    else:
        problem, remedy = f"no {noun} has an id that begins so", f"List what there is to find the {noun}."
    raise BadInput(problem, subject=start or "''", stage="store", remedy=remedy)
