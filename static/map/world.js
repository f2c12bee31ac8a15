/* The rest of the world around the detailed layers: coarse land, borders, lakes, names. Fetched only when the view
 * leaves the detailed layers, and drawn only where they are not. Also how far the map may be moved and zoomed out. */
(function (S) {
  "use strict";
  const DETAILED = [22, 8, 72, 48];              // west, south, east, north of the other layers
  const LIMITS = [[-66, -190], [84.2, 190]];     // south-west and north-east corner that a view may reach
  const FAR = 4.5;                               // below this zoom a country bears its name once, in its own middle
  const data = { countries: [], lakes: [], disputed: [] };
  let asked = false, loaded = false;

  /** False in the map that is one file where no incident lies outside: it does not carry this layer. */
  const available = () => !window.SourcepinBasemap || Boolean(window.SourcepinBasemap.world);

  function accept(collection) {
    for (const one of (collection.features || []).map(S.basemap.shape)) {
      // By its widest part: islands on both sides of the 180th meridian would make a country as wide as the world.
      one.wide = Math.max(...one.flats.map((flat) => { const b = S.geo.box([flat]); return b.x1 - b.x0; }));
      (one.p.kind === "lake" ? data.lakes : one.p.kind === "disputed" ? data.disputed : data.countries).push(one);
    }
    loaded = true;
    S.basemap.repaint();
    S.labels.draw();
  }

  /** Asks for the layer once, as soon as something of the world outside is in view. */
  async function look(map) {
    if (asked || !available() || !S.state.payload) return;
    const b = map.getBounds(), [west, south, east, north] = DETAILED;
    if (b.getWest() >= west && b.getSouth() >= south && b.getEast() <= east && b.getNorth() <= north) return;
    asked = true;
    const inline = window.SourcepinBasemap && window.SourcepinBasemap.world, url = S.base + "basemap/world.json";
    try {
      if (inline) { accept(inline); return; }
      const answer = await fetch(url);
      if (!answer.ok) throw new Error("status " + answer.status);
      accept(await answer.json());
    } catch (error) {
      console.warn(`Sourcepin: basemap layer world could not be read from ${url}; the map is drawn without it.`, error);
    }
  }

  /** The whole world fits at the least zoom. */
  function enclose(map) {
    const least = () => {
      const nw = S.geo.world(-180, LIMITS[1][0]), se = S.geo.world(180, -58), snap = map.options.zoomSnap || 1;
      const k = Math.log2(Math.min(map.getSize().x / (se[0] - nw[0]), map.getSize().y / (se[1] - nw[1])) / 256);
      if (Number.isFinite(k)) map.setMinZoom(Math.max(0, Math.floor(k / snap) * snap));
    };
    least();
    map.on("resize", least);
    map.options.maxBoundsViscosity = 1;
    map.setMaxBounds(LIMITS);
  }

  /** The rectangle of the detailed layers in layer pixels, a pixel within their cut edge; null while this layer
   *  is not there or not in view. Whole pixels, so that both sides meet without a seam. */
  function cut(k, o, frame) {
    if (!loaded) return null;
    const [x0, y0] = S.geo.world(DETAILED[0], DETAILED[3]), [x1, y1] = S.geo.world(DETAILED[2], DETAILED[1]);
    const box = { x0: Math.ceil(x0 * k - o.x) + 1, y0: Math.ceil(y0 * k - o.y) + 1,
                  x1: Math.floor(x1 * k - o.x) - 1, y1: Math.floor(y1 * k - o.y) - 1 };
    return S.geo.within(frame, box) ? null : box;
  }

  /** Draws outside `box` with `paint(data)` and leaves the context cut to it for what the caller draws next. */
  function around(ctx, box, frame, paint) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(frame.x0, frame.y0, frame.x1 - frame.x0, frame.y1 - frame.y0);
    ctx.rect(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
    ctx.clip("evenodd");
    paint(data);
    ctx.restore();
    ctx.beginPath();
    ctx.rect(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
    ctx.clip();
  }

  /** Countries to name, best place first: far off, the middle of the whole country before its part in the detail. */
  function named(zoom) {
    const near = S.basemap.data.countries;
    if (!loaded) return near;
    const coarse = data.countries.filter((c) => c.p.name);
    return zoom < FAR ? [...coarse.filter((c) => c.label).sort(byWidth), ...near] : [...near, ...coarse];
  }

  const byWidth = (a, b) => b.wide - a.wide;

  S.world = { available, cut, around, named, data, FAR };
  S.part({
    setup(map) {
      if (!available()) return;
      enclose(map);
      map.on("move resize", () => look(map));
    },
    draw() { look(S.state.map); },
  });
})(window.Sourcepin = window.Sourcepin || {});
