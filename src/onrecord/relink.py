"""The view of events made anew from claims and decisions: wholly, or only what has changed since it was made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from onrecord import __version__
from onrecord.pipeline import link_and_grade
from onrecord.resolve.actor import ActorResolver, ActorTable
from onrecord.settings import Settings
from onrecord.store import Store, Trouble

Progress = Callable[[str, int | None], AbstractContextManager[Callable[[], None]]]
"""Given what is done and how many there are, a context that gives the function to call after each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relinked:
    """What a run of linking did: how many events there are, ids of those that are new or changed, ids that are gone.

    `kept` events were taken over as they were; `troubles` are the decisions that could not be applied, or not in full.
    """

    events: int
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    kept: int
    troubles: tuple[Trouble, ...]


@contextmanager
def _silent(_what: str, _total: int | None) -> Iterator[Callable[[], None]]:
    yield lambda: None


def relink(record: Store, settings: Settings, *, whole: bool = False, progress: Progress = _silent) -> Relinked:
    """Link and grade the record by its decisions and put the events in the place of those that were there.

    Events whose claims rest on no report read since, and in which no decision has a part, are kept unless `whole`, or unless another
    version of the program or other tables of actors made them. The result is the same either way. What is added while this runs leaves
    the view marked as old, so that the next look makes it anew.
    """
    made_from = record.marks()
    rules = rules_digest(settings)
    before = record.kept_events(rules)
    documents = {document.id: document for document in record.documents()}
    claims = list(record.claims())
    publisher = ActorResolver(ActorTable.load(extra=settings.actors)).publisher_actor
    with progress("linking", None) as step:
        known = () if whole or before is None else before.unchanged
        linked = link_and_grade(claims, documents, publisher, decisions=record.decisions(), known=known, step=step)
    old = {event.id: event for event in (before.events if before is not None else record.events())}
    new = {event.id: event for event in linked.events}
    changed = tuple(i for i, event in new.items() if old.get(i) != event)
    gone = tuple(sorted(old.keys() - new.keys()))
    events = None
    if before is not None and not whole:
        events = record.update_events(before, gone, [new[i] for i in changed], made_from=made_from)
    if events is None:
        events = record.replace_events(linked.events, made_with=rules, made_from=made_from)
    return Relinked(events=events, changed=changed, gone=gone, kept=linked.kept, troubles=linked.troubles)


def rules_digest(settings: Settings) -> str:
    """A digest of the program and tables that make events from claims."""
    return hashlib.sha256(f"{__version__}\n{settings.digest}".encode()).hexdigest()
