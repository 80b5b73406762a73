"""The stages in order: documents become readings, readings become claims with places, dates and actors, claims become graded events."""

from __future__ import annotations

import multiprocessing
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property

from onrecord import __version__
from onrecord.errors import DocumentError, StageFailed
from onrecord.grade import Judgements, grade_event
from onrecord.link import Linker, link_claims, linker_of, relate, text_reuse, told_beside
from onrecord.model import ActorRef, Captured, Claim, Decision, Document, Event, Producer, Reading
from onrecord.read import Reader
from onrecord.read.llm import LlmOptions, LlmReader
from onrecord.resolve.actor import ActorResolver, ActorTable
from onrecord.resolve.gazetteer.lookup import Gazetteer
from onrecord.resolve.when import carry_times, resolve_times
from onrecord.resolve.where import PlaceResolver
from onrecord.settings import Settings
from onrecord.store import Trouble, apply_decisions, settle


class Pipeline:
    """Reads and resolves documents; holds the weights, the gazetteer and the table of actors of one process."""

    def __init__(self, settings: Settings) -> None:
        self._weights, self._readings = settings.weights, settings.readings
        self.llm = LlmReader(_llm_options(settings)) if settings.reader == "llm" else None
        self.gazetteer = Gazetteer.open(settings.gazetteer)
        self.places = PlaceResolver(self.gazetteer)
        self.actors = ActorResolver(ActorTable.load(extra=settings.actors))
        self.producer = Producer(
            name=f"onrecord llm: {self.llm.name}" if self.llm else "onrecord",
            version=__version__,
            settings_digest=settings.digest,
            weights_digest=self.llm.prompt_digest if self.llm else self.reader.weights_digest,
        )

    @cached_property
    def reader(self) -> Reader:
        """The encoder's reader, loaded when it is first used: the LLM reader does without."""
        return Reader(self._weights, readings=self._readings)

    def read(self, document: Document) -> Reading:
        """The claims of `document` with dates, places and actors resolved.

        Raises `StageFailed` naming the document and the stage.
        """
        return self.resolve((self.llm or self.reader).read(document))

    def resolve(self, reading: Reading) -> Reading:
        """`reading` with dates, places and actors resolved. Raises `StageFailed` naming the document and the stage."""
        document = reading.document
        stages: tuple[tuple[str, Callable[[Reading], Reading]], ...] = (
            ("dates", resolve_times),
            ("places", self.places.resolve),
            ("actors", self.actors.resolve),
            ("dates told elsewhere", _carry_times),
        )
        for name, stage in stages:
            try:
                reading = stage(reading)
            except (ValueError, KeyError, IndexError, OverflowError) as error:
                raise StageFailed(
                    f"{type(error).__name__}: {error}",
                    subject=document.name or document.id,
                    stage=name,
                    remedy="The rest of the batch goes on; please report this text",
                ) from error
        return reading

    def publisher(self, document: Document) -> ActorRef:
        """Who speaks where a claim names nobody."""
        return self.actors.publisher_actor(document)


def _llm_options(settings: Settings) -> LlmOptions:
    given = {f.name: getattr(settings, f"llm_{f.name}") for f in fields(LlmOptions) if f.name != "first_pause"}
    return LlmOptions(**given)


def _carry_times(reading: Reading) -> Reading:
    """Dates for claims without one; which claims tell of one happening, linking says, and it needs places and actors for that."""
    if len(reading.claims) < 2 or all(claim.time is None for claim in reading.claims):
        return reading
    return carry_times(reading, link_claims(reading.claims, {reading.document.id: reading.document}))


@dataclass(frozen=True, slots=True)
class Read:
    """One input after reading: its reading, or the error that skipped it."""

    captured: Captured
    reading: Reading | None
    error: DocumentError | None


_worker: Pipeline | None = None


def _start_worker(settings: Settings) -> None:
    global _worker  # noqa: PLW0603 - a worker process holds one pipeline for its life
    _worker = Pipeline(settings)


