"""Whole events, documents and claims for lists of ids, in one query each."""

from __future__ import annotations

import json
from collections.abc import Sequence

import sqlalchemy as sa

from onrecord.model import Document, Event
from onrecord.model.codec import from_dict
from onrecord.store import read
from onrecord.store.schema import documents, events
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
