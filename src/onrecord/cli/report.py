"""`onrecord report`: one HTML file that needs nothing else."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli import options
from onrecord.cli.terminal import note, print_json, written


def report(
    out: Annotated[str, typer.Option("--out", "-o", metavar="FILE", help="Where to write; - for standard output.")] = "report.html",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="Heading of the report.")] = "What is on record",
    store: options.Store = None,
    start: options.From = None,
    end: options.To = None,
    event_type: options.Type = None,
    sub_event: options.SubEvent = None,
    place: options.Place = None,
    country: options.Country = None,
    actor: options.Actor = None,
    origin: options.Origin = None,
    grade: options.Grade = None,
    status: options.Status = None,
    text: options.Text = None,
    confidence: options.Confidence = None,
    limit: options.Limit = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Write one HTML file with map, timeline and the evidence for every event; it opens without a network.

    \b
    Examples:
      onrecord report
      onrecord report --country SD --from 2024-03-01 --title "Darfur, March 2024" --out darfur.html
      onrecord report --out - > report.html
    """
    from onrecord.cli.record import bundle, opened
    from onrecord.export.report import write_report

    wanted = options.event_filter(
        start=start,
        end=end,
        event_type=event_type,
        sub_event=sub_event,
        place=place,
        country=country,
        actor=actor,
        origin=origin,
        grade=grade,
        status=status,
        text=text,
        confidence=confidence,
        limit=limit,
    )
    with opened(store) as record:
        found = bundle(record, wanted)
    with written(out) as stream:
        write_report(found, stream, title=title)
    if out == "-":
        return
    if as_json:
        print_json({"report": out, "events": len(found.events)})
    elif not quiet:
        note(f"{out}: {len(found.events)} events")
