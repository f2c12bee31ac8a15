/* Sourcepin's map layer: shared state and the entry point that Python calls at every change.
 *
 * Each other file registers a part ({setup, theme, draw, move}) and is called in load order. All text from
 * the payload is hostile: it reaches the page through textContent and attributes only, never as HTML. */
(function (S) {
  "use strict";
  const SVG_NS = "http://www.w3.org/2000/svg";
  const script = (document.currentScript && document.currentScript.src) || "";
  const here = script.includes("/static/map/") ? script : "";  // else all scripts came as one, from elsewhere
  const KINDS = ["rocket", "air", "battle", "explosion", "civilians", "protest", "crowd", "find", "context"];

  S.base = here ? new URL("..", here).href : new URL("../../app/static/", location.href).href;
  S.parts = [];
  S.state = {
    map: null, payload: null, items: new Map(), chosen: null, card: false, fan: null,
    pending: 0, chosenToken: 0, fitToken: 0, themeKey: "", wordsKey: "", keyboard: false,
  };

  S.part = (part) => { S.parts.push(part); return part; };
  S.kinds = KINDS;
  S.kind = (kind) => (KINDS.includes(kind) ? kind : "context");
  S.number = (value) => typeof value === "number" && Number.isFinite(value);

  /** The word for a key, with {name} places filled; an unknown key stands for itself. */
  S.word = function (key, values) {
    const words = (S.state.payload && S.state.payload.words) || {};
    const text = Object.hasOwn(words, key) ? String(words[key]) : key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
  };

  S.el = function (tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };

  /** Text from the data, whose direction need not be that of the page. */
  S.said = function (tag, text) {
    const node = S.el(tag, "", text);
    node.dir = "auto";
    return node;
  };

  S.svg = function (tag, attributes, parent) {
    const node = document.createElementNS(SVG_NS, tag);
    for (const name in attributes) node.setAttribute(name, attributes[name]);
    if (parent) parent.appendChild(node);
    return node;
  };

  S.narrow = () => S.state.map.getSize().x < 480;
  S.calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** What a mark is called by assistive technology and in its tooltip. */
  S.label = function (d) {
    const parts = [d.title, d.when, d.where, d.kind_label];
    if (d.possible) parts.push(S.word("possible"));
    return parts.filter(Boolean).join(S.word("comma"));
  };

  /** The tooltip's two lines. */
  S.tipOf = (d) => [d.title, [d.when, d.where].filter(Boolean).join(" · ")];

  function flatten(colors) {
    const flat = {};
    for (const [name, value] of Object.entries(colors || {})) {
      if (name === "kinds") for (const k in value) flat["k-" + S.kind(k)] = value[k];
      else if (name === "chips") {
        for (const k in value) value[k].forEach((c, i) => { flat["chip-" + k + "-" + i] = c; });
      }
      else if (typeof value === "string") flat[name] = value;   // the rest are scales, which the cells read themselves
    }
    return flat;
  }

  function applyTheme(theme) {
    const root = document.documentElement;
    root.setAttribute("data-theme", theme.mode === "dark" ? "dark" : "light");
    const flat = flatten(theme.colors);
    for (const name in flat) root.style.setProperty("--sp-" + name, flat[name]);
    S.parts.forEach((p) => p.theme && p.theme(theme));
  }

  /** Keeps each unchanged incident's record, so that what was computed for it stays; says if any differ. */
  function diff(incidents) {
    const items = S.state.items, seen = new Set();
    let changed = false;
    for (const d of incidents) {
      if (!d || d.id === undefined || seen.has(d.id)) continue;
      seen.add(d.id);
      const key = JSON.stringify(d), old = items.get(d.id);
      if (old && old.key === key) continue;
      items.set(d.id, S.geo.item(d, key));
      changed = true;
    }
    for (const id of [...items.keys()]) if (!seen.has(id)) { items.delete(id); changed = true; }
    return changed;
  }

  /** A click is answered here at once; Python's echo of an older state must not undo it. */
  function settleChosen(payload) {
    const st = S.state, wanted = payload.chosen === undefined ? null : payload.chosen;
    const rises = (payload.chosen_token || 0) > st.chosenToken;
    if (S.number(payload.seen)) { if (payload.seen >= st.pending) st.pending = 0; }
    else if (wanted === st.chosen || Date.now() - st.pending > 4000) st.pending = 0;
    if (rises || !st.pending) {
      st.chosen = wanted;
      if (typeof payload.card === "boolean") st.card = payload.card;
      st.area = payload.area || null;
      st.pending = rises ? 0 : st.pending;
    }
    if (st.chosen !== null && !st.items.has(st.chosen)) st.chosen = null;
    if (st.chosen === null && typeof payload.card !== "boolean") st.card = false;
    st.chosenToken = Math.max(st.chosenToken, payload.chosen_token || 0);
    return rises && st.chosen !== null;
  }

  function setup(map) {
    S.state.map = map;
    if (S.calm()) { map._zoomAnimated = false; map.options.inertia = false; }
    S.parts.forEach((p) => p.setup && p.setup(map));
    for (const link of document.querySelectorAll('link[rel="stylesheet"]'))   // nobody waits for these
      if (!link.sheet) link.addEventListener("load", () => { map.invalidateSize({ animate: false }); S.draw(); });
    map.on("zoomend viewreset", () => S.draw());
    map.on("moveend resize", () => S.moved());
  }

  function each(deed) {
    if (!S.state.payload) return;
    S.geo.measure(S.state.map);
    S.parts.forEach((p) => p[deed] && p[deed]());
  }
  S.draw = () => each("draw");
  S.moved = () => each("move");

  /** Where the popup stands: the true point (or the area's tag point) and the drawn element. */
  S.anchor = function (id) {
    const item = S.state.items.get(id);
    if (!item || !item.at) return null;
    const element = S.pins.element(id) || S.areas.element(id);
    return { latlng: L.latLng(item.at), element, keyboard: S.state.keyboard };
  };

  S.syncPopup = function (reveal) {
    const st = S.state, popup = S.popup;
    if (!popup) return;
    const open = popup.current();
    if (st.chosen === null || st.card) { if (open !== null) popup.close(); return; }
    if (open === st.chosen && !reveal) { popup.update(st.payload); return; }
    const anchor = S.anchor(st.chosen);
    if (anchor) popup.open(st.map, st.items.get(st.chosen).d, st.payload, anchor);
  };

  /** The chosen mark is drawn elsewhere now (a fan opened or closed): its popup goes with it. */
  S.replacePopup = function () {
    S.state.keyboard = false;
    S.syncPopup(true);
  };

  function moveTo(payload, reveal) {
    const st = S.state, map = st.map;
    if ((payload.fit_token || 0) > st.fitToken) { st.fitToken = payload.fit_token; S.bridge.quietly(() => S.fit(false)); }
    const item = reveal && st.items.get(st.chosen);
    if (item && item.at && !map.getBounds().pad(-0.08).contains(item.at)) map.panTo(item.at, { animate: !S.calm() });
  }

  /** Fits the view to the payload's bounds. */
  S.fit = function (animate) {
    const bounds = S.state.payload.bounds;
    if (!bounds || !L.latLngBounds(bounds).isValid()) return;
    const pad = S.narrow() ? 24 : 40;
    S.state.map.fitBounds(bounds, {
      paddingTopLeft: [S.narrow() ? pad : pad + 40, pad], paddingBottomRight: [pad, pad], animate: animate && !S.calm(), maxZoom: 10
    });
  };

  S.update = function (map, payload) {
    window.feature_group = [];  // streamlit-folium only ever appends to it: without this it leaks
    try {
      const st = S.state;
      if (st.map !== map) setup(map);
      st.payload = payload = S.frames.onto(payload);
      const theme = JSON.stringify(payload.theme || {}), words = JSON.stringify([payload.words, payload.kinds]);
      if (theme !== st.themeKey) { st.themeKey = theme; applyTheme(payload.theme || {}); }
      if (words !== st.wordsKey) { st.wordsKey = words; S.parts.forEach((p) => p.words && p.words()); }
      diff([...(payload.incidents || []), ...S.cells.singles(payload)]);
      const reveal = settleChosen(payload);
      moveTo(payload, reveal);
      S.draw();
      S.syncPopup(reveal);
      S.bridge.ready();
    } catch (error) {
      console.error("Sourcepin: the map could not be drawn from this payload.", error);
    }
    return L.featureGroup();
  };
})(window.Sourcepin = window.Sourcepin || {});
