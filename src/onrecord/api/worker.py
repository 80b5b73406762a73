"""A job in a process of its own: `python -m onrecord.api.worker JOB`, with the settings on standard input.

The weights are loaded here, never in the server. Standard input stays open while the server lives: when it closes, this process ends,
so that a job is never done by two processes.
"""

from __future__ import annotations

import base64
import logging
import os
import pickle
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.errors import DocumentError, OnrecordError, StageFailed
from onrecord.ingest import IngestOptions, ingest_paths
from onrecord.model import Captured
from onrecord.settings import Settings
from onrecord.store import Store, jobs

_LOG = logging.getLogger("onrecord.api")


def run(settings: Settings, job_id: str) -> None:
    """Do a job to its end, or say in the store why it could not be done."""
    with Store.open(settings.store, create=False) as store:
        try:
            job = jobs.get(store, job_id)
            if job is not None and job.kind == "import":
                _import(store, settings, job)
            else:
                _rebuild(store, settings)
        except OnrecordError as error:
            jobs.finish(store, job_id, problem=f"{error.problem}. {error.remedy}")
        except Exception as error:
            jobs.finish(store, job_id, problem=f"the reading process failed: {type(error).__name__}")
            raise
        else:
            jobs.finish(store, job_id)


def _rebuild(store: Store, settings: Settings) -> None:
    from onrecord.relink import relink

    if store.events_stale():
        relink(store, settings)


def _import(store: Store, settings: Settings, job: jobs.Job) -> None:
    from onrecord import pipeline

    reader = pipeline.Pipeline(settings)
    while (item := jobs.next_waiting(store, job.id)) is not None:
        ordinal, name, data = item
        try:
            results = list(_results(store, settings, reader, job, name, data))
        except OnrecordError:
            raise
        except Exception as error:
            # A bug that one input brings to light must not cost the others.
            _LOG.error("import of %s", name, exc_info=error)
            failed = StageFailed(f"{type(error).__name__}", subject=name, stage="import", remedy="Please report this text.")
            results = [_failed(name, failed)]
        jobs.finish_item(store, job.id, ordinal, results)
    _rebuild(store, settings)


def _results(store: Store, settings: Settings, reader: Any, job: jobs.Job, name: str, data: bytes) -> Iterator[jobs.JobItem]:
    """What became of an input: of the one document, or of the file first and then of each of its documents."""
    from onrecord.pipeline import read_all

    found: list[jobs.JobItem] = []
    fresh: list[Captured] = []
    for captured in _captured(name, data, job.options):
        if isinstance(captured, DocumentError):
            store.mark_skipped(_origin(name), captured)
            found.append(_failed(captured.subject, captured))
        elif store.has(captured.document.id, reader.producer):
            found.append(_item(captured.document.name or name, jobs.KNOWN, captured.document.id))
        else:
            fresh.append(captured)
    for read in read_all(fresh, settings, reader):
        document = read.captured.document
        if read.reading is None:
            assert read.error is not None
            store.mark_skipped(_origin(name), read.error)
            found.append(_failed(document.name or name, read.error))
            continue
        added = store.add(read.captured, read.reading, reader.producer)
        claims = len(read.reading.claims)
        found.append(_item(document.name or name, jobs.DONE if added else jobs.KNOWN, document.id, claims))
    if len(found) != 1:
        yield _item(name, jobs.DONE, None, sum(item.claims or 0 for item in found))
    yield from found


def _captured(name: str, data: bytes, options: Any) -> Iterator[Captured | DocumentError]:
    """The documents in uploaded bytes. The name lends its ending and is never a path."""
    given = {key: options[key] for key in ("publisher", "title") if options.get(key)}
    published = date.fromisoformat(options["published"]) if options.get("published") else None
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        path = Path(folder) / f"upload{_ending(name)}"
        path.write_bytes(data)
        for item in ingest_paths([str(path)], options=IngestOptions(published=published, **given)):
            if isinstance(item, DocumentError):
                subject = item.subject.replace(str(path), name)
                yield type(item)(item.problem.replace(str(path), name), subject=subject, stage=item.stage, remedy=item.remedy)
                continue
            # A record inside the file keeps its own name, the file itself is called as it was uploaded.
            document = replace(item.document, name=name) if item.document.name == path.name else item.document
            capture = replace(item.capture, origin=item.capture.origin.replace(str(path), _origin(name)))
            yield Captured(document=document, capture=capture, original=item.original)


def _ending(name: str) -> str:
    ending = Path(name).suffix
    return ending if len(ending) <= 10 and ending[1:].isascii() and ending[1:].isalnum() else ""


def _origin(name: str) -> str:
    return f"upload:{name}"


def _item(name: str, state: str, document_id: str | None, claims: int | None = None) -> jobs.JobItem:
    return jobs.JobItem(ordinal=0, name=name[:300], state=state, document_id=document_id, claims=claims, problem=None, remedy=None)


def _failed(name: str, error: DocumentError) -> jobs.JobItem:
    return replace(_item(name, jobs.FAILED, None), problem=error.problem, remedy=error.remedy)


def settings_line(settings: Settings) -> str:
    """Settings as a line of text for the other process; not on its command line, which everyone on the machine can read."""
    return base64.b64encode(pickle.dumps(settings)).decode("ascii")


def main() -> None:
    """The process: settings from the first line of standard input, then the job named on the command line."""
    # Only the server, which started this process, holds the other end.
    settings: Settings = pickle.loads(base64.b64decode(sys.stdin.readline()))

    def end_with_the_server() -> None:
        sys.stdin.read()
        os._exit(1)

    threading.Thread(target=end_with_the_server, daemon=True).start()
    run(settings, sys.argv[1])


if __name__ == "__main__":
    main()
