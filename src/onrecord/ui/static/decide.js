// Decisions: a dialog and a key for each, sent as JSON; what somebody else decided meanwhile is shown, never overwritten.
"use strict";
import { $, all, csrf, problemOf, say, trouble } from "./desk.js";

const root = $("decide");
const FLASH = "onrecord.decided";
const PAIRED = ["not_independent", "origin_of", "state_controlled"];

function lines(text) { return text.split("\n").map((l) => l.trim()).filter(Boolean); }
function number(text) { return text.trim() === "" ? null : Number(text); }

// ---- the form of a correction: it starts from one claim, whose values it holds beside what the reviewer types
const PLACE = { "p-name": "name", "p-kind": "kind", "p-country": "country", "p-lat": "lat", "p-lon": "lon", "p-radius": "radius_m" };
const FIGURE = { "f-what": "what", "f-low": "low", "f-high": "high" };
const field = (row, name) => row.querySelector('[name="' + name + '"]');

function addRow(form, kind, item) {
  const row = form.querySelector("template[data-row=" + kind + "]").content.firstElementChild.cloneNode(true);
  row.was = item;
  for (const [name, key] of Object.entries(kind === "place" ? PLACE : FIGURE)) { if (item && item[key] !== null) { field(row, name).value = item[key]; } }
  const box = row.querySelector("[data-candidates]"), listed = item && item.candidates || [];
  if (box) {
    box.closest("label").hidden = !listed.length;
    listed.forEach((c, i) => { const option = document.createElement("option"); option.value = i; option.textContent = c.words; box.append(option); });
  }
  form.querySelector('[data-rows="' + kind + '"]').append(row);
  return row;
}

function fill(form, claim) {
  form.was = claim;
  for (const name of ["event_type", "mode", "sub_event", "status", "earliest", "latest"]) { form.elements[name].value = claim[name] ?? ""; }
  const mode = all('[name="mode"] option', form).find((o) => o.value === claim.mode && o.parentElement.label === claim.event_type);
  if (mode) { mode.selected = true; }
  for (const name of ["actors", "targets"]) { form.elements[name].value = claim[name].join("\n"); }
  for (const kind of ["place", "figure"]) { form.querySelector('[data-rows="' + kind + '"]').replaceChildren(); }
  (claim.places.length ? claim.places : [null]).forEach((item) => addRow(form, "place", item));
  [...claim.figures, null].forEach((item) => addRow(form, "figure", item));
}

function placeOf(row) {
  const value = (name) => field(row, name).value.trim();
  const read = { name: value("p-name"), kind: value("p-kind"), country: value("p-country").toUpperCase() || null, lat: number(value("p-lat")), lon: number(value("p-lon")), radius_m: number(value("p-radius")) };
  const was = row.was, same = was && Object.keys(read).every((key) => read[key] === was[key]);
  // What the table of places says of it holds for the very place only.
  return { ...read, admin1: same ? was.admin1 : row.taken?.admin1 ?? null, gazetteer_id: same ? was.gazetteer_id : row.taken?.gazetteer_id ?? null };
}

function figureOf(row) {
  const value = (name) => field(row, name).value.trim(), low = number(value("f-low")), high = number(value("f-high"));
  const was = row.was && row.was.what === value("f-what") ? row.was : {};
  return { what: value("f-what"), low, high, unknown: low === null && high === null, victims: was.victims ?? null, part_of_total: was.part_of_total ?? false };
}

const told = (item, keys) => JSON.stringify(keys.map((key) => item[key] ?? null));
const differ = (now, was, keys) => JSON.stringify(now.map((i) => told(i, keys))) !== JSON.stringify(was.map((i) => told(i, keys)));

// What the form changes, as the fields of a decision.
export function changes(form) {
  const was = form.was, fields = {}, text = (name) => form.elements[name].value.trim();
  for (const name of ["event_type", "status"]) { if (text(name) !== was[name]) { fields[name] = text(name); } }
  for (const name of ["mode", "sub_event"]) { if (text(name) !== (was[name] || "")) { fields[name] = text(name) || null; } }
  if (text("earliest") !== (was.earliest || "") || text("latest") !== (was.latest || "")) {
    const earliest = text("earliest") || text("latest"), latest = text("latest") || text("earliest");
    fields.time = earliest ? { earliest, latest } : null;
  }
  for (const name of ["actors", "targets"]) { if (lines(text(name)).join("\n") !== was[name].join("\n")) { fields[name] = lines(text(name)).map((n) => ({ name: n })); } }
  const places = all(".place-row", form).map(placeOf).filter((p) => p.name), figures = all(".figure-row", form).map(figureOf).filter((f) => f.what);
  if (differ(places, was.places, Object.values(PLACE))) { fields.places = places; }
  if (differ(figures, was.figures, Object.values(FIGURE))) { fields.figures = figures; }
  return fields;
}

