// Import: files that are dropped or chosen, or a pasted text, sent to the desk; the job then tells of itself.
"use strict";
import { $, csrf, problemOf, trouble } from "./desk.js";

const form = $("import"), drop = $("drop"), input = $("files");
let dropped = null;

function chosen() {
  const files = dropped || Array.from(input.files), size = files.reduce((sum, f) => sum + f.size, 0);
  $("chosen").textContent = files.length ? files.length + (files.length === 1 ? " file: " : " files: ") + files.slice(0, 4).map((f) => f.name).join(", ") + (files.length > 4 ? ", …" : "") + " (" + Math.max(1, Math.round(size / 1000)).toLocaleString("en") + " kB)" : "No file chosen.";
  return files;
}
input.addEventListener("change", () => { dropped = null; chosen(); });
for (const kind of ["dragenter", "dragover"]) { drop.addEventListener(kind, (e) => { e.preventDefault(); drop.classList.add("over"); }); }
for (const kind of ["dragleave", "drop"]) { drop.addEventListener(kind, () => drop.classList.remove("over")); }
drop.addEventListener("drop", (e) => { e.preventDefault(); dropped = Array.from(e.dataTransfer.files); chosen(); });
// A file that misses its place must not replace the page.
for (const kind of ["dragover", "drop"]) { window.addEventListener(kind, (e) => e.preventDefault()); }

async function sent(url, options) {
  const response = await fetch(url, { method: "POST", ...options, headers: { ...options.headers, ...csrf() } });
  if (!response.ok) { trouble(await problemOf(response)); return null; }
  return response.json();
}

form.addEventListener("submit", async (e) => {
  e.preventDefault();
  trouble(null);
  const files = chosen(), data = new FormData(form), text = data.get("text").trim();
  if (!files.length && !text) { trouble({ title: "There is nothing to read.", remedy: "Drop or choose files, or paste a text." }); return; }
  if (files.length && text) { trouble({ title: "There are files and a text.", remedy: "Send one of them, then the other." }); return; }
  const given = Object.fromEntries(["publisher", "published", "title"].map((n) => [n, data.get(n).trim()]).filter(([, v]) => v));
  const button = form.querySelector('button[type="submit"]');
  button.disabled = true; $("sending").textContent = "Sending …";
  try {
    let job;
    if (files.length) {
      const body = new FormData();
      for (const file of files) { body.append("files", file, file.name); }
      for (const [name, value] of Object.entries(given)) { body.append(name, value); }
      job = await sent("/api/v1/imports/files", { body });
    } else {
      job = await sent("/api/v1/imports/text", { body: JSON.stringify({ ...given, text }), headers: { "Content-Type": "application/json" } });
    }
    if (job) {
      await window.htmx.ajax("GET", "/import/jobs/" + job.id, { target: "#job", swap: "innerHTML" });
      $("job").scrollIntoView({ block: "nearest" });
      form.reset(); dropped = null; chosen();
    }
  } catch { trouble({ title: "The desk does not answer.", remedy: "Is `onrecord serve` still running?" }); }
  button.disabled = false; $("sending").textContent = "";
});
