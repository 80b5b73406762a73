"""Imports: uploaded files and pasted text become jobs with progress and errors per document."""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from onrecord.api import cursors
from onrecord.api import models as m
from onrecord.api.desk import Desk
from onrecord.api.filters import Cursor, Limit, _plain
from onrecord.api.problems import ApiError, not_found
from onrecord.store import jobs, people

MOST_BYTES = 64_000_000
"""Bytes of all files of one import."""
MOST_FILES = 1_000
MOST_UNPACKED = 256_000_000
"""Bytes that archives of one import may unpack to."""
_CHUNK = 1 << 16


class ImportOptions(BaseModel):
    """What holds for all inputs of an import, in place of what they say of themselves."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str | None, Field(max_length=500)] = None
    publisher: Annotated[str | None, Field(max_length=300)] = None
    published: Annotated[date | None, Field(description="day of publication")] = None


class PasteRequest(ImportOptions):
    """A text that was pasted."""

    text: Annotated[str, Field(min_length=1, max_length=2_000_000, pattern=r"\S")]


class JobView(m.Model):
    """A job to poll until `state` is done or failed; `total`, `done` and `failed` count its inputs."""

    id: str
    kind: str = Field(description="import or rebuild")
    state: str = Field(description="queued, running, done or failed")
    user: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    problem: str | None
    total: int
    done: int
    failed: int


class JobItemView(m.Model):
    """One input: `state` is waiting, done, known (read before) or failed; a file of several documents is followed by each of them."""

    number: int
    name: str
    state: str
    document_id: str | None
    claims: int | None
    problem: str | None
    remedy: str | None


class JobDetail(m.Model):
    """A job with a page of its inputs."""

    job: JobView
    items: tuple[JobItemView, ...]
    next: str | None


class JobPage(m.Model):
    """A page of jobs, the newest first."""

    items: tuple[JobView, ...]
    next: str | None


class JobQuery(BaseModel):
    """A place in a list of jobs or inputs."""

    model_config = ConfigDict(extra="forbid")

    cursor: Cursor = None
    limit: Limit = 100


def options_of(*, title: str | None, publisher: str | None, published: str | None) -> ImportOptions:
    """Options from the fields of a form, where an empty one is none. Raises ApiError (422) for a day that cannot be."""
    try:
        return ImportOptions(
            title=title or None, publisher=publisher or None, published=date.fromisoformat(published) if published else None
        )
    except ValueError as error:
        raise ApiError(422, "invalid", "the form holds values that cannot be used", remedy="Write the day as YYYY-MM-DD.") from error


def import_files(desk: Desk, user: str, files: Sequence[tuple[str, bytes]], options: ImportOptions) -> JobView:
    """Queue files (name and bytes; ZIP archives are unpacked) for reading. Raises ApiError 422 for none, 413 for too much."""
    inputs = list(_unpacked(files))
    if not inputs:
        raise ApiError(422, "invalid", "no file was sent", remedy="Choose the reports to import.")
    if len(inputs) > MOST_FILES:
        raise ApiError(
            413, "too_large", f"{len(inputs):,} files are more than the {MOST_FILES:,} of one import", remedy="Import fewer at a time."
        )
    total = sum(len(data) for _, data in files)
    if total > MOST_BYTES:
        raise ApiError(
            413, "too_large", f"{total:,} bytes are more than the {MOST_BYTES:,} of one import", remedy="Import fewer at a time."
        )
    return _queued(desk, user, inputs, options)


def import_text(desk: Desk, user: str, request: PasteRequest) -> JobView:
    """Queue a pasted text for reading."""
    if any(0xD800 <= ord(character) < 0xE000 for character in request.text):
        raise ApiError(422, "invalid", "the text holds halves of characters", remedy="Copy it again.")
    options = ImportOptions(**request.model_dump(exclude={"text"}))
    return _queued(desk, user, [("pasted.txt", request.text.encode("utf-8"))], options)


def job_detail(desk: Desk, job_id: str, query: JobQuery) -> JobDetail:
    """A job with a page of its inputs in their order. Raises ApiError (404) for an unknown id."""
    job = jobs.get(desk.store, job_id)
    if job is None:
        raise not_found("job", job_id)
    after = cursors.bounded(cursors.unpack(query.cursor, int)[0], 64) if query.cursor else 0
    found = jobs.items(desk.store, job_id, after=after, limit=query.limit + 1)
    following = cursors.pack(found[query.limit - 1].ordinal) if len(found) > query.limit else None
    return JobDetail(job=job_view(job), items=tuple(_item_view(i) for i in found[: query.limit]), next=following)


def list_jobs(desk: Desk, query: JobQuery) -> JobPage:
    """Jobs, the newest first."""
    before = cursors.bounded(cursors.unpack(query.cursor, int)[0], 64) if query.cursor else None
    found = jobs.newest(desk.store, before=before, limit=query.limit + 1)
    following = cursors.pack(found[query.limit - 1][0]) if len(found) > query.limit else None
    return JobPage(items=tuple(job_view(job) for _, job in found[: query.limit]), next=following)


def job_view(job: jobs.Job) -> JobView:
    """A job as the API shows it."""
    return JobView(**{name: getattr(job, name) for name in JobView.model_fields})


def safe_name(name: str) -> str:
    """The last part of an uploaded file's name without anything that steers a terminal, a path or a header; at most 120 characters."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    kept = "".join(c if unicodedata.category(c)[0] in "LNPSZ" and c not in '/\\:*?"<>|\u2028\u2029' else "_" for c in last).strip(" .")
    return kept[-120:] or "upload"


