/* The timeline in the app page (Streamlit component v2): draws the data that timeline_data() made and tells
   Python what was chosen. Every text goes through text nodes. Layout: timeline_layout.js, put before this. */
const SVG_NS = "http://www.w3.org/2000/svg";
const KEY_PAUSE = 400;            // ms after the last arrow key before Python hears of the window
const SHAPES = {
  rocket: "M0-7.6 7.8 6.4H-7.8Z", air: "M0-8.2 8.2 0 0 8.2-8.2 0Z", crowd: "M-6.4-6.4H6.4V6.4H-6.4Z",
  battle: "M0-3.6 4.1-7.6 7.6-4.1 3.6 0 7.6 4.1 4.1 7.6 0 3.6-4.1 7.6-7.6 4.1-3.6 0-7.6-4.1-4.1-7.6Z",
  explosion: "M0-8.2 1.6-3.9 5.8-5.8 3.9-1.6 8.2 0 3.9 1.6 5.8 5.8 1.6 3.9 0 8.2-1.6 3.9-5.8 5.8-3.9 1.6-8.2 0-3.9-1.6-5.8-5.8-1.6-3.9Z",
  civilians: "M0 7.4 7.6-6.1-7.6-6.1Z", protest: "M-7.6 4.7A7.6 9.4 0 0 1 7.6 4.7Z",
  find: "M0-7.2A7.2 7.2 0 1 1 0 7.2 7.2 7.2 0 1 1 0-7.2Z", context: "M-7.6-2.8H7.6V2.8H-7.6Z",
};
const apps = new WeakMap();

function svg(parent, tag, attributes = {}, text = null) {
  const e = document.createElementNS(SVG_NS, tag);
  for (const [k, v] of Object.entries(attributes)) if (v !== null && v !== undefined) e.setAttribute(k, v);
  if (text !== null) e.textContent = text;
  parent.append(e);
  return e;
}

function createApp(root) {
  const app = { root, data: null, json: "", drag: null, later: null, width: 0, sent: null, played: null };
  app.onFrame = ({ detail }) => playStep(app, detail);
  window.addEventListener("sourcepin:frame", app.onFrame);
  const context = document.createElement("canvas").getContext("2d");
  app.measure = (text, bold) => {
    context.font = `${bold ? 600 : 400} 11px ${getComputedStyle(root).fontFamily}`;
    return context.measureText(text).width;
  };
  const size = () => {
    const width = Math.round(root.clientWidth);
    if (width > 0 && width !== app.width) { app.width = width; draw(app); }
  };
  app.observer = new ResizeObserver(size);
  app.observer.observe(root);
  document.fonts?.ready.then(() => draw(app));
  return app;
}

/* Takes over new data. The same data draws nothing; while a handle is held, new data waits. */
function update(app, data) {
  const json = JSON.stringify(data);
  if (json === app.json) return;
  if (app.drag) { app.later = data; return; }
  clearTimeout(app.timer);
  if (!data.playing || app.played?.series !== data.playing) app.played = null;
  Object.assign(app, { data, json, later: null, window: app.played ? app.played.window : data.window.map(dayOf) });
  for (const [name, color] of Object.entries(data.colors)) app.root.style.setProperty(`--tl-${name}`, color);
  draw(app);
}

/* A step of the playback: the window moves ahead of the data that say so. */
function playStep(app, { series, window: days }) {
  if (!app.data || app.data.playing !== series || app.drag) return;
  app.played = { series, window: days.map(dayOf) };
  setWindow(app, app.played.window);
}

function draw(app) {
  const { root, data } = app;
  if (!data || !app.width || app.drag) return;
  const active = root.getRootNode().activeElement;
  const focused = active && root.contains(active) ? active.dataset.key : null;
  const view = (app.view = viewOf(app.width, data.axis)), words = data.words, bins = data.bins;
  const picture = svg(document.createDocumentFragment(), "svg", {
    width: app.width, height: view.height, role: "group", "aria-label": bins ? words[`bins_${bins.unit}`] : words.title,
  });
  Object.assign(app, { picture, marks: [], clip: null, grab: bins ? 10 : 28 });
  drawWindow(app);
  if (bins) { drawBins(app); finish(app, focused); return; }
  drawAxis(app);
  const marks = layMarks(data.items, view), bars = layBars(data.items, view);
  drawBars(app, bars);
  const labels = layLabels(marks, view, app.measure), arcs = layArcs(data.arcs, marks, view);
  drawArcs(app, arcs);
  drawLabels(app, labels);
  drawArcLabels(app, arcs, marks, labels);
  // Excluded ones lowest, the chosen one on top of all.
  const rank = ({ item }) => (item.chosen ? 2 : item.included ? 1 : 0);
  [...marks].sort((a, b) => rank(a) - rank(b)).forEach((m) => drawMark(app, m));
  drawTitles(app, bars.length);
  rove(app, [...marks, ...bars].sort((a, b) => a.x - b.x));
  finish(app, focused);
}

/* The handles above all, the picture into the page, the focus back to where it was. */
function finish(app, focused) {
  const { picture } = app;
  app.grips.forEach((g) => picture.append(g));
  app.root.replaceChildren(picture);
  moveWindow(app);
  if (focused) [...picture.querySelectorAll("[data-key]")].find((e) => e.dataset.key === focused)?.focus();
}

