/* The content of the popup: Sourcepin.popupBody. Every text comes from data that may be hostile, so all of
   it goes through text nodes: no innerHTML, and a link only when it is http(s). */
(function () {
  "use strict";
  const S = (window.Sourcepin = window.Sourcepin || {});
  const SVG = "http://www.w3.org/2000/svg";
  // Strokes on a 12 x 12 ground, not glyphs: Inter's latin file lacks ≠ and ↔, and browsers then patch ≠
  // together from = and a stray stroke.
  const SYMBOLS = {
    agreed: "M2 4.4h8M2 7.8h8", contested: "M2 4.4h8M2 7.8h8M8.2 1.6 3.8 10.6",
    range: "M1 6h10M3.6 3.4 1 6l2.6 2.6M8.4 3.4 11 6 8.4 8.6", single: "M4 3.6 6.4 2v8.4", none: "M6 5.6v1",
  };
  const CLASSES = { agreed: "a", range: "r", contested: "c", single: "s", none: "n" };
  const TALL = 440;               // from this height of the map on, a popup opens with a citation shown

  function el(tag, cls, ...children) {
    const e = document.createElement(tag);
    if (cls) e.className = cls;
    e.append(...children.filter((c) => c !== null && c !== undefined && c !== "")
      .map((c) => (c instanceof Node ? c : String(c))));
    return e;
  }

  function button(cls, key, onClick, ...children) {
    const b = el("button", cls, ...children);
    b.type = "button";
    b.dataset.key = key;
    b.addEventListener("click", onClick);
    return b;
  }

  const word = (payload, key) => String((payload.words || {})[key] || key.replace(/_/g, " "));
  const numbered = (text, n) => (text.includes("{n}") ? text.replace("{n}", n) : `${text} ${n}`);
  const short = (n) => String(n ?? "?").slice(0, 3);
  const sourceOf = (payload, cite) => cite.source || (payload.sources || []).find((s) => s.n === cite.n) || {};

  /** A link to the very words: Python gives the address up to them, so that it is sent once and not with each quote. */
  const wordsLink = (source, quote) =>
    (source.words ? source.words + encodeURIComponent(quote).replace(/-/g, "%2D") : "");

  function safeHref(href) {
    try {
      const url = new URL(href);
      return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
    } catch { return null; }
  }

  function kindShape(kind, px, colors) {
    const color = (colors.kinds || {})[kind] || colors.ink2 || "currentColor";
    if (typeof S.shape === "function") return S.shape(kind, px, color);
    const paths = {
      rocket: "M8 1.8 15 14.4H1z", air: "M8 .8 15.2 8 8 15.2.8 8z", crowd: "M2 2h12v12H2z",
      battle: "M8 4.5 11.9 .8 15.2 4.1 11.5 8 15.2 11.9 11.9 15.2 8 11.5 4.1 15.2 .8 11.9 4.5 8 .8 4.1 4.1 .8Z",
      explosion: "M8 .2 9.5 4.3 13.5 2.5 11.7 6.5 15.8 8 11.7 9.5 13.5 13.5 9.5 11.7 8 15.8 6.5 11.7 2.5 13.5 4.3 9.5 .2 8 4.3 6.5 2.5 2.5 6.5 4.3Z",
      civilians: "M8 15.1 15.2 2.2 .8 2.2Z", protest: "M.8 12.5A7.2 8.9 0 0 1 15.2 12.5Z",
      find: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z", context: "M1 5.5h14v5H1z",
    };
    const svg = drawing("0 0 16 16", px, paths[kind] || paths.context);
    svg.firstChild.setAttribute("fill", color);
    return svg;
  }

  /* A picture beside a word that says the same: hidden from assistive technology. */
  function drawing(viewBox, px, d) {
    const svg = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
    for (const [k, v] of [["viewBox", viewBox], ["width", px], ["height", px], ["aria-hidden", "true"]]) {
      svg.setAttribute(k, v);
    }
    path.setAttribute("d", d);
    svg.append(path);
    return svg;
  }

  /* Sets the palette as CSS variables, so that a change of theme is one pass over a few properties. */
  function paint(elements, colors) {
    const chips = colors.chips || {}, values = {};
    const plain = "page panel raised ink1 ink2 ink3 rule frame control accent focus".split(" ");
    for (const name of plain) values[name] = colors[name];
    for (const [status, c] of Object.entries(CLASSES)) {
      const [ground, text, frame] = chips[status] || [];
      Object.assign(values, { [`${c}-bg`]: ground, [`${c}-tx`]: text, [`${c}-fr`]: frame });
    }
    for (const e of elements) {
      for (const [k, v] of Object.entries(values)) if (v) e.style.setProperty(`--sp-${k}`, v);
    }
  }

  /* What is shown first: the first citation of the first contested row, on maps with room for it. */
  function firstPick(incident, map) {
    if (map.getSize().y < TALL || map.getSize().x < 480) return null;
    const rows = (incident.rows || []).filter((r) => (r.detail || []).some((d) => (d.cites || []).length));
    const row = rows.find((r) => r.status === "contested") || rows[0];
    return row ? citeKey(incident, rowKey(row), row.detail.find((d) => (d.cites || []).length).cites[0]) : null;
  }

  /* One field may have several rows (killed; killed, of them American): field and label name a row. */
  const rowKey = (row) => `${row.field} ${row.label}`;

  /* A citation's name that outlives new data: where it stands and what it cites, not its index. */
  function citeKey(incident, field, index) {
    const c = (incident.cites || [])[index] || {};
    return JSON.stringify([field, c.n, c.paragraph || c.where, c.quote]);
  }

  /* Builds the children of the popup. ctx: {incident, payload, inline, picked, onPick, onClose, onCard}. */
  function build(ctx) {
    const { incident, payload } = ctx, colors = (payload.theme || {}).colors || {};
    ctx.buttons = [];
    const list = el("dl", "", ...(incident.rows || []).map((r) => row(ctx, r)));
    const rows = el("div", "spp-rows", list);
    ctx.band = el("div", "spp-band");
    ctx.band.setAttribute("aria-live", "polite");
    const parts = [closer(ctx), head(ctx, colors), rows, ctx.band, foot(ctx)];
    if (ctx.inline) rows.prepend(meta(ctx));
    else parts[1].append(meta(ctx));
    const start = ctx.buttons.find((b) => b.dataset.key === ctx.picked);
    if (start) start.pick(false);
    else ctx.band.hidden = true;
    return parts;
  }

  function closer(ctx) {
    const shut = button("spp-x", "close", ctx.onClose, "×");
    shut.setAttribute("aria-label", word(ctx.payload, "close"));
    return shut;
  }

  function head({ incident }, colors) {
    const title = el("h2", "spp-t", incident.title), shape = kindShape(incident.kind, 13, colors);
    title.id = "spp-title";
    return el("div", "spp-head", el("p", "spp-kind", shape, el("span", "spp-t", incident.kind_label)), title);
  }

  /* Date and place. In sheets and short popups they scroll with the rows, so that these have room. */
  function meta(ctx) {
    const { incident } = ctx, when = el("span", "spp-t", incident.when);
    return el("div", "spp-meta",
      el("p", "", when, cites(ctx, "when", incident.when_cites), small(ctx, incident.when_status)), where(ctx));
  }

  /* The local name stands after the name it belongs to: "Camp Taji معسكر التاجي: site, within 2 km". */
  function where(ctx) {
    const { incident } = ctx, text = String(incident.where || ""), cut = text.indexOf(":");
    const [name, rest] = cut < 0 ? [text, ""] : [text.slice(0, cut), text.slice(cut)];
    const local = incident.where_local ? el("span", "spp-ar", incident.where_local) : null;
    if (local) local.dir = "auto";
    const precise = incident.precision_label ? `: ${incident.precision_label}` : "";
    return el("p", "", el("span", "spp-t", name), local && " ", local, rest + precise,
      cites(ctx, "where", incident.where_cites), small(ctx, incident.where_status));
  }

  /* Beside date and place only a disagreement is worth a chip. */
  function small(ctx, status) {
    return status === "contested" ? el("span", "spp-inset", chip(status, word(ctx.payload, status))) : null;
  }

  function chip(status, label) {
    const symbol = drawing("0 0 12 12", 11, SYMBOLS[status] || SYMBOLS.none);
    return el("span", "spp-chip spp-c-" + (CLASSES[status] || "n"), symbol, el("span", "", label));
  }

  function row(ctx, r) {
    const stated = r.status in SYMBOLS && r.status !== "none";
    const label = r.status_label || word(ctx.payload, stated ? r.status : "not_stated");
    const details = (r.detail || []).flatMap((d, i) => [
      i ? el("span", "spp-dot", " · ") : null,
      el("span", "spp-piece", el("span", "spp-t", d.text), cites(ctx, rowKey(r), d.cites)),
    ]);
    const value = el("span", stated ? "spp-v spp-t" : "spp-none spp-t", r.value || label);
    const line = el("div", "spp-line", value, stated ? verdict(ctx, r, label) : null);
    const dd = el("dd", "", line, el("div", "spp-d", ...details));
    return el("div", "spp-row", el("dt", "", r.label), dd);
  }

  /* The finding's chip. Where sources differ it is a button: the band then says who says what, and why. */
  function verdict(ctx, r, label) {
    if (r.status !== "contested" && !r.why) return chip(r.status, label);
    const show = () => pick(ctx, b, () => whoSays(ctx, r));
    const b = button("spp-verdict", JSON.stringify([rowKey(r), "why"]), show, chip(r.status, label));
    b.setAttribute("aria-label", `${r.label}: ${label}`);
    return register(ctx, b, show);
  }

  function whoSays(ctx, r) {
    const lines = (r.detail || []).map((d) => {
      const names = (d.cites || []).map((i) => (ctx.incident.cites || [])[i]).filter(Boolean)
        .map((c) => [short(c.n), sourceOf(ctx.payload, c).name].filter(Boolean).join(" "));
      return el("p", "", el("b", "spp-t", d.text), ": ", el("span", "spp-t", [...new Set(names)].join(word(ctx.payload, "comma"))));
    });
    return [...lines, r.why ? el("p", "spp-why", el("span", "spp-t", r.why)) : null];
  }

  /* Numbered squares, kept on one line as long as they are few. */
  function cites(ctx, field, indexes) {
    const known = (indexes || []).filter((i) => (ctx.incident.cites || [])[i]);
    const squares = known.map((i) => {
      const c = ctx.incident.cites[i], show = () => pick(ctx, b, () => evidence(ctx, c));
      const b = button("spp-cite", citeKey(ctx.incident, field, i), show, short(c.n));
      b.setAttribute("aria-label", [short(c.n), sourceOf(ctx.payload, c).name].filter(Boolean).join(" "));
      b.addEventListener("focus", () => { if (b.matches(":focus-visible")) show(); });
      return register(ctx, b, show);
    });
    return squares.length ? el("span", squares.length > 6 ? "" : "spp-cites", " ", ...squares) : null;
  }

  function register(ctx, b, show) {
    b.setAttribute("aria-pressed", "false");
    b.pick = (tell) => { ctx.quiet = !tell; show(); ctx.quiet = false; };
    ctx.buttons.push(b);
    return b;
  }

  /* Shows something in the band: beneath the rows, or in short popups and sheets right under its row. */
  function pick(ctx, b, content) {
    for (const other of ctx.buttons) other.setAttribute("aria-pressed", String(other === b));
    const dd = b.closest("dd");
    if (ctx.inline) (dd || b.closest(".spp-meta")).append(ctx.band);
    ctx.band.hidden = false;
    ctx.band.replaceChildren(...content().filter(Boolean));
    if (ctx.quiet) return;
    ctx.onPick(b.dataset.key);
    if (ctx.inline) ctx.band.parentNode.scrollIntoView({ block: "nearest" });
  }

  /* 3  Voice of America, “title”, 12 March 2020, paragraph 5 · says whom / the fragment / the link. */
  function evidence(ctx, c) {
    const { payload } = ctx, source = sourceOf(payload, c);
    const paragraph = Number.isFinite(c.paragraph) ? numbered(word(payload, "paragraph"), c.paragraph) : c.where;
    const title = source.title ? word(payload, "quoted").replace("{text}", source.title) : "";
    const about = [source.name, title, source.published, paragraph].filter(Boolean).join(word(payload, "comma"));
    const href = c.quote ? safeHref(wordsLink(source, c.quote)) : "", link = href ? el("a", "", word(payload, "open_words")) : null;
    if (link) Object.assign(link, { href, target: "_blank", rel: "noopener noreferrer" });
    if (link) link.dataset.key = "words";
    return [
      el("p", "", el("b", "", short(c.n)), " ", el("span", "spp-t", about), c.says ? " · " : null,
        c.says ? el("span", "spp-t", c.says) : null),
      ...(c.relied || []).map((one) => el("p", "spp-relied spp-t", word(payload, "citing").replace("{source}", one))),
      el("p", "", c.quote ? el("q", "spp-t", c.quote) : null, " ", link),
    ];
  }

  function foot(ctx) {
    const { incident, payload } = ctx, text = numbered(word(payload, "all_claims"), incident.claims || 0);
    return el("div", "spp-foot", el("span", "spp-t", incident.voices),
      button("spp-all", "all", ctx.onCard, text));
  }

  S.popupBody = { build, paint, firstPick };
})();
