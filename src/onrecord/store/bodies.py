"""Whole events, documents and claims for lists of ids, in one query each."""

from __future__ import annotations

import json
from collections.abc import Sequence

import sqlalchemy as sa

from onrecord.model import Document, Event
from onrecord.model.codec import from_dict
from onrecord.store import read
from onrecord.store.schema import claims, documents, event_claims, event_names, events, readings
from onrecord.store.store import Store

_PORTION = 5_000


def events_with(store: Store, ids: Sequence[str]) -> list[Event]:
    """The events with these ids that are in the view, in the order of `ids`."""
    found: dict[str, Event] = {}
    with store._reads() as connection:
        for start in range(0, len(ids), _PORTION):
            chosen = sa.select(events.c.id, events.c.body).where(events.c.id.in_(ids[start : start + _PORTION]))
            for event_id, body in connection.execute(chosen):
                found[event_id] = from_dict(Event, json.loads(body))
    return [found[i] for i in ids if i in found]


def documents_with(store: Store, ids: Sequence[str]) -> dict[str, Document]:
    """The documents with these ids that are in the record."""
    found: dict[str, Document] = {}
    with store._reads() as connection:
        for start in range(0, len(ids), _PORTION):
            chosen = sa.select(documents).where(documents.c.id.in_(ids[start : start + _PORTION]))
            found |= {row["id"]: read.to_document(row) for row in connection.execute(chosen).mappings()}
    return found


def document_page(store: Store, after: int, limit: int) -> tuple[list[tuple[int, Document]], bool]:
    """The next documents after row `after` with their rows, and whether more follow."""
    with store._reads() as connection:
        chosen = sa.select(documents).where(documents.c.seq > after).order_by(documents.c.seq).limit(limit + 1)
        rows = connection.execute(chosen).mappings().all()
    return [(row["seq"], read.to_document(row)) for row in rows[:limit]], len(rows) > limit


def event_ids_of_document(store: Store, document_id: str) -> dict[str, str]:
    """The event of each current claim of a document, by claim id."""
    mine = (
        sa.select(claims.c.id)
        .select_from(claims.join(readings))
        .where(readings.c.document_id == document_id, claims.c.reading.in_(read.newest_readings()))
    )
    chosen = sa.select(event_claims.c.claim_id, events.c.id).select_from(event_claims.join(events)).where(event_claims.c.claim_id.in_(mine))
    with store._reads() as connection:
        return {row[0]: row[1] for row in connection.execute(chosen.order_by(event_claims.c.claim_id))}


def neighbours(store: Store, document_id: str, limit: int) -> list[str]:
    """Documents that tell of the same events, those that share most events first."""
    shared = sa.select(event_names.c.event).where(event_names.c.role == "document", event_names.c.name == document_id)
    number = sa.func.count()
    chosen = (
        sa.select(event_names.c.name)
        .where(event_names.c.role == "document", event_names.c.event.in_(shared), event_names.c.name != document_id)
        .group_by(event_names.c.name)
        .order_by(number.desc(), event_names.c.name)
        .limit(limit)
    )
    with store._reads() as connection:
        return list(connection.execute(chosen).scalars())


def looked_at(store: Store, claim_ids: Sequence[str]) -> dict[str, int]:
    """How many of these claims each event holds, by event id."""
    found: dict[str, int] = {}
    with store._reads() as connection:
        for start in range(0, len(claim_ids), _PORTION):
            chosen = (
                sa.select(events.c.id, sa.func.count())
                .select_from(event_claims.join(events))
                .where(event_claims.c.claim_id.in_(claim_ids[start : start + _PORTION]))
                .group_by(events.c.id)
            )
            for event_id, number in connection.execute(chosen):
                found[event_id] = found.get(event_id, 0) + number
    return found
