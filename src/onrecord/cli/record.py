"""The record as commands that only look at it use it: no weights and no gazetteer are loaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from onrecord.cli.terminal import note
from onrecord.errors import StoreError
from onrecord.export import Bundle
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.model import Event
    from onrecord.store import EventFilter, Store


@contextmanager
def opened(store: str | None) -> Iterator[Store]:
    """The store, which has to be there, with its events rebuilt if a run that was stopped left them older than the claims."""
    from onrecord.store import Store

    settings = Settings.load(store=store)
    with Store.open(settings.store, create=False) as record:
        if record.events_stale():
            _rebuild(record, settings)
        yield record


def _rebuild(record: Store, settings: Settings) -> None:
    from onrecord.pipeline import build_events
    from onrecord.resolve.actor import ActorResolver, ActorTable

    note("The events are older than the claims; linking and grading again.")
    publisher = ActorResolver(ActorTable.load(extra=settings.actors)).publisher_actor
    documents = {document.id: document for document in record.documents()}
    events = build_events(list(record.claims()), documents, publisher)
    try:
        record.replace_events(events)
    except StoreError as error:
        note(f"The events shown are old: {error}")


def bundle(record: Store, wanted: EventFilter) -> Bundle:
    """The events that `wanted` asks for with their claims and documents."""
    return bundle_of(record, record.events(wanted))


def bundle_of(record: Store, events: list[Event]) -> Bundle:
    """`events` with their claims and documents."""
    claims = {c.id: c for c in record.claims(ids=sorted({i for event in events for i in event.claim_ids}))}
    documents = {i: record.document(i) for i in dict.fromkeys(i for event in events for i in event.document_ids)}
    return Bundle(events=tuple(events), claims=claims, documents=documents)
