"""All inputs in order, each to its documents or its error."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import IO, BinaryIO

from onrecord.errors import DocumentError
from onrecord.ingest import html, jsonl, markdown, text
from onrecord.ingest.decode import decode
from onrecord.ingest.draft import Draft, finish, unreadable
from onrecord.ingest.inputs import Input, list_inputs, show_path
from onrecord.ingest.options import IngestOptions
from onrecord.ingest.sniff import HEAD_BYTES, Kind, sniff
from onrecord.model.document import Captured

_CHUNK = 1 << 20


def ingest_paths(
    paths: Sequence[str], *, options: IngestOptions | None = None, stdin: BinaryIO | None = None
) -> Iterator[Captured | DocumentError]:
    """Documents and errors, one by one, of files, folders (with their subfolders), globs and `-` for standard input.

    The order hangs on the names alone. An input that cannot be read is yielded as the error that says why and what to do; it never stops
    the rest. A path that does not exist and a glob that matches nothing raise BadInput at once, before anything is read. Each input is
    opened when its turn comes and held in memory alone; JSON Lines are read line by line. `stdin` stands in for standard input.
    """
    chosen = options or IngestOptions()
    inputs = list_inputs(paths)
    return (result for item in inputs for result in _results(item, chosen, stdin))


def count_inputs(paths: Sequence[str], *, options: IngestOptions | None = None) -> int | None:
    """How many documents and errors `ingest_paths` will yield; None where a stream (standard input, a pipe) is among the inputs.

    Reads JSON files through once (about 1 GB/s), of others only the beginning. Raises BadInput as `ingest_paths` does.
    """
    chosen = options or IngestOptions()
    total = 0
    for item in list_inputs(paths):
        if isinstance(item, Input) and item.is_stream and (item.path is None or item.path.exists()):
            return None
        total += 1 if isinstance(item, DocumentError) else _count(item, chosen)
    return total


def _count(item: Input, options: IngestOptions) -> int:
    try:
        with _opened(item, options, None) as (stream, kind):
            if kind == "jsonl":
                return max(1, sum(1 for _ in jsonl.numbered_lines(stream, options.max_bytes)))
            if kind == "json":
                return sum(1 for _ in jsonl.read_json(_whole(stream, item.origin, options), item.origin, options))
    except DocumentError:
        pass
    return 1


def _results(item: Input | DocumentError, options: IngestOptions, stdin: BinaryIO | None) -> Iterator[Captured | DocumentError]:
    if isinstance(item, DocumentError):
        yield item
        return
    try:
        with _opened(item, options, stdin) as (stream, kind):
            if kind == "jsonl":
                yield from _at_least_one(jsonl.read_lines(stream, item.origin, options), item.origin)
            elif kind == "json":
                yield from jsonl.read_json(_whole(stream, item.origin, options), item.origin, options)
            else:
                yield _read(kind, _whole(stream, item.origin, options), item, options)
    except DocumentError as error:
        yield error
    except OSError as problem:
        yield unreadable(item.origin, f"cannot be read ({problem.strerror or problem})", "Check the disk and try again.")


@contextmanager
def _opened(item: Input, options: IngestOptions, stdin: BinaryIO | None) -> Iterator[tuple[BinaryIO, Kind]]:
    """The input as a stream at its start, with its format; closed at the end, standard input excepted."""
    with _seekable(item, options, stdin) as stream:
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        yield stream, sniff(head, item.path.name if item.path else "", item.origin)


@contextmanager
def _seekable(item: Input, options: IngestOptions, stdin: BinaryIO | None) -> Iterator[BinaryIO]:
    if item.path is None:
        with _spooled(stdin or sys.stdin.buffer, item.origin, options) as copy:
            yield copy
        return
    try:
        stream = item.path.open("rb")
    except OSError as problem:
        remedy = "Check its permissions." if isinstance(problem, PermissionError) else "Check that it is still there."
        raise unreadable(item.origin, f"cannot be opened ({problem.strerror})", remedy) from problem
    with stream:
        if not item.is_stream:
            yield stream
            return
        with _spooled(stream, item.origin, options) as copy:
            yield copy


@contextmanager
def _spooled(stream: BinaryIO, origin: str, options: IngestOptions) -> Iterator[BinaryIO]:
    """A copy of a stream that can be read twice, in memory while small. Only JSON Lines may be longer than one document."""
    with tempfile.SpooledTemporaryFile(max_size=options.max_bytes) as copy:
        head = stream.read(HEAD_BYTES)
        copy.write(head)
        endless = sniff(head, "", origin) == "jsonl"
        while (endless or copy.tell() <= options.max_bytes) and (chunk := stream.read(_CHUNK)):
            copy.write(chunk)
        copy.seek(0)
        yield _binary(copy)


def _binary(stream: IO[bytes]) -> BinaryIO:
    return stream  # type: ignore[return-value]  # SpooledTemporaryFile has every method of BinaryIO but not its name


def _whole(stream: BinaryIO, origin: str, options: IngestOptions) -> bytes:
    data = stream.read(options.max_bytes + 1)
    if len(data) > options.max_bytes:
        problem = f"is larger than {options.max_bytes:,} bytes"
        raise unreadable(origin, problem, "Split it into one file a report, or raise the limit with --max-bytes.")
    if not data:
        raise unreadable(origin, "is empty", "Check that the file was saved or downloaded in full, or remove it.")
    return data


def _read(kind: Kind, data: bytes, item: Input, options: IngestOptions) -> Captured:
    declared = html.declared_encoding(data) if kind == "html" else None
    characters, encoding = decode(data, subject=item.origin, encoding=options.encoding, declared=declared)
    if not characters.strip():
        raise unreadable(item.origin, "is empty", "Check that the file was saved or downloaded in full, or remove it.")
    draft, media_type = _draft(kind, characters, item.origin)
    if draft.name is None and item.path is not None:
        draft = replace(draft, name=show_path(item.path.name))
    return finish(draft, original=data, origin=item.origin, media_type=f"{media_type}; charset={encoding}", options=options)


def _draft(kind: Kind, characters: str, subject: str) -> tuple[Draft, str]:
    if kind == "markdown":
        return markdown.read_markdown(characters, subject), markdown.MEDIA_TYPE
    if kind == "html":
        return html.read_html(characters, subject), html.MEDIA_TYPE
    return text.read_text(characters), text.MEDIA_TYPE


def _at_least_one(results: Iterator[Captured | DocumentError], origin: str) -> Iterator[Captured | DocumentError]:
    nothing = True
    for result in results:
        nothing = False
        yield result
    if nothing:
        yield unreadable(origin, "is empty", "Check that the file was saved or downloaded in full, or remove it.")
