/* Label tags of areas. A tag touches the outline from outside (or hangs on a short line), overlaps no mark, no
 * other tag and no control, and is left out where it does not fit. Link labels share the pane (links.js). */
(function (S) {
  "use strict";
  const FONT = '500 11px Inter, "Noto Sans Arabic", system-ui, sans-serif';
  const HEIGHT = 20, LEAST_AREA = 26, LEAST_ZOOM = 5, MOST = 24, SAMPLES = 28, GAPS = [-2, 16, 34];
  const SIDES = [["left", -1, 0], ["right", 1, 0], ["top", 0, -1], ["bottom", 0, 1]];
  const kept = new Map();    // id -> {ll, side, gap}: a tag stays where it was as long as that is still right

  /** Points of the outline where a tag may touch: the one Python names first, then the visible rest. */
  function touchPoints(item, map) {
    const rings = S.geo.rings(item, map), view = S.geo.viewBox(map, 4), out = [];
    const seen = (p) => p.x > view.x0 && p.x < view.x1 && p.y > view.y0 && p.y < view.y1;
    if (item.d.tag_at) out.push(map.latLngToLayerPoint(item.at));
    const ring = rings.reduce((a, b) => (b.length > a.length ? b : a), rings[0] || []);
    const visible = ring.filter(seen);
    const step = Math.max(1, Math.floor(visible.length / SAMPLES));
    for (let i = 0; i < visible.length; i += step) out.push(visible[i]);
    for (const key of ["x", "y"]) if (visible.length) {
      out.push(visible.reduce((a, b) => (b[key] < a[key] ? b : a)));
      out.push(visible.reduce((a, b) => (b[key] > a[key] ? b : a)));
    }
    return out.filter(seen);
  }

  function boxAt(p, side, width, gap) {
    const [, sx, sy] = side;
    const cx = p.x + sx * (width / 2 + gap), cy = p.y + sy * (HEIGHT / 2 + gap);
    return { x0: cx - width / 2, y0: cy - HEIGHT / 2, x1: cx + width / 2, y1: cy + HEIGHT / 2, cx, cy };
  }

  /** Smaller is better; null where the tag must not stand. */
  function score(item, box, start, taken, areas, view, map) {
    if (!S.geo.within(box, view) || taken.some((t) => S.geo.overlap(box, t, 3))) return null;
    if (item.d.precision !== "country" && S.geo.contains(S.geo.rings(item, map), { x: box.cx, y: box.cy })) return null;
    let bad = Math.hypot(box.cx - start.x, box.cy - start.y) * 0.1;
    for (const other of areas) {
      const b = S.geo.pixelBox(other, map);
      if (other.d.precision === "country" || !S.geo.overlap(b, box, 0)) continue;
      const rings = S.geo.rings(other, map), weight = 12 * S.areas.group(other).length;
      for (const x of [box.x0, box.cx, box.x1]) for (const y of [box.y0, box.y1]) if (S.geo.contains(rings, { x, y })) bad += weight;
    }
    return bad;
  }

  /** Whether the short line from the outline to the tag would run over something. */
  function crosses(p, box, taken) {
    return [0, 0.3, 0.6, 0.85].some((t) => {
      const x = p.x + (box.cx - p.x) * t, y = p.y + (box.cy - p.y) * t;
      return taken.some((b) => x > b.x0 - 1 && x < b.x1 + 1 && y > b.y0 - 1 && y < b.y1 + 1);
    });
  }

  /** Where a tag stands: as before (`old`: {ll, side, gap}) where that is still right. */
  function place(item, width, taken, areas, view, map, old) {
    const start = map.latLngToLayerPoint(item.at);
    if (old) {
      const p = map.latLngToLayerPoint(old.ll), box = boxAt(p, old.side, width, old.gap);
      if (score(item, box, start, taken, areas, view, map) !== null) return { p, side: old.side, gap: old.gap, box };
    }
    let best = null;
    for (const gap of GAPS) {
      for (const p of touchPoints(item, map)) for (const side of SIDES) {
        const box = boxAt(p, side, width, gap), bad = score(item, box, start, taken, areas, view, map);
        if (gap > 0 && crosses(p, box, taken)) continue;
        if (bad !== null && (!best || bad + (side[2] ? 6 : 0) < best.bad)) best = { p, side, gap, box, bad: bad + (side[2] ? 6 : 0) };
      }
      if (best) break;
    }
    return best;
  }

  function build(host, spec) {
    const svg = S.marks.canvas(host), item = spec.item;
    if (spec.gap > 0) S.svg("line", { class: "sp-leader", x1: 0, y1: 0, x2: spec.dx, y2: spec.dy }, svg);
    const tag = host.appendChild(S.el("div", "sp-tag k-" + item.kind + (spec.chosen ? " sp-on" : "")));
    tag.style.transform = `translate(${spec.left}px, ${spec.top}px)`;
    tag.style.width = spec.width + "px";
    const icon = S.svg("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" }, tag);
    S.svg("path", { class: "sp-tagshape" + (item.d.possible ? " sp-possible" : ""), d: S.marks.outline(item.kind, 10) }, icon);
    tag.appendChild(S.said("span", spec.text));
    host.setAttribute("role", "button");
    host.setAttribute("tabindex", "0");
    host.setAttribute("aria-label", spec.text + ", " + S.label(item.d));
    host.setAttribute("aria-pressed", String(spec.chosen));
  }

  function tagSpec(item, map, taken, areas, view) {
    const d = item.d, chosen = d.id === S.state.chosen, ids = S.areas.group(item);
    const text = (d.tag || d.short || d.title) + (ids.length > 1 ? ` · ${ids.indexOf(d.id) + 1}/${ids.length}` : "");
    const width = Math.min(250, Math.ceil(S.geo.textWidth(text, FONT) * 1.03) + 37);
    const old = kept.get(d.id), found = place(item, width, taken, areas, view, map, old && old.key === item.key ? old : null);
    if (!found) { kept.delete(d.id); return null; }
    const ll = map.layerPointToLatLng([found.p.x, found.p.y]), at = map.latLngToLayerPoint(ll).round();
    kept.set(d.id, { ll, side: found.side, gap: found.gap, key: item.key });
    taken.push(found.box);
    const left = Math.round(found.box.x0 - at.x), top = Math.round(found.box.y0 - at.y);
    const spec = { key: "t:" + d.id, ids: [d.id], item, ll, left, top, width, text, chosen, gap: found.gap, build,
                   dx: left + width / 2, dy: top + HEIGHT / 2, order: d.order || 0, z: chosen ? 10 : 1,
                   tip: S.tipOf(d) };
    spec.sig = [item.key, left, top, width, chosen, found.gap, text].join("|");
    return spec;
  }

  function wanted(item, map) {
    const b = S.geo.pixelBox(item, map), ids = S.areas.group(item);
    if (item.d.id !== (ids.includes(S.state.chosen) ? S.state.chosen : ids[0])) return false;  // one tag an area
    return Math.max(b.x1 - b.x0, b.y1 - b.y0) >= LEAST_AREA;
  }

  function layout() {
    const map = S.state.map, areas = [...S.state.items.values()].filter((i) => i.isArea);
    const taken = [...S.stack.boxes, ...S.geo.controlBoxes(map)], view = S.geo.viewBox(map, 6), specs = [];
    if (!S.narrow() && map.getZoom() >= LEAST_ZOOM) {
      const distinct = areas.filter((i) => S.areas.group(i)[0] === i.d.id);   // one stands for all that share its area
      const first = (i) => (i.d.id === S.state.chosen ? -1e9 : i.d.order || 0);
      for (const item of areas.filter((i) => wanted(i, map)).sort((a, b) => first(a) - first(b)).slice(0, MOST)) {
        const spec = tagSpec(item, map, taken, distinct, view);
        if (spec) specs.push(spec);
      }
    }
    for (const id of [...kept.keys()]) if (!S.state.items.has(id)) kept.delete(id);
    S.tags.specs = specs.sort((a, b) => a.order - b.order);
    S.tags.boxes = taken;
  }

  S.tags = { specs: [], boxes: [], HEIGHT, place };
  S.part({ draw: layout, move: layout });
})(window.Sourcepin = window.Sourcepin || {});
