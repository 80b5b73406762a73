// Decisions: a dialog and a key for each, sent as JSON; what somebody else decided meanwhile is shown, never overwritten.
"use strict";
import { $, all, csrf, problemOf, say, trouble } from "./desk.js";

const root = $("decide");
const FLASH = "onrecord.decided";

function lines(text) { return text.split("\n").map((l) => l.trim()).filter(Boolean); }
function number(text) { return text.trim() === "" ? null : Number(text); }

// What the form of a correction changes, as the fields of a decision.
export function changes(form) {
  const data = new FormData(form), fields = {}, changed = (name) => form.elements[name].value.trim() !== (form.elements[name].dataset.was || "");
  for (const name of ["event_type", "status"]) { if (changed(name)) { fields[name] = data.get(name); } }
  for (const name of ["mode", "sub_event"]) { if (changed(name)) { fields[name] = data.get(name) || null; } }
  if (changed("earliest") || changed("latest")) {
    const earliest = data.get("earliest") || data.get("latest"), latest = data.get("latest") || data.get("earliest");
    fields.time = earliest ? { earliest, latest } : null;
  }
  for (const name of ["actors", "targets"]) { if (changed(name)) { fields[name] = lines(data.get(name)).map((n) => ({ name: n })); } }
  if (["place", "place_kind", "place_country", "lat", "lon", "radius"].some(changed)) {
    const name = data.get("place").trim();
    fields.places = name ? [{ name, kind: data.get("place_kind"), country: data.get("place_country").toUpperCase() || null, lat: number(data.get("lat")), lon: number(data.get("lon")), radius_m: number(data.get("radius")) }] : [];
  }
  const rows = all(".figure-row", form), value = (row, name) => row.querySelector('[name="' + name + '"]').value;
  const now = rows.map((row) => ({ what: value(row, "f-what"), low: number(value(row, "f-low")), high: number(value(row, "f-high")), rest: JSON.parse(value(row, "f-rest") || "{}") }));
  const same = rows.every((row, i) => (row.dataset.was ? row.dataset.was : "") === (now[i].what ? JSON.stringify([now[i].what, now[i].low, now[i].high]).replaceAll(",", ", ") : ""));
  if (!same) { fields.figures = now.filter((f) => f.what).map(({ what, low, high, rest }) => ({ ...rest, what, low, high, unknown: low === null && high === null })); }
  return fields;
}

function bodyOf(form) {
  const data = new FormData(form), kind = form.dataset.kind, reason = (data.get("reason") || "").trim(), event = root.dataset.event;
  const boxes = all('input[name="claims"]', form), chosen = boxes.filter((b) => b.checked).map((b) => b.value);
  const body = { kind, seen: Number(root.dataset.revision) };
  if (reason) { body.reason = reason; }
  if (boxes.length && !chosen.length) { throw new Error("Mark at least one claim."); }
  if (boxes.length && chosen.length < boxes.length) { body.claims = chosen; }
  if (["accept", "reject", "correct", "grade", "split"].includes(kind)) { body.event = event; }
  if (kind === "reject") { body.why = data.get("why"); }
  if (kind === "grade") {
    body.corroboration = data.get("corroboration") || null; body.airwars = data.get("airwars") || null;
    if (!body.corroboration && !body.airwars) { throw new Error("Choose a grade."); }
  }
  if (kind === "correct") { body.fields = changes(form); if (!Object.keys(body.fields).length) { throw new Error("Nothing was changed."); } }
  if (kind === "merge") {
    const others = all('input[name="with"]:checked', form).map((b) => b.value);
    if (!others.length) { throw new Error("Mark the events that tell of the same happening."); }
    body.events = [event, ...others];
  }
  if (kind === "split") {
    const parts = {};
    for (const select of all("[data-claim]", form)) { (parts[select.value] ||= []).push(select.dataset.claim); }
    body.parts = Object.values(parts);
    if (body.parts.length < 2) { throw new Error("Give at least one claim another letter."); }
  }
  if (kind === "undo") { body.decision = data.get("decision"); }
  return body;
}

