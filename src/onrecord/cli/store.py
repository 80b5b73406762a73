"""`onrecord store`: copy the record to another database, and check it."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli import options
from onrecord.cli.terminal import console, note, print_json, text
from onrecord.errors import BadInput

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Copy the record to another database, and check it.")


@app.command("copy")
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="File or URL of the store to copy.", show_default=False)],
    target: Annotated[str, typer.Argument(metavar="TO", help="File or URL of the store to copy into.", show_default=False)],
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Copy a store into another one: from a file to a PostgreSQL server, back, or from file to file.

    Reports with their original bytes, claims, decisions, users with their tokens, the audit log and the events are brought over; sessions
    and jobs are not. TO is empty or an earlier copy of FROM: what is there already is left as it is, so that a copy that was stopped goes
    on when it is started again. At the end both records are read and compared by a SHA-256 over every row. FROM is not changed.

    \b
    Examples:
      onrecord store copy onrecord.db postgresql://ana@db.example.org/onrecord?sslmode=verify-full
      onrecord store copy postgresql://ana@db.example.org/onrecord mine.db
    """
    from onrecord.cli.progress import progress
    from onrecord.store import Store
    from onrecord.store.copy import copy as copy_store

    if source == target or ("://" not in source + target and Path(source).resolve() == Path(target).resolve()):
        raise BadInput("is the store to copy from", subject=target, stage="store", remedy="Name another one to copy into.")
    started = time.monotonic()
    with Store.open(source, create=False) as old, Store.open(target) as new:
        shown = not quiet and not as_json and sys.stderr.isatty()
        with progress("copying", total=old.marks()["last_reading"], shown=shown) as advance:
            done = copy_store(old, new, advance)
        summary = {
            "from": old.name,
            "to": new.name,
            "copied": dict(done.rows),
            "events": done.events,
            "sha256": done.digest,
            "seconds": round(time.monotonic() - started, 3),
        }
        remarks = new.remarks()
    if as_json:
        print_json(summary)
    elif not quiet:
        brought = ", ".join(f"{number:,} {name}" for name, number in done.rows.items() if number)
        console().print(text(f"copied: {brought or 'nothing, all was there'}; {done.events:,} events"))
        console().print(text(f"both records are the same: SHA-256 {done.digest}"))
        for remark in remarks:
            note(remark)


@app.command("check")
def check(store: options.Store = None, as_json: options.Json = False) -> None:
    """Check the store: what the database finds damaged, ids and digests that do not fit. Exit code 1 where something is wrong.

    \b
    Examples:
      onrecord store check
      onrecord store check --store postgresql://ana@db.example.org/onrecord
    """
    from onrecord.settings import Settings
    from onrecord.store import Store
    from onrecord.store.copy import record_digest

    with Store.open(Settings.load(store=store).store, create=False) as record:
        problems, remarks, counts, digest = record.check(), record.remarks(), record.counts(), record_digest(record)
        name = record.name
    if as_json:
        print_json({"store": name, "problems": problems, "remarks": remarks, "counts": counts, "sha256": digest})
    else:
        for problem in problems:
            console().print(text(problem))
        for remark in remarks:
            note(remark)
        held = ", ".join(f"{number:,} {what}" for what, number in counts.items())
        console().print(text(f"{name}: {held}"))
        console().print(text(f"record: SHA-256 {digest}"))
        console().print(text("nothing is wrong" if not problems else f"{len(problems):,} problems"))
    raise typer.Exit(1 if problems else 0)
