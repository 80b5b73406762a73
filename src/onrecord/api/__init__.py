"""The desk's functions and the versioned HTTP API over them: reads the record, appends decisions, never loads a model.

The functions take a `Desk` and give pydantic models; endpoints and pages call the same. Here they have the names that the endpoints have in
the description of the API:

    from onrecord import api

    with api.open_desk("syria.db") as desk:
        page = api.list_events(desk, api.EventListQuery(grade=["contested"]))
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from onrecord.api.decision_requests import (
    AcceptRequest,
    ActorRequest,
    CorrectRequest,
    GradeRequest,
    MergeRequest,
    PartyRequest,
    RejectRequest,
    SourceRequest,
    SplitRequest,
    UndoRequest,
)
from onrecord.api.decisions import DecisionQuery, decide, list_decisions
from onrecord.api.decisions import decision_detail as decision
from onrecord.api.desk import Desk
from onrecord.api.documents import DocumentQuery, list_documents
from onrecord.api.documents import document_detail as document
from onrecord.api.events import event_detail as event
from onrecord.api.events import list_events
from onrecord.api.exports import export, loss
from onrecord.api.filters import EventListQuery, EventQuery
from onrecord.api.imports import ImportOptions, JobQuery, PasteRequest, import_files, import_text, list_jobs
from onrecord.api.imports import job_detail as job
from onrecord.api.known import KnownQuery
from onrecord.api.known import known as names
from onrecord.api.problems import ApiError
from onrecord.api.review import ReviewQuery, queue
from onrecord.api.search import SearchQuery
from onrecord.api.search import search as find
from onrecord.api.summary import MapQuery, counts, map_data, timeline
from onrecord.api.voices import NameQuery, VoiceQuery, actor, list_actors, list_sources, source
from onrecord.settings import Settings
from onrecord.store import Store

__all__ = [
    "AcceptRequest",
    "ActorRequest",
    "ApiError",
    "CorrectRequest",
    "DecisionQuery",
    "Desk",
    "DocumentQuery",
    "EventListQuery",
    "EventQuery",
    "GradeRequest",
    "ImportOptions",
    "JobQuery",
    "KnownQuery",
    "MapQuery",
    "MergeRequest",
    "NameQuery",
    "PartyRequest",
    "PasteRequest",
    "RejectRequest",
    "ReviewQuery",
    "SearchQuery",
    "SourceRequest",
    "SplitRequest",
    "UndoRequest",
    "VoiceQuery",
    "actor",
    "counts",
    "decide",
    "decision",
    "document",
    "event",
    "export",
    "find",
    "import_files",
    "import_text",
    "job",
    "list_actors",
    "list_decisions",
    "list_documents",
    "list_events",
    "list_jobs",
    "list_sources",
    "loss",
    "map_data",
    "names",
    "open_desk",
    "queue",
    "source",
    "timeline",
]


@contextmanager
def open_desk(store: str | None = None) -> Iterator[Desk]:
    """The record at a path or URL (that of the settings where none is named) for the functions of this package.

    Raises StoreError where it is not there.
    """
    settings = Settings.load(store=store)
    with Store.open(settings.store, create=False) as record:
        yield Desk(record, settings)
