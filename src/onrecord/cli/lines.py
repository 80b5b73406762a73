"""Lines of a file that the user names, or of standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from onrecord.errors import BadInput


@contextmanager
def lines_of(path: str) -> Iterator[Iterator[str]]:
    """The lines of a UTF-8 file, or of standard input for "-". Raises BadInput where it cannot be read or is no text."""
    try:
        if path == "-":
            yield _decoded(sys.stdin, path)
        else:
            with Path(path).open(encoding="utf-8-sig", newline="") as stream:
                yield _decoded(stream, path)
    except OSError as error:
        raise BadInput(f"cannot be read ({error.strerror})", subject=path, stage="input", remedy="Check the name.") from error


def _decoded(stream: TextIO, path: str) -> Iterator[str]:
    try:
        yield from stream
    except UnicodeDecodeError as error:
        raise BadInput("is no UTF-8 text", subject=path, stage="input", remedy="Save it as UTF-8.") from error
