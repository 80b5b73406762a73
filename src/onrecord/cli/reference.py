"""`python -m onrecord.cli.reference` writes `docs/cli.md` from the program itself, so that the two cannot differ."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from onrecord.cli.main import app

_HEAD = """# Command line

<!-- Written by `python -m onrecord.cli.reference`; do not edit. -->

Every command takes `--help`. Output is for people on a terminal and plain text in a pipe; `--json` gives JSON. Messages and the progress
bar go to standard error, and the bar is shown only where that is a terminal.

| exit code | meaning |
|---|---|
| 0 | fine |
| 1 | some inputs were skipped, each named in one line; the rest is done |
| 2 | the run could not go on, or the command line is wrong; one line says why and what to do |
| 130 | stopped with ctrl-C; what was finished is kept |
| 141 | the program that read the output went away |
"""


def _cells(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _prose(text: str) -> Iterator[str]:
    """The help of a command: paragraphs as they are, those kept verbatim (after a \\b) as code under their heading."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        verbatim = paragraph.startswith("\b")
        lines = [line for line in paragraph.replace("\b", "").split("\n") if line.strip()]
        if not verbatim:
            yield from (" ".join(lines), "")
            continue
        if lines[0].endswith(":"):
            yield from (f"{lines[0]}", "")
            lines = lines[1:]
        yield from ("```", *inspect.cleandoc("\n".join(lines)).split("\n"), "```", "")


def _options(command: Any) -> Iterator[str]:
    rows = []
    for option in command.params:
        if getattr(option, "hidden", False):
            continue
        is_argument = option.param_type_name == "argument"
        name = f"{option.metavar}{'...' if option.nargs == -1 else ''}" if is_argument else ", ".join(option.opts)
        value = "" if is_argument or option.is_flag else f" {option.metavar or option.name.upper()}"
        default = "" if is_argument or option.is_flag or not isinstance(option.default, str | int) else f" Default: {option.default}."
        rows.append(_cells(f"`{name}{value}`", f"{option.help or ''}{default}"))
    if rows:
        yield from ("| | |", "|---|---|", *rows, "")


def reference() -> str:
    """The page as Markdown."""
    program: Any = typer.main.get_command(app)
    lines = [_HEAD]
    for name, command in program.commands.items():
        lines += [f"## onrecord {name}", "", *_prose(command.help or ""), *_options(command)]
        for part, inner in getattr(command, "commands", {}).items():
            lines += [f"### onrecord {name} {part}", "", *_prose(inner.help or ""), *_options(inner)]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/cli.md")
    target.write_text(reference(), encoding="utf-8")
