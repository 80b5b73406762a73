"""What the functions of the API share: the store, the settings and the events in memory of one desk."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from onrecord.api.problems import ApiError
from onrecord.errors import StoreError
from onrecord.export import Bundle
from onrecord.model import Claim, Document, Event
from onrecord.resolve.actor import ActorTable
from onrecord.settings import Settings
from onrecord.store import Store, corrected_claims, facets_file, jobs
from onrecord.store.bodies import documents_with
from onrecord.store.clusters import Spots
from onrecord.store.facets import Facets, Outdated, current_mark
from onrecord.store.facets_load import load

T = TypeVar("T")
_TRIES = 4
_BIG = 50_000
"""Events above which a snapshot is loaded while the old one still answers, or a page says that it is being loaded."""
_MOMENT = 0.5
_LOG = logging.getLogger("onrecord.api")


class Desk:
    """One open record with its settings; safe to use from several threads."""

    def __init__(self, store: Store, settings: Settings, *, team: bool = False) -> None:
        """Use `create_app`, or give an open store to use the functions of this package from Python."""
        self.store = store
        self.settings = settings
        self.team = team
        self._lock = threading.Lock()
        self._loading = threading.Lock()
        self._snapshot: tuple[Facets, Spots] | None = None
        self._trouble: StoreError | None = None
        self._actors: ActorTable | None = None
        self.wake: Callable[[], None] = lambda: None
        """Tells whoever runs jobs that one was queued."""

    def with_facets(self, use: Callable[[Facets, Spots], T]) -> T:
        """What `use` makes of the events in memory, done again where the view was made anew in the meantime."""
        for _ in range(_TRIES):
            try:
                return use(*self._current())
            except Outdated:
                self.refresh()
        raise ApiError(503, "busy", "the events are being made anew", remedy="Try again in a moment.", headers={"Retry-After": "2"})

    def ready(self) -> bool:
        """Whether the events are in memory, or so few that whoever asks may wait for them; begins to load them where they are not.

        Waits half a second, in which the columns of a million events come from their file. Raises StoreError where they could not be loaded
        since this was asked for last.
        """
        if self._snapshot is not None or facets_file.size(self.store) <= _BIG:
            return True
        with self._lock:
            trouble, self._trouble = self._trouble, None
        if trouble is not None:
            raise trouble
        if self._loading.acquire(blocking=False):
            thread = threading.Thread(target=self._load_and_release, name="facets", daemon=True)
            thread.start()
            thread.join(_MOMENT)
        return self._snapshot is not None

    def refresh(self) -> None:
        """Load a new snapshot now if the view has changed, however long that takes."""
        with self._loading:
            with self._lock:
                snapshot = self._snapshot
            if snapshot is None or snapshot[0].mark != current_mark(self.store):
                self._load()

    def bundle(self, events: list[Event]) -> Bundle:
        """`events` with their claims, as reviewers corrected them, and documents."""
        claims = self.store.decided_claims(sorted({i for event in events for i in event.claim_ids}))
        documents = documents_with(self.store, sorted({i for event in events for i in event.document_ids}))
        return Bundle(events=tuple(events), claims={claim.id: claim for claim in claims}, documents=documents)

    def claims_of(self, document: Document) -> list[Claim]:
        """The claims of a document as reviewers corrected them, those that they rejected too."""
        claims = list(self.store.claims(document_id=document.id))
        decisions = self.store.decisions()
        return list(corrected_claims(claims, {document.id: document}, decisions)) if decisions else claims

    def actors(self) -> ActorTable:
        """The table of actors with the users' own; loaded when first asked for."""
        with self._lock:
            if self._actors is None:
                self._actors = ActorTable.load(extra=self.settings.actors)
            return self._actors

    def party_name(self, party: str) -> str:
        """The name of a party: that of the table of actors, else what its id says."""
        row = self.actors().get(party)
        return row.name if row is not None else party.removeprefix("local:")

    def start_rebuild(self, user: str) -> str:
        """Queue a job that lets the events follow the record; the id of the one that waits already where there is one."""
        waiting = jobs.pending(self.store, "rebuild")
        job_id = waiting or jobs.create(self.store, kind="rebuild", user=user, options={}, items=())
        self.wake()
        return job_id

    def _current(self) -> tuple[Facets, Spots]:
        with self._lock:
            snapshot = self._snapshot
        mark = current_mark(self.store)
        if snapshot is not None and snapshot[0].mark == mark:
            return snapshot
        if snapshot is not None and len(snapshot[0]) > _BIG:
            if self._loading.acquire(blocking=False):
                threading.Thread(target=self._load_and_release, name="facets", daemon=True).start()
            return snapshot
        with self._loading:
            with self._lock:
                snapshot = self._snapshot
            if snapshot is None or snapshot[0].mark != current_mark(self.store):
                snapshot = self._load()
            return snapshot

    def _load(self) -> tuple[Facets, Spots]:
        kept = facets_file.read(self.store)
        facets = kept if kept is not None else load(self.store)
        snapshot = facets, Spots(facets)
        with self._lock:
            self._snapshot = snapshot
        if kept is None and len(facets) > _BIG:
            threading.Thread(target=_complete, args=(facets,), name="columns", daemon=True).start()
        return snapshot

    def _load_and_release(self) -> None:
        try:
            self._load()
        except StoreError as error:
            # Whoever waits for the events is told; a page that waits for ever would say nothing.
            with self._lock:
                self._trouble = error
        finally:
            self._loading.release()


def _complete(facets: Facets) -> None:
    """Load the names before somebody filters by them, and keep all in a file for the next start; what hinders that is no harm now."""
    try:
        for role in facets_file.ROLES:
            facets.names(role)
        facets_file.write(facets)
    except (Outdated, StoreError) as error:
        _LOG.info("the columns were not kept: %s", error)


def digest(*parts: str) -> str:
    """16 hex digits over `parts`, for ETags."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