def _read_in_worker(document: Document) -> Reading | DocumentError:
    assert _worker is not None
    try:
        return _worker.read(document)
    except StageFailed as error:
        return _FailureError(error.problem, error.subject, error.stage, error.remedy)


class _FailureError(DocumentError):
    """A `StageFailed` that survives the way between processes, which pickles positional arguments only."""

    def __init__(self, problem: str, subject: str, stage: str, remedy: str) -> None:
        super().__init__(problem, subject=subject, stage=stage, remedy=remedy)

    def __reduce__(self) -> tuple[type[_FailureError], tuple[str, str, str, str]]:
        return _FailureError, (self.problem, self.subject, self.stage, self.remedy)


def read_all(inputs: Iterable[Captured], settings: Settings, pipeline: Pipeline, *, serial_below: int = 200_000) -> Iterator[Read]:
    """Read `inputs` in order, in `settings.jobs` processes where that is more than one.

    A worker process needs a second or two to start, so inputs of less than `serial_below` characters in all are read in this process. At
    most four
    documents a process wait in memory, however many there are in all.
    """
    if settings.reader == "llm" and pipeline.llm is not None:
        yield from _read_with_llm(inputs, pipeline, pipeline.llm)
        return
    first: list[Captured] = []
    size = 0
    iterator = iter(inputs)
    for captured in iterator:
        first.append(captured)
        size += len(captured.document.text)
        if size > serial_below:
            break
    if settings.jobs < 2 or size <= serial_below:
        for captured in _chain(first, iterator):
            yield _read_here(captured, pipeline)
        return
    # Started anew rather than forked: the weights' run time keeps threads that a fork would break.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(settings.jobs, mp_context=context, initializer=_start_worker, initargs=(settings,)) as pool:
        waiting: deque[tuple[Captured, Future[Reading | DocumentError]]] = deque()

        def finish() -> Read:
            captured, future = waiting.popleft()
            result = future.result()
            return Read(captured, None, result) if isinstance(result, DocumentError) else Read(captured, result, None)

        for captured in _chain(first, iterator):
            waiting.append((captured, pool.submit(_read_in_worker, captured.document)))
            if len(waiting) >= 4 * settings.jobs:
                yield finish()
        while waiting:
            yield finish()


def _read_with_llm(inputs: Iterable[Captured], pipeline: Pipeline, llm: LlmReader) -> Iterator[Read]:
    """Read with the endpoint, which may answer for several documents at a time; resolving stays in this thread."""
    waiting: deque[Captured] = deque()

    def documents() -> Iterator[Document]:
        for captured in inputs:
            waiting.append(captured)
            yield captured.document

    for reading in llm.read_all(documents()):
        captured = waiting.popleft()
        if isinstance(reading, DocumentError):
            yield Read(captured, None, reading)
            continue
        try:
            yield Read(captured, pipeline.resolve(reading), None)
        except DocumentError as error:
            yield Read(captured, None, error)


def _chain(first: Sequence[Captured], rest: Iterator[Captured]) -> Iterator[Captured]:
    yield from first
    yield from rest


