// Overview: map, timeline and list show one filter, which the form holds and the address tells.
"use strict";
import { $, all, say } from "./desk.js";
import { circle, collection, makeMap } from "./map.js";

const form = $("filters"), node = $("map");
const filter = () => ($("results") ? $("results").dataset.filter : "");
const ask = () => window.htmx.trigger(form, "submit");
const DAY = 86400000;

// ---- timeline
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
const ms = (text) => Date.parse(text + "T00:00:00Z");

function timeline() {
  const svg = $("plot");
  if (!svg) { return; }
  const first = ms(svg.dataset.first), last = ms(svg.dataset.last), length = Math.round((last - first) / DAY) + 1;
  let start = ms(svg.dataset.start), end = ms(svg.dataset.end);
  const brush = svg.querySelector(".brush"), plot = svg.querySelector(".plot"), handles = { start: svg.querySelector('[data-end="start"]'), end: svg.querySelector('[data-end="end"]') };
  const at = (event) => { const box = svg.getBoundingClientRect(); return Math.max(0, Math.min(length - 1, Math.floor((event.clientX - box.left) / box.width * length))); };
  const draw = () => {
    const left = 100 * Math.round((start - first) / DAY) / length, right = 100 * (Math.round((end - first) / DAY) + 1) / length;
    brush.setAttribute("x", left + "%");
    brush.setAttribute("width", (start === first && end === last ? 0 : right - left) + "%");
    handles.start.setAttribute("cx", left + "%"); handles.end.setAttribute("cx", right + "%");
    for (const [name, day] of [["start", start], ["end", end]]) {
      const h = handles[name];
      h.setAttribute("aria-valuemax", length - 1);
      h.setAttribute("aria-valuenow", Math.round((day - first) / DAY));
      h.setAttribute("aria-valuetext", iso(day));
    }
  };
  const choose = () => {
    const whole = start === first && end === last;
    $("f-from").value = whole ? "" : iso(start);
    $("f-to").value = whole ? "" : iso(end);
    ask();
  };
  let from = null, moving = null;
  plot.addEventListener("pointerdown", (e) => { from = at(e); plot.setPointerCapture(e.pointerId); e.preventDefault(); });
  plot.addEventListener("pointermove", (e) => {
    if (from === null) { return; }
    const to = at(e);
    start = first + Math.min(from, to) * DAY; end = first + Math.max(from, to) * DAY;
    draw();
  });
  plot.addEventListener("pointerup", (e) => {
    if (from === null) { return; }
    // A click without a drag takes the choice away.
    if (at(e) === from && length > 1) { start = first; end = last; }
    from = null; draw(); choose();
  });
  plot.addEventListener("pointercancel", () => { from = null; });
  for (const name of ["start", "end"]) {
    const h = handles[name];
    const move = (day) => { if (name === "start") { start = Math.min(end, Math.max(first, day)); } else { end = Math.max(start, Math.min(last, day)); } draw(); };
    h.addEventListener("pointerdown", (e) => { moving = name; h.setPointerCapture(e.pointerId); e.stopPropagation(); });
    h.addEventListener("pointermove", (e) => { if (moving === name) { move(first + at(e) * DAY); } });
    h.addEventListener("pointerup", () => { if (moving === name) { moving = null; choose(); } });
    let wait = 0;
    h.addEventListener("keydown", (e) => {
      const now = name === "start" ? start : end, far = Math.max(1, Math.round(length / 20));
      const days = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -far, PageUp: far }[e.key];
      if (days) { move(now + days * DAY); } else if (e.key === "Home") { move(first); } else if (e.key === "End") { move(last); } else { return; }
      e.preventDefault();
      clearTimeout(wait);
      focused = name;
      wait = setTimeout(choose, 500);
    });
  }
  draw();
  // The timeline was exchanged under somebody's fingers.
  if (focused) { handles[focused].focus(); focused = null; }
}
let focused = null;

// ---- map
let map = null, bounds = null, asking = null, popup = null;
const short = (n) => n < 1000 ? String(n) : n < 1e6 ? (n / 1000).toFixed(n < 1e4 ? 1 : 0) + "k" : (n / 1e6).toFixed(1) + "M";
const gradeOf = (grades) => { const names = Object.keys(grades); return names.length === 1 ? names[0] : "mixed"; };