function conflict(form, problem, body) {
  const node = form.querySelector(".conflict");
  node.replaceChildren();
  node.hidden = false;
  node.className = "conflict notice bad";
  node.setAttribute("role", "alert");
  const p = document.createElement("p"), strong = document.createElement("strong");
  strong.textContent = problem.current ? "Not written: " + problem.title : problem.title;
  p.append(strong); node.append(p);
  if (problem.remedy) { const more = document.createElement("p"); more.textContent = problem.remedy; node.append(more); }
  if (problem.current) {
    const list = document.createElement("ul");
    for (const x of problem.current.decisions || []) {
      const li = document.createElement("li");
      li.textContent = x.kind + " by " + x.author + " at " + x.decided_at.slice(0, 16).replace("T", " ") + " UTC: “" + x.reason + "”";
      list.append(li);
    }
    const row = document.createElement("div"), look = document.createElement("button"), all_the_same = document.createElement("button");
    row.className = "row";
    look.type = "button"; look.className = "main"; look.textContent = "Look at what is there now";
    look.addEventListener("click", () => location.reload());
    all_the_same.type = "button"; all_the_same.textContent = "Decide all the same";
    all_the_same.addEventListener("click", () => send(form, { ...body, seen: problem.current.revision, replacing: true }));
    row.append(look, all_the_same);
    node.append(list, row);
  }
  node.scrollIntoView({ block: "nearest" });
}

async function wait(job) {
  for (let i = 0; i < 600; i += 1) {
    const response = await fetch("/api/v1/jobs/" + job);
    if (!response.ok) { return; }
    const state = (await response.json()).state;
    if (!["waiting", "queued", "running"].includes(state)) { return; }
    say("The events follow the decision …");
    await new Promise((done) => setTimeout(done, 500));
  }
}

async function send(form, body) {
  const buttons = all("button", form);
  buttons.forEach((b) => { b.disabled = true; });
  try {
    const response = await fetch("/api/v1/decisions", { method: "POST", headers: { "Content-Type": "application/json", ...csrf() }, body: JSON.stringify(body) });
    if (!response.ok) { conflict(form, await problemOf(response), body); return; }
    const decided = await response.json();
    if (decided.job) { await wait(decided.job); }
    const done = { accept: "Accepted.", reject: "Rejected.", correct: "Corrected.", merge: "Merged.", split: "Split.", grade: "Grade set.", undo: "Taken back." }[body.kind];
    try { sessionStorage.setItem(FLASH, JSON.stringify({ words: done, decision: body.kind === "undo" ? "" : decided.decision.id })); } catch { /* private window */ }
    const here = root.dataset.event, ids = decided.event_ids || [];
    if (root.dataset.next && body.kind !== "undo") { location.href = root.dataset.next; }
    else if (location.pathname.startsWith("/review")) { location.reload(); }
    else if (ids.includes(here) || body.kind === "undo") { location.reload(); }
    else if (ids.length) { location.href = "/events/" + ids[0]; }
    else { location.href = "/"; }
  } catch {
    conflict(form, { title: "The desk does not answer.", remedy: "Nothing was written; is `onrecord serve` still running?" }, body);
  } finally {
    buttons.forEach((b) => { b.disabled = false; });
  }
}

// Events that may be the same happening: near in place and time first, or those with the words looked for.
let looked = 0;
async function others(words) {
  const box = $("merge-with"), turn = ++looked, e = root.dataset.event;
  const queries = [];
  if (words) { queries.push(new URLSearchParams({ text: words, limit: "20" })); }
  else {
    const facts = root.closest("main").querySelector("[data-facts]")?.dataset || {};
    const q = new URLSearchParams({ limit: "20" });
    if (facts.earliest) {
      const shift = (day, by) => new Date(Date.parse(day + "T00:00:00Z") + by * 86400000).toISOString().slice(0, 10);
      q.set("from", shift(facts.earliest, -7)); q.set("to", shift(facts.latest, 7));
    }
    if (facts.country) { q.set("country", facts.country); }
    queries.push(q);
  }
  const found = new Map();
  for (const q of queries) {
    const response = await fetch("/api/v1/events?" + q);
    if (response.ok) { for (const item of (await response.json()).items) { if (item.id !== e) { found.set(item.id, item); } } }
  }
  if (turn !== looked) { return; }
  const kept = all('input[name="with"]:checked', box).map((b) => b.closest("label"));
  box.replaceChildren(...kept);
  for (const item of found.values()) {
    if (kept.some((l) => l.querySelector("input").value === item.id)) { continue; }
    const label = document.createElement("label"), input = document.createElement("input"), span = document.createElement("span"), soft = document.createElement("span");
    input.type = "checkbox"; input.name = "with"; input.value = item.id;
    soft.className = "soft"; soft.textContent = " " + item.grade.replaceAll("_", " ") + ", " + item.claims + (item.claims === 1 ? " claim" : " claims");
    span.append(item.sentence, soft); label.append(input, span); box.append(label);
  }
  if (!box.children.length) { const p = document.createElement("p"); p.className = "soft"; p.textContent = "No other event fits. Look for words of its evidence."; box.append(p); }
}