def _queued(desk: Desk, user: str, inputs: Sequence[tuple[str, bytes]], options: ImportOptions) -> JobView:
    for value in (options.title, options.publisher):
        try:
            _plain(value or "")
        except ValueError as error:
            raise ApiError(422, "invalid", str(error), remedy="Leave control characters out.") from error
    given = options.model_dump(mode="json", exclude_none=True)
    job_id = jobs.create(desk.store, kind="import", user=user, options=given, items=inputs)
    if desk.team:
        people.note(desk.store, user=user, action=f"import of {len(inputs)}", subject=job_id)
    desk.wake()
    job = jobs.get(desk.store, job_id)
    assert job is not None
    return job_view(job)


def _unpacked(files: Iterable[tuple[str, bytes]]) -> Iterable[tuple[str, bytes]]:
    """The files with archives in them opened, as far as the limits go; archives inside archives are left closed."""
    room = MOST_UNPACKED
    for name, data in files:
        if not (data[:4] == b"PK\x03\x04" and name.lower().endswith(".zip")):
            yield safe_name(name), data
            continue
        for inner, content in _zip_members(name, data, room):
            room -= len(content)
            yield safe_name(inner), content


def _zip_members(name: str, data: bytes, room: int) -> Iterable[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [i for i in archive.infolist() if not i.is_dir() and not PurePosixPath(i.filename).name.startswith(".")]
            if len(members) > MOST_FILES:
                raise ApiError(413, "too_large", f"{safe_name(name)} holds {len(members):,} files", remedy="Import fewer at a time.")
            for member in members:
                # The size that an archive states may be a lie: what comes out is counted.
                content = bytearray()
                with archive.open(member) as stream:
                    while part := stream.read(_CHUNK):
                        content += part
                        if len(content) > room:
                            title = f"{safe_name(name)} unpacks to more than {MOST_UNPACKED:,} bytes"
                            raise ApiError(413, "too_large", title, remedy="Unpack it and import its files.")
                room -= len(content)
                yield member.filename, bytes(content)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, UnicodeDecodeError) as error:
        title = f"{safe_name(name)} cannot be unpacked ({type(error).__name__})"
        raise ApiError(422, "invalid", title, remedy="Unpack it and import its files.") from error


def _item_view(item: jobs.JobItem) -> JobItemView:
    given = {name: getattr(item, name) for name in JobItemView.model_fields if name != "number"}
    return JobItemView(number=item.ordinal, **given)
