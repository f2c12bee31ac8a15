/* The drawn area: this view, a rectangle or a polygon as a filter. A menu of plain buttons, so that nothing needs
 * dragging; the outline stays on the map. What lies inside is decided in Python, which knows how exactly places are known. */
(function (S) {
  "use strict";
  const MOST_CORNERS = 60, NEAR_PX = 12;
  const now = { mode: null, corners: [], outline: null, sketch: null, menu: null, button: null };
  const pair = (ll) => [Number(ll.lng.toFixed(3)), Number(ll.lat.toFixed(3))];
  const latlngs = (corners) => corners.map(([lon, lat]) => [lat, lon]);

  function corners(bounds) {
    return [bounds.getSouthWest(), bounds.getSouthEast(), bounds.getNorthEast(), bounds.getNorthWest()].map(pair);
  }

  function style(dashed) {
    return { pane: "sp-drawn", className: "sp-drawn", interactive: false, fill: !dashed, dashArray: dashed ? "5 4" : null };
  }

  function choose(area) {
    stop();
    S.state.area = area;
    outline();
    S.bridge.tell("area");
  }

  function outline() {
    const area = S.state.area, key = JSON.stringify(area || null);
    if (now.outline && now.outline.key === key) return;
    if (now.outline) now.outline.layer.remove();
    now.outline = area ? { key, layer: L.polygon(latlngs(area), style(false)).addTo(S.state.map) } : null;
    now.button.setAttribute("aria-pressed", String(Boolean(area)));
  }

  function sketch(extra) {
    const points = extra ? now.corners.concat([extra]) : now.corners;
    const line = now.mode === "box" && points.length === 2
      ? latlngs(corners(L.latLngBounds(latlngs(points)))) : latlngs(points);
    if (!now.sketch) now.sketch = L.polyline([], style(true)).addTo(S.state.map);
    now.sketch.setLatLngs(now.mode === "box" && line.length === 4 ? line.concat([line[0]]) : line);
  }

  function start(mode) {
    stop();
    now.mode = mode;
    S.state.drawing = true;
    S.state.map.getContainer().classList.add("sp-drawing");
    S.state.map.dragging.disable();
    S.state.map.doubleClickZoom.disable();
    say(S.word(mode === "box" ? "area_box_hint" : "area_shape_hint"));
  }

  function stop() {
    const map = S.state.map;
    if (now.sketch) { now.sketch.remove(); now.sketch = null; }
    now.corners = [];
    if (!now.mode) return;
    now.mode = null;
    setTimeout(() => { S.state.drawing = Boolean(now.mode); }, 0);  // the click that ends it chooses nothing
    map.getContainer().classList.remove("sp-drawing");
    map.dragging.enable();
    map.doubleClickZoom.enable();
    say("");
  }

  function say(text) {
    now.hint.textContent = text;
    now.hint.hidden = !text;
  }

  function finish() {
    const made = now.mode === "box" ? corners(L.latLngBounds(latlngs(now.corners))) : now.corners.slice();
    const flat = made.length < 3 || L.latLngBounds(latlngs(made)).getNorthEast().equals(L.latLngBounds(latlngs(made)).getSouthWest());
    if (flat) stop(); else choose(made);
  }

  function pressed(ev) {
    if (!now.mode) return;
    const at = pair(ev.latlng), map = S.state.map;
    if (now.mode === "shape" && now.corners.length >= 3) {
      const first = map.latLngToContainerPoint([now.corners[0][1], now.corners[0][0]]);
      if (first.distanceTo(ev.containerPoint) < NEAR_PX || now.corners.length >= MOST_CORNERS) { finish(); return; }
    }
    now.corners.push(at);
    if (now.mode === "box" && now.corners.length === 2) finish(); else sketch();
  }

  function fold(open) {
    now.menu.hidden = !open;
    now.button.setAttribute("aria-expanded", String(open));
    if (open) now.menu.querySelector("[data-act=clear]").hidden = !S.state.area;
  }

  const ACTS = {
    view: () => choose(corners(S.state.map.getBounds())),
    box: () => start("box"), shape: () => start("shape"), clear: () => choose(null),
  };

  function build(map) {
    const bar = map.getContainer().querySelector(".sp-controls"), group = S.el("div", "sp-group");
    now.button = S.el("button", "sp-areabutton");
    now.button.type = "button";
    const svg = S.svg("svg", { width: 18, height: 18, viewBox: "-9 -9 18 18", "aria-hidden": "true" }, now.button);
    S.svg("path", { d: "M-6 -3L1 -6L6 1L0 6L-5 4Z", class: "sp-icon" }, svg);
    now.button.addEventListener("click", () => (now.mode ? stop() : fold(now.menu.hidden)));
    now.menu = S.el("div", "sp-areamenu sp-cover");
    now.menu.setAttribute("role", "group");
    now.menu.hidden = true;
    for (const act in ACTS) {
      const item = S.el("button");
      item.type = "button";
      item.dataset.act = act;
      item.addEventListener("click", () => { fold(false); ACTS[act](); });
      now.menu.appendChild(item);
    }
    group.appendChild(now.button);
    bar.append(group, now.menu);
    now.hint = S.el("p", "sp-hint sp-cover");
    now.hint.setAttribute("role", "status");
    now.hint.hidden = true;
    map.getContainer().appendChild(now.hint);
  }

  S.part({
    setup(map) {
      map.createPane("sp-drawn").style.zIndex = 560;
      build(map);
      map.on("click", (ev) => { if (now.mode) pressed(ev); });
      map.on("mousemove", (ev) => { if (now.mode && now.corners.length) sketch(pair(ev.latlng)); });
      map.on("dblclick", () => { if (now.mode === "shape") finish(); });
      map.getContainer().addEventListener("keydown", (ev) => {
        if (ev.key === "Escape" && (now.mode || !now.menu.hidden)) { stop(); fold(false); ev.preventDefault(); now.button.focus(); }
        if (ev.key === "Enter" && now.mode === "shape" && now.corners.length >= 3) { finish(); ev.preventDefault(); }
      }, true);
    },
    words() {
      now.button.setAttribute("aria-label", S.word("area_filter"));
      now.button.title = S.word("area_filter");
      for (const item of now.menu.children) item.textContent = S.word("area_" + item.dataset.act);
      now.menu.setAttribute("aria-label", S.word("area_filter"));
    },
    draw: outline,
  });
})(window.Sourcepin = window.Sourcepin || {});
