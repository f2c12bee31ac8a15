/* The arcs of the chosen incident on the timeline: what led to it, and what followed. Lines as on the map: solid
   stated, dashed contested, dotted speculated, double for the same event. Part of the module of timeline.js. */
const NEAR = 26;                  // px between two marks under which their arc goes round the side

/* Arcs between marks as [{arc, d, tip, turn, label}]; an end without a mark is left out. */
function layArcs(arcs, marks, view) {
  const at = new Map(marks.map((m) => [m.item.id, m])), laid = [];
  arcs.forEach((arc) => {
    const a = at.get(arc.start), b = at.get(arc.end);
    if (!a || !b || a === b) return;
    laid.push({ arc, ...(Math.abs(b.x - a.x) < NEAR && Math.abs(b.y - a.y) > 6 ? besides(a, b, view) : over(a, b, view)) });
  });
  return laid;
}

const reach = (m) => (m.item.chosen ? 14 : 10);

function over(a, b, view) {
  const dx = b.x - a.x, y1 = a.y - reach(a), y2 = b.y - reach(b);
  const high = within(Math.abs(dx) * 0.16, 22, 66);
  const c = Math.max(view.ground - 4, Math.min(y1, y2) - high);
  const c1 = { x: a.x + dx * 0.18, y: c }, c2 = { x: b.x - dx * 0.1, y: c };
  const label = { x: (a.x + 3 * c1.x + 3 * c2.x + b.x) / 8, y: (y1 + 6 * c + y2) / 8, room: Math.abs(dx) * 0.6 };
  return { ...curve({ x: a.x, y: y1 }, c1, c2, { x: b.x, y: y2 }), label };
}

/* Marks of one day or nearly so stand in a stack; the arc keeps clear of their labels. */
function besides(a, b, view) {
  const late = a.x > view.left + (view.right - view.left) * 0.62 ? 1 : -1;
  const x = Math.max(a.x * late, b.x * late) * late, bulge = x + late * (20 + Math.abs(b.y - a.y) * 0.28);
  // The curve comes three quarters of the way to its control points, and must stay inside the picture.
  const out = within(bulge, (6 - x * 0.25) / 0.75, (view.width - 6 - x * 0.25) / 0.75);
  const from = { x: a.x + late * reach(a), y: a.y }, to = { x: b.x + late * reach(b), y: b.y };
  return curve(from, { x: out, y: a.y }, { x: out, y: b.y }, to);
}

function curve(from, c1, c2, to) {
  const angle = Math.atan2(to.y - c2.y, to.x - c2.x), n = (v) => v.toFixed(1);
  const end = { x: to.x - 6 * Math.cos(angle), y: to.y - 6 * Math.sin(angle) };
  const bend = `C${n(c1.x)} ${n(c1.y)} ${n(c2.x)} ${n(c2.y)}`, start = `M${n(from.x)} ${n(from.y)}${bend}`;
  return { d: `${start} ${n(end.x)} ${n(end.y)}`, whole: `${start} ${n(to.x)} ${n(to.y)}`, tip: to,
    turn: angle * 180 / Math.PI };
}

function drawArcs(app, arcs) {
  for (const { arc, d, whole, tip, turn } of arcs) {
    const style = `arc ${arc.manner}${arc.same ? " same" : ""}${arc.pale ? " pale" : ""}`;
    const g = svg(app.picture, "g", { class: style, "aria-hidden": "true" });
    svg(g, "path", { class: "line", d: arc.same ? whole : d });
    if (arc.same) svg(g, "path", { class: "between", d: whole });
    else {
      const place = `translate(${tip.x.toFixed(1)} ${tip.y.toFixed(1)}) rotate(${turn.toFixed(0)})`;
      svg(g, "path", { class: "head", d: "M0 0-8-3.6-8 3.6Z", transform: place });
    }
  }
}

/* Who says so stands on the arc where there is room that no mark, label or other arc's text takes. */
function drawArcLabels(app, arcs, marks, labels) {
  if (app.view.form === "narrow") return;
  const taken = marks.map((m) => ({ x0: m.x - HALF, x1: m.x + HALF, y0: m.y - 8, y1: m.y + 8 }));
  for (const l of labels) {
    const width = app.measure(l.m.item.label, l.m.item.chosen), x0 = l.anchor === "end" ? l.x - width : l.x;
    taken.push({ x0, x1: x0 + width, y0: l.y - 7, y1: l.y + 7 });
  }
  for (const { arc, label } of arcs) {
    if (!label) continue;
    const width = app.measure(arc.text, false), { x, y } = label;
    const box = { x0: x - width / 2 - 4, x1: x + width / 2 + 4, y0: y - 8, y1: y + 8 };
    if (width > label.room || taken.some((t) => meets(t, box))) continue;
    taken.push(box);
    const look = { class: `label arc-label${arc.pale ? " out" : ""}`, x, y: y + 4, "text-anchor": "middle" };
    svg(app.picture, "text", look, arc.text);
  }
}
