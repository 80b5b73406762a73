"""Exports of what a filter holds, in every format: streams where the format has lines, whole files where it has not."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, TextIO

import numpy as np

from onrecord.api.desk import Desk
from onrecord.api.events import selected
from onrecord.api.filters import EventQuery
from onrecord.api.models import Model
from onrecord.api.problems import ApiError
from onrecord.export import Bundle, LossReport
from onrecord.export.acled import write_acled
from onrecord.export.csv import write_csv
from onrecord.export.geojson import feature_line, write_geojson
from onrecord.export.jsonl import write_jsonl
from onrecord.export.report import write_report
from onrecord.store.bodies import events_with

MOST_EVENTS = 50_000
"""Events of one file; `onrecord export` has no such limit."""
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its media type, the ending of its file, and whether it is written page by page."""

    media_type: str
    ending: str
    streams: bool


FORMATS: dict[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", "csv", False),
    "hxl": Format("text/csv; charset=utf-8", "hxl.csv", False),
    "acled": Format("text/csv; charset=utf-8", "acled.csv", False),
    "geojson": Format("application/geo+json", "geojson", True),
    "jsonl": Format("application/x-ndjson", "jsonl", True),
    "html": Format("text/html; charset=utf-8", "html", False),
}


class Loss(Model):
    """What a format could not hold of the events behind a filter."""

    format: str
    events: int
    written: int
    left_out: dict[str, int]
    not_held: dict[str, int]
    empty: dict[str, int]
    notes: tuple[str, ...]


def filename(name: str) -> str:
    """The name of the file, which nothing that a document or a user says can change."""
    return f"onrecord.{FORMATS[name].ending}"


def event_ids(desk: Desk, query: EventQuery, *, name: str) -> list[str]:
    """The ids of the events to export, in the order of lists. Raises ApiError (413) where a whole file would hold too many."""
    ids = selected(desk, query.to_filter(), lambda facets, mask: facets.event_ids(np.flatnonzero(mask).tolist()))
    if not FORMATS[name].streams and len(ids) > MOST_EVENTS:
        title = f"{len(ids):,} events are more than the {MOST_EVENTS:,} that one file may hold here"
        raise ApiError(413, "too_large", title, remedy="Narrow the filter, export jsonl or geojson, or use onrecord export.")
    return ids


def export(desk: Desk, query: EventQuery, name: str) -> Iterator[bytes]:
    """The bytes of the events behind a filter in a format. Raises ApiError (413) where a whole file would hold too many."""
    return stream(desk, event_ids(desk, query, name=name), name)


def stream(desk: Desk, ids: list[str], name: str) -> Iterator[bytes]:
    """The bytes of an export."""
    if name == "jsonl":
        return _jsonl(desk, ids)
    if name == "geojson":
        return _geojson(desk, ids)
    return _whole(desk, ids, name)


def loss(desk: Desk, query: EventQuery, name: str) -> Loss:
    """What a format would not hold. Raises ApiError (413) for more events than one file may have."""
    ids = selected(desk, query.to_filter(), lambda facets, mask: facets.event_ids(np.flatnonzero(mask).tolist()))
    if len(ids) > MOST_EVENTS:
        raise ApiError(413, "too_large", f"{len(ids):,} events are too many to count what is lost", remedy="Narrow the filter.")
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as nowhere:
        report = _write(name)(desk.bundle(events_with(desk.store, ids)), nowhere)
    return Loss(**report.to_dict())


def _write(name: str) -> Callable[[Bundle, TextIO | IO[str]], LossReport]:
    def report(bundle: Bundle, out: TextIO) -> LossReport:
        write_report(bundle, out)
        count = len(bundle.events)
        return LossReport(format="html", events=count, written=count, left_out={}, not_held={}, empty={})

    writers: dict[str, Callable[..., LossReport]] = {
        "csv": write_csv,
        "hxl": lambda bundle, out: write_csv(bundle, out, hxl=True),
        "acled": write_acled,
        "geojson": write_geojson,
        "jsonl": write_jsonl,
        "html": report,
    }
    return writers[name]


def _pages(desk: Desk, ids: list[str]) -> Iterator[Bundle]:
    for start in range(0, len(ids), _PAGE):
        yield desk.bundle(events_with(desk.store, ids[start : start + _PAGE]))


def _jsonl(desk: Desk, ids: list[str]) -> Iterator[bytes]:
    """Documents and claims come before the first event that needs them, each once."""
    seen: set[str] = set()
    for bundle in _pages(desk, ids):
        out = io.StringIO()
        # Only documents come again on a later page: a claim is of one event.
        write_jsonl(bundle, out, written=seen)
        yield out.getvalue().encode("utf-8")
        seen |= {document.id for document in bundle.used_documents()}


def _geojson(desk: Desk, ids: list[str]) -> Iterator[bytes]:
    yield b'{"type":"FeatureCollection","features":['
    separator = "\n"
    for bundle in _pages(desk, ids):
        for event in bundle.events:
            yield (separator + feature_line(event, bundle)).encode("utf-8")
            separator = ",\n"
    yield b"\n]}\n"


def _whole(desk: Desk, ids: list[str], name: str) -> Iterator[bytes]:
    # On disk: a report of many thousand events is larger than what one answer should hold in memory.
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as out:
        _write(name)(desk.bundle(events_with(desk.store, ids)), out)
        out.seek(0)
        while part := out.read(1 << 16):
            yield part.encode("utf-8")
