/* The timeline as a histogram, for more incidents than can be drawn one by one: certain solid, possible pale on top,
   full colour inside the window and pale outside it. timeline.py puts this file before timeline.js, as one module. */
const ROOM = 26;                  // px that a year's or month's name needs at least

const grouped = new Intl.NumberFormat("en-GB");
const isolate = (text, words) => (isRtl(words) ? `\u2068${text}\u2069` : text);
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));

/* What a bar is called: "March 2014: 212, and 8 possibly". */
function binName(row, unit, words) {
  const [start, , certain, possible] = row;
  const form = { day: { day: "numeric", month: "long", year: "numeric" }, month: { month: "long", year: "numeric" }, year: { year: "numeric" } };
  const day = new Intl.DateTimeFormat(words.lang, { timeZone: "UTC", ...(form[unit] || form.day) }).format(dayOf(start) * DAY_MS);
  const when = unit === "week" ? fill(words.bin_week, { when: isolate(day, words) }) : day;
  const values = { when, n: grouped.format(certain), possible: grouped.format(possible) };
  return fill(possible ? words.bin_possible : words.bin, values);
}

/* A round number at or above the highest bar: the height of the plot. */
function roundUp(value) {
  const ten = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((part) => part * ten).find((v) => v >= value && (v >= 10 || Number.isInteger(v))) || ten * 10;
}

/* Years as ticks, as many as there is room for; the layout's own ticks serve spans in which months can be named. */
function yearTicks(view) {
  const first = new Date(view.first * DAY_MS).getUTCFullYear(), last = new Date(view.last * DAY_MS).getUTCFullYear();
  const wide = view.scale * 365.25, step = [1, 2, 5, 10, 20, 50, 100].find((n) => n * wide >= ROOM + 16) || 200, ticks = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) {
    const from = Math.round(Date.UTC(year, 0, 1) / DAY_MS);
    if (from >= view.first) ticks.push({ x: view.x(from), label: String(year) });
  }
  return ticks;
}

function drawBinAxis(app) {
  const { picture, view, data } = app, y = view.axisY, words = data.words;
  if (view.scale * 365.25 >= 150) { drawAxis(app); return; }
  for (const tick of yearTicks(view)) {
    svg(picture, "line", { class: "month", x1: tick.x, x2: tick.x, y1: y, y2: y + 5 });
    const label = new Intl.DateTimeFormat(words.lang, { timeZone: "UTC", year: "numeric" }).format(Date.UTC(Number(tick.label), 0, 1));
    svg(picture, "text", { class: "day", x: tick.x + 3, y: view.height - (view.form === "narrow" ? 8 : 22) }, label);
  }
  svg(picture, "line", { class: "axis", x1: view.left, x2: view.right, y1: y, y2: y });
}

/* Title, and the key of the two shades beside it or, in a wide view, beneath it. */
function drawBinTitles(app, unit) {
  const { picture, view, data: { words } } = app, wide = view.form === "wide";
  if (view.form === "narrow") return;
  const left = wide ? 14 : view.left - 4, title = words[`bins_${unit}`], room = wide ? view.left - 24 : Infinity;
  const parts = app.measure(title, true) * 13 / 11 > room ? title.split(" ") : [title];
  const middle = Math.ceil(parts.length / 2), lines = parts.length > 1 ? [parts.slice(0, middle), parts.slice(middle)].map((p) => p.join(" ")) : parts;
  lines.forEach((line, i) => svg(picture, "text", { x: left, y: 22 + 16 * i, class: "title" }, line));
  const top = 22 + 16 * (lines.length - 1);
  let x = wide ? left : view.right - app.measure(words.bins_certain) - app.measure(words.bins_possible) - 50, y = wide ? top + 20 : 22;
  for (const [name, text] of [["certain", words.bins_certain], ["possible", words.bins_possible]]) {
    svg(picture, "rect", { class: `bin ${name}`, x, y: y - 8, width: 9, height: 9 });
    svg(picture, "text", { x: x + 14, y }, text);
    if (wide) y += 16; else x += app.measure(text) + 28;
  }
}

/* The bars' rectangles: the same twice, pale for all and full for what the window holds. */
function drawBinBars(app, layer, bars, scale) {
  const { view } = app;
  for (const { x0, x1, certain, possible } of bars) {
    const gap = x1 - x0 > 5 ? 1 : x1 - x0 > 2.5 ? 0.5 : 0, width = Math.max(1, x1 - x0 - gap);
    const high = (n) => (n ? Math.max(1, n * scale) : 0), solid = high(certain), pale = high(possible);
    if (certain) svg(layer, "rect", { class: "bin certain", x: x0, width, y: view.axisY - solid, height: solid });
    if (possible) svg(layer, "rect", { class: "bin possible", x: x0, width, y: view.axisY - solid - pale, height: pale });
  }
}

