/* The window of dates on the timeline: its ground, its two handles, dragging and keys. timeline.py puts
   this file between timeline_layout.js and timeline.js, as one module. app.window is [first, last] day. */
function drawWindow(app) {
  const { picture, view, data } = app, words = data.words;
  const top = view.ground, bottom = view.axisY + view.foot;
  app.ground = svg(picture, "rect", { class: "ground", y: top, height: bottom - top });
  app.ground.addEventListener("pointerdown", (e) => startDrag(app, e, "both"));
  app.edges = [0, 1].map(() => svg(picture, "line", { class: "edge", y1: top, y2: bottom }));
  // The wide strips that take the pointer lie under the marks, so that a mark near a handle can be chosen.
  app.strips = [0, 1].map((end) => {
    const strip = svg(picture, "rect", { class: "strip", y: top, width: app.grab, height: bottom - top });
    strip.addEventListener("pointerdown", (e) => startDrag(app, e, end));
    return strip;
  });
  app.grips = [0, 1].map((end) => drawGrip(app, end, [words.window_start, words.window_end][end]));
}

function drawGrip(app, end, name) {
  const { view } = app;
  const g = svg(app.picture, "g", {
    class: "grip", role: "slider", tabindex: 0, "aria-label": name, "aria-orientation": "horizontal",
    "aria-valuemin": view.first, "aria-valuemax": view.last, "data-key": `grip ${end}`,
  });
  svg(g, "rect", { class: "hit", x: -14, y: view.axisY - 14, width: 28, height: 28 });
  svg(g, "rect", { class: "knob", x: -4, y: view.axisY - 9, width: 8, height: 18, rx: 2.5 });
  svg(g, "rect", { class: "focus", x: -8, y: view.axisY - 13, width: 16, height: 26, rx: 3 });
  svg(g, "text", { class: "when", y: view.ground + 11 });
  g.addEventListener("pointerdown", (e) => startDrag(app, e, end));
  g.addEventListener("keydown", (e) => stepWindow(app, e, end));
  g.addEventListener("blur", () => { if (app.timer) sendWindow(app); });
  return g;
}

/* Moves ground and handles to app.window, without drawing anything else. */
function moveWindow(app) {
  const { view, data } = app, [first, last] = app.window;
  const at = [first, last + 1].map((day) => within(view.x(day), view.left, view.right));
  app.ground.setAttribute("x", at[0]);
  app.ground.setAttribute("width", Math.max(0, at[1] - at[0]));
  const form = { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" };
  const date = new Intl.DateTimeFormat(data.words.lang, form);
  if (app.clip) {
    const wide = Math.max(0, at[1] - at[0]), cut = { x: at[0], width: wide, viewBox: `${at[0]} 0 ${wide} ${view.height}` };
    for (const [name, value] of Object.entries(cut)) app.clip.setAttribute(name, value);
  }
  for (const end of [0, 1]) {
    const day = date.format(app.window[end] * DAY_MS), grip = app.grips[end];
    const text = isRtl(data.words) ? `\u2067${day}\u2069` : day;  // the picture itself runs from left to right
    const when = grip.querySelector(".when");
    app.edges[end].setAttribute("x1", at[end]);
    app.edges[end].setAttribute("x2", at[end]);
    app.strips[end].setAttribute("x", at[end] - app.grab / 2);
    grip.setAttribute("transform", `translate(${at[end]} 0)`);
    grip.setAttribute("aria-valuenow", app.window[end]);
    grip.setAttribute("aria-valuetext", text);
    // The date stands outside the window where there is room, else inside.
    const room = app.measure(text, true) + 10, outside = end ? view.width - at[1] > room : at[0] > room;
    const toRight = end ? outside : !outside;
    when.textContent = text;
    when.setAttribute("x", toRight ? 6 : -6);
    when.setAttribute("text-anchor", toRight ? "start" : "end");
  }
}

/* A window of at least one day within the axis, or null where nothing would change. */
function shifted(app, part, days, from) {
  const { first, last } = app.view;
  let [a, b] = from;
  if (part === "both") {
    const by = within(days, first - a, last - b);
    [a, b] = [a + by, b + by];
  } else if (part === 0) a = within(a + days, first, b);
  else b = within(b + days, a, last);
  return a === app.window[0] && b === app.window[1] ? null : [a, b];
}

function setWindow(app, next) {
  if (!next) return;
  app.window = next;
  moveWindow(app);
}

function startDrag(app, event, part) {
  if (event.button !== 0 || app.drag) return;
  // A touch that starts on the ground scrolls the page; only handles are dragged by touch.
  if (part === "both" && event.pointerType === "touch") return;
  const from = app.window, x = event.clientX, target = event.currentTarget;
  event.preventDefault();
  if (part !== "both") app.grips[part].focus();
  app.drag = part;
  app.root.classList.add("dragging");
  target.setPointerCapture(event.pointerId);
  target.onpointermove = (e) => {
    const days = Math.round((e.clientX - x) / app.view.scale);
    const next = shifted(app, part, days, from);
    setWindow(app, next);
    if (next) announce(app, true);
  };
  target.onpointerup = target.onpointercancel = (e) => {
    target.onpointermove = target.onpointerup = target.onpointercancel = null;
    app.drag = null;
    app.root.classList.remove("dragging");
    if (e.type === "pointercancel") setWindow(app, from);
    const moved = app.window[0] !== from[0] || app.window[1] !== from[1], later = app.later;
    if (moved) sendWindow(app);
    else announce(app, false);   // the map may show what was passed over
    if (!moved && later) update(app, later);
    app.later = null;
  };
}

function stepWindow(app, event, end) {
  const all = app.view.last - app.view.first;
  const days = {
    ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 7, PageDown: -7, Home: -all, End: all,
  }[event.key];
  if (days === undefined) return;
  event.preventDefault();
  const next = shifted(app, end, days, app.window);
  if (!next) return;
  setWindow(app, next);
  clearTimeout(app.timer);
  app.timer = setTimeout(() => sendWindow(app), KEY_PAUSE);
}

/* Tells Python once. What comes back is drawn in any case, even if it is the window from before. */
function sendWindow(app) {
  clearTimeout(app.timer);
  app.timer = null;
  app.json = "";
  announce(app, false);
  app.send("window", { start: isoOf(app.window[0]), end: isoOf(app.window[1]) });
}

/* Tells the map which days these are, still held or let go of. */
function announce(app, held) {
  window.dispatchEvent(new CustomEvent("sourcepin:window", { detail: { days: app.window, held } }));
}
