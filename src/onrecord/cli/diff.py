"""`onrecord diff`: what changed between two states of the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import options
from onrecord.cli.terminal import console, note, print_json, text, written

if TYPE_CHECKING:
    from onrecord.export import Bundle
    from onrecord.export.changes import Changes

_HEAD = b"SQLite format 3\x00"
_STYLES = {"new": "green", "gone": "red", "merged": "cyan", "split": "cyan", "regrouped": "cyan", "changed": "yellow"}


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A store, or what onrecord export jsonl wrote.", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same, of a later state.", show_default=False)],
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table, markdown or json; with --out, a table is written as Markdown.")
    ] = "table",
    out: Annotated[str | None, typer.Option("--out", "-o", metavar="FILE", help="Default: standard output.", show_default=False)] = None,
    as_json: options.Json = False,
) -> None:
    """Say what changed between two states of the record, for people who publish updates.

    Events are matched by their claims, and claims by their place in the report, so that a report that was read anew is no new report.
    Events are new, gone, merged, split, told apart otherwise (regrouped), or changed in grade, figures, date, place, who or whom.
    Exit code 0 whether or not anything changed.

    \b
    Examples:
      onrecord diff monday.db onrecord.db
      onrecord diff may.jsonl june.jsonl --format markdown --out update.md
      onrecord diff may.jsonl onrecord.db --json
    """
    from onrecord.export.changes import changes
    from onrecord.export.changes_words import as_json as to_json
    from onrecord.export.changes_words import markdown, summary

    chosen = "json" if as_json else options.known([form], ("table", "markdown", "json"), "--format")[0]
    found = changes(_state(old), _state(new))
    if chosen == "json":
        if out is None:
            print_json(to_json(found))
            return
        from onrecord.export.jsontext import json_text

        with written(out) as stream:
            stream.write(json_text(to_json(found), indent=2) + "\n")
        return
    if chosen == "markdown" or out is not None:
        with written(out) as stream:
            stream.write(markdown(found, old=Path(old).name, new=Path(new).name))
        return
    _print(found)
    note(summary(found))


def _state(path: str) -> Bundle:
    """The state in a file: a store by its first bytes or its address, else an export."""
    from onrecord.cli.lines import lines_of
    from onrecord.cli.record import bundle, opened
    from onrecord.export.bundle_jsonl import read_jsonl

    if "://" not in path and not _is_store(path):
        with lines_of(path) as lines:
            return read_jsonl(lines, path)
    from onrecord.store import EventFilter

    with opened(path) as record:
        return bundle(record, EventFilter())


def _is_store(path: str) -> bool:
    try:
        with Path(path).open("rb") as stream:
            return stream.read(len(_HEAD)) == _HEAD
    except OSError:
        # Whoever opens it next says what is wrong with it.
        return False


def _print(found: Changes) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from onrecord.export.changes_words import headline

    if not found.changes:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in ("change", "before", "after"):
        table.add_column(name, overflow="fold")
    for change in found.changes:
        if change.kind == "changed":
            rows = [(f.field, f.old, f.new) for f in change.fields]
            table.add_row(text("changed", _STYLES["changed"]), text(headline(change.old[0])), text(headline(change.new[0])))
            for name, before, after in rows:
                table.add_row(text(f"  {name}", "dim"), text(before), text(after))
            continue
        cells = [Text("\n").join(text(headline(event)) for event in events) for events in (change.old, change.new)]
        table.add_row(text(change.kind, _STYLES[change.kind]), *cells)
    console().print(table)
