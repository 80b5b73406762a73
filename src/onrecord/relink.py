"""The view of events made anew from claims and decisions: wholly, or only what has changed since it was made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass

from onrecord import __version__
from onrecord.link import Linker, relate
from onrecord.pipeline import grade_groups, link_and_grade
from onrecord.resolve.actor import ActorResolver, ActorTable
from onrecord.settings import Settings
from onrecord.store import Store, Trouble

LINKS = "links"
"""The file beside the store that keeps the links of its claims; it may be deleted."""
LARGE = 2_000
"""Happenings, as single documents tell them, from which on links are kept: smaller records are linked in a second or two."""
_MOST_NEW_SHARE = 20
"""More new reports than one in so many are linked faster with the rest."""

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

    Where the links of a large record lie in the file beside it, and all that came since are new reports, only their neighbourhood is
    looked at. Otherwise, events whose claims rest on no report read since, and in which no decision has a part, are kept unless `whole`,
    or unless another version of the program or other tables of actors made them. The result is the same in all cases. What is added while
    this runs leaves the view marked as old, so that the next look makes it anew.
    """
    made_from = record.marks()
    rules = rules_digest(settings)
    if not whole:
        done = _add_new(record, settings, rules, made_from)
        if done is not None:
            return done
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
    if len(linked.linker) >= LARGE and not made_from["last_decision"]:
        _keep(linked.linker, record, rules, made_from)
    return Relinked(events=events, changed=changed, gone=gone, kept=linked.kept, troubles=linked.troubles)


def _add_new(record: Store, settings: Settings, rules: str, made_from: dict[str, int]) -> Relinked | None:
    """Link the reports that are new by the links that were kept; None where that cannot be done.

    It cannot where a decision was ever made (it may be about any claim), a report was read anew, or the view is not that of the links.
    """
    path = record.beside(LINKS)
    view = record.view(rules)
    if path is None or view is None or made_from["last_decision"] or view.marks["last_decision"]:
        return None
    anew = record.read_since(view.marks["last_reading"])
    if anew is None or len(anew) > max(1, view.marks["last_reading"] // _MOST_NEW_SHARE):
        return None
    linker = Linker.open(path, _mark(rules, view.marks))
    if linker is None or any(linker.has(i) for i in anew):
        return None
    groups: set[tuple[str, ...]] = set()
    for document_id in anew:
        change = linker.add(list(record.claims(document_id=document_id)), record.document(document_id))
        groups = (groups - set(change.gone)) | set(change.come)
    claims = list(record.claims(ids=sorted(i for group in groups for i in group)))
    documents = {i: record.document(i) for i in sorted({c.document_id for c in claims})}
    actors = ActorResolver(ActorTable.load(extra=settings.actors))
    publishers = {i: actors.publisher_actor(document) for i, document in documents.items()}
    told = [claim for i in documents for claim in record.claims(document_id=i)]
    new = {event.id: event for event in relate(grade_groups(sorted(groups), claims, documents, publishers), told, documents)}
    old = {event.id: event for event in record.events_of([claim.id for claim in claims])}
    changed = tuple(i for i, event in new.items() if old.get(i) != event)
    gone = tuple(sorted(old.keys() - new.keys()))
    events = record.update_events(view, gone, [new[i] for i in changed], made_from=made_from)
    if events is None:
        return None
    _keep(linker, record, rules, made_from)
    return Relinked(events=events, changed=changed, gone=gone, kept=events - len(new), troubles=())


def _keep(linker: Linker, record: Store, rules: str, made_from: dict[str, int]) -> None:
    path = record.beside(LINKS)
    if path is not None:
        # A full disk or a folder that may not be written to costs the next run its time and nothing else.
        with suppress(OSError):
            linker.save(path, _mark(rules, made_from))


def _mark(rules: str, made_from: dict[str, int]) -> str:
    return f"{rules} {made_from['last_reading']} {made_from['last_decision']}"


def rules_digest(settings: Settings) -> str:
    """A digest of the program and tables that make events from claims."""
    return hashlib.sha256(f"{__version__}\n{settings.digest}".encode()).hexdigest()
