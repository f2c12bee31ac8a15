/* The chain in the app page (Streamlit component v2): draws the boxes and arrows that chain_data() placed and
   tells Python what was chosen. Every text goes through text nodes; nothing is computed here but the drawing. */
const SVG_NS = "http://www.w3.org/2000/svg";
const SHAPES = {
  rocket: "M0-6.6 6.8 5.6H-6.8Z", air: "M0-7 7 0 0 7-7 0Z", crowd: "M-5.6-5.6H5.6V5.6H-5.6Z",
  battle: "M0-3.2 3.6-6.6 6.6-3.6 3.2 0 6.6 3.6 3.6 6.6 0 3.2-3.6 6.6-6.6 3.6-3.2 0-6.6-3.6-3.6-6.6Z",
  explosion: "M0-7.1 1.4-3.4 5-5 3.4-1.4 7.1 0 3.4 1.4 5 5 1.4 3.4 0 7.1-1.4 3.4-5 5-3.4 1.4-7.1 0-3.4-1.4-5-5-1.4-3.4Z",
  civilians: "M0 6.5 6.6-5.3-6.6-5.3Z", protest: "M-6.6 4.1A6.6 8.2 0 0 1 6.6 4.1Z",
  find: "M0-6A6 6 0 1 1 0 6 6 6 0 1 1 0-6Z", context: "M-6.6-2.4H6.6V2.4H-6.6Z",
};
const HEAD = "M0 0-10-4.2-10 4.2Z";
const NOT_EQUAL = "M-4-1.7H4M-4 1.7H4M2-4.6-2 4.6";
const apps = new WeakMap();

function html(parent, tag, name, text = null) {
  const e = parent.appendChild(document.createElement(tag));
  if (name) e.className = name;
  if (text !== null) Object.assign(e, { textContent: text, dir: "auto" });
  return e;
}

function svg(parent, tag, attributes = {}, text = null) {
  const e = document.createElementNS(SVG_NS, tag);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  if (text !== null) e.textContent = text;
  return parent.appendChild(e);
}

const names = (...all) => all.filter(Boolean).join(" ");
const styleOf = (a) => names(a.manner, a.same && "same");

function createApp(root) {
  const app = { root, json: "", send: null };
  app.legend = html(root, "ul", "legend");
  app.frame = html(root, "div", "frame");
  app.frame.setAttribute("role", "group");
  app.frame.addEventListener("click", (e) => { if (e.target === app.frame || e.target.dataset.ground) letGo(app); });
  app.frame.addEventListener("keydown", (e) => key(app, e));
  return app;
}

function pick(app, kind, one) {
  // Choosing again what is chosen lets it go.
  if (one.chosen) { letGo(app); return; }
  app.send("pick", { kind, id: one.id });
}

function letGo(app) {
  const { boxes, arrows } = app.data;
  if ([...boxes, ...arrows].some((one) => one.chosen)) app.send("pick", { kind: "none" });
}

