// The small map of an event: its places as what they are, and the candidates that lost.
"use strict";
import { $ } from "./desk.js";
import { circle, collection, makeMap } from "./map.js";

const node = $("place-map");
if (node) {
  const points = JSON.parse(node.dataset.points), taken = points.filter((p) => !p.lost);
  const map = await makeMap(node, { label: "Map of " + taken.map((p) => p.name).join(", ") });
  if (map) {
    const vague = (p) => p.coarse || p.radius >= 10000;
    map.getSource("areas").setData(collection(taken.filter((p) => p.radius > 500).map((p) => ({ type: "Feature", properties: { grade: p.grade }, geometry: circle(p.lon, p.lat, p.radius) }))));
    map.getSource("spots").setData(collection(points.map((p) => ({ type: "Feature", properties: { grade: p.lost ? "retracted" : p.grade, vague: p.lost || vague(p), rank: p.lost ? 0 : vague(p) ? 1 : 2, count: 1, short: "", many: false }, geometry: { type: "Point", coordinates: [p.lon, p.lat] } }))));
    const reach = Math.max(1.2, ...taken.map((p) => p.radius / 80000));
    const lons = taken.map((p) => p.lon), lats = taken.map((p) => p.lat);
    map.fitBounds([[Math.min(...lons) - reach, Math.max(-84, Math.min(...lats) - reach)], [Math.max(...lons) + reach, Math.min(84, Math.max(...lats) + reach)]], { animate: false });
    node.dataset.ready = "true";
  }
}
