"""What commands print: text of reports is data, never markup, and never steers the terminal."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from onrecord.errors import BadInput
from onrecord.export.jsontext import json_text
from onrecord.export.words import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_WIDE = 160
"""Columns of text that goes to a file or pipe, where nothing wraps it."""

GRADE_STYLES = {
    "corroborated": "bold green",
    "acknowledged": "bold cyan",
    "contested": "bold red",
    "one_sided": "yellow",
    "single_origin": "yellow",
    "retracted": "dim",
}


def console(*, stderr: bool = False) -> Console:
    """A Rich console that takes text as it is: no markup, no emoji codes, no guessed colours."""
    from rich.console import Console

    class _Console(Console):
        def on_broken_pipe(self) -> NoReturn:
            # Rich would exit with 1, which here means that inputs were skipped.
            raise BrokenPipeError

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else _WIDE
    return _Console(stderr=stderr, markup=False, emoji=False, highlight=False, width=width)


def text(value: str, style: str = "") -> Text:
    """Words of a report for a Rich table or line, with everything that could steer the terminal made visible."""
    from rich.text import Text

    return Text(visible(value), style=style)


def indented(out: Console, value: Text, by: int) -> None:
    """Print a text of one or more lines with `by` blanks before each, wrapped to the console's width, without blanks at the ends."""
    from rich.text import Text

    for line in value.wrap(out, max(20, out.width - by)):
        line.rstrip()
        out.print(Text(" " * by).append_text(line))


def note(message: str) -> None:
    """One line on stderr."""
    sys.stderr.write(visible(message) + "\n")


def print_json(value: Any) -> None:
    """`value` as indented JSON on stdout."""
    sys.stdout.write(json_text(value, indent=2) + "\n")
    sys.stdout.flush()


@contextmanager
def written(path: str | None) -> Iterator[TextIO]:
    """Text output to a file, which appears whole or not at all, or to stdout for None and "-". Line ends are written as given.

    Raises BadInput where the file cannot be written.
    """
    if path is None or path == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    target = Path(path)
    if target.exists() and not target.is_file():
        # A pipe or device cannot be replaced; it is written as it comes.
        if target.is_dir():
            raise _refused("is a folder", path)
        with target.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    except OSError as error:
        raise _refused(f"cannot be written ({error.strerror})", path) from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            yield stream
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _refused(problem: str, path: str) -> BadInput:
    return BadInput(problem, subject=visible(path), stage="output", remedy="Name another file with --out.")
