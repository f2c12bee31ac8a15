/* The legend: kinds that are present, how exactly a place is known, links when some are drawn. Open at the lower
 * left on wide maps; a button at the upper left on narrow ones. */
(function (S) {
  "use strict";
  let root, button, panel, open = null, built = "";

  const art = (w, h) => S.svg("svg", { width: w, height: h, viewBox: `${-w / 2} ${-h / 2} ${w} ${h}`, "aria-hidden": "true", class: "sp-key" });

  function row(icon, label) {
    const li = S.el("li");
    li.append(icon, S.el("span", "", label));
    return li;
  }

  function section(title, rows) {
    const list = S.el("ul");
    list.append(...rows);
    return title ? [S.el("h3", "", title), list] : [list];
  }

  function precision(key) {
    const svg = art(22, 22);
    if (key === "site") {
      S.svg("circle", { r: 5.5, class: "sp-key-solid" }, svg);
      S.svg("circle", { r: 1.5, class: "sp-centre" }, svg);
    } else if (key === "locality") {
      S.svg("circle", { r: 9.5, class: "sp-key-ring" }, svg);
      S.svg("circle", { r: 4, class: "sp-key-solid" }, svg);
    } else if (key === "area") {
      S.svg("path", { d: "M-8 -1L-1 -8M-8 6L6 -8M-2 8L8 -2M5 8L8 5", class: "sp-key-line" }, svg);
      S.svg("rect", { x: -8.5, y: -8.5, width: 17, height: 17, class: "sp-key-dash" }, svg);
    } else if (key === "stack") {
      S.svg("circle", { r: 8.5, class: "sp-count" }, svg);
      S.svg("text", { y: 3.8, "text-anchor": "middle", class: "sp-count-text" }, svg).textContent = "2";
    } else S.svg("path", { d: S.marks.outline("crowd", 14), class: "sp-key-dash" }, svg);
    return row(svg, S.word(key));
  }

  function linkRow(style) {
    const svg = art(24, 12), g = S.svg("g", { class: `sp-link sp-${style === "same" ? "same_event" : style}` }, svg);
    S.svg("path", { class: "sp-link-line", d: style === "same" ? "M-11 0H11" : "M-11 0H5" }, g);
    if (style === "same") S.svg("path", { class: "sp-link-gap", d: "M-11 0H11" }, g);
    else S.svg("path", { class: "sp-link-head", d: "M11 0L3 -4V4Z" }, g);
    return row(svg, S.word("link_" + style));
  }

  function content(compact) {
    const { payload, items } = S.state, all = [...items.values()].filter((i) => !i.d.hush);
    const styles = ["stated", "contested", "speculated", "same"].filter((s) => S.links.styles.includes(s));
    if (compact) return section("", styles.map(linkRow));
    const kinds = (payload.kinds || []).map((k) => row(S.shape(k.key, 12), k.label));
    const exact = ["site", "locality", "area", "stack"];
    if (all.some((i) => i.d.possible)) exact.push("possible");
    const parts = S.cellsLegend.parts(), alone = parts.length && !all.length;   // with nothing but cells, no marks to explain
    return [...parts, ...(alone && !S.cellsLegend.kinds() ? [] : section(S.word("legend_kind"), kinds)),
            ...(alone ? [] : section(S.word("legend_precision"), exact.map(precision))),
            ...(styles.length ? section("", styles.map(linkRow)) : [])];
  }

  /** full: everything; compact: only the links, with a way to the rest; button: closed. */
  function shape() {
    const size = S.state.map.getSize(), tight = size.x < 480 || size.y < 360;
    if (open !== null) return open ? "full" : "button";
    if (tight) return "button";
    return size.x < 720 && S.links.styles.length ? "compact" : "full";
  }

  function render() {
    const map = S.state.map, now = shape(), narrow = S.narrow();
    const key = [now, narrow, S.state.wordsKey, S.links.styles, [...S.state.items.values()].some((i) => i.d.possible), S.cellsLegend.key()].join("|");
    if (key !== built) rebuild(key, now, narrow);
    const bar = map.getContainer().querySelector(".sp-controls"), above = narrow ? 70 : 48 + (bar ? S.geo.heightOf(bar) : 0);
    const tallest = Math.max(120, map.getSize().y - above) + "px";
    if (panel.style.maxHeight !== tallest) panel.style.maxHeight = tallest;
  }

  function rebuild(key, now, narrow) {
    built = key;
    root.className = "sp-legendbox sp-cover" + (narrow ? " sp-narrow" : "") + (now === "button" ? " sp-shut" : "");
    button.textContent = now === "compact" ? S.word("full_legend") : S.word("legend");
    button.className = now === "button" ? "sp-button sp-legendbutton" : now === "compact" ? "sp-textbutton" : "sp-fold";
    if (now === "full" && !narrow) {
      button.replaceChildren(chevron());
      button.setAttribute("aria-label", S.word("legend"));
    } else button.removeAttribute("aria-label");
    if (now === "full" && narrow) button.className = "sp-button sp-legendbutton";
    button.setAttribute("aria-expanded", String(now === "full"));
    panel.hidden = now === "button";
    panel.replaceChildren(...(panel.hidden ? [] : content(now === "compact")));
    if (now === "compact") root.append(panel, button); else root.append(button, panel);
  }

  function chevron() {
    const svg = art(12, 12);
    S.svg("path", { d: "M-4 -2L0 2L4 -2", class: "sp-icon" }, svg);
    return svg;
  }

  S.legend = { shape };
  S.part({
    setup(map) {
      root = S.el("div", "sp-legendbox");
      button = S.el("button");
      button.type = "button";
      panel = S.el("div", "sp-legend");
      panel.id = "sp-legend";
      button.setAttribute("aria-controls", "sp-legend");
      button.addEventListener("click", () => {
        const had = document.activeElement === button;
        open = shape() !== "full";
        S.draw();
        if (had) button.focus();
      });
      root.append(button, panel);
      L.DomEvent.disableClickPropagation(root).disableScrollPropagation(root);
      map.getContainer().appendChild(root);
      map.on("resize", () => { if (S.state.payload) render(); });
    },
    words: () => { built = ""; },
    draw: render,
  });
})(window.Sourcepin = window.Sourcepin || {});
