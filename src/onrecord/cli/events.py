"""`onrecord events`: the table of events."""

from __future__ import annotations

from onrecord.cli import options
from onrecord.cli.terminal import note, print_json


def events(
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
) -> None:
    """List events, the earliest first; every filter that is given has to hold.

    \b
    Examples:
      onrecord events
      onrecord events --from 2024-03-01 --to 2024-03-31 --country SD
      onrecord events --type ASSAULT --grade contested --grade corroborated
      onrecord events --confidence 0.5
      onrecord events --origin "Defence Ministry" --json
      onrecord events --text '"training camp" militants'
    """
    from onrecord.cli.record import opened
    from onrecord.cli.table import print_events
    from onrecord.model.codec import to_dict

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
        found = record.events(wanted)
    if as_json:
        print_json([to_dict(event, ids=True) for event in found])
    elif found:
        print_events(found)
    else:
        note("No event fits.")