/* Arrow keys go through boxes and arrows in their order, which is that of the Tab key. */
function key(app, event) {
  if (event.key === "Escape") { letGo(app); return; }
  const all = [...app.frame.querySelectorAll("button")], at = all.indexOf(event.target);
  const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
  const next = at < 0 ? null : all[to[event.key]];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function update(app, data) {
  const json = JSON.stringify(data);
  if (json === app.json) return;
  const first = !app.json, chosen = (d) => d?.boxes.find((box) => box.chosen)?.id;
  const moved = chosen(data) !== chosen(app.data);
  Object.assign(app, { data, json });
  draw(app);
  if (first || moved) show(app);
}

function draw(app) {
  const { frame, data } = app, active = app.root.getRootNode().activeElement;
  const focused = active && frame.contains(active) ? active.dataset.key : null;
  frame.setAttribute("aria-label", data.label);
  const ground = document.createElement("div");
  ground.className = "ground";
  ground.dataset.ground = "1";
  ground.style.width = `${data.width}px`;
  ground.style.height = `${data.height}px`;
  data.gaps.forEach((gap) => drawGap(ground, gap));
  const picture = svg(ground, "svg", { width: data.width, height: data.height, "aria-hidden": "true" });
  picture.dataset.ground = "1";
  // What is lit lies above what is pale.
  [...data.arrows].sort((a, b) => b.dim - a.dim).forEach((arrow) => drawLine(app, picture, arrow));
  data.wholes.forEach((w) => place(html(ground, "span", "parts", w.text), w.x, w.y));
  for (const box of data.boxes) {
    data.arrows.filter((a) => a.to === box.id).forEach((arrow) => drawLabel(app, ground, arrow));
    drawBox(app, ground, box);
  }
  frame.replaceChildren(ground);
  drawLegend(app);
  if (focused) [...frame.querySelectorAll("[data-key]")].find((e) => e.dataset.key === focused)?.focus();
}

function place(e, x, y) {
  e.style.left = `${x}px`;
  e.style.top = `${y}px`;
}

function drawGap(ground, gap) {
  const strip = html(ground, "div", "gap");
  strip.style.left = `${gap.x}px`;
  html(strip, "span", "", gap.text).style.top = `${gap.y}px`;
}

function drawLine(app, picture, arrow) {
  const g = svg(picture, "g", { class: names("line", styleOf(arrow), (arrow.dim || arrow.out) && "dim",
    arrow.chosen && "chosen") });
  svg(g, "path", { class: "halo", d: arrow.path });
  svg(g, "path", { class: "stroke", d: arrow.path });
  if (arrow.same) svg(g, "path", { class: "between", d: arrow.path });
  else if (!arrow.chip) {
    svg(g, "path", { class: "head", d: HEAD, transform: `translate(${arrow.tip}) rotate(${arrow.turn})` });
  }
  // A pointer finds the line itself as well; for keys and readers its label is the button.
  svg(g, "path", { class: "hit", d: arrow.path }).addEventListener("click", () => pick(app, "arrow", arrow));
}

function button(app, ground, kind, one, name) {
  const b = html(ground, "button", name);
  b.type = "button";
  b.dataset.key = `${kind} ${one.id}`;
  b.title = one.name;
  b.setAttribute("aria-label", one.name);
  b.setAttribute("aria-pressed", String(one.chosen));
  b.addEventListener("click", () => pick(app, kind, one));
  return b;
}

function drawLabel(app, ground, arrow) {
  const state = names("label", arrow.manner, arrow.chip && "chip", arrow.dim && "dim", arrow.chosen && "chosen");
  const b = button(app, ground, "arrow", arrow, state);
  place(b, arrow.x - arrow.w / 2, arrow.y);
  b.style.width = `${arrow.w}px`;
  if (arrow.words) {
    const words = html(b, "span", "words");
    if (arrow.manner === "contested") {
      const sign = svg(words, "svg", { width: 11, height: 11, viewBox: "-5.5 -5.5 11 11", class: "unequal" });
      svg(sign, "path", { d: NOT_EQUAL });
    }
    html(words, "span", "", arrow.words);
  }
  const cites = html(b, "span", "cites");
  arrow.cites.forEach((n) => html(cites, "i", "", String(n)));
  if (arrow.against.length) html(cites, "span", "", arrow.not);
  arrow.against.forEach((n) => html(cites, "i", "", String(n)));
}

function drawBox(app, ground, box) {
  const state = [box.chip && "chip", box.dim && "dim", box.chosen && "chosen", !box.inside && "out",
    box.possible && "possible"];
  const b = button(app, ground, "box", box, names("box", ...state));
  place(b, box.x, box.y);
  b.style.width = `${box.w}px`;
  b.style.height = `${box.h}px`;
  const kind = SHAPES[box.kind] ? box.kind : "context", top = html(b, "span", "top");
  top.style.setProperty("--kind", `var(--k-${kind})`);
  const shape = svg(top, "svg", { width: 17, height: 17, viewBox: "-8.5 -8.5 17 17" });
  svg(shape, "path", { class: "shape", d: SHAPES[kind] });
  html(top, "span", "date", box.chip ? box.short : box.date);
  if (!box.chip) html(b, "span", "title", box.title);
}

function drawLegend(app) {
  app.legend.replaceChildren();
  app.legend.dir = app.data.dir;
  for (const row of app.data.legend) {
    const item = html(app.legend, "li");
    const sample = svg(item, "svg", { width: 40, height: 12, viewBox: "0 0 40 12", "aria-hidden": "true" });
    const g = svg(sample, "g", { class: `line ${row.style}` }), d = row.style === "same" ? "M1 6H39" : "M1 6H33";
    svg(g, "path", { class: "stroke", d });
    if (row.style === "same") svg(g, "path", { class: "between", d });
    else svg(g, "path", { class: "head", d: HEAD, transform: "translate(39 6)" });
    html(item, "span", "", row.text);
  }
}

/* Scrolls the frame, and nothing else, until the chosen box is inside. */
function show(app) {
  const { frame, data } = app, box = data.boxes.find((one) => one.chosen);
  if (!box) return;
  const margin = 40;
  if (box.x < frame.scrollLeft || box.x + box.w > frame.scrollLeft + frame.clientWidth) {
    frame.scrollLeft = box.x + box.w / 2 - frame.clientWidth / 2;
  }
  if (box.y < frame.scrollTop || box.y + box.h > frame.scrollTop + frame.clientHeight) {
    frame.scrollTop = Math.max(0, box.y - margin);
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".chain");
  if (!root || !data) return undefined;
  if (!apps.has(root)) apps.set(root, createApp(root));
  const app = apps.get(root);
  app.send = setTriggerValue;
  update(app, data);
  return () => { apps.delete(root); root.replaceChildren(); };
}
