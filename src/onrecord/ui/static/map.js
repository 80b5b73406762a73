// The map: countries from this machine, marks whose shape tells the grade, areas drawn as areas.
"use strict";

const loading = new Map();
function script(src) {
  if (!loading.has(src)) {
    loading.set(src, new Promise((done, failed) => {
      const node = document.createElement("script");
      node.src = src; node.onload = done; node.onerror = () => failed(new Error("cannot load " + src));
      document.head.append(node);
    }));
  }
  return loading.get(src);
}

export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
const GRADES = ["corroborated", "acknowledged", "contested", "one_sided", "single_origin", "retracted", "mixed"];

// TopoJSON as this project ships it: arcs are deltas in hundredths of a degree.
export function unpack(atlas) {
  const arcs = atlas.arcs.map((flat) => {
    const points = []; let x = 0, y = 0;
    for (let i = 0; i < flat.length; i += 2) { x += flat[i]; y += flat[i + 1]; points.push([x / 100, y / 100]); }
    return points;
  });
  const ring = (numbers) => {
    const points = numbers.flatMap((n, i) => { const arc = n >= 0 ? arcs[n] : arcs[~n].slice().reverse(); return i ? arc.slice(1) : arc; });
    // A ring over the date line goes on beyond 180 degrees instead of running back around the world.
    let turn = 0;
    return points.map(([x, y], i) => {
      if (i && x - points[i - 1][0] > 180) { turn -= 360; } else if (i && x - points[i - 1][0] < -180) { turn += 360; }
      return [x + turn, y];
    });
  };
  const middle = (points) => {
    let doubled = 0, x = 0, y = 0;
    for (let i = 0; i + 1 < points.length; i += 1) {
      const [a, b] = points[i], [c, d] = points[i + 1], cross = a * d - c * b;
      doubled += cross; x += (a + c) * cross; y += (b + d) * cross;
    }
    return { area: Math.abs(doubled / 2), at: doubled ? [x / (3 * doubled), y / (3 * doubled)] : points[0] };
  };
  const land = [], names = [];
  for (const country of atlas.countries) {
    const rings = country.rings.map(ring).filter((r) => r.length > 3);
    if (!rings.length) { continue; }
    land.push({ type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates: rings.map((r) => [r]) } });
    const largest = rings.map(middle).sort((a, b) => b.area - a.area)[0];
    names.push({ type: "Feature", properties: { name: country.name, size: largest.area }, geometry: { type: "Point", coordinates: largest.at } });
  }
  return { land: { type: "FeatureCollection", features: land }, names: { type: "FeatureCollection", features: names } };
}

// The ground within `metres` of a point, as a polygon.
export function circle(lon, lat, metres) {
  const points = [], distance = metres / 6371008.8, north = lat * Math.PI / 180;
  for (let i = 0; i <= 72; i += 1) {
    const bearing = i * 2 * Math.PI / 72;
    const y = Math.asin(Math.sin(north) * Math.cos(distance) + Math.cos(north) * Math.sin(distance) * Math.cos(bearing));
    const x = Math.atan2(Math.sin(bearing) * Math.sin(distance) * Math.cos(north), Math.cos(distance) - Math.sin(north) * Math.sin(y));
    points.push([lon + x * 180 / Math.PI, Math.max(-85, Math.min(85, y * 180 / Math.PI))]);
  }
  return { type: "Polygon", coordinates: [points] };
}

// One mark on a canvas: the shape says the grade, an outline that the place is only the middle of an area.
export function drawMark(pen, size, grade, vague, ink, card) {
  const c = size / 2, r = size * 0.36;
  pen.lineWidth = size * 0.09; pen.lineJoin = "round"; pen.strokeStyle = ink; pen.fillStyle = vague ? card : ink;
  const body = new Path2D();
  if (grade === "contested") { body.moveTo(c, c - r * 1.2); body.lineTo(c + r * 1.2, c); body.lineTo(c, c + r * 1.2); body.lineTo(c - r * 1.2, c); body.closePath(); }
  else if (grade === "corroborated") { body.rect(c - r, c - r, 2 * r, 2 * r); }
  else { body.arc(c, c, r, 0, 7); }
  const halo = new Path2D(body);
  pen.save(); pen.lineWidth = size * 0.2; pen.strokeStyle = card; pen.stroke(halo); pen.restore();
  pen.fill(body); pen.stroke(body);
  const inner = vague ? ink : card;
  pen.fillStyle = inner; pen.strokeStyle = inner; pen.lineWidth = size * 0.085;
  pen.beginPath();
  if (grade === "corroborated") { pen.arc(c - r * 0.45, c, r * 0.3, 0, 7); pen.arc(c + r * 0.45, c, r * 0.3, 0, 7); pen.fill(); }
  else if (grade === "acknowledged") { pen.arc(c, c, r * 0.45, 0, 7); pen.fill(); }
  else if (grade === "single_origin") { pen.arc(c, c, r * 0.55, 0, 7); pen.stroke(); }
  else if (grade === "one_sided") { pen.arc(c, c, r * 0.7, -Math.PI / 2, Math.PI / 2); pen.fill(); }
  else if (grade === "contested") { for (const y of [-0.25, 0.25]) { pen.moveTo(c - r * 0.55, c + r * y); pen.lineTo(c + r * 0.55, c + r * y); } pen.moveTo(c - r * 0.3, c + r * 0.6); pen.lineTo(c + r * 0.3, c - r * 0.6); pen.stroke(); }
  else if (grade === "retracted") { pen.moveTo(c - r * 0.55, c + r * 0.55); pen.lineTo(c + r * 0.55, c - r * 0.55); pen.stroke(); }
}

