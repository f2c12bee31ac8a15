/* Links between incidents: curved arrows, solid stated, dashed contested, dotted speculated, double for "the same
 * event". An end at an area stops at its outline. Each line carries a label with the numbers of its sources. */
(function (S) {
  "use strict";
  const FONT = '400 11px Inter, "Noto Sans Arabic", system-ui, sans-serif';
  const ALONG = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74], HEIGHT = 22;
  let renderer, layer;

  function shown() {
    const { payload, chosen, items } = S.state, mode = payload.show_links || "none";
    return (payload.links || []).filter((l) => {
      if (mode === "none" || (mode === "chosen" && l.from !== chosen && l.to !== chosen)) return false;
      const a = items.get(l.from), b = items.get(l.to);
      return a && b && a !== b && a.at && b.at;
    });
  }

  function middle(item, map) {
    if (!item.isArea) return drawnAt(item, map);
    const b = S.geo.pixelBox(item, map);
    return { x: (b.x0 + b.x1) / 2, y: (b.y0 + b.y1) / 2 };
  }

  /** Where the mark is drawn now: at its true point, or at its place in the open fan. */
  function drawnAt(item, map) {
    const rec = S.pins.layer.records.get("m:" + item.d.id), p = map.latLngToLayerPoint(item.at);
    return rec ? { x: p.x + rec.spec.dx, y: p.y + rec.spec.dy } : { x: p.x, y: p.y };
  }

  const near = (p, gap) => S.stack.boxes.some((b) => p.x > b.x0 - gap && p.x < b.x1 + gap && p.y > b.y0 - gap && p.y < b.y1 + gap);

  /** A mark's own point, or the nearest point of an area's outline that no mark covers. */
  function endpoint(item, towards, map) {
    if (!item.isArea) return { p: drawnAt(item, map), gap: item.d.id === S.state.chosen ? 19 : 13 };
    const rings = S.geo.rings(item, map);
    let best = S.geo.nearest(rings, towards) || middle(item, map);
    if (near(best, 12)) {
      const away = (p) => Math.hypot(p.x - towards.x, p.y - towards.y);
      for (const p of rings.flat()) if (!near(p, 12) && (near(best, 12) || away(p) < away(best))) best = p;
    }
    return { p: best, gap: 3 };
  }

  const at = (c, t) => ({ x: (1 - t) ** 2 * c.a.x + 2 * t * (1 - t) * c.m.x + t * t * c.b.x,
                          y: (1 - t) ** 2 * c.a.y + 2 * t * (1 - t) * c.m.y + t * t * c.b.y });

  /** A quadratic curve between the two ends, cut back by their gaps; bowed to where it crosses fewest marks. */
  function curve(link, lane, map) {
    const A = S.state.items.get(link.from), B = S.state.items.get(link.to);
    const from = endpoint(A, middle(B, map), map), to = endpoint(B, from.p, map);
    const dx = to.p.x - from.p.x, dy = to.p.y - from.p.y, dist = Math.hypot(dx, dy);
    if (dist < from.gap + to.gap + 8) return null;
    let best = null;
    for (const bend of [0.16, -0.16, 0.4, -0.4, 0.75, -0.75]) {
      const bow = Math.sign(bend) * Math.max(14, dist * Math.abs(bend)) * (1 + lane * 0.5);
      if (Math.abs(bow) > 150 && Math.abs(bend) > 0.2) continue;
      const m = { x: (from.p.x + to.p.x) / 2 + dy / dist * bow, y: (from.p.y + to.p.y) / 2 - dx / dist * bow };
      const c = { a: cut(from, m), b: cut(to, m), m };
      let cost = Math.abs(bend) * 3;
      for (let t = 0.08; t < 0.95; t += 0.07) if (near(at(c, t), 2)) cost += 1;
      if (!best || cost < best.cost) best = { ...c, cost };
    }
    return best;
  }

  function cut(end, m) {
    const d = Math.hypot(m.x - end.p.x, m.y - end.p.y) || 1;
    return { x: end.p.x + (m.x - end.p.x) / d * end.gap, y: end.p.y + (m.y - end.p.y) / d * end.gap };
  }

  function arrow(link, c) {
    const g = S.svg("g", { class: `sp-link sp-${link.stance} sp-${link.type}`, "aria-hidden": "true" }, layer);
    const angle = Math.atan2(c.b.y - c.m.y, c.b.x - c.m.x), n = (v) => v.toFixed(1);
    const tail = { x: c.b.x - 7 * Math.cos(angle), y: c.b.y - 7 * Math.sin(angle) };
    const double = link.type === "same_event", end = double ? c.b : tail;
    const d = `M${n(c.a.x)} ${n(c.a.y)}Q${n(c.m.x)} ${n(c.m.y)} ${n(end.x)} ${n(end.y)}`;
    S.svg("path", { class: "sp-link-halo", d }, g);
    S.svg("path", { class: "sp-link-line", d }, g);
    if (double) { S.svg("path", { class: "sp-link-gap", d }, g); return; }
    const wing = (turn) => `${n(c.b.x - 10 * Math.cos(angle + turn))} ${n(c.b.y - 10 * Math.sin(angle + turn))}`;
    S.svg("path", { class: "sp-link-head", d: `M${n(c.b.x)} ${n(c.b.y)}L${wing(0.42)}L${wing(-0.42)}Z` }, g);
  }

  function unequal(box) {
    const look = { width: 11, height: 11, viewBox: "-5.5 -5.5 11 11", class: "sp-neq" };
    const svg = S.svg("svg", { ...look, role: "img", "aria-label": S.word("contested") }, box);
    S.svg("path", { d: "M-4 -1.7H4M-4 1.7H4M2 -4.6L-2 4.6" }, svg);
  }

  function build(host, spec) {
    const box = host.appendChild(S.el("div", "sp-tag sp-linktag"));
    box.style.transform = `translate(${-spec.width / 2}px, ${-HEIGHT / 2}px)`;
    box.style.width = spec.width + "px";
    const link = spec.link;
    if (link.stance === "contested") unequal(box);
    box.appendChild(S.said("span", spec.text));
    for (const n of link.cites || []) box.appendChild(S.el("i", "sp-cite", String(n)));
  }

  function label(link, c, taken, view, map) {
    const text = link.label || S.word(link.type);
    const width = Math.ceil(S.geo.textWidth(text, FONT)) + 20 + 19 * (link.cites || []).length + (link.stance === "contested" ? 14 : 0);
    const aside = width / 2 + 7;
    const shifts = [[0, 0], [0, -16], [0, 16]];
    for (const dy of [0, 22, -22]) shifts.push([aside, dy], [-aside, dy]);
    for (const [dx, dy] of shifts) for (const t of ALONG) {
      const q = at(c, t), p = { x: q.x + dx, y: q.y + dy };
      const box = { x0: p.x - width / 2, y0: p.y - HEIGHT / 2, x1: p.x + width / 2, y1: p.y + HEIGHT / 2 };
      if (!S.geo.within(box, view) || taken.some((b) => S.geo.overlap(box, b, 2))) continue;
      taken.push(box);
      const ll = map.layerPointToLatLng([p.x, p.y]);
      return { key: "l:" + link.id, link, ll, width, text, build, z: 20, sig: [JSON.stringify(link), width].join("|") };
    }
    return null;
  }

  function draw() {
    const map = S.state.map, links = shown(), lanes = new Map(), labels = [], boxes = [];
    const view = S.geo.viewBox(map, 6);
    layer.replaceChildren();
    for (const link of links) {
      const pair = [link.from, link.to].sort().join("→"), lane = lanes.get(pair) || 0;
      lanes.set(pair, lane + 1);
      const c = curve(link, lane, map);
      if (!c) continue;
      for (let t = 0; t <= 1; t += 0.04) { const p = at(c, t); boxes.push({ x0: p.x - 3, y0: p.y - 3, x1: p.x + 3, y1: p.y + 3 }); }
      arrow(link, c);
      const spec = S.narrow() ? null : label(link, c, S.tags.boxes, view, map);
      if (spec) labels.push(spec);
    }
    S.links.boxes = boxes;
    S.links.styles = [...new Set(links.map((l) => (l.type === "same_event" ? "same" : l.stance)))];
    S.pins.tags.sync([...S.tags.specs, ...labels]);
    S.areas.tabStops(new Set(S.tags.specs.map((s) => s.ids[0])));
  }

  S.links = { styles: [], boxes: [] };
  S.part({
    setup(map) {
      const pane = map.createPane("sp-links");
      pane.style.zIndex = 600;
      pane.style.pointerEvents = "none";
      renderer = L.svg({ pane: "sp-links", padding: 0.6 }).addTo(map);
      layer = S.svg("g", {}, renderer._rootGroup);
    },
    draw,
    move: draw,
  });
})(window.Sourcepin = window.Sourcepin || {});
