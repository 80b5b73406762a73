"""The store as the rest of the program sees it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from onrecord.errors import DocumentError, StoreError
from onrecord.model import Capture, Captured, Claim, Decision, Document, Event, Producer, Reading, Relation, Span
from onrecord.model.ids import sha256_hex
from onrecord.store import decisions as decision_log
from onrecord.store import dialect, events, migrate, read, schema, write
from onrecord.store.address import STAGE, locate, refused
from onrecord.store.decisions import Standing
from onrecord.store.decisions_apply import Decided, corrected_claims
from onrecord.store.filters import EventFilter, SearchHit, Skip

T = TypeVar("T")

# SQLite takes 32,766 values in one statement at least; ids are asked for in portions well below it.
_PORTION = 5_000


class Store:
    """Documents, claims and decisions in a database, append-only, and the view of events over them. A context manager.

    Every method is one transaction (iterators: one a page), so what a method has returned from survives a kill and a power cut. Any
    number of processes may read while one writes; a second writer waits. All methods raise StoreError where the database refuses.
    """

    def __init__(self, engine: Engine, subject: str) -> None:
        """Use `Store.open`."""
        self._engine = engine
        self._subject = subject
        self._dialect = dialect.named(engine.dialect.name)

    @classmethod
    def open(cls, url_or_path: str | Path, *, create: bool = True, timeout: float = 30.0) -> Store:
        """The store at a path or an SQLAlchemy URL (`sqlite:///FILE`, `postgresql://USER@HOST/DATABASE`), created if absent and brought
        to the newest schema; a database of a server has to exist.

        With `create` False the store has to be there. `timeout` is how many seconds to wait for another process that writes. Raises
        StoreError for a missing folder, file, server or driver, what is no store, a locked or read-only one, and a schema newer than this
        version.
        """
        url, subject = locate(url_or_path, create=create)
        try:
            engine = dialect.named(url.get_backend_name()).create_engine(url, timeout=timeout)
        except ModuleNotFoundError as error:
            remedy = "Install it: pip install 'onrecord[postgres]' brings pg8000, which postgresql:// takes."
            raise refused(f"the driver {error.name} is not installed", subject, remedy) from error
        except (ValueError, OSError) as error:
            raise refused(
                f"has an option that cannot be used: {error}", subject, "Options are host, port, sslmode and sslrootcert."
            ) from error
        store = cls(engine, subject)
        try:
            with store._reads() as connection:
                pending = migrate.needs_migration(connection, subject)
            if pending:
                if not create and store._is_empty():
                    raise StoreError("is empty, not a store", subject=subject, stage=STAGE, remedy="Read some documents into it first.")
                with store._writes() as connection:
                    # Another process may have done it while this one waited for the lock.
                    if migrate.needs_migration(connection, subject):
                        migrate.migrate(connection)
        except BaseException:
            store.close()
            raise
        return store

    @property
    def name(self) -> str:
        """The path or URL as it may be shown: without a password."""
        return self._subject

    def remarks(self) -> list[str]:
        """What a person should know about the database though nothing is wrong, such as that PostGIS is missing."""
        with self._reads() as connection:
            return self._dialect.remarks(connection)

    def close(self) -> None:
        """Let go of the database; the store cannot be used afterwards."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def add(self, captured: Captured, reading: Reading, producer: Producer) -> bool:
        """Store a document with its bytes, its capture and all that `producer` read in it, wholly or not at all.

        False where that producer had read it before: nothing changes then, but a capture from another place is kept. Raises ValueError
        where reading and document do not belong together.
        """
        prepared = write.prepare(captured, reading, producer)
        with self._writes() as connection:
            return write.add(connection, prepared)

    def has(self, document_id: str, producer: Producer) -> bool:
        """Whether `producer` has read the document, so that a run which was killed can go on where it stopped."""
        with self._reads() as connection:
            return read.has(connection, document_id, producer)

    def documents(self) -> Iterator[Document]:
        """All documents, in the order in which they were added."""
        return self._pages(read.document_page)

    def document(self, id_or_prefix: str) -> Document:
        """The document whose id begins so. Raises BadInput where none or more than one does."""
        with self._reads() as connection:
            return read.document(connection, read.whole_id(connection, schema.documents, id_or_prefix, "document"))

    def captures(self, document_id: str) -> list[Capture]:
        """When and where the document was captured, oldest first."""
        with self._reads() as connection:
            return read.captures_of(connection, document_id)

    def original(self, document_id: str) -> bytes:
        """The bytes of the first capture of the document, checked against their SHA-256; StoreError where they do not fit any more."""
        with self._reads() as connection:
            first = read.captures_of(connection, read.whole_id(connection, schema.documents, document_id, "document"))[0]
            data = read.original(connection, first.sha256)
        if sha256_hex(data) != first.sha256:
            problem = f"the original bytes of {document_id} do not fit their SHA-256"
            raise StoreError(problem, subject=self._subject, stage=STAGE, remedy="Restore a backup of the store.")
        return data

    def claims(self, *, document_id: str | None = None, ids: Sequence[str] | None = None, superseded: bool = False) -> Iterator[Claim]:
        """Claims in the order in which they were added: of all documents or of one, all or those with `ids`.

        Only those of the newest reading of each document; with `superseded` those of older producers too.
        """
        portions = [None] if ids is None else [ids[start : start + _PORTION] for start in range(0, len(ids), _PORTION)]
        for portion in portions:
            yield from self._pages(partial(read.claim_page, document_id=document_id, ids=portion, superseded=superseded))

    def decided_claims(self, ids: Sequence[str]) -> tuple[Claim, ...]:
        """The current claims with `ids` as reviewers corrected them, in the order of the documents; rejected ones are among them."""
        with self._reads() as connection:
            listed = read.decisions_of(connection, None)
        asked = list(self.claims(ids=ids))
        wanted = {claim.document_id for claim in asked} & {ref.document_id for d in listed for ref in decision_log.refs_if_understood(d)}
        if not wanted:
            return tuple(asked)
        # A correction finds its claim among all claims of the report.
        whole = [claim for document_id in sorted(wanted) for claim in self.claims(document_id=document_id)]
        texts = {document_id: self.document(document_id) for document_id in wanted}
        decided = {claim.id: claim for claim in corrected_claims(whole, texts, listed)}
        return tuple(decided.get(claim.id, claim) for claim in asked)

    def claim(self, id_or_prefix: str) -> tuple[Claim, Producer]:
        """The newest claim whose id begins so, and who produced it. Raises BadInput where none or more than one does."""
        with self._reads() as connection:
            return read.claim(connection, read.whole_id(connection, schema.claims, id_or_prefix, "claim"))

    def reading(self, document_id: str) -> Reading | None:
        """The newest reading of a document with its sentences, mentions and claims; None where nobody has read it."""
        with self._reads() as connection:
            return read.reading(connection, document_id)

    def append_decision(self, decision: Decision, *, seen: int | None = None, keep_dangling: bool = False, replacing: bool = False) -> bool:
        """Append one decision for ever; False where the very same one is there. As `append_decisions`."""
        return bool(self.append_decisions([decision], seen=seen, keep_dangling=keep_dangling, replacing=replacing))

    def append_decisions(
        self, new: Sequence[Decision], *, seen: int | None = None, keep_dangling: bool = False, replacing: bool = False
    ) -> tuple[Decision, ...]:
        """Append decisions for ever, all or none; gives those that were not there yet.

        `seen` is the `decision_revision` that the reviewer looked at: DecisionLate where others decided on the same things since.
        A decision about claims that are not on record is refused unless `keep_dangling`. With `replacing`, decisions that the new ones
        contradict are undone with them, by the same author; without, DecisionRefused names both.
        """
        with self._writes() as connection:
            return decision_log.append(connection, new, seen=seen, keep_dangling=keep_dangling, replacing=replacing)

    def decision_revision(self) -> int:
        """A number that grows with every decision, to be shown to a reviewer and handed back as `seen`."""
        with self._reads() as connection:
            return decision_log.revision(connection)

    def decision(self, id_or_prefix: str) -> Decision:
        """The decision whose id begins so. Raises BadInput where none or more than one does."""
        with self._reads() as connection:
            whole = read.whole_id(connection, schema.decisions, id_or_prefix, "decision")
            return next(d for d in read.decisions_of(connection, None) if d.id == whole)

    def decision_log(self) -> list[Standing]:
        """Every decision as it stands (applied, undone, its span gone, ...), in the order of deciding."""
        with self._reads() as connection:
            return decision_log.standings(connection)

    def history(self, event_id: str) -> list[Standing]:
        """The decisions that bear on an event, held and taken back, in the order of deciding; `event_id` may be its beginning.

        Raises BadInput where no event or more than one begins so.
        """
        with self._reads() as connection:
            event = events.one(connection, read.whole_id(connection, schema.events, event_id, "event"))
            listed = decision_log.standings(connection)
        return decision_log.bearing_on(listed, event.id, event.claim_ids, event.decision_ids)

    def decisions(self, *, subject: str | None = None) -> list[Decision]:
        """Decisions in the order in which they were appended, all or those on one id."""
        with self._reads() as connection:
            return read.decisions_of(connection, subject)

    def decided(self, *, until: int | None = None, without: Collection[str] = ()) -> Decided:
        """What all decisions, or those up to the mark `until`, say of the current claims; as if the documents `without` were not there."""
        with self._reads() as connection:
            return decision_log.decided(connection, until=until, without=without)

    def documents_of(self, claim_ids: Sequence[str]) -> dict[str, str]:
        """The id of the document of each of these claims that is current."""
        with self._reads() as connection:
            return decision_log.documents_of(connection, claim_ids)

    def mark_skipped(self, origin: str, error: DocumentError) -> None:
        """Note that an input could not be read; a later success removes the note."""
        with self._writes() as connection:
            write.mark_skipped(connection, origin, error)

    def skips(self) -> list[Skip]:
        """Inputs that could not be read when last tried, by name."""
        with self._reads() as connection:
            return list(read.skips_of(connection))

    def replace_events(self, found: Iterable[Event], *, made_with: str | None = None, made_from: dict[str, int] | None = None) -> int:
        """Replace the whole view in one transaction; gives the number of events.

        `made_with` is a digest of the rules that made them, `made_from` the `marks` of the record before it was read for them.
        """
        # Whatever computes the events runs before the lock is taken.
        computed = list(found)
        with self._writes() as connection:
            return events.replace(connection, computed, made_with, made_from)

    def update_events(self, before: events.View, gone: Collection[str], come: Sequence[Event], *, made_from: dict[str, int]) -> int | None:
        """Change the view that `before` was taken from: take out the events with the ids `gone`, put `come` in, in one transaction.

        Gives the number of events; None, and nothing is changed, where another process made the view anew in the meantime.
        """
        with self._writes() as connection:
            return events.update(connection, before, gone, come, made_from)

    def view(self, made_with: str) -> events.View | None:
        """The mark of the view, for `update_events`; None where other rules than `made_with` made it."""
        with self._reads() as connection:
            return events.view(connection, made_with)

    def read_since(self, last_reading: int) -> list[str] | None:
        """Ids of the documents that were read after that reading; None where one of them had been read before."""
        with self._reads() as connection:
            return read.read_since(connection, last_reading)

    def events_of(self, claim_ids: Sequence[str]) -> list[Event]:
        """The events of the view that hold some of these claims."""
        with self._reads() as connection:
            return events.of_claims(connection, claim_ids)

    def related(self, event: Event) -> list[tuple[Relation, Event]]:
        """The relations of an event, each with the other event; those whose other claim lies in no event are left out."""
        others = [(r, r.other_claim_id if r.claim_id in event.claim_ids else r.claim_id) for r in event.relations]
        at = {i: other for other in self.events_of(sorted({i for _, i in others})) for i in other.claim_ids}
        return [(relation, at[i]) for relation, i in others if i in at]

    def beside(self, name: str) -> Path | None:
        """Where a file that belongs to the store but may be deleted is kept; None for a database that is no file."""
        url = self._engine.url
        if not url.drivername.startswith("sqlite") or not url.database or url.database == ":memory:":
            return None
        return Path(f"{url.database}-{name}")

    def kept_events(self, made_with: str) -> events.Kept | None:
        """The view as it is, for `update_events`; None where other rules than `made_with` made it."""
        with self._reads() as connection:
            return events.kept(connection, made_with)

    def marks(self) -> dict[str, int]:
        """The last reading and the last decision there are, to be taken before the record is read for making events."""
        with self._reads() as connection:
            return events.marks_of(connection)

    def events_stale(self, made_with: str | None = None) -> bool:
        """Whether the view is older than the record, for instance after a run that was killed, and has to be rebuilt.

        With `made_with`, also whether other rules than these made it.
        """
        with self._reads() as connection:
            return events.is_stale(connection, made_with)

    def events(self, wanted: EventFilter | None = None) -> list[Event]:
        """The events that the filter asks for, earliest first."""
        with self._reads() as connection:
            return list(events.select(connection, wanted or EventFilter()))

    def event(self, id_or_prefix: str) -> Event:
        """The event whose id begins so. Raises BadInput where none or more than one does."""
        with self._reads() as connection:
            return events.one(connection, read.whole_id(connection, schema.events, id_or_prefix, "event"))

    def search(self, text: str, *, limit: int = 50) -> list[SearchHit]:
        """Documents with all the words, "quoted phrases" and prefix* of `text`, best first; case and accents aside."""
        with self._reads() as connection:
            rows = self._dialect.search_documents(connection, text, limit)
        hits = []
        for document_id, title, passage, bounds, score in rows:
            marks = tuple(Span(start, end) for start, end in bounds if start < end)
            hits.append(SearchHit(document_id=document_id, title=title, passage=passage, marks=marks, score=score))
        return hits

    def counts(self) -> dict[str, int]:
        """How many documents, captures, claims (current), decisions, events and skips there are."""
        with self._reads() as connection:
            found = {
                table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for table in (schema.documents, schema.captures, schema.decisions, schema.events, schema.skips)
            }
            current = sa.select(sa.func.count()).select_from(schema.claims).where(schema.claims.c.reading.in_(read.newest_readings()))
            return {**found, "claims": connection.execute(current).scalar_one()}

    def check(self) -> list[str]:
        """What is wrong with the store: damage found by the database, ids and digests that do not fit their content. Empty is well."""
        originals = sa.select(schema.originals.c.sha256, schema.originals.c.data)
        with self._reads() as connection:
            problems = self._dialect.check(connection)
            for sha256, data in connection.execute(originals.execution_options(yield_per=20)):
                if sha256_hex(bytes(data)) != sha256:
                    problems.append(f"original {sha256} does not fit its digest")
            for row in connection.execute(sa.select(schema.documents).execution_options(yield_per=500)).mappings():
                if read.to_document(row).id != row["id"]:
                    problems.append(f"document {row['id']} does not fit its id")
        return problems

    @contextmanager
    def _reads(self) -> Iterator[Connection]:
        with self._explained(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writes(self) -> Iterator[Connection]:
        with self._explained(), self._engine.execution_options(writes=True).begin() as connection:
            yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            problem, remedy = self._dialect.explain(error)
            raise refused(problem, self._subject, remedy) from error
        except sa.exc.TimeoutError as error:
            raise refused("has all of its connections in use", self._subject, "Try again.") from error

    def _is_empty(self) -> bool:
        with self._reads() as connection:
            return migrate.current_revision(connection) is None

    def _pages(self, page: Callable[[Connection, int], tuple[list[T], int]]) -> Iterator[T]:
        """All rows, a page in its own transaction: the caller may take hours over them, and nothing that was read can change."""
        after = 0
        while True:
            with self._reads() as connection:
                rows, after = page(connection, after)
            if not rows:
                return
            yield from rows