function marks(map) {
  const ratio = 2, size = 26;
  for (const grade of GRADES) {
    for (const vague of [false, true]) {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = size * ratio;
      const pen = canvas.getContext("2d");
      pen.scale(ratio, ratio);
      drawMark(pen, size, grade, vague, colour(grade), colour("card"));
      const id = grade + (vague ? "-vague" : ""), image = pen.getImageData(0, 0, size * ratio, size * ratio);
      if (map.hasImage(id)) { map.updateImage(id, image); } else { map.addImage(id, image, { pixelRatio: ratio }); }
    }
  }
}

function paint(map) {
  marks(map);
  map.setPaintProperty("sea", "background-color", colour("sea"));
  map.setPaintProperty("land", "fill-color", colour("land"));
  map.setPaintProperty("borders", "line-color", colour("border"));
  map.setPaintProperty("names", "text-color", colour("soft"));
  map.setPaintProperty("names", "text-halo-color", colour("land"));
  const graded = ["match", ["get", "grade"], ...GRADES.flatMap((g) => [g, colour(g)]), colour("mixed")];
  map.setPaintProperty("areas", "fill-color", graded);
  map.setPaintProperty("edges", "line-color", graded);
  map.setPaintProperty("many", "circle-color", colour("mixed"));
  map.setPaintProperty("many", "circle-stroke-color", colour("card"));
  map.setPaintProperty("many-count", "text-color", colour("on-grade"));
  map.setPaintProperty("spot-count", "text-color", colour("ink"));
  map.setPaintProperty("spot-count", "text-halo-color", colour("card"));
  map.setPaintProperty("lit", "circle-stroke-color", colour("link"));
}

const NONE = { type: "FeatureCollection", features: [] };
const FONT = ["system-ui, sans-serif"];

// A map in `node`, or null with words in its place where the browser cannot draw one.
export async function makeMap(node, { interactive = true, label } = {}) {
  const { library, worker } = document.body.dataset;
  const give = (words) => { const p = document.createElement("p"); p.className = "map-said"; p.textContent = words; node.append(p); return null; };
  try { await script(library); } catch { return give("The map could not be loaded. The list says the same."); }
  const gl = window.maplibregl;
  gl.setWorkerUrl(worker);
  gl.setWorkerCount(1);
  let map;
  try {
    map = new gl.Map({
      container: node, interactive, attributionControl: false, renderWorldCopies: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxZoom: 13, minZoom: 0,
      fadeDuration: 0, center: [20, 20], zoom: 1, cooperativeGestures: false, canvasContextAttributes: { preserveDrawingBuffer: true },
      style: {
        version: 8,
        sources: { land: { type: "geojson", data: NONE, tolerance: 0.2 }, names: { type: "geojson", data: NONE }, areas: { type: "geojson", data: NONE }, spots: { type: "geojson", data: NONE }, lit: { type: "geojson", data: NONE } },
        layers: [
          { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
          { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("land") } },
          { id: "borders", type: "line", source: "land", paint: { "line-color": colour("border"), "line-width": 0.8 } },
          { id: "areas", type: "fill", source: "areas", paint: { "fill-opacity": 0.14 } },
          { id: "edges", type: "line", source: "areas", paint: { "line-width": 1.6, "line-dasharray": [4, 3] } },
          { id: "names", type: "symbol", source: "names", filter: ["step", ["zoom"], [">", ["get", "size"], 60], 1, [">", ["get", "size"], 12], 2, [">", ["get", "size"], 3], 3, [">", ["get", "size"], 0.5], 4, true], layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 11.5, "text-letter-spacing": 0.04, "text-max-width": 7, "symbol-sort-key": ["-", 0, ["get", "size"]] }, paint: { "text-halo-width": 1.2 } },
          { id: "lit", type: "circle", source: "lit", paint: { "circle-radius": 17, "circle-color": "transparent", "circle-stroke-width": 4 } },
          { id: "many", type: "circle", source: "spots", filter: ["==", ["get", "many"], true], paint: { "circle-radius": ["interpolate", ["linear"], ["log10", ["get", "count"]], 0.3, 12, 2, 19, 5, 30], "circle-stroke-width": 1.5 } },
          { id: "spots", type: "symbol", source: "spots", filter: ["!=", ["get", "many"], true], layout: { "icon-image": ["concat", ["get", "grade"], ["case", ["get", "vague"], "-vague", ""]], "icon-allow-overlap": true, "icon-ignore-placement": true, "symbol-sort-key": ["coalesce", ["get", "rank"], 0] } },
          { id: "many-count", type: "symbol", source: "spots", filter: ["==", ["get", "many"], true], layout: { "text-field": ["get", "short"], "text-font": FONT, "text-size": 13, "text-allow-overlap": true, "text-ignore-placement": true } },
          { id: "spot-count", type: "symbol", source: "spots", filter: ["all", ["!=", ["get", "many"], true], [">", ["get", "count"], 1]], layout: { "text-field": ["get", "short"], "text-font": FONT, "text-size": 12, "text-offset": [0.95, -0.75], "text-allow-overlap": true, "text-ignore-placement": true }, paint: { "text-halo-width": 2 } },
        ],
      },
    });
  } catch {
    node.replaceChildren();
    return give("This browser cannot draw the map (it needs WebGL). The list says the same.");
  }
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-label", label || "Map; the list tells the same");
  if (!interactive) { canvas.removeAttribute("tabindex"); }
  await new Promise((done) => map.once("load", done));
  paint(map);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => paint(map));
  fetch("/countries.json").then((r) => r.json()).then((atlas) => {
    const { land, names } = unpack(atlas);
    map.getSource("land").setData(land);
    map.getSource("names").setData(names);
  }).catch(() => give("The outlines of the countries could not be loaded."));
  return map;
}

export const collection = (features) => ({ type: "FeatureCollection", features });