function open(kind) {
  const dialog = $("do-" + kind), button = root.querySelector('[data-open="' + kind + '"]');
  if (!dialog || button.disabled) { return; }
  const note = dialog.querySelector(".conflict");
  if (note) { note.hidden = true; }
  dialog.showModal();
  (dialog.querySelector("[data-find], select, textarea") || dialog).focus();
  if (kind === "accept") { dialog.querySelector('button[type="submit"]').focus(); }
  if (kind === "merge") { others(""); }
}

function flash() {
  let kept = null;
  try { kept = JSON.parse(sessionStorage.getItem(FLASH)); sessionStorage.removeItem(FLASH); } catch { return; }
  if (!kept) { return; }
  const node = document.createElement("div"), p = document.createElement("p");
  node.className = "notice good"; node.id = "flash"; p.textContent = kept.words + " "; node.append(p);
  if (kept.decision) {
    const button = document.createElement("button");
    button.type = "button"; button.className = "quiet"; button.id = "undo-last"; button.textContent = "Undo"; button.dataset.decision = kept.decision;
    button.addEventListener("click", () => takeBack(kept.decision));
    p.append(button);
  }
  $("main").prepend(node);
  say(kept.words);
}

async function takeBack(decision) {
  const response = await fetch("/api/v1/decisions", { method: "POST", headers: { "Content-Type": "application/json", ...csrf() }, body: JSON.stringify({ kind: "undo", decision, reason: "taken back right away" }) });
  if (!response.ok) { trouble(await problemOf(response)); return; }
  const decided = await response.json();
  if (decided.job) { await wait(decided.job); }
  try { sessionStorage.setItem(FLASH, JSON.stringify({ words: "Taken back.", decision: "" })); } catch { /* private window */ }
  const url = new URL(location.href);
  if (url.pathname === "/review" && decided.event_ids[0]) { url.searchParams.set("event", decided.event_ids[0]); location.href = url; } else { location.reload(); }
}

flash();
if (root) {
  root.addEventListener("click", (e) => {
    const button = e.target.closest("button");
    if (button?.dataset.open) { open(button.dataset.open); }
    if (button && "close" in button.dataset) { button.closest("dialog").close(); }
  });
  root.addEventListener("submit", (e) => {
    e.preventDefault();
    try { send(e.target, bodyOf(e.target)); } catch (error) { conflict(e.target, { title: error.message }, null); }
  });
  root.addEventListener("change", (e) => {
    if (!("candidates" in e.target.dataset) || !e.target.value) { return; }
    const from = e.target.selectedOptions[0].dataset, form = e.target.form;
    form.elements.place.value = from.name; form.elements.place_kind.value = from.kind; form.elements.place_country.value = from.country;
    form.elements.lat.value = from.lat; form.elements.lon.value = from.lon; form.elements.radius.value = "";
  });
  let typing = 0;
  root.querySelector("[data-find]").addEventListener("input", (e) => { clearTimeout(typing); typing = setTimeout(() => others(e.target.value.trim()), 300); });
}
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.matches("input, textarea, select") || document.querySelector("dialog[open]")) { return; }
  const link = document.querySelector('[data-key="' + CSS.escape(e.key) + '"]');
  if (link) { e.preventDefault(); link.click(); return; }
  if (e.key === "u" && $("undo-last")) { e.preventDefault(); $("undo-last").click(); return; }
  const kind = root && { a: "accept", c: "correct", m: "merge", s: "split", x: "reject", g: "grade", u: "undo" }[e.key];
  if (kind) { e.preventDefault(); open(kind); }
});
if (root) { root.dataset.ready = "true"; }
