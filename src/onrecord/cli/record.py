"""The record as commands that only look at it use it: no weights and no gazetteer are loaded."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from onrecord.cli.terminal import note
from onrecord.errors import StoreError
from onrecord.export import Bundle
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.model import Event
    from onrecord.relink import Relinked
    from onrecord.store import EventFilter, Store, Trouble


@contextmanager
def opened(store: str | None) -> Iterator[Store]:
    """The store, which has to be there, with its events rebuilt if a run that was stopped left them older than the claims."""
    from onrecord.store import Store

    settings = Settings.load(store=store)
    with Store.open(settings.store, create=False) as record:
        if record.events_stale():
            _rebuild(record, settings)
        yield record


def refresh(record: Store, settings: Settings, *, whole: bool = False, quiet: bool = False) -> Relinked:
    """Link and grade anew, with a progress bar where a person is looking."""
    from onrecord.cli.progress import progress
    from onrecord.relink import relink

    shown = not quiet and sys.stderr.isatty()
    return relink(record, settings, whole=whole, progress=lambda what, total: progress(what, total=total, shown=shown))


def _rebuild(record: Store, settings: Settings) -> None:
    note("The events are older than the record; linking and grading again.")
    try:
        done = refresh(record, settings)
    except StoreError as error:
        note(f"The events shown are old: {error}")
        return
    warn(done.troubles)


def warn(troubles: Sequence[Trouble]) -> None:
    """One line on stderr for each decision that is not applied, or not in full."""
    for trouble in troubles:
        if trouble.kind != "moved":
            note(f"decision {trouble.decisions[0]} {'is applied in part' if trouble.applies else 'is not applied'}: {trouble.problem}")


def bundle(record: Store, wanted: EventFilter) -> Bundle:
    """The events that `wanted` asks for with their claims and documents."""
    return bundle_of(record, record.events(wanted))


def bundle_of(record: Store, events: list[Event]) -> Bundle:
    """`events` with their claims, as reviewers corrected them, and documents."""
    documents = {i: record.document(i) for i in dict.fromkeys(i for event in events for i in event.document_ids)}
    claims = record.decided_claims(sorted({i for event in events for i in event.claim_ids}))
    return Bundle(events=tuple(events), claims={c.id: c for c in claims}, documents=documents)
