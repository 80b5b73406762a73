"""`onrecord export`: events in the formats of others, with a report of what was lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from onrecord.cli import options
from onrecord.cli.terminal import note, written
from onrecord.errors import BadInput
from onrecord.export import FORMATS

if TYPE_CHECKING:
    from onrecord.export import Bundle, LossReport


def export(
    target: Annotated[str, typer.Argument(metavar="csv|jsonl|geojson|acled", help="The format.", show_default=False)],
    out: Annotated[
        str | None, typer.Option("--out", "-o", metavar="FILE", help="Where to write. Default: standard output.", show_default=False)
    ] = None,
    loss_report: Annotated[
        str | None,
        typer.Option("--loss-report", metavar="FILE", help="Write the loss report there as JSON instead of to stderr.", show_default=False),
    ] = None,
    hxl: Annotated[bool, typer.Option("--hxl", help="csv only: a row of HXL tags under the header.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the loss report as JSON on stderr.")] = False,
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
) -> None:
    """Write events for other programs, and say what their format cannot hold.

    \b
    csv      one row an event, for spreadsheets; --hxl adds HXL tags
    jsonl    everything: documents, claims and events, one JSON object a line
    geojson  RFC 7946; events without a place have a null geometry
    acled    the 31 columns of ACLED; only events that took place, with a date

    \b
    Examples:
      onrecord export csv --hxl --out events.csv
      onrecord export geojson --country SY > syria.geojson
      onrecord export acled --grade corroborated --out events.csv --loss-report lost.json
      onrecord export jsonl | jq 'select(.record == "claim") | .quoted.evidence'
    """
    from onrecord.cli.record import bundle, opened

    name = target.lower()
    if name not in FORMATS:
        raise BadInput("there is no such format", subject=target, stage="export", remedy=f"Use one of {', '.join(FORMATS)}.")
    if hxl and name != "csv":
        raise BadInput("only csv has a row of HXL tags", subject="--hxl", stage="export", remedy="Leave it out, or export csv.")
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
        lost = _write(name, found, stream, hxl=hxl)
    _report(lost, loss_report, as_json=as_json)


def _write(name: str, found: Bundle, stream: TextIO, *, hxl: bool) -> LossReport:
    from onrecord.export.acled import write_acled
    from onrecord.export.csv import write_csv
    from onrecord.export.geojson import write_geojson
    from onrecord.export.jsonl import write_jsonl

    if name == "csv":
        return write_csv(found, stream, hxl=hxl)
    return {"jsonl": write_jsonl, "geojson": write_geojson, "acled": write_acled}[name](found, stream)


def _report(lost: LossReport, path: str | None, *, as_json: bool) -> None:
    from onrecord.export.jsontext import json_text

    if path is not None:
        with written(path) as stream:
            stream.write(json_text(lost.to_dict(), indent=2) + "\n")
    elif as_json:
        note(json_text(lost.to_dict()))
    else:
        for line in lost.lines():
            note(line)
