/* Geometry: Web Mercator, an incident's outline in the map's layer pixels, nearest points, containment.
 * Points in pixels are plain {x, y}; rings are arrays of such points. */
(function (S) {
  "use strict";
  const AREAS = ["district", "province", "country"];

  /** Longitude and latitude in degrees to the unit square (0..1, y down). */
  function world(lon, lat) {
    const sin = Math.sin(Math.max(-85, Math.min(85, lat)) * Math.PI / 180);
    return [lon / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
  }

  /** GeoJSON polygons (or lines) as flat arrays of unit-square coordinates, one a ring. */
  function worldRings(geometry) {
    if (!geometry) return [];
    if (geometry.type === "GeometryCollection") return (geometry.geometries || []).flatMap(worldRings);
    const depth = { LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 }[geometry.type];
    if (!depth || !Array.isArray(geometry.coordinates)) return [];
    const rings = depth === 1 ? [geometry.coordinates] : depth === 2 ? geometry.coordinates : geometry.coordinates.flat();
    return rings.map((ring) => {
      const flat = new Float64Array(ring.length * 2);
      ring.forEach((c, i) => { const p = world(c[0], c[1]); flat[2 * i] = p[0]; flat[2 * i + 1] = p[1]; });
      return flat;
    });
  }

  function box(flats) {
    const b = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
    for (const f of flats) for (let i = 0; i < f.length; i += 2) {
      b.x0 = Math.min(b.x0, f[i]); b.x1 = Math.max(b.x1, f[i]);
      b.y0 = Math.min(b.y0, f[i + 1]); b.y1 = Math.max(b.y1, f[i + 1]);
    }
    return b;
  }

  /** The record kept for one incident. `at` is where it is shown: [lat, lon], or null when it is nowhere. */
  function item(d, key) {
    const rings = worldRings(d.area), point = S.number(d.lat) && S.number(d.lon);
    const isArea = rings.length > 0 && (AREAS.includes(d.precision) || !point);
    let at = point && !isArea ? [d.lat, d.lon] : null;
    if (isArea) at = d.tag_at ? [d.tag_at[1], d.tag_at[0]] : unworld(rings[0][0], rings[0][1]);
    const areaKey = isArea ? JSON.stringify(d.area) : "";
    return { d, key, isArea, at, kind: S.kind(d.kind), turn: 45, areaKey,
             world: rings, box: isArea ? box(rings) : null, cache: null };
  }

  function unworld(x, y) {
    return [Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180 / Math.PI, (x - 0.5) * 360];
  }

  function scale(map) { return 256 * Math.pow(2, map.getZoom()); }

  /** A flat unit-square ring in layer pixels; points closer than `step` pixels to the last are left out. */
  function toPixels(flat, k, origin, step) {
    const out = [], n = flat.length;
    let lx = Infinity, ly = Infinity;
    for (let i = 0; i < n; i += 2) {
      const x = flat[i] * k - origin.x, y = flat[i + 1] * k - origin.y;
      if (i > 0 && i < n - 2 && Math.abs(x - lx) < step && Math.abs(y - ly) < step) continue;
      out.push({ x, y }); lx = x; ly = y;
    }
    return out;
  }

  /** An area's rings in layer pixels, cached until the zoom or the pixel origin changes. */
  function rings(record, map) {
    const o = map.getPixelOrigin(), stamp = map.getZoom() + ":" + o.x + ":" + o.y;
    if (!record.cache || record.cache.stamp !== stamp) {
      const k = scale(map);
      record.cache = { stamp, rings: record.world.map((f) => toPixels(f, k, o, 0.9)) };
    }
    return record.cache.rings;
  }

  function pixelBox(record, map) {
    const k = scale(map), o = map.getPixelOrigin(), b = record.box;
    return { x0: b.x0 * k - o.x, y0: b.y0 * k - o.y, x1: b.x1 * k - o.x, y1: b.y1 * k - o.y };
  }

  function contains(ringList, p) {
    let inside = false;
    for (const ring of ringList) for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const a = ring[i], b = ring[j];
      if ((a.y > p.y) !== (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
    }
    return inside;
  }

  /** The point of the outline nearest to p. */
  function nearest(ringList, p) {
    let best = null, least = Infinity;
    for (const ring of ringList) for (let i = 1; i < ring.length; i++) {
      const a = ring[i - 1], dx = ring[i].x - a.x, dy = ring[i].y - a.y, len = dx * dx + dy * dy;
      const t = len ? Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / len)) : 0;
      const q = { x: a.x + t * dx, y: a.y + t * dy }, dist = (q.x - p.x) ** 2 + (q.y - p.y) ** 2;
      if (dist < least) { least = dist; best = q; }
    }
    return best;
  }

  const overlap = (a, b, gap) => a.x0 < b.x1 + gap && b.x0 < a.x1 + gap && a.y0 < b.y1 + gap && b.y0 < a.y1 + gap;

  /** The visible part of the map in layer pixels, made smaller by `inset`. */
  function viewBox(map, inset) {
    const a = map.containerPointToLayerPoint([0, 0]), size = map.getSize();
    return { x0: a.x + inset, y0: a.y + inset, x1: a.x + size.x - inset, y1: a.y + size.y - inset };
  }

  const within = (inner, outer) => inner.x0 >= outer.x0 && inner.y0 >= outer.y0 && inner.x1 <= outer.x1 && inner.y1 <= outer.y1;

  let covers = [], heights = new Map();
  /** Measures the controls that lie over the map: once, before anything is drawn. In the midst of it, each look would
   *  have the browser lay out all that was drawn until then. */
  function measure(map) {
    const base = map.getContainer().getBoundingClientRect();
    const found = [...map.getContainer().querySelectorAll(".sp-cover")].map((node) => [node, node.getBoundingClientRect()]);
    heights = new Map(found.map(([node, r]) => [node, r.height]));
    covers = found.map(([, r]) => r).filter((r) => r.width > 0).map((r) => ({ x0: r.left - base.left, y0: r.top - base.top, x1: r.right - base.left, y1: r.bottom - base.top }));
  }

  const heightOf = (node) => heights.get(node) || 0;

  /** Boxes of the controls that lie over the map, in layer pixels, as they were measured last. */
  function controlBoxes(map) {
    const { x, y } = map.containerPointToLayerPoint([0, 0]);
    return covers.map((b) => ({ x0: b.x0 + x, y0: b.y0 + y, x1: b.x1 + x, y1: b.y1 + y }));
  }

  const ink = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  /** Width of a text in a CSS font, in pixels. */
  function textWidth(text, font, spacing) {
    const key = font + "|" + text;
    if (!widths.has(key)) {
      if (widths.size > 4000) widths.clear();
      ink.font = font;
      widths.set(key, ink.measureText(text).width);
    }
    return widths.get(key) + (spacing || 0) * text.length;
  }

  S.geo = { world, unworld, worldRings, box, item, scale, toPixels, rings, pixelBox, contains, nearest,
            overlap, viewBox, within, measure, heightOf, controlBoxes, textWidth };
  if (document.fonts) {
    const measured = () => { widths.clear(); if (S.state.map) S.draw(); };
    document.fonts.addEventListener("loadingdone", measured);
  }
})(window.Sourcepin = window.Sourcepin || {});
