(function () {
  "use strict";
  var $ = function (id) { return document.getElementById(id); };
  var all = function (selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); };

  // Filters: without this script every event is simply shown.
  var form = $("filters");
  if (form) {
    form.hidden = false;
    var articles = all("#events article");
    var texts = articles.map(function (a) { return a.textContent.toLowerCase(); });
    var apply = function () {
      var words = $("f-text").value.toLowerCase().split(/\s+/).filter(Boolean), shown = {}, count = 0;
      var wanted = { type: $("f-type").value, country: $("f-country").value, grade: $("f-grade").value };
      articles.forEach(function (a, i) {
        var fits = words.every(function (w) { return texts[i].indexOf(w) >= 0; }) &&
          Object.keys(wanted).every(function (k) { return !wanted[k] || a.dataset[k] === wanted[k]; });
        a.hidden = !fits;
        if (fits) { shown[a.id] = true; count += 1; }
      });
      all("[data-events]").forEach(function (node) {
        var fits = node.dataset.events.split(" ").some(function (id) { return shown[id]; });
        if (node.closest("svg")) { node.classList.toggle("off", !fits); } else { node.hidden = !fits; }
      });
      $("f-count").textContent = count === articles.length ? count + " events" : count + " of " + articles.length + " events";
    };
    form.addEventListener("input", apply);
    form.addEventListener("submit", function (e) { e.preventDefault(); });
    apply();
    // A link to an event that the filters hide shows it again.
    window.addEventListener("hashchange", function () {
      var node = document.getElementById(location.hash.slice(1)), article = node && node.closest("article");
      if (article && article.hidden) { form.reset(); apply(); node.scrollIntoView(); }
    });
  }

  $("write-labels").addEventListener("change", function (e) { document.body.classList.toggle("labelled", e.target.checked); });

  // Map: numbers keep their size on the screen whatever part of the world is shown.
  var svg = $("world");
  if (svg) {
    var box = svg.getAttribute("viewBox").split(" ").map(Number), widest = box[2] * 1.5;
    var draw = function () {
      svg.setAttribute("viewBox", box.join(" "));
      var rect = svg.getBoundingClientRect(), scale = Math.max(box[2] / rect.width, box[3] / rect.height);
      var taken = [];
      all(".fixed", svg).forEach(function (g) {
        var x = Number(g.dataset.x) / scale, y = Number(g.dataset.y) / scale, wide = g.getAttribute("data-room") ? 0 : Number(g.firstChild.getAttribute("width"));
        if (wide) {
          // Numbers that would cover each other stand side by side.
          for (var tries = 0; tries < 40; tries += 1) {
            var hit = taken.filter(function (t) { return Math.abs(t[0] - x) < (t[2] + wide) / 2 && Math.abs(t[1] - y) < 20; })[0];
            if (!hit) { break; }
            x = hit[0] + (hit[2] + wide) / 2 + 0.5;
          }
          taken.push([x, y, wide]);
        } else {
          g.setAttribute("visibility", g.dataset.room / scale < 8 * g.textContent.length ? "hidden" : "visible");
        }
        g.setAttribute("transform", "translate(" + x * scale + " " + g.dataset.y + ") scale(" + scale + ")");
      });
      return scale;
    };
    var zoom = function (factor) {
      if (box[2] * factor > widest) { factor = widest / box[2]; }
      var w = box[2] * factor, h = box[3] * factor;
      if (w < 20) { return; }
      box = [box[0] + (box[2] - w) / 2, box[1] + (box[3] - h) / 2, w, h];
      draw();
    };
    $("map-controls").hidden = false;
    $("map-controls").addEventListener("click", function (e) {
      var button = e.target.closest("button");
      if (!button) { return; }
      if (button.dataset.zoom) { zoom(Number(button.dataset.zoom)); return; }
      all("[data-view]").forEach(function (b) { b.setAttribute("aria-pressed", String(b === button)); });
      box = button.dataset.view.split(" ").map(Number);
      draw();
    });
    var from = null;
    svg.addEventListener("pointerdown", function (e) { if (e.pointerType === "mouse") { from = [e.clientX, e.clientY]; } });
    svg.addEventListener("pointermove", function (e) {
      if (!from || !e.buttons) { from = null; return; }
      var scale = draw();
      box[0] -= (e.clientX - from[0]) * scale; box[1] -= (e.clientY - from[1]) * scale;
      from = [e.clientX, e.clientY];
      draw();
    });
    svg.addEventListener("dragstart", function (e) { e.preventDefault(); });
    window.addEventListener("resize", draw);
    window.addEventListener("beforeprint", draw);
    draw();
  }

  // Paper cannot be unfolded.
  window.addEventListener("beforeprint", function () { all("details").forEach(function (d) { d.open = true; }); });
}());