async function load({ fit = false } = {}) {
  if (!map) { return; }
  if (asking) { asking.abort(); }
  asking = new AbortController();
  const view = map.getBounds(), clip = (v, most) => Math.max(-most, Math.min(most, v)).toFixed(4);
  const query = new URLSearchParams(filter());
  query.set("zoom", map.getZoom().toFixed(2));
  if (!fit) { query.set("view", [clip(view.getWest(), 180), clip(view.getSouth(), 90), clip(view.getEast(), 180), clip(view.getNorth(), 90)].join(",")); }
  let data;
  try {
    const response = await fetch("/api/v1/summary/map?" + query, { signal: asking.signal });
    if (!response.ok) { throw new Error(String(response.status)); }
    data = await response.json();
  } catch (error) {
    if (error.name !== "AbortError") { tell("The events could not be put on the map (" + error.message + ")."); }
    return;
  }
  tell(data.total && !data.located ? "None of these events has a place that could be located." : "");
  if (fit) {
    bounds = data.bounds;
    if (bounds) {
      // Areas are shown whole, not by their middle.
      for (const { geometry, properties: p } of data.features) {
        const reach = (p.kind === "area" && p.radius_m || 0) / 111320, [lon, lat] = geometry.coordinates;
        bounds = [Math.min(bounds[0], lon - reach), Math.min(bounds[1], lat - reach), Math.max(bounds[2], lon + reach), Math.max(bounds[3], lat + reach)];
      }
      show(bounds);
    } else { await draw(data); }
    await load();
    return;
  }
  await draw(data);
}

async function draw(data) {
  const areas = [], spots = [];
  for (const { geometry, properties: p } of data.features) {
    const grade = gradeOf(p.grades), area = p.kind === "area";
    const [lon, lat] = geometry.coordinates;
    if (area && p.radius_m) { areas.push({ type: "Feature", properties: { grade }, geometry: circle(lon, lat, p.radius_m) }); }
    spots.push({ type: "Feature", geometry, properties: { many: p.kind === "cluster" || grade === "mixed", grade, vague: p.area, count: p.events, short: p.events > 1 ? short(p.events) : "", name: p.name || "", event: p.event_id || "", bounds: p.bounds ? p.bounds.join(",") : "", cluster: p.kind === "cluster" } });
  }
  // Small areas over large ones, single marks over clusters.
  map.getSource("areas").setData(collection(areas));
  map.getSource("spots").setData(collection(spots));
  node.dataset.features = String(data.features.length);
  node.dataset.located = String(data.located);
}

function show([west, south, east, north], options = {}) {
  const pad = 1.5;
  map.fitBounds([[Math.max(-180, west - pad), Math.max(-84, south - pad)], [Math.min(180, east + pad), Math.min(84, north + pad)]], { padding: 30, maxZoom: 5.2, animate: false, ...options });
}

function tell(words) {
  let p = node.querySelector(".map-said");
  if (!words) { if (p) { p.remove(); } return; }
  if (!p) { p = document.createElement("p"); p.className = "map-said"; node.append(p); }
  p.textContent = words;
}

async function open(lngLat, name, query) {
  const response = await fetch("/api/v1/events?" + query);
  if (!response.ok) { return; }
  const page = await response.json();
  const list = document.createElement("ul");
  for (const e of page.items) {
    const li = document.createElement("li"), a = document.createElement("a");
    a.href = "/events/" + e.id; a.textContent = e.title + ", " + e.days;
    li.append(a, document.createElement("br"), e.grade.replaceAll("_", " ") + (e.killed ? "; " + e.killed : ""));
    list.append(li);
  }
  const box = document.createElement("div"), strong = document.createElement("strong");
  strong.textContent = name; box.append(strong, list);
  if (page.total > page.items.length) { const p = document.createElement("p"); p.textContent = "and " + (page.total - page.items.length) + " more"; box.append(p); }
  if (popup) { popup.remove(); }
  popup = new window.maplibregl.Popup({ closeButton: false, maxWidth: "none", focusAfterOpen: true }).setLngLat(lngLat).setDOMContent(box).addTo(map);
}

function clicks() {
  map.on("mousemove", (e) => node.classList.toggle("point", map.queryRenderedFeatures(e.point, { layers: ["spots", "many"] }).length > 0));
  map.on("click", (e) => {
    if (node.classList.contains("drawing")) { return; }
    const found = map.queryRenderedFeatures([[e.point.x - 4, e.point.y - 4], [e.point.x + 4, e.point.y + 4]], { layers: ["spots", "many"] })[0];
    if (!found) { return; }
    const p = found.properties, [lon, lat] = found.geometry.coordinates;
    if (p.cluster) { show(p.bounds.split(",").map(Number), { maxZoom: Math.min(13, map.getZoom() + 3), animate: !matchMedia("(prefers-reduced-motion: reduce)").matches }); return; }
    const item = p.event && $(p.event);
    if (item) { light(item, true); }
    const query = new URLSearchParams(filter()), d = 0.0006;
    query.set("bbox", [lon - d, lat - d, lon + d, lat + d].map((v) => v.toFixed(5)).join(","));
    query.set("limit", "8");
    open(found.geometry.coordinates.slice(), p.name, query);
  });
}

