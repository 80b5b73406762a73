"""Country outlines for the report: the world-atlas package (Natural Earth 1:50m, public domain) thinned to one small file.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python training/world_map.py package/countries-50m.json src/onrecord/data/map/countries.json

Shared borders stay shared (the topology is kept), so that neighbours meet without gaps. Coordinates are hundredths of a degree WGS 84,
each arc its first point and then differences, as in TopoJSON.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

TOLERANCE = 0.06
"""Degrees that a border may be off: about 6 km, under a pixel of a map of one country."""

SMALLEST = 0.12
"""Rings whose box is narrower than this many degrees are left out, except the largest ring of a country."""

Point = tuple[float, float]


def decode(atlas: dict[str, Any]) -> list[list[Point]]:
    """Arcs in degrees."""
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def thin(points: list[Point]) -> list[Point]:
    """Douglas and Peucker 1973, without recursion."""
    if len(points) < 3:
        return points
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    if points[0] == points[-1]:
        far = max(range(len(points)), key=lambda i: math.dist(points[i], points[0]))
        keep.add(far)
        stack = [(0, far), (far, len(points) - 1)]
    while stack:
        start, end = stack.pop()
        (x1, y1), (x2, y2) = points[start], points[end]
        length = math.hypot(x2 - x1, y2 - y1) or 1e-9
        best, worst = 0.0, -1
        for i in range(start + 1, end):
            x, y = points[i]
            distance = abs((y2 - y1) * x - (x2 - x1) * y + x2 * y1 - y2 * x1) / length
            if distance > best:
                best, worst = distance, i
        if best > TOLERANCE:
            keep.add(worst)
            stack += [(start, worst), (worst, end)]
    return [points[i] for i in sorted(keep)]


def width(ring: list[int], arcs: list[list[Point]]) -> float:
    """The longer side of the box around a ring, in degrees."""
    points = [p for number in ring for p in arcs[number if number >= 0 else ~number]]
    return max(max(x for x, _ in points) - min(x for x, _ in points), max(y for _, y in points) - min(y for _, y in points))


def convert(atlas: dict[str, Any]) -> dict[str, Any]:
    """The shipped form: `arcs` and, a country, its name, ISO 3166-1 numeric code and rings of arc numbers (~n is n reversed)."""
    arcs = decode(atlas)
    countries, used = [], {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        if shape["properties"]["name"] == "Antarctica" or "arcs" not in shape:
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = sorted((ring for polygon in polygons for ring in polygon), key=lambda r: -width(r, arcs))
        rings = [r for n, r in enumerate(rings) if n == 0 or width(r, arcs) > SMALLEST]
        for number in {n if n >= 0 else ~n for r in rings for n in r}:
            used.setdefault(number, len(used))
        renumbered = [[used[n] if n >= 0 else ~used[~n] for n in r] for r in rings]
        countries.append({"name": shape["properties"]["name"], "code": shape.get("id"), "rings": renumbered})
    short = []
    for number in used:
        points = [(round(x * 100), round(y * 100)) for x, y in thin(arcs[number])]
        points = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
        flat = [*points[0]]
        for (x1, y1), (x2, y2) in pairwise(points):
            flat += [x2 - x1, y2 - y1]
        short.append(flat)
    return {
        "attribution": "Made with Natural Earth, public domain (naturalearthdata.com), by way of world-atlas 2.0.2 (ISC)",
        "unit": "hundredths of a degree WGS 84, longitude before latitude; each arc is its first point and then differences",
        "arcs": short,
        "countries": countries,
    }


if __name__ == "__main__":
    result = convert(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    Path(sys.argv[2]).write_text(json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