function drawTitles(app, hasBars) {
  const { picture, view, data: { words } } = app, wide = view.form === "wide";
  if (view.form !== "narrow") {
    const title = svg(picture, "text", { x: wide ? 14 : view.left - 4, y: 22, class: "title" }, words.title);
    // Beside the arcs stands what they are, where there is a line for it.
    const line = !wide && app.data.arcs.length ? words.linked : words.subtitle;
    if (wide) svg(picture, "text", { x: 14, y: 38 }, line);
    // Two texts that run from right to left would be one, in the wrong order.
    else if (isRtl(words)) svg(picture, "text", { class: "plain", x: view.left + 10 + app.measure(words.title, true) * 13 / 11, y: 22 }, line);
    else svg(title, "tspan", { class: "plain", dx: 6 }, line);
  }
  if (!hasBars) return;
  if (wide) { svg(picture, "text", { x: 14, y: view.axisY - 6 }, words.not_placed); return; }
  const y = view.form === "narrow" ? 15 : 18, x = view.right - app.measure(words.not_placed) - 32;
  svg(picture, "rect", { class: "bar", x, y: y - 2, width: 20, height: 4, rx: 2 });
  svg(picture, "text", { class: "key", x: x + 26, y: y + 4 }, words.not_placed);
}

function drawAxis(app) {
  const { picture, view, data } = app, y = view.axisY;
  for (const t of monthTicks(view, data.words.lang, app.measure)) {
    const line = { class: "month", x1: t.x, x2: t.x, y1: y, y2: view.height - 6 };
    if (t.from > view.first) svg(picture, "line", line);
    svg(picture, "text", { x: t.x + 5, y: view.height - (view.form === "narrow" ? 6 : 9) }, t.label);
  }
  for (const t of dayTicks(view)) {
    svg(picture, "line", { class: "axis", x1: t.x, x2: t.x, y1: y, y2: y + 3 });
    svg(picture, "text", { class: "day", x: t.x, y: y + 14, "text-anchor": "middle" },
      String(new Date(t.day * DAY_MS).getUTCDate()));
  }
  svg(picture, "line", { class: "axis", x1: view.left, x2: view.right, y1: y, y2: y });
}

/* What marks and bars share: name, place in the tab order, click and keys. */
function choosable(app, item, x, attributes) {
  const g = svg(app.picture, "g", {
    ...attributes, role: "button", "data-key": `item ${item.id}`, "aria-label": item.title,
    "aria-pressed": String(item.chosen), tabindex: -1,
  });
  svg(g, "title", {}, item.title);
  g.addEventListener("click", () => app.send("choose", item.id));
  g.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    app.send("choose", item.id);
  });
  app.marks.push({ g, item, x });
  return g;
}

function drawMark(app, { item, x, y, x0, x1, span }) {
  const state = [item.chosen && "chosen", item.possible && "possible", !item.included && "out", item.aside && "aside"]
    .filter(Boolean);
  const kind = SHAPES[item.kind] ? item.kind : "context";
  const g = choosable(app, item, x, {
    class: ["mark", ...state].join(" "), transform: `translate(${x} ${y})`,
  });
  g.style.setProperty("--kind", `var(--tl-${kind})`);
  svg(g, "circle", { class: "hit", r: 11 });
  if (item.chosen) svg(g, "circle", { class: "ring", r: 11 });
  const bar = { class: "span", x: x0 - x, width: Math.max(2, x1 - x0), y: -1.5, height: 3, rx: 1.5 };
  if (span) svg(g, "rect", bar);
  svg(g, "path", { class: "shape", d: SHAPES[kind] });
  svg(g, "rect", { class: "focus", x: -12, y: -12, width: 24, height: 24, rx: 2 });
}

function drawBars(app, bars) {
  for (const b of bars) {
    const { item } = b, state = `${item.chosen ? " chosen" : ""}${item.included ? "" : " out"}`;
    const g = choosable(app, item, b.x, { class: `unplaced${state}${item.possible ? " possible" : ""}` });
    svg(g, "rect", { class: "hit", x: b.x, y: b.y - 2.5, width: b.width, height: 5 });
    svg(g, "rect", { class: "bar", x: b.x, y: b.y - 1.7, width: b.width, height: 3.4, rx: 1.7 });
    svg(g, "rect", { class: "focus", x: b.x - 3, y: b.y - 5, width: b.width + 6, height: 10, rx: 2 });
  }
}

function drawLabels(app, labels) {
  for (const { x, y, anchor, level, m } of labels) {
    const state = `${m.item.chosen ? " chosen" : ""}${m.item.included ? "" : " out"}`;
    if (level > 1) svg(app.picture, "line", { class: "leader", x1: m.x, x2: m.x, y1: y + 6, y2: m.y - 9 });
    svg(app.picture, "text", { class: `label${state}`, x, y: y + 4, "text-anchor": anchor }, m.item.label);
  }
}

/* One tab stop for all marks; arrow keys go from one to the next in time. */
function rove(app, order) {
  const stops = order.map(({ item }) => app.marks.find((m) => m.item.id === item.id).g);
  const start = Math.max(0, order.findIndex(({ item }) => item.chosen));
  stops[start]?.setAttribute("tabindex", "0");
  stops.forEach((g, i) => g.addEventListener("keydown", (event) => {
    const last = stops.length - 1;
    const to = { ArrowRight: i + 1, ArrowDown: i + 1, ArrowLeft: i - 1, ArrowUp: i - 1, Home: 0, End: last };
    const next = stops[to[event.key]];
    if (!next) return;
    event.preventDefault();
    stops.forEach((s) => s.setAttribute("tabindex", s === next ? "0" : "-1"));
    next.focus();
  }));
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".timeline");
  if (!root || !data) return undefined;
  if (!apps.has(root)) apps.set(root, createApp(root));
  const app = apps.get(root);
  app.send = setTriggerValue;
  app.width = app.width || Math.round(root.clientWidth);
  update(app, data);
  return () => {
    app.observer.disconnect();
    clearTimeout(app.timer);
    window.removeEventListener("sourcepin:frame", app.onFrame);
    apps.delete(root);
  };
}
