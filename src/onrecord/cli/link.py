"""`onrecord link`: events made anew from claims and decisions."""

from __future__ import annotations

import time
from typing import Annotated, Any

import typer

from onrecord.cli import options
from onrecord.cli.terminal import console, note, print_json, text


def link(
    store: options.Store = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Link and grade everything anew, whatever has changed.")] = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Make the events anew from claims and decisions.

    Without --rebuild, events that no new report and no decision touches are kept as they were; the result is the same. The other commands
    do this by themselves where the record has changed; --rebuild is for after an upgrade, or to see that the same record gives the same
    events. Exit code 1: a decision could not be applied; each is named on stderr.

    \b
    Examples:
      onrecord link
      onrecord link --rebuild --store syria.db
      onrecord link --rebuild --json
    """
    from onrecord.cli.record import refresh, warn
    from onrecord.relink import rules_digest
    from onrecord.settings import Settings
    from onrecord.store import Store

    settings = Settings.load(store=store)
    started = time.monotonic()
    with Store.open(settings.store, create=False) as record:
        if not rebuild and not record.events_stale(rules_digest(settings)):
            summary: dict[str, Any] = {"store": record.name, "events": record.counts()["events"], "kept": record.counts()["events"]}
            summary |= {"changed": [], "gone": [], "seconds": 0.0, "troubles": []}
            if not as_json and not quiet:
                note("Nothing has changed since the events were made.")
            failed = False
        else:
            done = refresh(record, settings, whole=rebuild, quiet=quiet)
            warn(done.troubles)
            failed = any(not trouble.applies for trouble in done.troubles)
            summary = {
                "store": record.name,
                "events": done.events,
                "kept": done.kept,
                "changed": list(done.changed),
                "gone": list(done.gone),
                "seconds": round(time.monotonic() - started, 3),
                "troubles": [{"kind": t.kind, "decisions": list(t.decisions), "problem": t.problem} for t in done.troubles],
            }
    if as_json:
        print_json(summary)
    elif not quiet:
        _print(summary)
    raise typer.Exit(1 if failed else 0)


def _print(summary: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in (
        ("events", f"{summary['events']:,}"),
        ("kept as they were", f"{summary['kept']:,}"),
        ("new or changed", f"{len(summary['changed']):,}"),
        ("gone", f"{len(summary['gone']):,}"),
        ("record", summary["store"]),
    ):
        table.add_row(name, text(value))
    console().print(table)
