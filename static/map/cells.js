/* Cells: many incidents as one circle, drawn where its incidents are (their mean). Kept and diffed by key, larger ones
 * beneath. A click goes nearer, or asks Python what is inside where nearer does not help; a cell of one is its mark. */
(function (S) {
  "use strict";
  const NEARER = 2.5, FINEST = 20, BAND = 3.4, LINGER = 220;
  let layer = null, follow = null;
  const tip = { node: null, timer: 0 };

  /** Cells of one incident, as the incidents that they are. */
  function singles(payload) {
    const style = S.cellStyle.of(payload);
    return style.list.filter((c) => c.one && c.one.id !== undefined).map((c) => ({
      precision: "locality", order: 0, ...c.one, lat: c.lat, lon: c.lon, ...(style.density ? { hush: true } : {}),
    }));
  }

  function arc(radius, from, to) {
    const at = (t) => `${(radius * Math.sin(t)).toFixed(2)} ${(-radius * Math.cos(t)).toFixed(2)}`;
    return `M${at(from)}A${radius} ${radius} 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)}`;
  }

  /** The kinds as a ring: each as long as its share, a hair of ground between two. */
  function drawKinds(svg, c, radius) {
    const sum = c.kinds.reduce((n, k) => n + k.n, 0), gap = 1.2 / radius;
    S.svg("circle", { class: "sp-cell-under", r: radius, "stroke-width": BAND + 2.4 }, svg);
    if (c.kinds.length === 1) { S.svg("circle", { class: "sp-cell-kind k-" + c.kinds[0].kind, r: radius }, svg); return; }
    let from = 0;
    for (const { kind, n } of c.kinds) {
      const to = from + 2 * Math.PI * n / sum;
      if (to - from > 2.2 * gap) S.svg("path", { class: "sp-cell-kind k-" + kind, d: arc(radius, from + gap / 2, to - gap / 2) }, svg);
      from = to;
    }
  }

  const numberOf = (c) => S.compact(c.certain || c.possible);

  /** Where in each circle its number can be read whole, [x, y] from the middle; null where smaller circles or marks lie
   *  over it everywhere: half a number would be another number. Circles come largest first, as they are drawn. */
  function spots(list, map) {
    const at = list.map((c) => ({ ...map.latLngToLayerPoint([c.lat, c.lon]), r: c.radius + 1 }));
    const marks = S.stack.boxes.map((b) => ({ x: (b.x0 + b.x1) / 2, y: (b.y0 + b.y1) / 2, r: (b.x1 - b.x0) / 2 - 2 }));
    return list.map((c, i) => {
      const p = at[i], half = S.geo.textWidth(numberOf(c), S.cellStyle.FONT) / 2, near = (q) => Math.hypot(p.x - q.x, p.y - q.y) < p.r + q.r;
      const over = [...at.slice(i + 1), ...marks].filter(near), step = Math.round(p.r * 0.42);
      const hidden = ([x, y]) => over.some((q) => Math.hypot(Math.max(0, Math.abs(p.x + x - q.x) - half), Math.max(0, Math.abs(p.y + y - q.y) - 5)) < q.r);
      const tries = [[0, 0], [0, -step], [0, step], [-step, 0], [step, 0]].filter(([x, y]) => !(x || y) || Math.hypot(Math.abs(x) + half, Math.abs(y) + 4) < p.r);
      return tries.find((spot) => !hidden(spot)) || null;
    });
  }

  /** Solid for the certain, by area; what is only possible is the pale rest of the circle. */
  function drawCell(svg, c, style, spot) {
    const radius = c.radius, color = S.cellStyle.fill(c, style), share = c.total ? c.certain / c.total : 0;
    const inner = c.possible ? Math.min(radius - 2.6, radius * Math.sqrt(share)) : radius;
    if (style.split && c.kinds.length) drawKinds(svg, c, radius + 1 + BAND / 2);
    S.svg("circle", { class: "sp-cell-ground", r: radius + 1 }, svg);
    if (c.possible) {
      const pale = S.svg("circle", { class: "sp-cell-pale", r: radius - 0.7 }, svg);
      pale.style.fill = color || "none";
    }
    const disc = c.certain ? S.svg("circle", { class: "sp-cell-disc" + (color ? "" : " sp-cell-unsaid"), r: Math.max(2, inner).toFixed(1) }, svg) : null;
    if (disc && color) disc.style.fill = color;
    const text = numberOf(c), room = S.geo.textWidth(text, S.cellStyle.FONT) / 2 + 1, [x, y] = spot || [0, 0];
    const label = S.svg("text", { class: "sp-cell-text" + (spot ? "" : " sp-cell-muted"), x, y: y + 3.9, "text-anchor": "middle" }, svg);
    label.textContent = text;
    if (disc && color && Math.hypot(Math.abs(x) + room - 1, Math.abs(y) + (y ? 4 : 0)) < inner) label.style.fill = S.cellStyle.textOn(color);
    else label.classList.add("sp-cell-free");
  }

  function build(host, spec) {
    const { c, style } = spec, r = Math.round(c.radius + (style.split && c.kinds.length ? BAND + 1 : 0));
    host.className = "sp-pin leaflet-zoom-animated sp-cell" + (style.density ? " sp-cell-still" : "") + (spec.asked ? " sp-cell-asked" : "");
    host.style.setProperty("--r", r + "px");
    host.setAttribute("role", "button");
    host.setAttribute("tabindex", "0");
    host.setAttribute("aria-label", spec.name);
    if (!c.one) host.setAttribute("aria-keyshortcuts", "Shift+Enter");
    if (!style.density) drawCell(S.marks.canvas(host), c, style, spec.spot);
  }

  const separable = (style, map) => style.zoom < FINEST && map.getZoom() < map.getMaxZoom() - 1e-6;

  function act(spec, byKeyboard, ev) {
    const { c, style } = spec, map = S.state.map;
    hide();
    if (S.state.drawing) return;
    if (c.one) { S.choose(c.one.id, byKeyboard); return; }
    if ((ev && ev.shiftKey) || !separable(style, map)) { S.bridge.inside("c:" + c.key); return; }
    follow = byKeyboard ? spec.ll : null;
    S.bridge.byHand();
    map.setView(spec.ll, Math.min(map.getMaxZoom(), map.getZoom() + NEARER), { animate: !S.calm() });
  }

  function specOf(c, style, asked, spot) {
    const parts = S.cellStyle.told(c), count = S.cellStyle.counted(c), one = c.one;
    const hint = S.word(separable(style, S.state.map) ? "cell_zoom" : "cell_list");
    const name = one ? S.label(one) : [count, ...parts.slice(0, 2), hint].join(S.word("semicolon"));
    return { key: "c:" + c.key, ids: one ? [one.id] : [], ll: L.latLng(c.lat, c.lon), c, style, name, build, asked, spot, tipper: tip,
             told: one ? S.tipOf(one) : [count, parts.join(" · ")],
             sig: [c.radius, c.certain, c.possible, S.cellStyle.fill(c, style), style.ground, style.split ? JSON.stringify(c.kinds) : "",
                   style.density, asked, spot, name].join("|") };
  }

  function draw() {
    const map = S.state.map, payload = S.state.payload, style = S.cellStyle.of(payload);
    const focused = layer.root.contains(document.activeElement);
    const list = style.list.filter((c) => style.density || !c.one), free = style.density ? [] : spots(list, map);
    const specs = list.map((c, i) => specOf(c, style, payload.inside === "c:" + c.key, free[i]));
    layer.sync(specs);
    if (!style.density) for (const s of specs) {
      const p = map.latLngToLayerPoint(s.ll), r = s.c.radius + 1;
      S.stack.boxes.push({ x0: p.x - r, y0: p.y - r, x1: p.x + r, y1: p.y + r, chosen: false });
    }
    if (focused && follow && !layer.root.contains(document.activeElement)) nearestTo(follow);
  }

  /** Going nearer by keyboard, the focus stays with what the reader went for. */
  function nearestTo(ll) {
    let best = null, least = Infinity;
    for (const rec of [...layer.records.values(), ...S.pins.layer.records.values()]) {
      const far = rec.spec.ll.distanceTo(ll);
      if (far < least) { least = far; best = rec; }
    }
    follow = null;
    if (best) best.host.focus({ preventScroll: true });
  }

  /** The tip of a cell stays while the pointer is on it: its button lists what is inside. */
  tip.show = function (spec, map) {
    clearTimeout(tip.timer);
    if (!tip.node) {
      tip.node = S.el("div", "sp-tip sp-celltip");
      tip.node.setAttribute("aria-hidden", "true");
      tip.node.addEventListener("mouseenter", () => clearTimeout(tip.timer));
      tip.node.addEventListener("mouseleave", tip.hide);
      L.DomEvent.disableClickPropagation(tip.node);
      map.getContainer().appendChild(tip.node);
    }
    tip.node.replaceChildren(S.said("b", spec.told[0]), S.said("span", spec.told[1]), ...kindLine(spec.c));
    if (!spec.c.one) {
      const list = S.el("button", "sp-celllist", S.word("cell_list_button"));
      list.type = "button";
      list.tabIndex = -1;   // a keyboard has Shift+Enter on the cell itself
      list.addEventListener("click", () => { hide(); S.bridge.inside("c:" + spec.c.key); });
      tip.node.appendChild(list);
    }
    tip.node.hidden = false;
    const p = map.latLngToContainerPoint(spec.ll), size = map.getSize(), w = tip.node.offsetWidth, h = tip.node.offsetHeight;
    const reach = Math.min(spec.c.radius, 22) + 5, above = p.y - reach - h > 4;
    const left = Math.max(4, Math.min(size.x - w - 4, p.x - w / 2)), top = above ? p.y - reach - h : Math.min(p.y + reach, size.y - h - 4);
    tip.node.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  };
  tip.hide = () => { clearTimeout(tip.timer); tip.timer = setTimeout(hide, LINGER); };

  function hide() {
    clearTimeout(tip.timer);
    if (tip.node) tip.node.hidden = true;
  }

  function kindLine(c) {
    if (!c.kinds.length) return [];
    const line = S.el("span", "sp-cellkinds");
    for (const { kind, n } of c.kinds.slice(0, 5)) {
      const piece = S.el("i");
      piece.append(S.shape(kind, 10), document.createTextNode(S.compact(n)));
      line.appendChild(piece);
    }
    return [line];
  }

  S.cells = { singles, separable, element: (key) => layer.host("c:" + key) };
  S.part({
    setup(map) {
      const pane = map.createPane("sp-cells");
      pane.style.zIndex = 595;
      layer = new S.PinLayer(map, pane, act);
      pane.addEventListener("contextmenu", (ev) => {   // a long press, where there is no pointer to rest on a cell
        const host = ev.target.closest("[data-key]"), rec = host && layer.records.get(host.dataset.key);
        if (!rec || rec.spec.c.one) return;
        ev.preventDefault();
        ev.stopPropagation();
        S.bridge.inside("c:" + rec.spec.c.key);
      });
      map.on("movestart zoomstart", hide);
      map.getContainer().addEventListener("keydown", (ev) => { if (ev.key === "Escape") hide(); });
      map.getContainer().addEventListener("pointerdown", (ev) => { if (ev.target === map.getContainer()) follow = null; });
    },
    draw,
  });
})(window.Sourcepin = window.Sourcepin || {});