def _read_here(captured: Captured, pipeline: Pipeline) -> Read:
    try:
        return Read(captured, pipeline.read(captured.document), None)
    except DocumentError as error:
        return Read(captured, None, error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Events in the order of their days, what is wrong with decisions, how many events were kept as they were, and the links.

    `refs` are those to the actors that decisions name.
    """

    events: tuple[Event, ...]
    troubles: tuple[Trouble, ...]
    kept: int = 0
    linker: Linker = field(compare=False, repr=False)
    refs: Mapping[str, ActorRef] = field(default_factory=dict)


def build_events(
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    publisher: Callable[[Document], ActorRef],
    *,
    as_of: date | None = None,
    decisions: Sequence[Decision] = (),
    judgements: Judgements | None = None,
) -> tuple[Event, ...]:
    """Link `claims` into events and grade each, as `link_and_grade` does, for those who want nothing but the events."""
    return link_and_grade(claims, documents, publisher, as_of=as_of, decisions=decisions, judgements=judgements).events


def link_and_grade(
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    publisher: Callable[[Document], ActorRef],
    *,
    as_of: date | None = None,
    decisions: Sequence[Decision] = (),
    judgements: Judgements | None = None,
    known: Iterable[Event] = (),
    step: Callable[[], None] = lambda: None,
) -> Linked:
    """Link `claims` into events and grade each, by the reviewers' `decisions`; a pure function of its arguments, in any order of them.

    `documents` holds every document that a claim names. `known` are events made before by the same rules from claims that have not
    changed: one with the claims of a group found now is kept as it is, unless a decision has a part in it. `step` is called after each
    event. A decision that cannot be applied is named in the result and stops nothing.
    """
    publishers = {key: publisher(document) for key, document in documents.items()}
    applied = apply_decisions(claims, documents, publishers, decisions)
    linker = linker_of(applied.claims, documents, together=applied.together, apart=applied.apart)
    groups = linker.groups()
    before = {tuple(sorted(event.claim_ids)): event for event in known if not event.decision_ids}
    same = {g: before[g] for g in groups if g in before and applied.touched.keys().isdisjoint(g)}
    # A flat lead hangs on what its whole report says, so an event stays only where nothing of its reports stands otherwise.
    home = {claim.id: claim.document_id for claim in claims}
    told = {claim.id for claim in applied.claims}
    otherwise = (*applied.touched, *(home.keys() - told), *(i for g in groups if g not in same for i in g))
    anew = {home[i] for i in otherwise if i in home}
    kept = {g: event for g, event in same.items() if anew.isdisjoint(event.document_ids)}
    given = judgements or Judgements()
    given = replace(given, credible={**given.credible, **applied.credible})
    graded = grade_groups(
        [g for g in groups if g not in kept],
        applied.claims,
        documents,
        applied.publishers,
        as_of=as_of,
        judgements=given,
        names=applied.names,
        step=step,
    )
    for _ in kept:
        step()
    settled, troubles = settle((*kept.values(), *graded), applied)
    related = relate(settled, applied.claims, documents)
    ordered = sorted(related, key=lambda e: (e.when.earliest.isoformat() if e.when and e.when.earliest else "9999", e.id))
    return Linked(events=tuple(ordered), troubles=(*applied.troubles, *troubles), kept=len(kept), linker=linker, refs=applied.refs)


def grade_groups(
    groups: Iterable[tuple[str, ...]],
    claims: Iterable[Claim],
    documents: Mapping[str, Document],
    publishers: Mapping[str, ActorRef],
    *,
    as_of: date | None = None,
    judgements: Judgements | None = None,
    names: Mapping[str, str] | None = None,
    step: Callable[[], None] = lambda: None,
) -> list[Event]:
    """The event of each group of claim ids; `documents` and `publishers` are by document id and hold those of all the claims.

    `claims` are all claims of every document that a group tells from: a flat lead may rest on whom its report quotes in another event.
    """
    groups = list(groups)
    by_id = {claim.id: claim for claim in claims}
    reports: dict[str, list[Claim]] = defaultdict(list)
    for claim in by_id.values():
        reports[claim.document_id].append(claim)
    several = [i for g in groups if len({by_id[i].document_id for i in g}) > 1 for i in g]
    passages = {i: by_id[i].evidence.of(documents[by_id[i].document_id].text) for i in several}
    same_text = frozenset((reuse.a, reuse.b) for reuse in text_reuse(passages))
    events = []
    for group in groups:
        told = [by_id[i] for i in group]
        events.append(
            grade_event(
                told,
                documents,
                publishers=publishers,
                same_text=same_text,
                as_of=as_of,
                judgements=judgements,
                names=names,
                beside=told_beside(told, reports, documents),
            )
        )
        step()
    return events
