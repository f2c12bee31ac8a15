/* The popup beside a chosen mark, and the bottom sheet on narrow maps: Sourcepin.popup.
   popup_body.js builds the content, popup_place.js knows where it stands; this file opens and keeps it. */
(function () {
  "use strict";
  const S = (window.Sourcepin = window.Sourcepin || {}), P = S.popupPlace;
  const WIDTH = 332, SHEET_BELOW = 480, SHORT_BELOW = 440, SHEET_PART = 0.54, SHEET_TALL = 0.9;
  const SVG = "http://www.w3.org/2000/svg";
  let now = null;                 // what is open: {map, incident, payload, anchor, el, leader, side, dy, ...}
  let byKeyboard = false;
  document.addEventListener("keydown", () => { byKeyboard = true; }, true);
  document.addEventListener("pointerdown", () => { byKeyboard = false; }, true);

  /* Where the chosen mark is in the frame. A fanned-out mark stands beside its true point, so the drawn
     element counts; the element of an area is too large to stand beside, so there the point counts. */
  function markBox() {
    const { map, anchor } = now, box = map.getContainer(), p = map.latLngToContainerPoint(anchor.latlng);
    const e = anchor.element, r = e && e.isConnected ? e.getBoundingClientRect() : null;
    if (!r || !r.width || r.width > 64 || r.height > 64) return { x: p.x, y: p.y, r: 15 };
    const c = box.getBoundingClientRect();
    return {
      x: r.left + r.width / 2 - c.left - box.clientLeft, y: r.top + r.height / 2 - c.top - box.clientTop,
      r: Math.max(15, r.width / 2, r.height / 2),
    };
  }

  /* What had better stay visible: other incidents, most of all linked ones, and legend and controls. */
  function otherPoints() {
    const { map, payload, incident } = now, box = map.getContainer(), c = box.getBoundingClientRect();
    const linked = new Set((payload.links || []).flatMap((l) => (
      l.from === incident.id ? [l.to] : l.to === incident.id ? [l.from] : [])));
    const points = [...S.state.items.values()].map((item) => item.d)
      .filter((i) => i.id !== incident.id && Number.isFinite(i.lat) && Number.isFinite(i.lon))
      .map((i) => ({ ...map.latLngToContainerPoint([i.lat, i.lon]), weight: linked.has(i.id) ? 2 : 1 }));
    for (const cover of box.querySelectorAll(".sp-cover")) {
      const r = cover.getBoundingClientRect();
      for (const [fx, fy] of [[0, 0], [1, 0], [0.5, 0.5], [0, 1], [1, 1]]) {
        points.push({ x: r.left - c.left + fx * r.width, y: r.top - c.top + fy * r.height, weight: 0.7 });
      }
    }
    for (const tag of box.querySelectorAll(".sp-tag")) {
      const r = tag.getBoundingClientRect();
      points.push({ x: r.left - c.left + r.width / 2, y: r.top - c.top + r.height / 2, weight: 0.4 });
    }
    return points;
  }

  /* Places what is open. When opening, it picks side and height and may pan; later it follows the mark. */
  function place(opening) {
    if (!now) return;
    const { map, el } = now, frame = map.getSize(), sheet = frame.x < SHEET_BELOW;
    const inline = sheet || frame.y < SHORT_BELOW;
    if (sheet !== now.sheet || inline !== now.inline) {
      Object.assign(now, { sheet, inline });
      render();
      opening = true;
    }
    if (sheet) placeSheet(el, frame, opening);
    else placeBeside(el, frame, opening);
  }

  function placeSheet(el, frame, opening) {
    const height = Math.round(frame.y * (now.part || SHEET_PART));
    now.leader.style.display = "none";
    Object.assign(el.style, { left: "", top: "", width: "", maxHeight: "", height: height + "px" });
    if (opening) pan(P.panAbove(markBox(), frame.y - height, frame));
  }

  function placeBeside(el, frame, opening) {
    const width = Math.min(WIDTH, frame.x - 2 * P.EDGE);
    Object.assign(el.style, { width: width + "px", height: "", maxHeight: frame.y - 2 * P.EDGE + "px" });
    const size = { x: width, y: el.offsetHeight };
    let mark = markBox();
    if (opening) {
      const out = mark.x < 0 || mark.y < 0 || mark.x > frame.x || mark.y > frame.y;
      const first = P.choose(mark, size, frame, otherPoints());
      if (out || !first.fits) { pan(P.panBeside(mark, size, frame)); mark = markBox(); }
      const best = P.choose(mark, size, frame, otherPoints());
      Object.assign(now, { side: best.side, dy: best.top - mark.y });
    }
    const at = P.keep(now.side, mark, size, frame);
    now.side = at.side;
    const top = P.clamp(mark.y + now.dy, P.EDGE, frame.y - P.EDGE - size.y);
    Object.assign(el.style, { left: Math.round(at.left) + "px", top: Math.round(top) + "px" });
    const line = P.leader(mark, at.side, at.left, top, size);
    now.leader.style.display = line ? "" : "none";
    for (const [k, v] of Object.entries(line || {})) now.leader.firstChild.setAttribute(k, v.toFixed(1));
  }

  function pan([x, y]) {
    if (Math.abs(x) < 1 && Math.abs(y) < 1) return;
    now.panning = true;           // the moves that follow are ours: place() is already under way
    now.map.stop();               // a running pan would overwrite this one
    now.map.panBy([x, y], { animate: false });
    if (now) now.panning = false;
  }

  /* Fills the element anew, keeping the scroll position, the chosen citation and the keyboard focus. */
  function render() {
    const { el, incident, payload } = now, words = payload.words || {}, active = document.activeElement;
    const old = el.querySelector(".spp-rows"), scrolled = old ? old.scrollTop : 0;
    const focused = el.contains(active) ? active.dataset.key || "" : null;
    el.className = "spp" + (now.sheet ? " spp-sheet" : "") + (now.inline ? " spp-inline" : "");
    el.dir = words.dir === "rtl" ? "rtl" : "ltr";
    el.lang = words.lang || "en";
    S.popupBody.paint([el, now.leader], (payload.theme || {}).colors || {});
    el.replaceChildren(...S.popupBody.build({
      incident, payload, inline: now.inline, picked: now.picked,
      onPick: (picked) => { now.picked = picked; place(false); },
      onClose: () => dismiss(true),
      onCard: () => S.send && S.send({ chosen: incident.id, card: true }),
    }));
    S.details.dress(el, incident, () => update(now.payload));
    if (el.lang !== "en") nameTongue(el);
    if (now.sheet) el.prepend(grip());
    el.querySelector(".spp-rows").scrollTop = scrolled;
    if (focused === null) return;
    const again = [...el.querySelectorAll("[data-key]")].find((e) => e.dataset.key === focused);
    (again || el).focus({ preventScroll: true });
  }

  /* Titles and quotes stay in the language of the data: a screen reader is told where that is not the page's. */
  function nameTongue(el) {
    for (const e of el.querySelectorAll(".spp-t")) {
      if (/[a-z]/i.test(e.textContent) && !/[\u0600-\u06ff]/.test(e.textContent)) e.lang = "en";
    }
  }

  /* The grab handle of the sheet: up makes it taller, far down closes it. Keys have the close button. */
  function grip() {
    const bar = document.createElement("div");
    bar.className = "spp-grip";
    bar.setAttribute("aria-hidden", "true");
    bar.addEventListener("pointerdown", (event) => {
      const from = event.clientY, height = now.el.offsetHeight, whole = now.map.getSize().y;
      bar.setPointerCapture(event.pointerId);
      bar.onpointermove = (e) => {
        now.el.style.height = P.clamp(height + from - e.clientY, 40, whole - 8) + "px";
      };
      bar.onpointerup = bar.onpointercancel = () => {
        bar.onpointermove = bar.onpointerup = bar.onpointercancel = null;
        const part = now.el.offsetHeight / whole;
        if (part < 0.28) { dismiss(false); return; }
        now.part = part > 0.68 ? SHEET_TALL : SHEET_PART;
        place(false);
      };
    });
    return bar;
  }

  function follow() { if (now && !now.panning) place(false); }
  function resized() { place(true); }
  function hideLeader() { if (now) now.leader.style.display = "none"; }
  function onKey(event) {
    if (!now || event.defaultPrevented || event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    dismiss(true);
  }

  function listen(map, how) {
    map[how]("move moveend zoomend viewreset", follow);
    map[how]("resize", resized);
    map[how]("zoomstart", hideLeader);
    map.getContainer()[how === "on" ? "addEventListener" : "removeEventListener"]("keydown", onKey);
  }

  function make(map) {
    const el = document.createElement("div"), leader = document.createElementNS(SVG, "svg");
    el.setAttribute("role", "dialog");
    el.setAttribute("aria-labelledby", "spp-title");
    el.tabIndex = -1;
    leader.setAttribute("class", "spp-leader");
    leader.setAttribute("aria-hidden", "true");
    leader.append(document.createElementNS(SVG, "line"));
    L.DomEvent.disableClickPropagation(el);
    L.DomEvent.disableScrollPropagation(el);
    // Leaflet moves the map on arrows and zooms on + and -; in here these keys belong to the reader.
    el.addEventListener("keydown", (e) => { if (e.key !== "Escape") e.stopPropagation(); });
    map.getContainer().append(leader, el);
    return { el, leader };
  }

  /* Opens the popup of an incident. anchor: {latlng, element|null}; the element gets the focus back later. */
  function open(map, incident, payload, anchor) {
    const told = anchor && typeof anchor.keyboard === "boolean" ? anchor.keyboard : byKeyboard;
    const fromMark = told && document.hasFocus() && map.getContainer().contains(document.activeElement);
    if (now && now.map === map && now.incident.id === incident.id) {
      now.anchor = anchor || now.anchor;
      update(payload);
    } else {
      close();
      const loading = !incident.rows;
      now = { map, incident: { ...incident, loading }, payload, anchor, ...make(map), picked: S.popupBody.firstPick(incident, map) };
      listen(map, "on");
      update(payload);
    }
    place(true);
    if (now && fromMark) now.el.focus({ preventScroll: true });
  }

  /* New data: the same incident is drawn again in place, one that is gone closes. Same data: nothing. */
  function update(payload) {
    if (!now) return;
    const item = S.state.items.get(now.incident.id), fresh = item && S.details.whole(item.d, payload, refresh);
    if (!fresh) { close(); return; }
    if (now.incident.loading && !fresh.loading) now.picked = S.popupBody.firstPick(fresh, now.map);
    const json = JSON.stringify([fresh, payload.sources, payload.words, payload.theme]);
    const changed = now.json !== json, first = now.json === undefined;
    Object.assign(now, { payload, incident: fresh, json });
    if (!changed || first) return;        // a popup that opens is drawn by place(), which knows its form
    render();
    place(false);
  }

  /** The rest of an incident has arrived, or could not be fetched. */
  function refresh(id) { if (now && now.incident.id === id) update(S.state.payload); }

  function close() {
    if (!now) return;
    const { map, el, leader } = now;
    listen(map, "off");
    now = null;
    el.remove();
    leader.remove();
  }

  /* Closed by the reader: Python hears of it, and the focus goes back to the mark (drawn anew, maybe). */
  function dismiss(withFocus) {
    const { incident, anchor, el } = now, inside = el.contains(document.activeElement);
    close();
    if (S.send) S.send({ chosen: null, card: false });
    const again = S.anchor ? S.anchor(incident.id) : null, mark = (again && again.element) || anchor.element;
    if (withFocus && (inside || byKeyboard) && mark && mark.isConnected && mark.focus) {
      mark.focus({ preventScroll: true });
    }
  }

  S.popup = { open, update, close, current: () => (now ? now.incident.id : null) };
})();
