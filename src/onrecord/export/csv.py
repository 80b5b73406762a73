"""One row an event for spreadsheets and HXL tools."""

from __future__ import annotations

from typing import TextIO

from onrecord.export.bundle import Bundle, country_of, district_of, main_place, pooled, publisher_name
from onrecord.export.cells import write_table
from onrecord.export.loss import LossReport, count_empty, not_held
from onrecord.model import Event

COLUMNS: dict[str, str] = {
    "event_id": "#meta+id",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "event_type": "#event+type",
    "mode": "#event+type+mode",
    "sub_event": "#event+type+sub",
    "status": "#status",
    "actors": "#group+name+first",
    "targets": "#group+name+second",
    "location": "#loc+name",
    "location_kind": "#loc+type",
    "admin2": "#adm2+name",
    "admin1": "#adm1+name",
    "country": "#country+name",
    "country_code": "#country+code",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "radius_m": "#geo+radius",
    "location_coarse": "#geo+coarse",
    "killed_lowest": "#affected+killed+min",
    "killed_highest": "#affected+killed+max",
    "killed_best": "#affected+killed",
    "injured_lowest": "#affected+injured+min",
    "injured_highest": "#affected+injured+max",
    "injured_best": "#affected+injured",
    "corroboration": "#meta+grade",
    "independent_origins": "#meta+origins+num",
    "origins": "#meta+origins",
    "denied_by": "#meta+denials",
    "claims": "#meta+claims+num",
    "documents": "#meta+documents+num",
    "sources": "#meta+source",
    "description": "#description",
}
"""Columns in order, each with its HXL tag (HXL 1.1, with the tags of FORMATS where they exist)."""

_HELD = (
    "further actors",
    "further targets",
    "radii of places",
    "grades",
    "independent origins",
    "denials",
    "ranges of killed",
    "ranges of injured",
    "figures of injured",
)


def _row(event: Event, bundle: Bundle) -> dict[str, object]:
    place, country, when = main_place(event), country_of(event), event.when
    killed, injured = pooled(event, "killed"), pooled(event, "injured")
    located = place is not None and place.lat is not None
    return {
        "event_id": event.id,
        "date_start": when.earliest.isoformat() if when and when.earliest else None,
        "date_end": when.latest.isoformat() if when and when.latest else None,
        "event_type": event.event_type,
        "mode": event.mode,
        "sub_event": event.sub_event,
        "status": event.status,
        "actors": "; ".join(event.actors),
        "targets": "; ".join(event.targets),
        "location": place.name if place else None,
        "location_kind": place.kind if place else None,
        "admin2": district_of(event),
        "admin1": place.admin1 if place else None,
        "country": country.name if country else None,
        "country_code": place.country if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "radius_m": place.radius_m if place else None,
        "location_coarse": place.coarse if place and located else None,
        "killed_lowest": killed.lowest if killed else None,
        "killed_highest": killed.highest if killed else None,
        "killed_best": killed.best if killed else None,
        "injured_lowest": injured.lowest if injured else None,
        "injured_highest": injured.highest if injured else None,
        "injured_best": injured.best if injured else None,
        "corroboration": event.grade.corroboration,
        "independent_origins": event.grade.independent_origins,
        "origins": "; ".join(o.name for o in event.grade.origins),
        "denied_by": "; ".join(o.name for o in event.grade.denials),
        "claims": len(event.claim_ids),
        "documents": len(event.document_ids),
        "sources": "; ".join(dict.fromkeys(publisher_name(d) for d in bundle.documents_of(event))),
        "description": event.grade.explanation,
    }


def write_csv(bundle: Bundle, out: TextIO, *, hxl: bool = False) -> LossReport:
    """Write one row an event to `out` (open it with newline=""), with a row of HXL tags under the header if `hxl`."""
    rows = [_row(event, bundle) for event in bundle.events]
    write_table(out, list(COLUMNS), rows, second_header=list(COLUMNS.values()) if hxl else None)
    return LossReport(
        format="csv",
        events=len(bundle.events),
        written=len(rows),
        left_out={},
        not_held=not_held(bundle, _HELD),
        empty=count_empty(rows),
        notes=("text that begins like a formula has an apostrophe before it",),
    )
