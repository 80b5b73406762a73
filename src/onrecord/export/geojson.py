"""Events as a GeoJSON FeatureCollection (RFC 7946)."""

from __future__ import annotations

from typing import Any, TextIO

from onrecord.export.bundle import Bundle, day_range, main_place, place_line, pooled, publisher_name, what_happened
from onrecord.export.jsontext import json_text
from onrecord.export.loss import LossReport, count_empty, not_held
from onrecord.model import Event, Place

_HELD = (
    "further actors",
    "further targets",
    "further places",
    "radii of places",
    "grades",
    "independent origins",
    "denials",
    "ranges of killed",
    "ranges of injured",
    "figures of injured",
    "figures of other kinds",
    "figures by class of victims",
    "numbers said to be unknown",
)


def _place(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "latitude": place.lat,
        "longitude": place.lon,
        "radius_m": place.radius_m,
        "coarse": place.coarse,
        "note": place.note,
        "acled_precision": place.acled_precision,
        "ucdp_precision": place.ucdp_precision,
    }


def _geometry(place: Place | None) -> dict[str, Any] | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [round(place.lon, 6), round(place.lat, 6)]}


def _feature(event: Event, bundle: Bundle) -> dict[str, Any]:
    place, when = main_place(event), event.when
    killed = pooled(event, "killed")
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": _geometry(place),
        "properties": {
            "title": f"{what_happened(event)}, {place_line(event)}, {day_range(event)}",
            "earliest": when.earliest.isoformat() if when and when.earliest else None,
            "latest": when.latest.isoformat() if when and when.latest else None,
            "event_type": event.event_type,
            "mode": event.mode,
            "sub_event": event.sub_event,
            "status": event.status,
            "actors": list(event.actors),
            "targets": list(event.targets),
            "place": place.name if place else None,
            "place_kind": place.kind if place else None,
            "country": place.country if place else None,
            "precision": place.kind
            if place and place.lat is not None and not place.coarse
            else ("coarse" if place and place.coarse else None),
            "radius_m": place.radius_m if place else None,
            "acled_precision": place.acled_precision if place else None,
            "ucdp_precision": place.ucdp_precision if place else None,
            "place_note": place.note if place else None,
            "places": [_place(p) for p in event.places],
            "killed_lowest": killed.lowest if killed else None,
            "killed_highest": killed.highest if killed else None,
            "figures": [
                {
                    "what": f.what,
                    "victims": f.victims,
                    "lowest": f.lowest,
                    "highest": f.highest,
                    "best": f.best,
                    "rule": f.rule,
                    "open_ended": f.open_ended,
                    "unknown": f.unknown,
                }
                for f in event.grade.figures
            ],
            "corroboration": event.grade.corroboration,
            "independent_origins": event.grade.independent_origins,
            "origins": [o.name for o in event.grade.origins],
            "denied_by": [o.name for o in event.grade.denials],
            "claims": len(event.claim_ids),
            "documents": len(event.document_ids),
            "sources": list(dict.fromkeys(publisher_name(d) for d in bundle.documents_of(event))),
            "explanation": event.grade.explanation,
        },
    }


def feature_line(event: Event, bundle: Bundle) -> str:
    """One event as a Feature on a line, without a comma: what `write_geojson` writes, for exports that are written part by part."""
    return json_text(_feature(event, bundle))


def write_geojson(bundle: Bundle, out: TextIO) -> LossReport:
    """Write one Feature an event: longitude before latitude in degrees WGS 84, `geometry` null where the event could not be located.

    A point of a province or country is its middle: `radius_m` (metres) and `precision` in the properties say how far the truth may lie.
    """
    features = [_feature(event, bundle) for event in bundle.events]
    # One feature a line: still one JSON document, but a diff of two exports can be read.
    body = ",\n".join(json_text(f) for f in features)
    out.write('{"type":"FeatureCollection","features":[\n' + body + "\n]}\n")
    empty = count_empty([{**f["properties"], "geometry": f["geometry"]} for f in features])
    return LossReport(
        format="geojson", events=len(bundle.events), written=len(features), left_out={}, not_held=not_held(bundle, _HELD), empty=empty
    )
