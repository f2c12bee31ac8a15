/* Where the popup stands: plain geometry in pixels of the map frame, no DOM. Sourcepin.popupPlace.
   mark: {x, y, r} (r = radius that must stay free), size: {x: width, y: height} of the popup,
   frame: {x, y} of the map, points: [{x, y, weight}] that had better stay visible. */
(function () {
  "use strict";
  const S = (window.Sourcepin = window.Sourcepin || {});
  const EDGE = 12;                // least distance between popup and frame
  const GAP = 44;                 // wished distance between mark and popup: the leader line needs to be seen
  const LEAST_GAP = 16;           // below this the popup would touch the mark's ring
  const STEP = 16;                // heights that are tried
  const CONTROLS = 52;            // the column of map controls at the left
  const clamp = (v, low, high) => Math.max(low, Math.min(v, Math.max(low, high)));

  /* Left edge on one side of the mark, and whether the mark stays free there. */
  function beside(side, mark, size, frame) {
    const right = side === "right";
    const wish = right ? mark.x + mark.r + GAP : mark.x - mark.r - GAP - size.x;
    const left = clamp(wish, EDGE, frame.x - EDGE - size.x);
    const gap = right ? left - mark.x - mark.r : mark.x - mark.r - left - size.x;
    return { side, left, gap, fits: gap >= LEAST_GAP };
  }

  function hidden(left, top, size, points) {
    const inside = (p) => p.x > left - 8 && p.x < left + size.x + 8 && p.y > top - 8 && p.y < top + size.y + 8;
    return points.reduce((sum, p) => sum + (inside(p) ? p.weight : 0), 0);
  }

  /* Side and height for a popup that opens: judged by what it hides, how level the leader line runs, room. */
  function choose(mark, size, frame, points) {
    let best = null;
    for (const side of ["right", "left"]) {
      const at = beside(side, mark, size, frame);
      const room = side === "right" ? frame.x - mark.x : mark.x;
      const lowest = Math.max(EDGE, frame.y - EDGE - size.y);
      for (let top = EDGE; ; top = Math.min(lowest, top + STEP)) {
        const level = (mark.y - top) / size.y;          // 0..1: the leader line runs level
        const slope = Math.max(0, -level, level - 1) * size.y;
        const cost = (at.fits ? 0 : 1e4) + 100 * hidden(at.left, top, size, points)
          + (at.left < CONTROLS ? 30 : 0) + slope + 20 * Math.abs(level - 0.4) - room / 50;
        if (!best || cost < best.cost) best = { cost, top, ...at };
        if (top >= lowest) break;
      }
    }
    return best;
  }

  /* Left edge while the mark moves: the side is kept as long as the mark stays free, then changed. With no
     room on either side the popup leaves the frame together with the mark rather than stand on it. */
  function keep(side, mark, size, frame) {
    const at = beside(side, mark, size, frame);
    if (at.fits) return at;
    const other = beside(side === "right" ? "left" : "right", mark, size, frame);
    if (other.fits) return other;
    if (mark.x >= 0 && mark.x <= frame.x) at.left += (LEAST_GAP - at.gap) * (side === "right" ? 1 : -1);
    return at;
  }

  function panDown(mark, bottom) {
    if (mark.y < mark.r + 10) return mark.y - mark.r - 10;
    return Math.max(0, mark.y - bottom + mark.r + 10);
  }

  /* The least pan [x, y] that lets mark and popup stand in the frame side by side. */
  function panBeside(mark, size, frame) {
    const need = mark.r + LEAST_GAP + size.x + EDGE;
    const right = Math.max(0, mark.x + need - frame.x) || Math.min(0, mark.x - mark.r - EDGE);
    const left = Math.min(0, mark.x - need) || Math.max(0, mark.x + mark.r + EDGE - frame.x);
    return [Math.abs(right) <= Math.abs(left) ? right : left, panDown(mark, frame.y)];
  }

  /* The least pan [x, y] that shows the mark above a sheet whose upper edge is at sheetTop. */
  function panAbove(mark, sheetTop, frame) {
    const x = mark.x < 30 ? mark.x - 30 : Math.max(0, mark.x - frame.x + 30);
    return [x, panDown(mark, sheetTop)];
  }

  /* The leader line {x1, y1, x2, y2} from the mark's ring to the popup, or null when they touch. */
  function leader(mark, side, left, top, size) {
    const y = clamp(mark.y, top + 14, top + size.y - 14), x = side === "right" ? left : left + size.x;
    const length = Math.hypot(x - mark.x, y - mark.y);
    if (length <= mark.r + 4) return null;
    const part = mark.r / length;
    return { x1: mark.x + (x - mark.x) * part, y1: mark.y + (y - mark.y) * part, x2: x, y2: y };
  }

  S.popupPlace = { EDGE, clamp, choose, keep, panBeside, panAbove, leader };
})();
