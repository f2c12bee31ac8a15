/* The basemap: Natural-Earth-like layers fetched once from our own server and drawn on one canvas, recoloured
 * with the theme. Also the small canvas layer class that labels.js uses. */
(function (S) {
  "use strict";
  const FILES = ["countries", "provinces", "water", "disputed", "towns"];
  const data = { countries: [], provinces: [], lakes: [], rivers: [], disputed: [], towns: [] };
  let layer = null;

  /** A canvas over the view (and `padding` beyond) that calls `paint(ctx, bounds)` in layer pixels. */
  S.CanvasLayer = L.Renderer.extend({
    initialize(options) { L.Renderer.prototype.initialize.call(this, options); },
    _initContainer() { this._container = document.createElement("canvas"); this._container.setAttribute("aria-hidden", "true"); },
    _destroyContainer() { this._container.remove(); delete this._container; },
    _updatePaths() {},
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      this.repaint();
    },
    repaint() {
      if (!this._container || !this._bounds || !S.state.payload) return;
      const b = this._bounds, size = b.getSize(), dpr = Math.min(2, window.devicePixelRatio || 1), node = this._container;
      L.DomUtil.setPosition(node, b.min);
      node.width = size.x * dpr; node.height = size.y * dpr;
      node.style.width = size.x + "px"; node.style.height = size.y + "px";
      const ctx = node.getContext("2d");
      ctx.scale(dpr, dpr);
      ctx.translate(-b.min.x, -b.min.y);
      this.options.paint(ctx, b);
    },
  });

  function shape(feature) {
    const flats = S.geo.worldRings(feature.geometry), p = feature.properties || {};
    const label = Array.isArray(p.label) ? S.geo.world(p.label[0], p.label[1]) : null;
    return { p, flats, box: S.geo.box(flats), label };
  }

  function accept(name, collection) {
    const features = collection.features || [];
    if (name === "towns") data.towns = features.map((f) => ({ p: f.properties || {}, w: S.geo.world(...f.geometry.coordinates) }));
    else if (name === "water") {
      const all = features.map(shape);
      data.lakes = all.filter((s) => s.p.kind === "lake");
      data.rivers = all.filter((s) => s.p.kind !== "lake");
    } else data[name] = features.map(shape);
  }

  async function load(map) {
    await Promise.all(FILES.map(async (name) => {
      const inline = window.SourcepinBasemap && window.SourcepinBasemap[name];  // in the map that is one file
      if (inline) { accept(name, inline); return; }
      const url = S.base + "basemap/" + name + ".json";
      try {
        const answer = await fetch(url);
        if (!answer.ok) throw new Error("status " + answer.status);
        accept(name, await answer.json());
      } catch (error) {
        console.warn(`Sourcepin: basemap layer ${name} could not be read from ${url}; the map is drawn without it.`, error);
      }
    }));
    if (!S.world.available()) enclose(map);
    layer.repaint();
    S.labels.draw();
  }

  /** Keeps the view inside the data where there is nothing around it: its cut edges would show. */
  function enclose(map) {
    if (!data.countries.length) return;
    const b = S.geo.box(data.countries.flatMap((c) => c.flats));
    const se = S.geo.unworld(b.x1, b.y1), nw = S.geo.unworld(b.x0, b.y0);
    const bounds = L.latLngBounds([se[0] + 0.05, nw[1] + 0.05], [nw[0] - 0.05, se[1] - 0.05]);
    const least = () => {
      const snap = map.options.zoomSnap || 1;
      const k = Math.log2(Math.max(map.getSize().x / (b.x1 - b.x0), map.getSize().y / (b.y1 - b.y0)) / 256);
      if (Number.isFinite(k)) map.setMinZoom(Math.max(4, Math.ceil(k / snap) * snap));
    };
    map.options.maxBoundsViscosity = 1;
    least();
    map.on("resize", least);
    map.setMaxBounds(bounds);
  }

  function trace(ctx, item, k, o, step, close) {
    for (const flat of item.flats) {
      let lx = NaN, ly = NaN;
      for (let i = 0; i < flat.length; i += 2) {
        const x = flat[i] * k - o.x, y = flat[i + 1] * k - o.y;
        if (i === 0) ctx.moveTo(x, y);
        else if (i < flat.length - 2 && Math.abs(x - lx) < step && Math.abs(y - ly) < step) continue;
        else ctx.lineTo(x, y);
        lx = x; ly = y;
      }
      if (close) ctx.closePath();
    }
  }

  function paint(ctx, bounds) {
    const map = S.state.map, c = S.state.payload.theme.colors, home = S.state.payload.home || [];
    const k = S.geo.scale(map), o = map.getPixelOrigin(), zoom = map.getZoom();
    const frame = { x0: bounds.min.x, y0: bounds.min.y, x1: bounds.max.x, y1: bounds.max.y };
    const seen = (s) => S.geo.overlap({ x0: s.box.x0 * k - o.x, y0: s.box.y0 * k - o.y, x1: s.box.x1 * k - o.x, y1: s.box.y1 * k - o.y }, frame, 4);
    const each = (list, close, act) => { for (const s of list) if (seen(s)) { ctx.beginPath(); trace(ctx, s, k, o, 0.8, close); act(s); } };
    const stroke = (color, width, dash) => { ctx.strokeStyle = color; ctx.lineWidth = width; ctx.setLineDash(dash || []); ctx.stroke(); };
    ctx.lineJoin = ctx.lineCap = "round";
    const land = (list) => each(list, true, (s) => { ctx.fillStyle = home.includes(s.p.iso) ? c.land : c.land2; ctx.fill("evenodd"); });
    const borders = (d) => {
      each(d.lakes, true, () => { ctx.fillStyle = c.sea; ctx.fill("evenodd"); stroke(c.river, 0.6); });
      each(d.countries, true, () => stroke(c.border, zoom < 3.5 ? 0.7 : 1.1));
      each(d.disputed, false, () => { stroke(c.land2, 2.6); stroke(c.border, 1.1, [4, 3]); });
      ctx.setLineDash([]);
    };
    const cut = S.world.cut(k, o, frame);
    ctx.save();
    if (cut) S.world.around(ctx, cut, frame, (world) => { land(world.countries); borders(world); });
    land(data.countries);
    if (zoom >= 5.5) each(data.provinces, true, () => stroke(c.province, zoom < 6.5 ? 0.6 : 0.8));
    const wide = zoom < 5.5 ? 0.7 : zoom < 9 ? 1.2 : 1.8;
    if (zoom >= 4.5) each(data.rivers, false, () => stroke(c.river, wide));
    borders(data);
    ctx.restore();
  }

  S.basemap = { data, shape, repaint: () => layer.repaint() };
  S.part({
    setup(map) {
      const pane = map.createPane("sp-base");
      pane.style.zIndex = 200;
      pane.style.pointerEvents = "none";
      layer = new S.CanvasLayer({ pane: "sp-base", padding: 0.35, paint }).addTo(map);
      load(map);
    },
    theme() { if (layer) layer.repaint(); },
    words() { if (layer) layer.repaint(); },
  });
})(window.Sourcepin = window.Sourcepin || {});