function drawBins(app) {
  const { picture, view, data } = app, { unit, rows } = data.bins, words = data.words;
  const bars = rows.map((row) => ({ row, x0: view.x(dayOf(row[0])), x1: view.x(dayOf(row[1]) + 1), certain: row[2], possible: row[3] }));
  const most = roundUp(Math.max(1, ...bars.map((b) => b.certain + b.possible))), top = view.form === "narrow" ? 24 : view.ground + 22;
  const scale = (view.axisY - top) / most;
  for (const part of most > 1 ? [1, 0.5] : [1]) {
    if (!Number.isInteger(most * part)) continue;
    svg(picture, "line", { class: "level", x1: view.left, x2: view.right, y1: view.axisY - most * part * scale, y2: view.axisY - most * part * scale });
    svg(picture, "text", { class: "day level", x: view.left - 5 + (view.form === "wide" ? 0 : 8), y: view.axisY - most * part * scale + (view.form === "wide" ? 3.5 : -3),
      "text-anchor": view.form === "wide" ? "end" : "start" }, grouped.format(most * part));
  }
  drawBinAxis(app);
  drawBinBars(app, svg(picture, "g", { class: "bins out" }), bars, scale);
  app.clip = svg(picture, "svg", { class: "bins", y: 0, height: view.height });   // as wide as the window: it cuts the bars
  drawBinBars(app, app.clip, bars, scale);
  const touch = bars.map((bar, i) => touchBin(app, bar, i, binName(bar.row, unit, words), scale));
  app.strips.forEach((strip) => picture.append(strip));   // else a bar at a handle would take the pointer
  drawBinTitles(app, unit);
  app.told = svg(picture, "text", { class: "binname" });
  roveBins(app, touch);
}

/* What takes pointer and keys: the bar's whole height, so that a low bar can be pointed at. */
function touchBin(app, bar, i, name, scale) {
  const { view } = app, high = Math.max(10, (bar.certain + bar.possible) * scale);
  const g = svg(app.picture, "g", { class: "touchbin", role: "button", tabindex: -1, "aria-label": name, "data-key": `bin ${bar.row[0]}` });
  svg(g, "rect", { class: "hit", x: bar.x0, width: Math.max(1, bar.x1 - bar.x0), y: view.ground, height: view.axisY - view.ground });
  svg(g, "rect", { class: "over", x: bar.x0, width: Math.max(1, bar.x1 - bar.x0), y: view.axisY - high, height: high });
  svg(g, "rect", { class: "focus", x: bar.x0 - 3, width: bar.x1 - bar.x0 + 6, y: view.axisY - high - 3, height: high + 6, rx: 2 });
  const tell = () => {
    const x = (bar.x0 + bar.x1) / 2, half = app.measure(name, true) / 2 + 4;
    app.told.textContent = isRtl(app.data.words) ? `\u2067${name}\u2069` : name;
    app.told.setAttribute("x", within(x, view.left + half, view.right - half));
    app.told.setAttribute("y", view.form === "narrow" ? 17 : view.ground + 13);   // above all bars, where it can be read
    app.told.setAttribute("text-anchor", "middle");
  };
  const hush = () => { app.told.textContent = ""; };
  g.addEventListener("pointerenter", tell);
  g.addEventListener("pointerleave", hush);
  g.addEventListener("focus", tell);
  g.addEventListener("blur", hush);
  let from = null;
  g.addEventListener("pointerdown", (event) => { from = app.window; startDrag(app, event, "both"); });
  g.addEventListener("click", () => { if (!from || (from[0] === app.window[0] && from[1] === app.window[1])) chooseBin(app, bar); from = null; });
  g.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    chooseBin(app, bar);
  });
  return g;
}

/* The window becomes the bar's days. */
function chooseBin(app, { row }) {
  const next = [dayOf(row[0]), dayOf(row[1])];
  if (next[0] === app.window[0] && next[1] === app.window[1]) return;
  setWindow(app, next);
  sendWindow(app);
}

/* One tab stop for all bars, at the first one in the window; arrow keys go from one to the next. */
function roveBins(app, stops) {
  const rows = app.data.bins.rows, start = Math.max(0, rows.findIndex((row) => dayOf(row[1]) >= app.window[0]));
  stops[start]?.setAttribute("tabindex", "0");
  stops.forEach((g, i) => g.addEventListener("keydown", (event) => {
    const last = stops.length - 1;
    const to = { ArrowRight: i + 1, ArrowUp: i + 1, ArrowLeft: i - 1, ArrowDown: i - 1, PageUp: Math.min(last, i + 10), PageDown: Math.max(0, i - 10), Home: 0, End: last };
    const next = stops[to[event.key]];
    if (!next) return;
    event.preventDefault();
    stops.forEach((s) => s.setAttribute("tabindex", s === next ? "0" : "-1"));
    next.focus();
  }));
}
