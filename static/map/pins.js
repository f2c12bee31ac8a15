/* Elements that stay at a point of the map: marks, stacks, tags, link labels. Kept and diffed by key, so that
 * focus and position survive an update; one set of listeners a pane instead of one an element. */
(function (S) {
  "use strict";

  /** As L.DomUtil.setPosition, but flat: each element moved in three dimensions is a layer of its own to the browser,
   *  which then puts a hundred of them together for every frame. */
  function place(host, point) {
    host._leaflet_pos = point;
    host.style.transform = `translate(${point.x}px, ${point.y}px)`;
  }

  class PinLayer {
    constructor(map, pane, act) {
      this.map = map; this.root = pane; this.act = act; this.records = new Map();
      map.on("zoomanim", (e) => this.records.forEach((rec) =>
        place(rec.host, map._latLngToNewLayerPoint(rec.spec.ll, e.zoom, e.center).round())));
      for (const type of ["click", "dblclick", "keydown", "mouseover", "mouseout", "focusin", "focusout"])
        pane.addEventListener(type, (ev) => this.heard(ev));
    }

    heard(ev) {
      const host = ev.target.closest && ev.target.closest("[data-key]");
      // Pressing can raise the focused mark above its neighbour: the click then belongs to the pane they share.
      if (!host && !(ev.type === "click" && ev.target === this.root)) return;
      const rec = this.nearest(ev, host && this.root.contains(host) ? this.records.get(host.dataset.key) : null);
      if (!rec || !this.act) return;
      if (ev.type === "click" || ev.type === "dblclick") {
        ev.stopPropagation();
        const dragged = this.map.dragging && this.map.dragging.moved();
        if (ev.type === "click" && !dragged) this.act(rec.spec, false, ev);
      } else if (ev.type === "keydown") {
        if (ev.key !== "Enter" && ev.key !== " ") return;
        ev.preventDefault(); ev.stopPropagation();
        this.act(rec.spec, true, ev);
      } else if (ev.type === "mouseover" || ev.type === "focusin") {
        if (ev.type === "mouseover" || rec.host.matches(":focus-visible")) (rec.spec.tipper || S.tip).show(rec.spec, this.map);
      } else if (!rec.host.contains(ev.relatedTarget)) (rec.spec.tipper || S.tip).hide();
    }

    /** Generous hit areas overlap: a pointer means the mark whose centre it is closest to, not the one on top. */
    nearest(ev, touched) {
      if ((touched && !touched.host.classList.contains("sp-hit")) || !["click", "mouseover"].includes(ev.type)) return touched;
      if (ev.type === "click" && !ev.detail) return touched;  // assistive technology presses without a pointer
      let best = touched, least = touched ? Infinity : 20;
      for (const rec of this.records.values()) {
        if (!rec.host.classList.contains("sp-hit")) continue;
        const box = rec.host.getBoundingClientRect();
        const far = Math.hypot(ev.clientX - (box.left + box.right) / 2, ev.clientY - (box.top + box.bottom) / 2);
        if (far < least) { best = rec; least = far; }
      }
      return best;
    }

    /** Makes the pane hold exactly `specs`, in that order: {key, sig, ll, build(host, spec), z, ids}. */
    sync(specs) {
      const active = this.root.contains(document.activeElement) ? document.activeElement.closest("[data-key]") : null;
      const lost = active && this.records.get(active.dataset.key);
      const keep = new Set(specs.map((s) => s.key));
      for (const [key, rec] of this.records) if (!keep.has(key)) { rec.host.remove(); this.records.delete(key); }
      let cursor = this.root.firstChild;
      for (const spec of specs) {
        let rec = this.records.get(spec.key);
        if (!rec) {
          rec = { host: S.el("div", "sp-pin leaflet-zoom-animated"), sig: null };
          rec.host.dataset.key = spec.key;
          this.records.set(spec.key, rec);
        }
        if (rec.sig !== spec.sig) { rec.host.replaceChildren(); spec.build(rec.host, spec); rec.sig = spec.sig; }
        rec.spec = spec;
        rec.host.style.zIndex = spec.z || "";
        if (rec.host === cursor) cursor = cursor.nextSibling;
        else this.root.insertBefore(rec.host, cursor);
        place(rec.host, this.map.latLngToLayerPoint(spec.ll).round());
      }
      if (lost && !active.isConnected) this.refocus(lost.spec);
      else if (lost && document.activeElement !== active) active.focus({ preventScroll: true });  // it was moved
    }

    /** The focused mark is gone into a stack (or came out of one): the focus follows the incident. */
    refocus(spec) {
      for (const rec of this.records.values())
        if ((rec.spec.ids || []).some((id) => (spec.ids || []).includes(id))) { rec.host.focus({ preventScroll: true }); return; }
      this.map.getContainer().focus({ preventScroll: true });
    }

    host(key) { const rec = this.records.get(key); return rec ? rec.host : null; }
  }

  /** One tooltip for all marks; it repeats what the accessible name says, so it is hidden from that tree. */
  S.tip = {
    node: null,
    show(spec, map) {
      if (!spec.tip || (spec.chosen && S.popup && S.popup.current() !== null)) return;
      if (!this.node) {
        this.node = S.el("div", "sp-tip");
        this.node.setAttribute("aria-hidden", "true");
        map.getContainer().appendChild(this.node);
      }
      const [title, rest] = spec.tip, size = map.getSize();
      this.node.replaceChildren(S.said("b", title), S.said("span", rest));
      this.node.hidden = false;
      const p = map.latLngToContainerPoint(spec.ll), gap = 18;
      const x = p.x + (spec.dx || 0), y = p.y + (spec.dy || 0);
      const w = this.node.offsetWidth, h = this.node.offsetHeight;
      const left = Math.max(4, Math.min(size.x - w - 4, x - w / 2));
      const top = y - gap - h > 4 ? y - gap - h : y + gap;
      this.node.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    },
    hide() { if (this.node) this.node.hidden = true; },
  };

  function act(spec, byKeyboard) {
    S.tip.hide();
    if (spec.act) spec.act(byKeyboard);
    else if (spec.stack) S.stack.open(spec.stack, byKeyboard);
    else if (spec.item) S.choose(spec.item.isArea ? S.areas.next(spec.ids[0]) : spec.ids[0], byKeyboard);
  }

  S.PinLayer = PinLayer;
  S.pins = {
    layer: null,
    element(id) { return this.layer && this.layer.host("m:" + id); },
    focus(key) { const host = this.layer.host(key); if (host) host.focus({ preventScroll: true }); },
  };

  S.part({
    setup(map) {
      const pane = (name, z) => { const node = map.createPane(name); node.style.zIndex = z; return node; };
      S.pins.layer = new PinLayer(map, pane("sp-pins", 620), act);
      S.pins.tags = new PinLayer(map, pane("sp-tags", 610), act);
      map.on("movestart zoomstart", () => S.tip.hide());
      map.getContainer().addEventListener("keydown", (ev) => {
        if (ev.key !== "Escape" || ev.defaultPrevented) return;
        if (S.popup && S.popup.current() !== null) return;   // the popup closes itself first
        if (S.tip.node && !S.tip.node.hidden && !S.state.fan && S.state.chosen === null) { S.tip.hide(); return; }
        if (S.state.fan) S.stack.close(true);
        else if (S.state.chosen !== null && !S.state.card) S.choose(null, true);
      });
      map.on("click", () => {
        if (S.state.drawing) return;
        if (S.state.fan) S.stack.close(false);
        else if (S.state.chosen !== null && !S.state.card) S.choose(null, false);
      });
    },
  });
})(window.Sourcepin = window.Sourcepin || {});
