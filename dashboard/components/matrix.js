/* The matrix in the app page (Streamlit component v2): a real table whose cells are buttons. Draws the data that
   matrix_data() made and tells Python which cell was chosen. Every text goes through text nodes. */
const apps = new WeakMap();

function el(parent, tag, attributes = {}, text = null) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes)) if (v !== null && v !== undefined) e.setAttribute(k, v);
  if (text !== null) e.textContent = text;
  parent.append(e);
  return e;
}

/* Takes over new data. The same data draws nothing, so that scroll and focus stay. */
function update(app, data) {
  const json = JSON.stringify(data);
  if (json === app.json) return;
  Object.assign(app, { data, json });
  for (const [name, color] of Object.entries(data.colors)) app.root.style.setProperty(`--m-${name}`, color);
  app.root.setAttribute("dir", data.words.dir);
  const active = app.root.getRootNode().activeElement;
  const focused = active && app.root.contains(active) ? active.dataset.key : null;
  const frame = app.root.querySelector(".frame") ?? el(app.root, "div", { class: "frame" });
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", data.words.label);
  const { scrollTop, scrollLeft } = frame;
  app.root.querySelector(".key")?.remove();
  app.root.prepend(drawKey(data));
  frame.replaceChildren(drawTable(app));
  frame.scrollTo(scrollLeft, scrollTop);
  const again = [...frame.querySelectorAll("button")].find((b) => b.dataset.key === focused);
  if (again) { rest(app, again); again.focus({ preventScroll: true }); }
  const chosen = frame.querySelector("[aria-pressed=true]");
  app.root.classList.toggle("open", Boolean(chosen));
  if (chosen) reveal(frame, chosen);
}

/* Scrolls the frame, never the page, until a cell stands clear of the sticky heads. */
function reveal(frame, button) {
  const cell = button.getBoundingClientRect(), box = frame.getBoundingClientRect();
  const corner = frame.querySelector(".corner").getBoundingClientRect();
  const rtl = getComputedStyle(frame).direction === "rtl";
  const left = box.left + (rtl ? 0 : corner.width), right = box.right - (rtl ? corner.width : 0);
  const top = box.top + corner.height, gap = 6;
  if (cell.left < left) frame.scrollLeft -= left - cell.left + gap;
  else if (cell.right > right) frame.scrollLeft += cell.right - right + gap;
  if (cell.top < top) frame.scrollTop -= top - cell.top + gap;
  else if (cell.bottom > box.bottom) frame.scrollTop += cell.bottom - box.bottom + gap;
}

function drawKey({ key, words }) {
  const list = document.createElement("ul");
  list.className = "key";
  list.setAttribute("aria-label", words.key);
  for (const one of key) {
    const item = el(list, "li");
    el(item, "i", { class: one.status, "aria-hidden": "true" }, one.symbol);
    el(item, "span", {}, one.word);
    el(item, "b", {}, String(one.count));
  }
  return list;
}

function drawTable(app) {
  const { data } = app, table = document.createElement("table");
  table.className = data.dense ? "dense" : "";
  table.style.setProperty("--columns", data.columns.length);
  el(table, "caption", {}, data.words.label);
  const head = el(el(table, "thead"), "tr");
  el(head, "th", { scope: "col", class: "corner" }, data.words.incident);
  for (const column of data.columns) el(head, "th", { scope: "col" }, column.label);
  app.grid = [];
  for (const group of data.groups) {
    const body = el(table, "tbody");
    if (group.title) {
      const th = el(el(body, "tr", { class: "group" }), "th", { scope: "rowgroup", colspan: data.columns.length + 1 });
      el(th, "span", {}, group.title);
    }
    for (const row of group.rows) drawRow(app, body, row);
  }
  const all = app.grid.flat().filter(Boolean);
  rest(app, all.find((b) => b.getAttribute("aria-pressed") === "true") ?? all[0]);
  return table;
}

function drawRow(app, body, row) {
  const tr = el(body, "tr", { class: row.part ? "part" : null });
  const th = el(tr, "th", { scope: "row", title: row.title });
  el(th, "i", { class: `shape ${row.kind}`, role: "img", "aria-label": row.kindName });
  const names = el(th, "span");
  el(names, "b", {}, row.label);
  el(names, "small", {}, row.when);
  const y = app.grid.length;
  app.grid.push(row.cells.map((cell, x) => drawCell(app, el(tr, "td"), row, cell, x, y)));
}

function drawCell(app, td, row, cell, x, y) {
  if (!cell) {
    el(td, "span", { class: "none", "aria-hidden": "true" }, "·");
    el(td, "span", { class: "read" }, app.data.words.not_stated);
    return null;
  }
  const value = `${row.id}:${cell.field}`;
  const button = el(td, "button", {
    type: "button", class: cell.status, "data-key": value, "aria-label": cell.name, title: cell.name,
    "aria-pressed": String(cell.chosen), tabindex: -1,
  });
  el(button, "span", { class: "text" }, cell.text);
  const foot = el(button, "span", { class: "foot" });
  el(foot, "span", {}, cell.count);
  el(foot, "b", {}, cell.symbol);
  button.addEventListener("click", () => app.send("cell", value));
  button.addEventListener("focus", () => rest(app, button));
  button.addEventListener("keydown", (event) => move(app, event, x, y));
  return button;
}

/* One tab stop for the whole table; arrow keys go from cell to cell and skip what is not stated. */
function rest(app, button) {
  if (app.stop) app.stop.setAttribute("tabindex", "-1");
  app.stop = button;
  button?.setAttribute("tabindex", "0");
}

function move(app, event, x, y) {
  const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const flip = app.data.words.dir === "rtl" ? -1 : 1, row = app.grid[y];
  let next = null;
  if (event.key === "Home") next = row.find(Boolean);
  else if (event.key === "End") next = row.findLast(Boolean);
  else if (steps[event.key]) {
    const [dx, dy] = steps[event.key];
    for (let i = x + dx * flip, j = y + dy; app.grid[j] && i >= 0 && i < row.length && !next; i += dx * flip, j += dy) {
      next = app.grid[j][i];
    }
  } else return;
  event.preventDefault();
  next?.focus();
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".matrix");
  if (!root || !data) return undefined;
  if (!apps.has(root)) apps.set(root, { root, json: "" });
  const app = apps.get(root);
  app.send = setTriggerValue;
  update(app, data);
  return () => { apps.delete(root); };
}
