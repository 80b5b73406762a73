// What every page does: names behind marks, what htmx could not do, words for screen readers.
"use strict";
export const $ = (id) => document.getElementById(id);
export const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
export const say = (words) => { const node = $("said"); if (node) { node.textContent = words; } };

export function cookie(name) {
  const found = document.cookie.split("; ").find((c) => c.startsWith(name + "="));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : null;
}

export function trouble(problem) {
  const node = $("trouble");
  if (!node) { return; }
  node.replaceChildren();
  if (!problem) { node.hidden = true; return; }
  const strong = document.createElement("strong");
  strong.textContent = problem.title;
  node.append(strong);
  if (problem.remedy) { const p = document.createElement("p"); p.textContent = problem.remedy; node.append(p); }
  node.hidden = false;
  node.scrollIntoView({ block: "nearest" });
}

export async function problemOf(response) {
  try {
    const body = await response.json();
    return { title: body.title || "The desk answered " + response.status, remedy: body.remedy || "", current: body.current };
  } catch {
    return { title: "The desk answered " + response.status + ".", remedy: "Try again; the server's log says more." };
  }
}

// The token that proves that a change comes from these pages.
export const csrf = () => { const token = cookie("onrecord_csrf"); return token ? { "X-CSRF-Token": token } : {}; };

document.addEventListener("htmx:configRequest", (event) => {
  Object.assign(event.detail.headers, csrf());
  // An address that can be shared holds nothing that says nothing.
  const data = event.detail.formData || event.detail.parameters;
  if (event.detail.verb === "get" && data instanceof FormData) {
    for (const [name, value] of Array.from(data.entries())) { if (value === "") { data.delete(name); } }
  }
});
document.addEventListener("htmx:responseError", async (event) => {
  const request = event.detail.xhr;
  let title = "The desk answered " + request.status + ".", remedy = "Try again; the server's log says more.";
  try { const body = JSON.parse(request.responseText); title = body.title || title; remedy = body.remedy || remedy; } catch { /* a page, not a problem */ }
  trouble({ title, remedy });
});
document.addEventListener("htmx:sendError", () => trouble({ title: "The desk does not answer.", remedy: "Is `onrecord serve` still running?" }));
document.addEventListener("htmx:beforeRequest", () => trouble(null));

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-labels]")) { document.body.classList.toggle("labelled", event.target.checked); }
});
// Paper cannot be unfolded.
window.addEventListener("beforeprint", () => all("details").forEach((d) => { d.open = true; }));

async function session(method, body) {
  const response = await fetch("/api/v1/session", { method, headers: { "Content-Type": "application/json", ...csrf() }, body });
  if (response.ok) { location.href = method === "POST" ? "/" : "/login"; } else { trouble(await problemOf(response)); }
}
$("sign-out")?.addEventListener("click", () => session("DELETE"));
$("login")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const data = new FormData(event.target);
  session("POST", JSON.stringify({ name: data.get("name"), password: data.get("password") })).catch(() => trouble({ title: "The desk does not answer." }));
});