// Starting from one claim corrects that one; starting from none, all of them.
function startFrom(form, id) {
  const claims = JSON.parse(form.dataset.claims);
  fill(form, claims.find((c) => c.id === id) || claims[0]);
  if (form.elements.start) { form.elements.start.value = id; }
  for (const box of all('input[name="claims"]', form)) { box.checked = !id || box.value === id; }
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
  const chosen_ = (name) => form.elements[name]?.selectedOptions[0], needed = (name) => { if (!data.get(name)) { throw new Error("Look the other one up and choose it."); } return data.get(name); };
  if (kind === "source") {
    Object.assign(body, { source: data.get("source"), name: chosen_("source").dataset.name, mark: data.get("mark") });
    if (PAIRED.includes(body.mark)) { body.other = needed("other"); body.other_name = chosen_("other").dataset.name; }
  }
  if (kind === "party") {
    const side = data.get("side"), own = data.get("source");
    Object.assign(body, { actor: own, name: chosen_("source").dataset.name, party: null, valid_from: data.get("valid_from") || null, valid_to: data.get("valid_to") || null });
    if (side === "own") { Object.assign(body, { party: own, party_name: body.name }); }
    if (side === "other") { body.party = needed("other"); body.party_name = chosen_("other").dataset.name; }
  }
  if (kind === "actor") { Object.assign(body, { a: data.get("source"), b: needed("other"), judgement: data.get("judgement") }); }
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
    // The queue may have gone on without the event: it is looked at by its id.
    look.addEventListener("click", () => {
      const url = new URL(location.href);
      if (url.pathname === "/review" && root.dataset.event) { url.searchParams.set("event", root.dataset.event); }
      if (url.href === location.href) { location.reload(); } else { location.href = url.href; }
    });
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
    const done = { accept: "Accepted.", reject: "Rejected.", correct: "Corrected.", merge: "Merged.", split: "Split.", grade: "Grade set.", source: "Source marked.", actor: "Put on record.", party: "Side set.", undo: "Taken back." }[body.kind];
    try { sessionStorage.setItem(FLASH, JSON.stringify({ words: done, decision: body.kind === "undo" ? "" : decided.decision.id })); } catch { /* private window */ }
    const here = root.dataset.event, ids = decided.event_ids || [];
    // An actor that is one with another may have lost its page.
    if (root.dataset.away) { location.href = (await fetch(location.href, { headers: { Accept: "text/html" } })).ok ? location.href : root.dataset.away; }
    else if (root.dataset.next && body.kind !== "undo") { location.href = root.dataset.next; }
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
  if (!dialog || !button || button.disabled) { return; }
  const note = dialog.querySelector(".conflict");
  if (note) { note.hidden = true; }
  dialog.showModal();
  (dialog.querySelector("[data-find], select, textarea") || dialog).focus();
  if (kind === "accept") { dialog.querySelector('button[type="submit"]').focus(); }
  if (kind === "merge") { others(""); }
}

// Ids that a name may stand for, into the list beside it.
let asked = 0;
async function lookUp(input) {
  const turn = ++asked, list = input.form.elements.other, name = input.value.trim();
  const response = name ? await fetch("/api/v1/names?" + new URLSearchParams({ name })) : null;
  if (turn !== asked) { return; }
  const found = response?.ok ? await response.json() : [], own = input.form.elements.source.value;
  list.replaceChildren();
  for (const item of found.filter((f) => f.id !== own)) {
    const option = document.createElement("option");
    option.value = item.id; option.dataset.name = item.name; option.textContent = item.name + (item.name === item.id ? "" : " (" + item.id + ")") + (item.on_record ? "" : ", not on record");
    list.append(option);
  }
  if (!list.children.length) { const option = document.createElement("option"); option.value = ""; option.textContent = name ? "nobody has this whole name" : "type a name first"; list.append(option); }
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
    if (button?.dataset.add) { addRow(button.form, button.dataset.add, null).querySelector("input, select").focus(); }
  });
  root.addEventListener("submit", (e) => {
    e.preventDefault();
    try { send(e.target, bodyOf(e.target)); } catch (error) { conflict(e.target, { title: error.message }, null); }
  });
  root.addEventListener("change", (e) => {
    const form = e.target.form;
    if (e.target.name === "start") { startFrom(form, e.target.value); }
    if (e.target.name === "mark") { form.querySelector("[data-other]").hidden = !PAIRED.includes(e.target.value); }
    if (e.target.name === "side") { form.querySelector("[data-party]").hidden = e.target.value !== "other"; }
    if (!("candidates" in e.target.dataset) || !e.target.value) { return; }
    const row = e.target.closest(".place-row"), taken = row.was.candidates[Number(e.target.value)];
    row.taken = taken;
    for (const [name, key] of Object.entries(PLACE)) { field(row, name).value = taken[key] ?? ""; }
  });
  let typing = 0;
  root.addEventListener("input", (e) => {
    clearTimeout(typing);
    if ("find" in e.target.dataset) { typing = setTimeout(() => others(e.target.value.trim()), 300); }
    if ("lookup" in e.target.dataset) { typing = setTimeout(() => lookUp(e.target), 300); }
    // A place that is edited by hand is no longer the one that was considered.
    if (e.target.name?.startsWith("p-")) { e.target.closest(".place-row").taken = null; }
  });
  all('form[data-kind="correct"]', root).forEach((form) => startFrom(form, ""));
  document.addEventListener("click", (e) => {
    const claim = e.target.closest("[data-correct]");
    if (claim) { open("correct"); startFrom($("do-correct").querySelector("form"), claim.dataset.correct); }
  });
}
document.addEventListener("keydown", (e) => {
  // A field of a dialog that has just closed keeps the focus for a moment: keys are no longer meant for it.
  const typing = e.target.matches("input, textarea, select") && e.target.getClientRects().length > 0;
  if (e.ctrlKey || e.metaKey || e.altKey || typing || document.querySelector("dialog[open]")) { return; }
  const link = document.querySelector('[data-key="' + CSS.escape(e.key) + '"]');
  if (link) { e.preventDefault(); link.click(); return; }
  if (e.key === "u" && $("undo-last")) { e.preventDefault(); $("undo-last").click(); return; }
  const kind = root?.querySelector('button[data-open][aria-keyshortcuts="' + CSS.escape(e.key) + '"]')?.dataset.open;
  if (kind) { e.preventDefault(); open(kind); }
});
if (root) { root.dataset.ready = "true"; }
