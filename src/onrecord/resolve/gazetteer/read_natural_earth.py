"""Natural Earth layers as GeoJSON: regions, rivers, lakes, seas, elevations, disputed areas, populated places, airports, countries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.resolve.gazetteer.files import Read, bad_line, point, refused, whole
from onrecord.resolve.gazetteer.geometry import distance_m
from onrecord.resolve.gazetteer.rows import PROMINENCE, RADIUS
from onrecord.resolve.gazetteer.schema import COMMON, MAIN, OTHER
from onrecord.resolve.gazetteer.sources import Row, city_radius

_KINDS = {
    "admin-0": "country",
    "disputed": "region",
    "breakaway": "region",
    "indeterminate": "region",
    "lease": "region",
    "overlay": "region",
    "populated place": "town",
    "admin-0 capital": "town",
    "admin-1 capital": "town",
    "airport": "site",
    "continent": "region",
    "admin-1": "province",
}


def features(path: Path, read: Read | None = None) -> Iterator[tuple[int, Row]]:
    """Places of one layer (.geojson, .geojson.gz or a zip of it); the number is that of the feature. Shapefiles need `ogr2ogr -f GeoJSON`.

    A polygon gives the middle of its extent and a radius that covers it. Raises `BadInput` with file and feature.
    """
    try:
        stored = json.loads(whole(path))
    except ValueError as error:
        raise refused(path, f"is no JSON ({error})", "Give a layer as GeoJSON; ogr2ogr -f GeoJSON writes it") from error
    found = stored.get("features") if isinstance(stored, dict) else None
    if not isinstance(found, list):
        raise refused(path, "is no GeoJSON FeatureCollection", "Give a layer as GeoJSON; ogr2ogr -f GeoJSON writes it")
    layer = path.name.split(".")[0].removeprefix("ne_10m_").removeprefix("ne_50m_").removeprefix("ne_110m_")
    for number, feature in enumerate(found, 1):
        row = _row(path, number, layer, feature)
        if row is not None:
            yield number, row
        if read:
            read(int(path.stat().st_size * number / len(found)))


def _row(path: Path, number: int, layer: str, feature: Any) -> Row | None:
    facts = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(facts, dict):
        raise bad_line(path, number, "is no GeoJSON feature", "Give a layer as GeoJSON")
    facts = {str(key).lower(): value for key, value in facts.items()}
    name = _text(facts, "name", "name_en", "brk_name", "admin")
    corners = list(_corners((feature.get("geometry") or {}).get("coordinates")))
    if not name or not corners:
        return None
    group = _text(facts, "featurecla", "featureclass").lower()
    kind = "region" if "disputed" in layer else next((kind for start, kind in _KINDS.items() if group.startswith(start)), "natural")
    corners = [point(path, number, lat, lon)[::-1] for lon, lat in corners]
    lat, lon, radius = _extent(corners)
    people = _number(facts.get("pop_max")) or _number(facts.get("pop_est"))
    geonames = facts.get("geonameid") or facts.get("gn_id")
    code = str(int(geonames)) if isinstance(geonames, int | float) and geonames > 0 else ""
    country = _text(facts, "iso_a2", "adm0_a2", "iso_a2_eh")
    names = [(name, MAIN)]
    names += [
        (str(facts[key]), COMMON) for key in ("name_en", "name_alt", "namealt", "name_long", "nameascii", "brk_name") if facts.get(key)
    ]
    names += [(str(value), OTHER) for key, value in facts.items() if key.startswith("name_") and len(key) == 7 and value]
    return Row(
        gid=f"geonames:{code}" if code else f"natural-earth:{layer}:{facts.get('ne_id') or number}",
        name=name,
        kind=kind,
        feature=_text(facts, "featurecla").upper()[:12] or layer.upper()[:12],
        country=country if len(country) == 2 and country.isalpha() else None,
        lat=lat,
        lon=lon,
        radius_m=city_radius(people) if kind == "town" else max(RADIUS["site"], radius) if len(corners) > 1 else RADIUS[kind],
        population=people or PROMINENCE[kind] * (20 if (_number(facts.get("scalerank")) or 9) < 4 else 1),
        names=list(dict.fromkeys(names)),
    )


def _number(value: Any) -> int:
    """A whole number of at least 0; layers write -99 for what is not known."""
    return max(0, int(value)) if isinstance(value, int | float) and value == value and abs(value) < 1e12 else 0


def _text(facts: Mapping[str, Any], *keys: str) -> str:
    return next((str(facts[key]).strip() for key in keys if facts.get(key)), "")


def _corners(coordinates: Any) -> Iterator[tuple[float, float]]:
    if not isinstance(coordinates, list) or not coordinates:
        return
    if isinstance(coordinates[0], int | float):
        if len(coordinates) > 1:
            yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _corners(part)


def _extent(corners: Sequence[tuple[float, float]]) -> tuple[float, float, int]:
    """Middle of the extent in degrees and metres from there to the farthest corner; an extent over the date line is taken from there."""
    shift = 360.0 if max(lon for lon, _ in corners) - min(lon for lon, _ in corners) > 180 else 0.0
    longs = [lon + shift if shift and lon < 0 else lon for lon, _ in corners]
    lats = [lat for _, lat in corners]
    lat, lon = (min(lats) + max(lats)) / 2, (min(longs) + max(longs)) / 2
    lon = (lon + 180.0) % 360.0 - 180.0
    return lat, lon, int(max(distance_m(lat, lon, other, east) for east, other in corners))
