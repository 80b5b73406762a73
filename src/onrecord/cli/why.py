"""`onrecord why`: why an event has its grade, in plain words."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli import options
from onrecord.cli.terminal import console, indented, print_json, text


def why(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="An id, or its first characters.", show_default=False)],
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """Say in plain words why an event has its grade: who reports it, what was counted as one and why, what reviewers decided.

    \b
    Examples:
      onrecord why e1a2b3c4
      onrecord why e1a2b3c4 --json
    """
    from onrecord.cli.record import bundle_of, opened
    from onrecord.export.why import why as explain
    from onrecord.export.why import why_text

    with opened(store) as record:
        found = bundle_of(record, [record.event(event.strip().lower())])
        listed = {d.id: d for d in record.decisions()} if found.events[0].decision_ids else {}
        related = record.related(found.events[0])
    decided = [listed[i] for i in found.events[0].decision_ids if i in listed]
    explained = explain(found.events[0], found, decided, related)
    if as_json:
        print_json(explained)
        return
    out = console()
    for number, line in enumerate(why_text(explained)):
        bare = line.lstrip(" ")
        if not bare:
            out.print()
        else:
            indented(out, text(bare, "bold" if number == 0 else ""), len(line) - len(bare))
