// Account and users: each form is one request of the API; what it refuses is told, what it takes is seen on the page that is loaded anew.
"use strict";
import { $, all, csrf, problemOf, trouble } from "./desk.js";

const READ = { days: Number, disabled: (text) => text === "true" };

async function send(form) {
  const body = Object.fromEntries(Array.from(new FormData(form), ([name, value]) => [name, (READ[name] || String)(value)]));
  const options = { method: form.dataset.team, headers: csrf() };
  if (options.method !== "DELETE") { options.body = JSON.stringify(body); options.headers["Content-Type"] = "application/json"; }
  const response = await fetch(form.dataset.url, options);
  if (!response.ok) { trouble(await problemOf(response)); return; }
  trouble(null);
  if (!form.dataset.show) { location.href = form.dataset.then || location.pathname; return; }
  // A token is shown this once: the page stays.
  const fresh = form.querySelector("[data-fresh]");
  fresh.querySelector("[data-token]").textContent = (await response.json())[form.dataset.show];
  fresh.hidden = false;
  fresh.setAttribute("role", "status");
}

for (const form of all("form[data-team]", $("main"))) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form).catch(() => trouble({ title: "The desk does not answer.", remedy: "Is `onrecord serve` still running?" }));
  });
}
document.body.dataset.ready = "true";
