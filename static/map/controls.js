/* Buttons for zoom, fit to data and full screen, the scale, the attribution, and the frame's own document:
 * language, title, landmark, and a page that may be zoomed. */
(function (S) {
  "use strict";
  const ICONS = {
    zoom_in: "M-5 0H5M0 -5V5", zoom_out: "M-5 0H5",
    fit: "M-6 -2.5V-6H-2.5M2.5 -6H6V-2.5M6 2.5V6H2.5M-2.5 6H-6V2.5",
    fullscreen: "M-6.5 -2V-6.5H-2M2 -6.5H6.5V-2M6.5 2V6.5H2M-2 6.5H-6.5V2",
    fullscreen_exit: "M-2 -6.5V-2H-6.5M6.5 -2H2V-6.5M2 6.5V2H6.5M-6.5 2H-2V6.5",
  };
  const buttons = {};
  let bar, attribution, scale, settling = 0;

  function icon(name) {
    const svg = S.svg("svg", { width: 18, height: 18, viewBox: "-9 -9 18 18", "aria-hidden": "true", focusable: "false" });
    S.svg("path", { d: ICONS[name], class: "sp-icon" }, svg);
    if (name === "fit") S.svg("circle", { r: 2, class: "sp-icon-dot" }, svg);
    return svg;
  }

  function button(name, group, act) {
    const node = S.el("button");
    node.type = "button";
    node.appendChild(icon(name));
    node.addEventListener("click", act);
    group.appendChild(node);
    buttons[name] = node;
  }

  function name(node, key) {
    node.setAttribute("aria-label", S.word(key));
    node.title = S.word(key);
  }

  function toggleFullscreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch((error) => console.warn("Sourcepin: no full screen here.", error));
  }

  function makeBar(map) {
    bar = S.el("div", "sp-controls sp-cover");
    const zoom = bar.appendChild(S.el("div", "sp-group")), view = bar.appendChild(S.el("div", "sp-group"));
    const step = (by) => () => { S.bridge.byHand(); map.setZoom(map.getZoom() + by, { animate: !S.calm() }); };
    button("zoom_in", zoom, step(1));
    button("zoom_out", zoom, step(-1));
    button("fit", view, () => { S.bridge.byHand(); S.fit(true); });
    if (document.fullscreenEnabled) { button("fullscreen", view, toggleFullscreen); buttons.fullscreen.classList.add("sp-wide"); }
    L.DomEvent.disableClickPropagation(bar).disableScrollPropagation(bar);
    map.getContainer().appendChild(bar);
    document.addEventListener("fullscreenchange", () => {
      const on = Boolean(document.fullscreenElement);
      if (buttons.fullscreen) {
        buttons.fullscreen.replaceChildren(icon(on ? "fullscreen_exit" : "fullscreen"));
        name(buttons.fullscreen, on ? "fullscreen_exit" : "fullscreen");
      }
      map.invalidateSize({ animate: false });
    });
    const ends = () => {
      const z = map.getZoom();
      buttons.zoom_in.toggleAttribute("aria-disabled", z >= map.getMaxZoom());
      buttons.zoom_out.toggleAttribute("aria-disabled", z <= map.getMinZoom());
    };
    map.on("zoomend zoomlevelschange", ends);
    ends();
  }

  /** Leaflet's scale with marks at nought, half and the whole instead of one bracket. */
  const Scale = L.Control.Scale.extend({
    _addScales(options, className, container) {
      container.className = "sp-scale";
      this._mScale = container;
    },
    _updateMetric(most) {
      const metres = this._getRoundNum(most), ratio = metres / most, km = metres >= 1000;
      const full = km ? metres / 1000 : metres;
      this._mScale.style.width = Math.round(this.options.maxWidth * ratio) + "px";
      this._mScale.replaceChildren(S.el("i", "", "0"), S.el("i", "", String(full / 2)), S.el("i", "", `${full} ${km ? "km" : "m"}`), S.el("b"));
    },
  });

  function document_(map) {
    const words = S.state.payload.words || {}, root = document.documentElement, box = map.getContainer();
    root.lang = typeof words.lang === "string" ? words.lang : "en";
    root.dir = words.dir === "rtl" ? "rtl" : "ltr";
    document.title = S.word("map_label");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", S.word("map_label"));
    for (const meta of document.querySelectorAll('meta[name="viewport"]')) meta.content = "width=device-width, initial-scale=1";
  }

  function words() {
    const map = S.state.map;
    document_(map);
    for (const key in buttons) name(buttons[key], key);
    attribution.textContent = S.word("attribution");
  }

  /** Gives way to the legend, and the attribution to the scale. Just before the browser lays out what was drawn: to ask
   *  for widths in the midst of drawing would have it do so twice. */
  function settle() {
    const box = S.state.map.getContainer(), legend = box.querySelector(".sp-legendbox");
    const wide = legend ? legend.offsetWidth + "px" : "0px", edge = scale.getContainer().getBoundingClientRect().right + 30;
    const tight = edge > attribution.getBoundingClientRect().left;
    if (box.style.getPropertyValue("--sp-legend-width") !== wide) box.style.setProperty("--sp-legend-width", wide);
    box.classList.toggle("sp-tight", tight);
  }

  S.part({
    setup(map) {
      for (const old of [map.zoomControl, map.attributionControl]) if (old) old.remove();
      map.getContainer().classList.add("sp-map");
      map.options.wheelPxPerZoomLevel = 110;   // Leaflet's 60 jumps three levels at one turn when zoomSnap is small
      makeBar(map);
      attribution = S.el("div", "sp-attribution sp-cover");
      map.getContainer().appendChild(attribution);
      scale = new Scale({ imperial: false, maxWidth: 150, position: "bottomleft" }).addTo(map);
      scale.getContainer().classList.add("sp-cover");
    },
    words,
    draw() {
      const box = S.state.map.getContainer();
      box.classList.toggle("sp-is-narrow", S.narrow());
      box.classList.toggle("sp-legend-open", !S.narrow() && S.legend.shape() !== "button");
      cancelAnimationFrame(settling);
      settling = requestAnimationFrame(settle);
    },
  });
})(window.Sourcepin = window.Sourcepin || {});
