/* Stacks and their fan. Incidents whose marks overlap by half at this zoom become one numbered circle at the
 * true point of the earliest; opened, each stands apart with a line to its true point. Nothing else moves. */
(function (S) {
  "use strict";
  const REACH = [9, 11.5, 14], SPACING = 50, DAY_FONT = "500 11px Inter, system-ui, sans-serif", MOST = 60;

  const byOrder = (a, b) => (a.d.order || 0) - (b.d.order || 0) || (String(a.d.id) < String(b.d.id) ? -1 : 1);

  function points(map) {
    const list = [];
    for (const item of S.state.items.values()) {
      if (item.isArea || !item.at || (item.d.hush && item.d.id !== S.state.chosen)) continue;
      item.p = map.latLngToLayerPoint(item.at);
      list.push(item);
    }
    return list.sort(byOrder);
  }

  const far = (a, b) => Math.hypot(a.p.x - b.p.x, a.p.y - b.p.y);

  /** REACH: pixels between centres at which two marks, a mark and a circle, two circles half cover each other.
   *  Greedy in date order: each joins the first group whose earliest it half covers. Circles are larger than
   *  marks, so groups are joined again until none half covers another. */
  function group(list) {
    let groups = list.map((item) => [item]);
    for (let round = 0, before = -1; round < 4 && groups.length !== before; round++) {
      before = groups.length;
      const joined = [];
      for (const g of groups) {
        const home = joined.find((h) => far(h[0], g[0]) < REACH[(h.length > 1) + (g.length > 1)]);
        if (home) home.push(...g); else joined.push(g.slice());
      }
      groups = joined;
    }
    return groups.map((g) => g.sort(byOrder));
  }

  /** Members of the open fan as they belong together at this zoom with this data, or none. */
  function fanned(list) {
    const fan = S.state.fan;
    if (!fan) return [];
    const loose = list.filter((item) => item.d.id !== S.state.chosen || fan.includes(item.d.id));
    const members = group(loose).find((g) => g.filter((item) => fan.includes(item.d.id)).length > 1);
    S.state.fan = members ? members.map((m) => m.d.id) : null;
    return (members || []).slice(0, MOST);
  }

  /** Offsets from the stack's point: a row beneath (or above) for a few, rings around it for many. `step` is the
   *  room that a mark with its day needs. */
  function spots(n, up, step) {
    if (n <= 4) return Array.from({ length: n }, (_, i) => {
      const t = i - (n - 1) / 2;
      return { x: t * step, y: (up ? -1 : 1) * (46 - Math.abs(t) * 5) };
    });
    const out = [];
    const inner = Math.max(step + 4, Math.min(n, 9) * step / (2 * Math.PI) + 1);
    for (let ring = 0; out.length < n; ring++) {
      const radius = inner + ring * 48, room = Math.floor(2 * Math.PI * radius / step);
      const here = Math.min(room, n - out.length);
      for (let i = 0; i < here; i++) {
        const a = -Math.PI / 2 + 2 * Math.PI * i / here;
        out.push({ x: Math.cos(a) * radius, y: Math.sin(a) * radius });
      }
    }
    return out;
  }

  function focusable(host, spec) {
    host.setAttribute("role", "button");
    host.setAttribute("tabindex", "0");
    host.setAttribute("aria-label", spec.name);
    host.classList.add("sp-hit");
    host.classList.toggle("sp-fanned", Boolean(spec.fan) || Boolean(spec.chosen));
    host.style.setProperty("--dx", (spec.dx || 0) + "px");  // the element itself stands where the mark is drawn
    host.style.setProperty("--dy", (spec.dy || 0) + "px");
  }

  function buildMark(host, spec) {
    focusable(host, spec);
    host.setAttribute("aria-pressed", String(spec.chosen));
    const svg = S.marks.canvas(host), fan = spec.fan;
    if (fan) {
      S.svg("line", { class: "sp-leader", x1: 0, y1: 0, x2: spec.dx, y2: spec.dy }, svg);
      S.svg("circle", { class: "sp-dot", r: 2.6 }, svg);
    }
    const g = S.marks.draw(svg, spec.item, { x: spec.dx, y: spec.dy, chosen: spec.chosen });
    if (!fan) return;
    const text = S.svg("text", { class: "sp-day", x: spec.dx, y: spec.dy + 23, "text-anchor": "middle" }, svg);
    text.textContent = spec.item.d.day || "";
    if (fan === "fresh" && !S.calm() && g.animate) {
      const from = `translate(0px, 0px)`, to = `translate(${spec.dx}px, ${spec.dy}px)`;
      g.animate([{ transform: from }, { transform: to }], { duration: 150, easing: "ease-out" });
      text.animate([{ opacity: 0 }, { opacity: 0 }, { opacity: 1 }], { duration: 150 });
    }
  }

  function buildStack(host, spec) {
    focusable(host, spec);
    host.classList.add("sp-stack");
    host.setAttribute("aria-expanded", "false");
    S.marks.drawStack(S.marks.canvas(host), spec.items.length, spec.kinds, spec.dots);
  }

  function markSpec(item, spot, anchor, fresh) {
    const d = item.d, chosen = d.id === S.state.chosen;
    const dx = spot ? Math.round(anchor.x + spot.x - item.p.x) : 0, dy = spot ? Math.round(anchor.y + spot.y - item.p.y) : 0;
    const spec = { key: "m:" + d.id, ids: [d.id], item, ll: L.latLng(item.at), dx, dy, chosen, fan: spot ? fresh : "",
                   name: S.label(d), tip: S.tipOf(d), build: buildMark,
                   z: chosen ? 700 : spot ? 500 : 100, order: d.order || 0 };
    spec.sig = [item.key, chosen, dx, dy, Boolean(spot), spec.name].join("|");
    spec.box = { x: item.p.x + dx, y: item.p.y + dy, r: chosen ? 17 : 10 };
    return spec;
  }

  function stackSpec(items) {
    const first = items[0], kinds = [...new Set(items.map((i) => i.kind))];
    const dots = [], seen = new Set();
    for (const it of items.slice(1)) {
      const p = { x: it.p.x - first.p.x, y: it.p.y - first.p.y }, k = p.x + "," + p.y;
      if (Math.hypot(p.x, p.y) > 2.5 && !seen.has(k)) { seen.add(k); dots.push(p); }
    }
    const titles = items.slice(0, 5).map((i) => i.d.title).join("; ") + (items.length > 5 ? " …" : "");
    const shorts = items.slice(0, 4).map((i) => [i.d.day, i.d.short || i.d.title].filter(Boolean).join(" ")).join("; ");
    return { key: "s:" + first.d.id, ids: items.map((i) => i.d.id), stack: items.map((i) => i.d.id), items, kinds, dots,
             ll: L.latLng(first.at), name: `${items.length}: ${titles}`, build: buildStack, z: 300, order: first.d.order || 0,
             tip: [S.word("stack"), shorts + (items.length > 4 ? " …" : "")],
             sig: [items.length, kinds, titles, dots.map((p) => Math.round(p.x) + "," + Math.round(p.y))].join("|"),
             box: { x: first.p.x, y: first.p.y, r: 17 } };
  }

  function draw() {
    const map = S.state.map, list = points(map), specs = [];
    const members = fanned(list), inFan = new Set(members), fresh = S.stack.fresh ? "fresh" : "open";
    S.stack.fresh = false;
    if (members.length) {
      const anchor = members[0].p, c = map.layerPointToContainerPoint(anchor);
      const step = Math.max(SPACING, ...members.map((m) => S.geo.textWidth(String(m.d.day || ""), DAY_FONT) + 12));
      const shape = spots(members.length, c.y + 84 > map.getSize().y && c.y > 100, step);
      const first = members[0].d.order || 0;   // one after the other in the tab order too
      members.forEach((m, i) => specs.push({ ...markSpec(m, shape[i], anchor, fresh), order: first + i * 1e-6 }));
    }
    const rest = list.filter((i) => !inFan.has(i));
    const chosen = rest.filter((i) => i.d.id === S.state.chosen);
    chosen.forEach((i) => specs.push(markSpec(i)));
    for (const g of group(rest.filter((i) => i.d.id !== S.state.chosen)))
      specs.push(g.length > 1 ? stackSpec(g) : markSpec(g[0]));
    specs.sort((a, b) => a.order - b.order);
    S.pins.layer.sync(specs);
    S.pins.layer.root.classList.toggle("sp-crowded", members.length > 4);
    S.stack.boxes = specs.map((s) => ({ x0: s.box.x - s.box.r, y0: s.box.y - s.box.r, x1: s.box.x + s.box.r,
                                        y1: s.box.y + s.box.r + (s.fan ? 14 : 0), chosen: s.chosen }));
  }

  S.stack = {
    boxes: [], fresh: false,
    open(ids, byKeyboard) {
      const map = S.state.map, ats = ids.map((id) => S.state.items.get(id)).filter(Boolean);
      const spread = L.latLngBounds(ats.map((i) => i.at));
      if (ids.length > MOST && map.getZoom() < map.getMaxZoom() && !spread.getNorthEast().equals(spread.getSouthWest())) {
        S.bridge.byHand();
        map.fitBounds(spread, { padding: [60, 60], animate: !S.calm() });
        return;
      }
      S.state.fan = ids; S.stack.fresh = true;
      S.draw();
      const reach = ids.length <= 4 ? 60 : 80 + 48 * Math.floor(ids.length / 8);
      map.panInside(ats[0].at, { padding: [Math.min(reach, map.getSize().x / 2 - 10), Math.min(reach, map.getSize().y / 2 - 10)] });
      if (ids.includes(S.state.chosen)) S.replacePopup();
      if (byKeyboard) S.pins.focus("m:" + ats.sort(byOrder)[0].d.id);
    },
    close(refocus) {
      const ids = S.state.fan || [];
      S.state.fan = null;
      S.draw();
      if (ids.includes(S.state.chosen)) S.replacePopup();
      if (refocus && ids.length) S.pins.layer.refocus({ ids });
    },
  };

  S.part({ draw });
})(window.Sourcepin = window.Sourcepin || {});
