/* Names on the basemap: countries, provinces, towns with their Arabic name, waters. Above the areas, beneath the
 * marks, on one canvas; greedy, so that a name that would touch a mark, a tag or another name is left out. */
(function (S) {
  "use strict";
  const SANS = 'Inter, "Noto Sans Arabic", system-ui, sans-serif', SERIF = '"Source Serif 4", Georgia, serif';
  const TOWN_ZOOM = { 1: 4.75, 2: 6, 3: 7.25, 4: 8.25 }, ARABIC = /[\u0600-\u06ff]/;
  let layer = null, waiting = 0;

  const local = (p) => (p.local && p.local !== p.name && ARABIC.test(p.local) ? p.local : "");

  /** [the name, the smaller one beneath it]: in an Arabic page the local name comes first. */
  function names(p) {
    const own = local(p), name = String(p.name);
    return own && (S.state.payload.words || {}).lang === "ar" ? [own, name] : [name, own];
  }

  /** The state of one painting: context, projection, boxes taken so far. */
  function session(ctx, bounds) {
    const map = S.state.map, k = S.geo.scale(map), o = map.getPixelOrigin();
    const view = { x0: bounds.min.x, y0: bounds.min.y, x1: bounds.max.x, y1: bounds.max.y };
    return { ctx, map, view, zoom: map.getZoom(), colors: S.state.payload.theme.colors, home: S.state.payload.home || [],
             taken: [...S.stack.boxes, ...S.tags.boxes, ...S.links.boxes], px: (w) => ({ x: w[0] * k - o.x, y: w[1] * k - o.y }), k, o,
             here: S.geo.viewBox(map, 0) };
  }

  function free(s, box, gap) { return S.geo.within(box, s.view) && !s.taken.some((t) => S.geo.overlap(box, t, gap)); }

  function text(s, words, x, y, style) {
    const ctx = s.ctx;
    ctx.font = style.font; ctx.textAlign = style.align || "center"; ctx.textBaseline = "alphabetic";
    if ("letterSpacing" in ctx) ctx.letterSpacing = (style.spacing || 0) + "px";
    ctx.lineJoin = "round"; ctx.lineWidth = 3; ctx.strokeStyle = style.halo; ctx.fillStyle = style.color;
    ctx.strokeText(words, x, y); ctx.fillText(words, x, y);
  }

  /** A name centred on p, with the local one beneath; true if there was room. */
  function centred(s, p, name, second, wished) {
    const style = ARABIC.test(name) ? { ...wished, spacing: 0 } : wished;  // spaced Arabic letters no longer join
    const w = S.geo.textWidth(name, style.font, style.spacing) / 2, h = second ? 22 : 12;
    const w2 = second ? Math.max(w, S.geo.textWidth(second, style.font2) / 2) : w;
    const box = { x0: p.x - w2 - 2, y0: p.y - 11, x1: p.x + w2 + 2, y1: p.y - 11 + h };
    if (!free(s, box, 2)) return false;
    s.taken.push(box);
    text(s, name, p.x, p.y, style);
    if (second) text(s, second, p.x, p.y + 14, { ...style, font: style.font2, spacing: 0 });
    return true;
  }

  /** Where in the visible part of a country its name can stand when its usual place is out of view. */
  function inView(s, country) {
    const out = [], v = s.here, w = v.x1 - v.x0, h = v.y1 - v.y0;
    for (let i = 1; i < 10; i++) for (let j = 1; j < 8; j++) {
      const p = { x: v.x0 + w * i / 10, y: v.y0 + h * j / 8 };
      const q = [(p.x + s.o.x) / s.k, (p.y + s.o.y) / s.k];
      if (q[0] < country.box.x0 || q[0] > country.box.x1 || q[1] < country.box.y0 || q[1] > country.box.y1) continue;
      if (holds(country.flats, q[0], q[1])) out.push({ ...p, edge: Math.min(i, 10 - i, j * 1.2, (8 - j) * 1.2) });
    }
    return out.sort((a, b) => b.edge - a.edge).slice(0, 8);
  }

  function holds(flats, x, y) {
    let inside = false;
    for (const f of flats) for (let i = 0, j = f.length - 2; i < f.length; j = i, i += 2)
      if ((f[i + 1] > y) !== (f[j + 1] > y) && x < (f[j] - f[i]) * (y - f[i + 1]) / (f[j + 1] - f[i + 1]) + f[i]) inside = !inside;
    return inside;
  }

  const inside = (p, v) => p.x > v.x0 + 30 && p.x < v.x1 - 30 && p.y > v.y0 + 14 && p.y < v.y1 - 14;

  function countries(s) {
    const done = new Set();  // by its part in the detailed layers or by the whole, but once
    for (const c of S.world.named(s.zoom)) {
      const box = { x0: c.box.x0 * s.k - s.o.x, y0: c.box.y0 * s.k - s.o.y, x1: c.box.x1 * s.k - s.o.x, y1: c.box.y1 * s.k - s.o.y };
      if (done.has(c.p.iso) || !S.geo.overlap(box, s.here, -20)) continue;
      const own = s.home.includes(c.p.iso), [first, below] = names(c.p), name = first.toUpperCase(), p = c.label && s.px(c.label);
      const style = { font: `500 ${s.zoom < 5.5 ? 10.5 : 13}px ${SANS}`, font2: `400 10px ${SANS}`, spacing: s.zoom < 5.5 ? 1 : 2.1,
                      color: s.colors.label2, halo: own ? s.colors.land : s.colors.land2 };
      const middle = Boolean(p) && inside(p, s.here);
      if ((s.zoom >= 9.5 || s.zoom < S.world.FAR) && !middle) continue;
      if (S.geo.textWidth(name, style.font, style.spacing) > (c.wide ? c.wide * s.k : box.x1 - box.x0) * 1.15) continue;
      const second = s.zoom >= 6 ? below : "";
      // Far off, a step aside would put the name onto a neighbour.
      const steps = s.zoom < S.world.FAR ? [[0, 0]] : [[0, 0], [0, -26], [0, 26], [-40, 0], [40, 0]];
      const around = () => steps.map(([x, y]) => ({ x: p.x + x, y: p.y + y }));
      const places = middle ? around() : inView(s, c);
      if (places.some((q) => centred(s, q, name, second, style))) done.add(c.p.iso);
    }
  }

  function provinces(s) {
    if (s.zoom < 6.5) return;
    const style = { font: `400 9.5px ${SANS}`, spacing: 0.9, color: s.colors.label2 };
    const ranked = S.basemap.data.provinces.filter((q) => q.label).sort((a, b) => s.home.includes(b.p.country) - s.home.includes(a.p.country));
    for (const q of ranked) {
      const p = s.px(q.label), own = s.home.includes(q.p.country);
      if (!own && s.zoom < 7.25) continue;
      style.halo = own ? s.colors.land : s.colors.land2;
      const tries = [p, { x: p.x, y: p.y + 18 }, { x: p.x, y: p.y - 18 }, { x: p.x - 34, y: p.y }, { x: p.x + 34, y: p.y }];
      tries.some((t) => centred(s, t, names(q.p)[0].toUpperCase(), "", style));
    }
  }

  function town(s, t) {
    const p = s.px(t.w), rank = t.p.rank || 4, [name, below] = names(t.p), second = s.zoom >= 6 ? below : "";
    if (p.x < s.view.x0 || p.x > s.view.x1 || p.y < s.view.y0 || p.y > s.view.y1) return;
    const font = rank === 1 ? `500 13px ${SANS}` : `400 11.5px ${SANS}`, own = s.home.includes(t.p.country);
    const w = Math.max(S.geo.textWidth(name, font), second ? S.geo.textWidth(second, `400 10px ${SANS}`) : 0), h = second ? 26 : 13;
    const covered = S.stack.boxes.some((b) => p.x > b.x0 - 2 && p.x < b.x1 + 2 && p.y > b.y0 - 2 && p.y < b.y1 + 2);
    for (const [align, x, y] of spots(p, w, h, covered, rank)) {
      const box = { x0: x, y0: y, x1: x + w, y1: y + h };
      if (!free(s, box, 2)) continue;
      s.taken.push(box, { x0: p.x - 3, y0: p.y - 3, x1: p.x + 3, y1: p.y + 3 });
      const style = { font, align, color: s.colors.label, halo: own ? s.colors.land : s.colors.land2 };
      const tx = align === "left" ? x : align === "right" ? x + w : x + w / 2;
      if (!covered) dot(s, p, style.halo);
      text(s, name, tx, y + 11, style);
      if (second) text(s, second, tx, y + 24, { ...style, font: `400 10px ${SANS}`, color: s.colors.label2 });
      return;
    }
  }

  /** Places of a town's name around its point, best first; a large town under marks may stand further off. */
  function spots(p, w, h, covered, rank) {
    const out = [];
    for (const d of covered ? (rank === 1 ? [12, 20, 30, 42] : [14]) : [7]) {
      const east = p.x + d, west = p.x - d - w, middle = p.x - w / 2;
      out.push(["left", east, p.y - 7], ["right", west, p.y - 7], ["center", middle, p.y + d - 2], ["center", middle, p.y - h - d + 2]);
      if (rank === 1) for (const y of [p.y - h - 2, p.y + 5]) out.push(["left", east, y], ["right", west, y]);
    }
    return out;
  }

  function dot(s, p, ground) {
    s.ctx.beginPath(); s.ctx.arc(p.x, p.y, 2.3, 0, 2 * Math.PI);
    s.ctx.fillStyle = ground; s.ctx.strokeStyle = s.colors.label2; s.ctx.lineWidth = 1;
    s.ctx.fill(); s.ctx.stroke();
  }

  function towns(s, ranks) {
    const list = S.basemap.data.towns.filter((t) => ranks.includes(t.p.rank) && s.zoom >= TOWN_ZOOM[t.p.rank]);
    list.sort((a, b) => a.p.rank - b.p.rank || s.home.includes(b.p.country) - s.home.includes(a.p.country)).forEach((t) => town(s, t));
  }

  function paint(ctx, bounds) {
    const s = session(ctx, bounds);
    towns(s, [1]); countries(s); towns(s, [2]); S.waterLabels(s, text, free, SERIF); provinces(s); towns(s, [3, 4]);
  }

  function draw() {
    if (waiting) return;
    waiting = requestAnimationFrame(() => { waiting = 0; if (layer) layer.repaint(); });
  }

  S.labels = { draw };
  S.part({
    setup(map) {
      const pane = map.createPane("sp-labels");
      pane.style.zIndex = 450;
      pane.style.pointerEvents = "none";
      layer = new S.CanvasLayer({ pane: "sp-labels", padding: 0.1, paint: () => {} }).addTo(map);
      layer.options.paint = paint;
      if (document.fonts) ["500 13px Inter", 'italic 400 10.5px "Source Serif 4"', '400 10px "Noto Sans Arabic"'].forEach((f) =>
        document.fonts.load(f, f.includes("Arabic") ? "\u0628" : "a").then(draw, () => {}));
    },
    draw, theme: draw,
  });
})(window.Sourcepin = window.Sourcepin || {});
