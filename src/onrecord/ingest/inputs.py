"""Which inputs the user named: files, folders with all that is in them, globs, and standard input."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import BadInput, DocumentError
from onrecord.ingest.draft import STAGE, unreadable

STANDARD_INPUT = "-"

# What file managers leave behind everywhere; nobody means them.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input: `path` to open (None for standard input) and `origin`, the name to show for it."""

    path: Path | None
    origin: str

    @property
    def is_stream(self) -> bool:
        """Whether it can be read only once: standard input, a pipe, a device."""
        return self.path is None or not self.path.is_file()


def list_inputs(paths: Sequence[str]) -> list[Input | DocumentError]:
    """Every input that `paths` name, each once: arguments in their order, what a folder or glob holds by name.

    What a folder holds but nobody can mean to read (hidden files, links to folders, pipes) stands in the list as an error.
    Raises BadInput for a path that does not exist or a glob that matches nothing: a mistyped name must not pass for an empty result.
    """
    if not paths:
        raise BadInput("no input is named", subject="inputs", stage=STAGE, remedy="Name files, folders or globs, or - for standard input.")
    seen: set[str] = set()
    found: list[Input | DocumentError] = []
    for item in (item for path in paths for item in _expand(path)):
        if isinstance(item, Input):
            key = os.path.abspath(item.path) if item.path else STANDARD_INPUT  # noqa: PTH100 - resolve() would follow links
            if key in seen:
                continue
            seen.add(key)
        found.append(item)
    return found


def show_path(path: str) -> str:
    """A path that fits on one line of UTF-8: bytes that are no UTF-8 and control characters are escaped."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def _expand(argument: str) -> Iterator[Input | DocumentError]:
    if argument == STANDARD_INPUT:
        yield Input(path=None, origin=STANDARD_INPUT)
        return
    if _exists(argument):
        yield from _from_path(Path(argument))
        return
    # Path.glob takes no absolute pattern.
    matches = sorted(glob.glob(argument, recursive=True)) if glob.has_magic(argument) else []  # noqa: PTH207
    if not matches:
        problem = "nothing matches" if glob.has_magic(argument) else "no such file or folder"
        raise BadInput(problem, subject=show_path(argument) or "''", stage=STAGE, remedy="Check the name, and the folder that you are in.")
    for match in matches:
        # "**" also gives the folders, whose files it gives by themselves.
        if "**" not in argument or not Path(match).is_dir():
            yield from _from_path(Path(match))


def _exists(argument: str) -> bool:
    try:
        return bool(argument) and os.path.lexists(argument)
    except ValueError:
        # A NUL in the name.
        return False


def _from_path(path: Path) -> Iterator[Input | DocumentError]:
    if not path.is_dir():
        yield Input(path=path, origin=show_path(str(path)))
        return
    empty = True
    for item in _walk(path):
        empty = False
        yield item
    if empty:
        yield unreadable(show_path(str(path)), "the folder is empty", "Name the folder that holds the reports.")


def _walk(folder: Path) -> Iterator[Input | DocumentError]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as problem:
        yield unreadable(show_path(str(folder)), f"the folder cannot be opened ({problem.strerror})", "Check its permissions.")
        return
    for entry in entries:
        path, shown = Path(entry.path), show_path(entry.path)
        if entry.name in _LITTER:
            continue
        if entry.name.startswith("."):
            yield unreadable(shown, "unsupported: hidden files and folders are left out", "Name it itself to have it read.")
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path)
        elif entry.is_dir():
            yield unreadable(shown, "unsupported: links to folders are not followed", "Name it itself to have it read.")
        elif entry.is_file() or entry.is_symlink():
            yield Input(path=path, origin=shown)
        else:
            yield unreadable(shown, "unsupported: neither a file nor a folder", "Remove it from the folder.")
