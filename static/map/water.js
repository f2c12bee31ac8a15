/* Names of rivers, along a straight enough stretch, and of lakes: serif italic, in the colour of water. */
(function (S) {
  "use strict";

  /** Visible stretches long and straight enough for the name, best first: [{x, y, angle}]. */
  function stretches(points, width, view) {
    const centre = { x: (view.x0 + view.x1) / 2, y: (view.y0 + view.y1) / 2 }, found = [];
    const seen = (p) => p.x > view.x0 + 10 && p.x < view.x1 - 10 && p.y > view.y0 + 10 && p.y < view.y1 - 10;
    for (let i = 0; i < points.length; i++) {
      if (!seen(points[i])) continue;
      let arc = 0, j = i;
      while (j + 1 < points.length && arc < width && seen(points[j + 1])) {
        arc += Math.hypot(points[j + 1].x - points[j].x, points[j + 1].y - points[j].y);
        j++;
      }
      if (arc < width) continue;
      const a = points[i], b = points[j], chord = Math.hypot(b.x - a.x, b.y - a.y), middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
      const merit = chord / arc - Math.hypot(middle.x - centre.x, middle.y - centre.y) * 0.0003;
      let angle = Math.atan2(b.y - a.y, b.x - a.x);
      if (Math.cos(angle) < 0) angle += Math.PI;
      if (chord / arc > 0.8) found.push({ ...middle, angle, merit });
    }
    return found.sort((a, b) => b.merit - a.merit).slice(0, 30);
  }

  function small(spot, width) {
    const out = [];
    for (let t = -0.5; t <= 0.5; t += 0.25) {
      const x = spot.x + Math.cos(spot.angle) * width * t, y = spot.y + Math.sin(spot.angle) * width * t;
      out.push({ x0: x - 6, y0: y - 7, x1: x + 6, y1: y + 7 });
    }
    return out;
  }

  function rivers(s, style, text, free) {
    const done = new Set();
    for (const river of S.basemap.data.rivers) {
      const name = river.p.name;
      if (!name || done.has(name)) continue;
      const width = S.geo.textWidth(name, style.font) + 8;
      for (const flat of river.flats) {
        const spot = firstFree(s, stretches(S.geo.toPixels(flat, s.k, s.o, 5), width, s.here), width, free);
        if (!spot) continue;
        s.ctx.save();
        s.ctx.translate(spot.x, spot.y); s.ctx.rotate(spot.angle);
        text(s, name, 0, 3.5, style);
        s.ctx.restore();
        done.add(name);
        break;
      }
    }
  }

  /** The first stretch with room above or below the line; its place is then taken. */
  function firstFree(s, list, width, free) {
    for (const at of list) for (const side of [9, -9]) {
      const spot = { ...at, x: at.x + Math.sin(at.angle) * side, y: at.y - Math.cos(at.angle) * side };
      const boxes = small(spot, width);
      if (!boxes.every((b) => free(s, b, 0))) continue;
      s.taken.push(...boxes);
      return spot;
    }
    return null;
  }

  function lakes(s, style, text, free) {
    for (const lake of S.basemap.data.lakes) {
      const wide = (lake.box.x1 - lake.box.x0) * s.k, name = lake.p.name;
      if (!name || !lake.label || wide < 26) continue;
      const p = s.px(lake.label), w = S.geo.textWidth(name, style.font) / 2;
      const box = { x0: p.x - w, y0: p.y - 8, x1: p.x + w, y1: p.y + 5 };
      if (wide * 1.9 < 2 * w || !free(s, box, 2)) continue;
      s.taken.push(box);
      text(s, name, p.x, p.y + 3, style);
    }
  }

  S.waterLabels = function (s, text, free, serif) {
    if (s.zoom < 5.75) return;
    const style = { font: `italic 400 10.5px ${serif}`, color: s.colors.water, halo: s.colors.land };
    rivers(s, style, text, free);
    lakes(s, { ...style, halo: s.colors.sea }, text, free);
  };
})(window.Sourcepin = window.Sourcepin || {});
