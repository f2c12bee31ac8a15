/* Where everything of the timeline stands: plain numbers, no DOM. timeline.py puts this file before
   timeline.js, so both are one module. Days are whole numbers since 1970-01-01, lengths are pixels. */
const DAY_MS = 86400000;
const LANE = 16.5;                // distance of stacked marks, and of labels above a mark
const HALF = 8.5;                 // half a mark
const dayOf = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);
const isoOf = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);
const isRtl = (words) => /^(ar|fa|he|ur)\b/.test(words.lang);
const within = (v, low, high) => Math.max(low, Math.min(v, Math.max(low, high)));

/* The frame for a width: wide has a column for titles, middle a line, narrow (phone) neither. */
function viewOf(width, axis) {
  const form = width < 480 ? "narrow" : width < 760 ? "middle" : "wide";
  const v = {
    narrow: { height: 128, left: 14, right: width - 14, top: 33, ground: 6, axisY: 101, bars: 2, foot: 2 },
    middle: { height: 190, left: 18, right: width - 18, top: 46, ground: 30, axisY: 142, bars: 3, foot: 24 },
    wide: { height: 190, left: 120, right: width - 20, top: 20, ground: 8, axisY: 142, bars: 3, foot: 24 },
  }[form];
  const [first, last] = axis.map(dayOf);
  const scale = (v.right - v.left) / Math.max(1, last - first + 1);
  const baseY = v.axisY - 18 - v.bars * 5;
  return { ...v, form, width, first, last, scale, baseY, x: (day) => v.left + (day - first) * scale };
}

/* Day numbers under the axis (every day, every Monday, or none) as [{x, day}]. */
function dayTicks(view) {
  if (view.form === "narrow") return [];
  const step = view.scale >= 22 ? 1 : view.scale * 7 >= 30 ? 7 : 0, ticks = [];
  if (!step) return ticks;
  // 1970-01-01 was a Thursday: day 4 was a Monday.
  const start = step === 7 ? view.first + (((4 - view.first) % 7) + 7) % 7 : view.first;
  for (let day = start; day <= view.last; day += step) ticks.push({ day, x: view.x(day + 0.5) });
  return ticks;
}

/* Months, quarters or years as [{x, from, label}]; label is empty where there is no room for one. */
function monthTicks(view, lang, measure) {
  const months = view.scale * 30 >= 40 ? 1 : view.scale * 91 >= 64 ? 3 : 12, ticks = [];
  const at = new Date(view.first * DAY_MS);
  let year = at.getUTCFullYear(), month = Math.floor(at.getUTCMonth() / months) * months;
  for (;;) {
    const from = Math.round(Date.UTC(year, month, 1) / DAY_MS);
    if (from > view.last) break;
    const x = Math.max(view.left, view.x(from));
    ticks.push({ from, x, year: new Date(from * DAY_MS).getUTCFullYear() });
    month += months;
  }
  ticks.forEach((t, i) => {
    const room = (i + 1 < ticks.length ? ticks[i + 1].x : view.right) - t.x - 10;
    const named = i === 0 || ticks[i - 1].year !== t.year;
    t.label = monthLabels(t.from, lang, named, months === 12).find((l) => measure(l) <= room) || "";
  });
  return ticks;
}

/* The forms of a month's name, longest first. */
function monthLabels(day, lang, named, yearsOnly) {
  const format = (form) => new Intl.DateTimeFormat(lang, { timeZone: "UTC", ...form }).format(day * DAY_MS);
  const year = format({ year: "numeric" });
  if (yearsOnly) return [year];
  const forms = [format({ month: "long" }), format({ month: "short" })];
  return named ? [...forms.map((f) => `${f} ${year}`), year] : forms;
}

/* Marks of placed incidents: {item, x, y, x0, x1}. The latest stands lowest, so that the labels to the left
   of a stack pass under the marks of earlier days. */
function layMarks(items, view) {
  const lanes = [];
  const marks = items.filter((i) => i.placed).map((item) => {
    const x0 = view.x(dayOf(item.start)), x1 = view.x(dayOf(item.end) + 1);
    return { item, x0, x1, x: (x0 + x1) / 2, span: item.start !== item.end };
  });
  marks.sort((a, b) => a.x - b.x);
  for (const m of [...marks].reverse()) {
    const left = Math.min(m.x - HALF, m.span ? m.x0 : m.x);
    const right = Math.max(m.x + HALF, m.span ? m.x1 : m.x);
    let lane = lanes.findIndex((free) => right <= free);
    if (lane < 0) lane = lanes.push(Infinity) - 1;
    lanes[lane] = left;
    m.lane = lane;
  }
  const room = view.baseY - view.top, pitch = Math.min(LANE, room / Math.max(1, lanes.length - 1));
  for (const m of marks) m.y = view.baseY - m.lane * pitch;
  return marks;
}

/* Bars of incidents without a place: {item, x, y, width}, in as many rows as the form has. */
function layBars(items, view) {
  const rows = Array(view.bars).fill(-Infinity);
  const bars = items.filter((i) => !i.placed).map((item) => {
    const x = within(view.x(dayOf(item.start)), view.left, view.right - 8);
    return { item, x, width: Math.max(8, within(view.x(dayOf(item.end) + 1), x, view.right) - x) };
  });
  bars.sort((a, b) => a.x - b.x);
  for (const b of bars) {
    let row = rows.findIndex((end) => end <= b.x);
    if (row < 0) row = rows.indexOf(Math.min(...rows));
    rows[row] = Math.max(rows[row], b.x + b.width + 1);
    b.y = view.axisY - 5 - (view.bars - 1 - row) * 5;
  }
  return bars;
}

const meets = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;

/* Where a label may stand, best first: {x, y, anchor, level}. */
function labelPlaces(m, view) {
  const above = (level) => ({ x: m.x - 6, y: m.y - LANE * level, anchor: "start", level });
  const right = { x: m.x + 14, y: m.y, anchor: "start" }, left = { x: m.x - 14, y: m.y, anchor: "end" };
  return m.x > view.left + (view.right - view.left) * 0.62
    ? [left, right, above(1), above(2), above(3)] : [above(1), above(2), right, left, above(3)];
}

/* Labels that meet neither marks nor each other. One that finds no place is left out: its mark keeps it as
   its name. On narrow views only the chosen incident is labelled. */
function layLabels(marks, view, measure) {
  const taken = marks.map((m) => ({ x0: m.x - HALF, x1: m.x + HALF, y0: m.y - 8, y1: m.y + 8, m }));
  const rank = (m) => (m.item.chosen ? 0 : m.item.included ? 1 : 2), labels = [];
  for (const m of [...marks].sort((a, b) => rank(a) - rank(b) || a.x - b.x)) {
    if (view.form === "narrow" && !m.item.chosen) continue;
    const width = measure(m.item.label, m.item.chosen);
    for (const place of labelPlaces(m, view)) {
      const x0 = place.anchor === "end" ? place.x - width : place.x;
      const box = { x0: x0 - 3, x1: x0 + width + 3, y0: place.y - 7, y1: place.y + 7 };
      if (box.x0 < view.left - 4 || box.x1 > view.width - 4 || box.y0 < view.top - 16) continue;
      if (taken.some((t) => t.m !== m && meets(t, box))) continue;
      taken.push(box);
      labels.push({ ...place, m });
      break;
    }
  }
  return labels;
}
