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
    form.addEventListener("input", function () { apply(); window.dispatchEvent(new Event("shown")); });
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
    var NS = svg.namespaceURI, APART = 22;
    var markers = all(".marker", svg).map(function (a) {
      var g = a.querySelector(".fixed");
      return { node: a, g: g, x: Number(g.dataset.x), y: Number(g.dataset.y), wide: Number(g.firstChild.getAttribute("width")), ids: a.dataset.events.split(" ") };
    });
    var put = function (g, x, y, scale) { g.setAttribute("transform", "translate(" + x + " " + y + ") scale(" + scale + ")"); };
    // Numbers that would cover each other: one bubble with how many events it stands for, which shows its part of the map when it is chosen.
    var bubble = function (group, scale) {
      var count = group.reduce(function (n, m) { return n + m.ids.length; }, 0), label = "\u00d7" + count, wide = 18 + 8 * (label.length - 1);
      var g = document.createElementNS(NS, "g"), rect = document.createElementNS(NS, "rect"), text = document.createElementNS(NS, "text"), title = document.createElementNS(NS, "title");
      rect.setAttribute("x", -wide / 2 - 3); rect.setAttribute("y", -13); rect.setAttribute("width", wide + 6); rect.setAttribute("height", 26); rect.setAttribute("rx", 13);
      text.setAttribute("y", 4.5); text.textContent = label;
      title.textContent = count + " events; choose to see them apart: " + group.map(function (m) { return m.node.querySelector("title").textContent; }).join("; ");
      g.setAttribute("class", "bubble"); g.setAttribute("role", "button"); g.setAttribute("tabindex", "0"); g.setAttribute("aria-label", title.textContent);
      g.appendChild(title); g.appendChild(rect); g.appendChild(text);
      put(g, mean(group, "x"), mean(group, "y"), scale);
      var open = function () {
        var xs = group.map(function (m) { return m.x; }), ys = group.map(function (m) { return m.y; });
        var w = Math.max(Math.max.apply(null, xs) - Math.min.apply(null, xs), 1.6 * (Math.max.apply(null, ys) - Math.min.apply(null, ys)), 12) * 1.6;
        box = [mean(group, "x") - w / 2, mean(group, "y") - w * box[3] / box[2] / 2, w, w * box[3] / box[2]];
        draw();
        svg.focus();
      };
      g.addEventListener("click", open);
      g.addEventListener("keydown", function (e) { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); open(); } });
      svg.appendChild(g);
    };
    var mean = function (group, axis) { return group.reduce(function (n, m) { return n + m[axis]; }, 0) / group.length; };
    var draw = function () {
      svg.setAttribute("viewBox", box.join(" "));
      var rect = svg.getBoundingClientRect(), scale = Math.max(box[2] / rect.width, box[3] / rect.height);
      all(".names .fixed", svg).forEach(function (g) {
        g.setAttribute("visibility", g.dataset.room / scale < 8 * g.textContent.length ? "hidden" : "visible");
        put(g, g.dataset.x, g.dataset.y, scale);
      });
      all(".bubble", svg).forEach(function (g) { g.remove(); });
      var groups = [];
      markers.forEach(function (m) {
        if (m.node.classList.contains("off")) { return; }
        var near = groups.filter(function (group) {
          return group.some(function (o) { return Math.abs(o.x - m.x) / scale < (o.wide + m.wide) / 2 && Math.abs(o.y - m.y) / scale < APART; });
        });
        groups = groups.filter(function (group) { return near.indexOf(group) < 0; });
        groups.push(near.reduce(function (all, group) { return all.concat(group); }, [m]));
      });
      var closest = box[2] <= 24;
      groups.forEach(function (group) {
        group.forEach(function (m, i) {
          // As near as the map goes, they stand side by side.
          var beside = closest ? (i - (group.length - 1) / 2) * 34 * scale : 0;
          m.node.classList.toggle("grouped", group.length > 1 && !closest);
          put(m.g, m.x + beside, m.y, scale);
        });
        if (group.length > 1 && !closest) { bubble(group, scale); }
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
    window.addEventListener("shown", draw);
    window.addEventListener("beforeprint", draw);
    draw();
  }

  // Paper cannot be unfolded.
  window.addEventListener("beforeprint", function () { all("details").forEach(function (d) { d.open = true; }); });
}());