function light(item, scroll) {
  all(".events > li.lit").forEach((li) => li.classList.remove("lit"));
  if (!item) { map && map.getSource("lit").setData(collection([])); return; }
  item.classList.add("lit");
  if (scroll) { item.scrollIntoView({ block: "nearest" }); }
  if (map) { map.getSource("lit").setData(collection(item.dataset.lon ? [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [Number(item.dataset.lon), Number(item.dataset.lat)] } }] : [])); }
}

// A box on the map filters the list.
function take(west, south, east, north) {
  $("f-bbox").value = [west, south, east, north].map((v) => v.toFixed(4)).join(",");
  keep = true;
  ask();
}
let keep = false;

function boxes() {
  const tools = $("map-tools"), button = tools.querySelector('[data-do="draw"]');
  const drawing = (on) => { node.classList.toggle("drawing", on); button.setAttribute("aria-pressed", String(on)); if (on) { map.dragPan.disable(); say("Drag over the map to draw a box. Escape ends it."); } else { map.dragPan.enable(); } };
  tools.hidden = false;
  tools.addEventListener("click", (e) => {
    const what = e.target.closest("button")?.dataset.do;
    if (what === "in") { map.zoomIn(); } else if (what === "out") { map.zoomOut(); }
    else if (what === "all") { if (bounds) { show(bounds); } }
    else if (what === "draw") { drawing(!node.classList.contains("drawing")); }
    else if (what === "view") { const b = map.getBounds(); take(Math.max(-180, b.getWest()), Math.max(-90, b.getSouth()), Math.min(180, b.getEast()), Math.min(90, b.getNorth())); }
    else if (what === "free") { $("f-bbox").value = ""; ask(); }
  });
  let from = null, rubber = null;
  const place = (e) => { const box = node.getBoundingClientRect(); return [Math.max(0, Math.min(box.width, e.clientX - box.left)), Math.max(0, Math.min(box.height, e.clientY - box.top))]; };
  node.addEventListener("pointerdown", (e) => {
    if (!node.classList.contains("drawing")) { return; }
    e.preventDefault(); e.stopPropagation();
    from = place(e); node.setPointerCapture(e.pointerId);
    rubber = document.createElement("div"); rubber.className = "rubber"; node.append(rubber);
  }, true);
  node.addEventListener("pointermove", (e) => {
    if (!from) { return; }
    const to = place(e);
    Object.assign(rubber.style, { left: Math.min(from[0], to[0]) + "px", top: Math.min(from[1], to[1]) + "px", width: Math.abs(from[0] - to[0]) + "px", height: Math.abs(from[1] - to[1]) + "px" });
  }, true);
  const end = (e) => {
    if (!from) { return; }
    const to = place(e), a = map.unproject([Math.min(from[0], to[0]), Math.max(from[1], to[1])]), b = map.unproject([Math.max(from[0], to[0]), Math.min(from[1], to[1])]);
    const wide = Math.abs(from[0] - to[0]) > 4 && Math.abs(from[1] - to[1]) > 4;
    rubber.remove(); from = null; drawing(false);
    if (wide) { take(Math.max(-180, a.lng), Math.max(-90, a.lat), Math.min(180, b.lng), Math.min(90, b.lat)); }
  };
  node.addEventListener("pointerup", end, true);
  document.addEventListener("keydown", (e) => { if (e.key === "Escape" && node.classList.contains("drawing")) { if (rubber) { rubber.remove(); } from = null; drawing(false); } });
}

// ---- choices of the form, with the numbers that hold under the other filters
function refill() {
  for (const template of all("#counts template[data-for]")) {
    const select = form.elements[template.dataset.for], value = select.value;
    select.replaceChildren(template.content.cloneNode(true));
    select.value = value;
  }
}

// ---- together
function listen() {
  document.addEventListener("htmx:afterSettle", (e) => {
    if (e.detail.target.id !== "results" && e.target.id !== "results") { return; }
    timeline();
    refill();
    const total = $("results").dataset.total;
    say(total + (total === "1" ? " event" : " events"));
    const free = document.querySelector('[data-do="free"]');
    if (free) { free.hidden = !$("f-bbox").value; }
    if (popup) { popup.remove(); }
    load({ fit: !keep });
    keep = false;
  });
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (e) => { const item = e.target.closest?.(".events > li[data-event]"); if (item) { light(item, false); } });
  }
}

timeline();
listen();
if (node) {
  map = await makeMap(node, { label: "Map of the events. Arrow keys move it, plus and minus zoom." });
  $("map-wait")?.remove();
  if (map) {
    boxes(); clicks();
    await load({ fit: true });
    let wait = 0;
    map.on("moveend", () => { clearTimeout(wait); wait = setTimeout(() => load(), 60); });
    map.on("idle", () => { node.dataset.ready = "true"; });
  }
}
