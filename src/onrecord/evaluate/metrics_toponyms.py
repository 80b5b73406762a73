"""Metrics of place names: found, and resolved to within 161 km. Fractions and kilometres; degrees WGS 84."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from onrecord.evaluate.metrics_common import Answered, Extent, Pair, Result, Tally, closeness, match, overlaps

_EARTH_KM = 6371.0088
_FARTHEST_KM = 20039.0
# 100 miles, the customary radius of this field.
_NEAR_KM = 161.0


def distance_km(latitude: float, longitude: float, latitude_2: float, longitude_2: float) -> float:
    """Great-circle distance of two points on a sphere of the mean earth radius (haversine)."""
    phi, phi_2 = math.radians(latitude), math.radians(latitude_2)
    chord = math.sin((phi_2 - phi) / 2) ** 2 + math.cos(phi) * math.cos(phi_2) * math.sin(math.radians(longitude_2 - longitude) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def toponyms(pairs: Sequence[Pair]) -> Result:
    """Recognition F1 (exact, overlap) and resolution of what both sides located; the headline is end-to-end acc@161 km.

    End to end: of the gold names with coordinates, the share whose overlapping prediction lies within 161 km. The other resolution
    figures run over the names that both sides locate; `auc` is the area under the sorted log errors, 0 best (Jurgens et al. 2015).
    """
    exact, overlap = Tally(), Tally()
    errors: list[float] = []
    located = 0
    same_id: list[bool] = []
    same_country: list[bool] = []
    for gold, predicted in pairs:
        ours, theirs = _places(gold, needed=True), _places(predicted)
        exact.add_sets(set(theirs), set(ours))
        told = sorted(theirs)
        aligned = dict(match({(a, b): closeness(a, b) for a in sorted(ours) for b in told if overlaps(a, b)}))
        overlap.add(len(aligned), len(theirs), len(ours))
        for span, place in ours.items():
            if place.get("lat") is None:
                continue
            located += 1
            answer = theirs[aligned[span]] if span in aligned else None
            if answer is None or answer.get("lat") is None:
                continue
            errors.append(distance_km(*_point(gold, place), *_point(predicted, answer)))
            if place.get("geonames_id") is not None:
                same_id.append(answer.get("geonames_id") is not None and str(answer["geonames_id"]) == str(place["geonames_id"]))
            if place.get("country") and answer.get("country"):
                same_country.append(_plain(place["country"]) == _plain(answer["country"]))
    near = sum(error <= _NEAR_KM for error in errors)
    end_to_end = near / located if located else 0.0
    resolution: Result = {
        "end_to_end_acc@161km": end_to_end,
        "located_in_gold": located,
        "resolved": len(errors),
        **_errors(sorted(errors), near),
    }
    if same_id:
        resolution["geonames_id_accuracy"] = sum(same_id) / len(same_id)
    if same_country:
        resolution["country_accuracy"] = sum(same_country) / len(same_country)
    return {
        "primary": {"name": "end-to-end acc@161 km", "value": end_to_end},
        "recognition_exact": exact.ratios(),
        "recognition_overlap": overlap.ratios(),
        "resolution": resolution,
    }


def _errors(errors: Sequence[float], near: int) -> Result:
    if not errors:
        return {"acc@161km": 0.0, "mean_error_km": None, "median_error_km": None, "auc": 1.0}
    count = len(errors)
    logs = [math.log(error + 1) for error in errors]
    area = sum((a + b) / 2 for a, b in pairwise(logs)) / (count - 1) if count > 1 else logs[0]
    return {
        "acc@161km": near / count,
        "mean_error_km": sum(errors) / count,
        "median_error_km": (errors[(count - 1) // 2] + errors[count // 2]) / 2,
        "auc": area / math.log(_FARTHEST_KM),
    }


def _places(record: Answered, *, needed: bool = False) -> dict[Extent, Mapping[str, Any]]:
    return {record.extent(place): place for place in record.parts("toponyms", needed=needed)}


def _point(record: Answered, place: Mapping[str, Any]) -> tuple[float, float]:
    return record.number(place, "lat"), record.number(place, "lon")


def _plain(name: object) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", str(name).lower()).split())
