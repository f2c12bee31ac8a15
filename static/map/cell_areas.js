/* Incidents without a point, counted by province or country: a hatched band inside the border and a tag with the number,
 * never a dot. Also provinces shaded by count, the alternative to circles. A click asks Python what is inside. */
(function (S) {
  "use strict";
  const BAND = 9, LEAST = 34, NAMED = 240, FONT = '500 11px Inter, "Noto Sans Arabic", system-ui, sans-serif', HEIGHT = 20;
  const records = new Map();   // key -> {item, g, sig, row}
  let renderer, groups, serial = 0;

  /** The payload's rows as records that the geometry of areas works with. */
  function read(name, list) {
    return (Array.isArray(list) ? list : []).filter((row) => row && row.key !== undefined && row.area).slice(0, 300).map((row) => {
      const key = `${name}:${row.key}`, old = records.get(key), text = JSON.stringify(row);
      if (old && old.text === text) return old;
      const { area, tag_at } = row, shape = JSON.stringify([area, tag_at]);   // with other dates only the numbers differ
      const item = old && old.item.key === shape ? old.item : S.geo.item({ id: key, area, tag_at, precision: "province", title: row.name }, shape);
      const rec = old || { g: null, sig: "", n: ++serial };
      if (rec.item !== item) rec.spot = null;
      return Object.assign(rec, { key, name, row, text, item, total: (row.certain || 0) + (row.possible || 0) });
    }).filter((rec) => rec.item.isArea);
  }

  const label = (rec) => `${rec.row.name}: ${S.cellStyle.counted({ certain: rec.row.certain || 0, possible: rec.row.possible || 0 })}`;

  function ask(rec) {
    if (!S.state.drawing) S.bridge.inside("a:" + rec.row.key);
  }

  function name({ g, name, row }, text) {
    g.setAttribute("class", `sp-count-area sp-count-${name}${row.certain ? "" : " sp-possible"}`);
    g.setAttribute("aria-label", text);
  }

  function build(rec, list, color) {
    const { g } = rec, d = S.areas.path(list), focused = document.activeElement === g;
    g.replaceChildren();
    if (rec.name === "shade") S.svg("path", { class: "sp-shade", d, fill: color }, g);
    else {
      const clip = "sp-count-clip-" + rec.n, cut = S.svg("clipPath", { id: clip }, g);
      S.svg("path", { d, "clip-rule": "evenodd" }, cut);
      const band = S.svg("path", { class: "sp-bandline sp-touch", d, "clip-path": `url(#${clip})`, "stroke-width": 2 * BAND }, g);
      band.style.stroke = "url(#sp-hatch-context-45)";
    }
    S.svg("path", { class: "sp-focusline", d }, g);
    S.svg("path", { class: "sp-outline", d }, g);
    if (focused) g.focus({ preventScroll: true });
  }

  function sync(list, parent, colors) {
    const map = S.state.map;
    let cursor = parent.firstChild;
    for (const rec of list) {
      if (!rec.g) {
        rec.g = S.svg("g", { role: "button", tabindex: 0 });
        rec.g.sourcepinKey = rec.key;
      }
      records.set(rec.key, rec);
      const rings = S.areas.outline(rec.item, map), cut = rings === rec.item.cache.rings ? "" : JSON.stringify(map.getPixelBounds());
      const color = colors ? colors(rec) : "", sig = [rec.item.cache.stamp, color, cut].join("|");
      const said = label(rec) + S.word("semicolon") + S.word("cell_list"), named = said + (rec.row.certain ? "" : "?");
      if (sig !== rec.sig || rec.item !== rec.drawn) { build(rec, rings, color); rec.sig = sig; rec.drawn = rec.item; }
      if (named !== rec.named) { name(rec, said); rec.named = named; }
      if (rec.g === cursor) cursor = cursor.nextSibling; else parent.insertBefore(rec.g, cursor);
    }
  }

  function shading(list) {
    const most = Math.max(1, ...list.map((rec) => rec.total)), edges = S.cellStyle.limits(most);
    const { palette } = S.cellStyle.of(S.state.payload);
    S.cellAreas.edges = edges;
    return (rec) => (rec.total ? S.cellStyle.spread(palette.shade, S.cellStyle.rank(rec.total, edges), edges.length + 1) : "none");
  }

  function drawTag(host, spec) {
    const tag = host.appendChild(S.el("div", "sp-tag sp-counttag"));
    tag.style.transform = `translate(${spec.left}px, ${spec.top}px)`;
    tag.style.width = spec.width + "px";
    tag.append(...(spec.named ? [S.said("span", spec.rec.row.name)] : []), S.el("b", "", spec.number));
    host.setAttribute("role", "button");
    host.setAttribute("tabindex", "0");
    host.setAttribute("aria-label", label(spec.rec) + S.word("semicolon") + S.word("cell_list"));
  }

  /** Tags touch the outline like those of areas; the name gives way to the number where it is narrow. */
  function tags(list) {
    const map = S.state.map, view = S.geo.viewBox(map, 6), taken = [...S.tags.boxes.filter((b) => "cx" in b), ...S.geo.controlBoxes(map)], out = [];
    for (const rec of list.slice().sort((a, b) => b.total - a.total)) {
      const b = S.geo.pixelBox(rec.item, map), wide = b.x1 - b.x0;
      if (Math.max(wide, b.y1 - b.y0) < LEAST) continue;
      const { certain = 0, possible = 0 } = rec.row, number = certain ? S.compact(certain) + (possible ? ` + ${S.compact(possible)}` : "") : `(${S.compact(possible)})`;
      const named = Math.max(wide, b.y1 - b.y0) > NAMED, word = named ? S.geo.textWidth(rec.row.name, FONT) * 1.03 + 8 : 0;
      const width = Math.min(190, Math.ceil(word + S.geo.textWidth(number, "600 11px Inter")) + 16);
      const found = S.tags.place(rec.item, width, [...taken, ...S.stack.boxes], [], view, map, rec.spot) || S.tags.place(rec.item, width, taken, [], view, map, rec.spot);
      rec.spot = null;
      if (!found) continue;
      const ll = map.layerPointToLatLng([found.p.x, found.p.y]), at = map.latLngToLayerPoint(ll).round();
      taken.push(found.box);
      rec.spot = { ll, side: found.side, gap: found.gap };
      const left = Math.round(found.box.x0 - at.x), top = Math.round(found.box.y0 - at.y);
      out.push({ key: "n:" + rec.key, ids: [], ll, left, top, width, number, named, rec, build: drawTag, z: 2, dx: left + width / 2, dy: top + HEIGHT / 2,
                 order: 0, tip: [rec.row.name, S.cellStyle.counted({ certain, possible })], act: () => ask(rec), box: found.box,
                 sig: [rec.text.length, rec.row.name, named, number, left, top, width, S.state.wordsKey.length].join("|") });
    }
    return out;
  }

  function draw() {
    const payload = S.state.payload, counts = read("count", payload.area_counts), shades = read("shade", payload.shaded);
    const keep = new Set([...counts, ...shades].map((rec) => rec.key));
    for (const [key, rec] of records) if (!keep.has(key)) { rec.g.remove(); records.delete(key); }
    sync(shades, groups.shade, shading(shades));
    sync(counts, groups.count, null);
    const made = tags(counts), tagged = new Set(made.map((spec) => spec.rec.key));
    for (const rec of counts) rec.g.setAttribute("tabindex", tagged.has(rec.key) ? "-1" : "0");
    S.tags.specs = [...S.tags.specs, ...made];
    S.tags.boxes.push(...made.map((spec) => spec.box));
  }

  function listen(map, node) {
    const recOf = (ev) => { const g = ev.target.closest("g[role=button]"); return g && records.get(g.sourcepinKey); };
    node.addEventListener("click", (ev) => {
      const rec = recOf(ev);
      if (!rec) return;
      ev.stopPropagation();
      if (!map.dragging || !map.dragging.moved()) ask(rec);
    });
    node.addEventListener("keydown", (ev) => {
      const rec = recOf(ev);
      if (!rec || (ev.key !== "Enter" && ev.key !== " ")) return;
      ev.preventDefault(); ev.stopPropagation();
      ask(rec);
    });
    node.addEventListener("mousemove", (ev) => {
      const rec = recOf(ev);
      if (rec) S.tip.show({ tip: [rec.row.name, S.cellStyle.counted({ certain: rec.row.certain || 0, possible: rec.row.possible || 0 })], ll: map.mouseEventToLatLng(ev) }, map);
    });
    node.addEventListener("mouseout", () => S.tip.hide());
  }

  S.cellAreas = { edges: [], element: (key) => (records.get(key) || {}).g || null };
  S.part({
    setup(map) {
      map.createPane("sp-counts").style.zIndex = 410;
      renderer = L.svg({ pane: "sp-counts", padding: 0.6 }).addTo(map);
      groups = { shade: S.svg("g", {}, renderer._rootGroup), count: S.svg("g", {}, renderer._rootGroup) };
      listen(map, renderer._rootGroup);
    },
    draw,
    move: draw,
  });
})(window.Sourcepin = window.Sourcepin || {});
