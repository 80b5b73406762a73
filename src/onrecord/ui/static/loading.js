// Waits until the events of a large record are in memory, then shows what was asked for.
"use strict";
import { $, say } from "./desk.js";

const began = Date.now();
async function look() {
  try {
    const response = await fetch("/api/v1/health");
    if (response.ok && (await response.json()).ready) { location.reload(); return; }
    $("waited").textContent = Math.round((Date.now() - began) / 1000) + " seconds so far";
  } catch { say("The desk does not answer."); }
  setTimeout(look, 1000);
}
setTimeout(look, 1000);
