/* Areas (hatched, no point), country bands and the true-size rings of localities, in one SVG under the labels.
 * Patterns exist once a kind and direction; a second area that overlaps an earlier one is hatched the other way. */
(function (S) {
  "use strict";
  const BAND = 11, HUGE = 6000;
  let renderer, layers, defs;
  const drawn = new Map();   // id -> {g, sig}
  const rings = new Map();
  const groups = new Map();  // area -> ids, in date order: several incidents can have one and the same area

  function patterns(svg) {
    defs = S.svg("defs", {}, svg);
    for (const kind of S.kinds) for (const turn of [45, -45]) {
      const pattern = S.svg("pattern", { id: `sp-hatch-${kind}-${turn}`, class: "s-" + kind, width: 7, height: 7,
        patternUnits: "userSpaceOnUse", patternTransform: `rotate(${turn})` }, defs);
      S.svg("line", { class: "sp-hatch", x1: 3.5, y1: -1, x2: 3.5, y2: 8 }, pattern);
    }
  }

  const path = (ringList) => ringList.map((ring) =>
    "M" + ring.map((p) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`).join("L") + "Z").join("");

  /** Rings in pixels; at high zooms cut to the drawn part, since dashes along a huge outline are slow. */
  function outline(item, map) {
    const list = S.geo.rings(item, map), b = S.geo.pixelBox(item, map);
    if (Math.max(b.x1 - b.x0, b.y1 - b.y0) < HUGE) return list;
    const size = map.getSize(), v = S.geo.viewBox(map, -Math.max(size.x, size.y));
    const frame = L.bounds([v.x0, v.y0], [v.x1, v.y1]);
    return list.map((ring) => L.PolyUtil.clipPolygon(ring.map((p) => L.point(p.x, p.y)), frame)).filter((r) => r.length > 2);
  }

  /** Points well inside an area: its outline drawn towards the middle. Neighbours share an outline, not these. */
  function innerPoints(item, map) {
    const rings = S.geo.rings(item, map), b = S.geo.pixelBox(item, map), out = [];
    const c = { x: (b.x0 + b.x1) / 2, y: (b.y0 + b.y1) / 2 };
    for (const ring of rings) for (let i = 0; i < ring.length; i += Math.max(1, Math.floor(ring.length / 60)))
      for (const t of [0.85, 0.5]) out.push({ x: c.x + (ring[i].x - c.x) * t, y: c.y + (ring[i].y - c.y) * t });
    return out.filter((p) => S.geo.contains(rings, p));
  }

  function reallyOverlap(a, b, map) {
    if (!S.geo.overlap(a.box, b.box, 0)) return false;
    const hits = (from, to) => innerPoints(from, map).some((p) => S.geo.contains(S.geo.rings(to, map), p));
    return hits(a, b) || hits(b, a);
  }

  /** Direction of the hatch, decided once an incident in date order and kept while the set stays the same. */
  function directions(items, map) {
    const signature = items.map((i) => i.d.id + i.key.length).join("|");
    if (signature === directions.signature) return;
    directions.signature = signature;
    const done = [], known = new Map();   // many incidents can have one and the same area: each pair is looked at once
    const overlap = (a, b) => {
      if (!known.has(a.areaKey)) known.set(a.areaKey, new Map());
      const others = known.get(a.areaKey);
      if (!others.has(b.areaKey)) others.set(b.areaKey, reallyOverlap(a, b, map));
      return others.get(b.areaKey);
    };
    for (const item of items) {
      const against = item.d.precision === "country" ? [] : done.filter((o) => o.d.precision !== "country" && overlap(item, o));
      const plus = against.filter((o) => o.turn === 45).length;
      item.turn = plus > against.length - plus ? -45 : 45;
      done.push(item);
    }
  }

  function build(rec, item, chosen, list) {
    const d = item.d, g = rec.g, shape = path(list), band = d.precision === "country";
    const focused = document.activeElement === g;
    g.replaceChildren();
    g.setAttribute("class", `sp-area k-${item.kind} s-${item.kind}${d.possible ? " sp-possible" : ""}${band ? " sp-band" : ""}`);
    g.setAttribute("aria-label", S.label(d));
    g.setAttribute("aria-pressed", String(chosen));
    const fill = `url(#sp-hatch-${item.kind}-${item.turn || 45})`, clip = "sp-clip-" + rec.n;
    if (band) {
      const cut = S.svg("clipPath", { id: clip }, g);
      S.svg("path", { d: shape, "clip-rule": "evenodd" }, cut);
      const hatch = S.svg("path", { class: "sp-bandline sp-touch", d: shape, "clip-path": `url(#${clip})`, "stroke-width": 2 * BAND }, g);
      hatch.style.stroke = fill;
    } else {
      const hatch = S.svg("path", { class: "sp-fill sp-touch", d: shape }, g);
      hatch.style.fill = fill;
    }
    S.svg("path", { class: "sp-focusline", d: shape }, g);
    if (chosen) S.svg("path", { class: "sp-chosenline", d: shape }, g);
    S.svg("path", { class: "sp-outline" + (chosen ? " sp-on" : ""), d: shape }, g);
    if (focused) g.focus({ preventScroll: true });
  }

  let serial = 0;
  function drawAreas(map) {
    const items = [...S.state.items.values()].filter((i) => i.isArea).sort((a, b) => (a.d.order || 0) - (b.d.order || 0));
    directions(items, map);
    groups.clear();
    for (const i of items) groups.set(i.areaKey, [...(groups.get(i.areaKey) || []), i.d.id]);
    for (const [id, rec] of drawn) if (!S.state.items.has(id) || !S.state.items.get(id).isArea) { rec.g.remove(); drawn.delete(id); }
    const extent = (i) => (i.box.x1 - i.box.x0) * (i.box.y1 - i.box.y0) - (i.d.id === S.state.chosen ? 10 : 0);
    let cursor = layers.areas.firstChild;
    for (const item of items.slice().sort((a, b) => extent(b) - extent(a))) {
      const id = item.d.id, chosen = id === S.state.chosen, list = outline(item, map);
      let rec = drawn.get(id);
      if (!rec) {
        rec = { g: S.svg("g", { role: "button", tabindex: 0 }), sig: null, n: ++serial };
        rec.g.sourcepinId = id;
        drawn.set(id, rec);
      }
      const cut = list === item.cache.rings ? "" : JSON.stringify(map.getPixelBounds());
      const sig = [item.key, item.cache.stamp, chosen, item.turn, cut, S.state.wordsKey.length].join("|");
      if (sig !== rec.sig) { build(rec, item, chosen, list); rec.sig = sig; }
      if (rec.g === cursor) cursor = cursor.nextSibling; else layers.areas.insertBefore(rec.g, cursor);
    }
  }

  function drawRings(map) {
    const o = map.getPixelOrigin(), k = S.geo.scale(map);
    for (const [id, node] of rings) if (!S.state.items.has(id)) { node.remove(); rings.delete(id); }
    for (const item of S.state.items.values()) {
      const d = item.d, id = d.id, wanted = !item.isArea && item.at && d.precision !== "site" && d.radius_km > 0;
      const px = wanted ? d.radius_km * 1000 * k / (40075016.686 * Math.cos(d.lat * Math.PI / 180)) : 0;
      let node = rings.get(id);
      if (px < 10) { if (node) { node.remove(); rings.delete(id); } continue; }
      if (!node) { node = S.svg("circle", {}, layers.rings); rings.set(id, node); }
      const w = S.geo.world(d.lon, d.lat);
      node.setAttribute("class", `sp-ring k-${item.kind} s-${item.kind}${d.possible ? " sp-possible" : ""}`);
      node.setAttribute("cx", (w[0] * k - o.x).toFixed(1));
      node.setAttribute("cy", (w[1] * k - o.y).toFixed(1));
      node.setAttribute("r", px.toFixed(1));
    }
  }

  function draw() { const map = S.state.map; drawAreas(map); drawRings(map); }

  function listen(map, node) {
    const idOf = (ev) => { const g = ev.target.closest("g[role=button]"); return g ? g.sourcepinId : undefined; };
    node.addEventListener("click", (ev) => {
      const id = idOf(ev);
      if (id === undefined) return;
      ev.stopPropagation();
      if (!map.dragging || !map.dragging.moved()) S.choose(S.areas.next(id), false);
    });
    node.addEventListener("mousemove", (ev) => {
      const item = S.state.items.get(idOf(ev));
      if (item) S.tip.show({ tip: S.tipOf(item.d), ll: map.mouseEventToLatLng(ev), chosen: item.d.id === S.state.chosen }, map);
    });
    node.addEventListener("mouseout", () => S.tip.hide());
    node.addEventListener("keydown", (ev) => {
      const id = idOf(ev);
      if (id === undefined || (ev.key !== "Enter" && ev.key !== " ")) return;
      ev.preventDefault(); ev.stopPropagation();
      S.choose(id, true);
    });
  }

  S.areas = {
    outline, path,
    element(id) { const tag = S.pins.tags.host("t:" + id); return tag || (drawn.has(id) ? drawn.get(id).g : null); },
    /** Ids of the incidents with the very same area, in date order. */
    group(item) { return groups.get(item.areaKey) || [item.d.id]; },
    /** What a click on an area means: its first incident, then the next of those that share it. */
    next(id) {
      const ids = this.group(S.state.items.get(id)), now = ids.indexOf(S.state.chosen);
      return ids[(now + 1) % ids.length];
    },
    /** One tab stop an area: its tag where that is shown, else the area itself. */
    tabStops(tagged) { for (const [id, rec] of drawn) rec.g.setAttribute("tabindex", tagged.has(id) ? "-1" : "0"); },
  };

  S.part({
    setup(map) {
      map.createPane("sp-areas").style.zIndex = 420;
      renderer = L.svg({ pane: "sp-areas", padding: 0.6 }).addTo(map);
      patterns(renderer._container);
      layers = { rings: S.svg("g", {}, renderer._rootGroup), areas: S.svg("g", {}, renderer._rootGroup) };
      listen(map, layers.areas);
    },
    draw,
    move() {
      const map = S.state.map;
      const big = [...S.state.items.values()].some((i) => i.isArea && i.cache && outline(i, map) !== i.cache.rings);
      if (big) drawAreas(map);
    },
  });
})(window.Sourcepin = window.Sourcepin || {});
