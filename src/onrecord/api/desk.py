"""What the functions of the API share: the store and the settings of one desk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from onrecord.export import Bundle
from onrecord.model import Event
from onrecord.settings import Settings
from onrecord.store import EventFilter, Store


@dataclass(frozen=True, slots=True)
class Desk:
    """One open record with its settings; safe to use from several threads."""

    store: Store
    settings: Settings
    team: bool = False

    def bundle(self, events: list[Event]) -> Bundle:
        """`events` with their claims and documents."""
        claims = {c.id: c for c in self.store.claims(ids=sorted({i for event in events for i in event.claim_ids}))}
        documents = {i: self.store.document(i) for i in dict.fromkeys(i for event in events for i in event.document_ids)}
        return Bundle(events=tuple(events), claims=claims, documents=documents)

    def events(self, wanted: EventFilter) -> list[Event]:
        """The events that the filter asks for."""
        return self.store.events(wanted)


def digest(*parts: str) -> str:
    """16 hex digits over `parts`, for ETags."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
