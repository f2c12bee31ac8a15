/* What the legend says of cells: three sample circles for the size, a strip for the colour, the pale ring, the density's
 * steps, and provinces that are counted or shaded. */
(function (S) {
  "use strict";
  const WIDTH = 172, SWATCH = 15;

  const has = (name) => Array.isArray(S.state.payload[name]) && S.state.payload[name].length > 0;
  const cells = () => { const style = S.cellStyle.of(S.state.payload); return style.list.some((c) => !c.one) ? style : null; };

  function drawing(height) {
    return S.svg("svg", { width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}`, "aria-hidden": "true", class: "sp-cellkey" });
  }

  function titled(title, ...nodes) {
    const list = S.el("ul", "sp-celllegend"), item = S.el("li");
    item.append(...nodes);
    list.append(item);
    return [S.el("h3", "", title), list];
  }

  /** Three round numbers, each as its circle, on one ground line with the number beneath. */
  function sizes(style) {
    const values = [...new Set([style.top, style.top / 10, 1].map((v) => S.cellStyle.nice(v)))].sort((a, b) => a - b);
    const radii = values.map((v) => 10 + 16 * Math.sqrt(v / style.top)), ground = 2 * Math.max(...radii) + 2, svg = drawing(ground + 17);
    let x = 2;
    values.forEach((value, i) => {
      const r = radii[i];
      const circle = S.svg("circle", { class: "sp-cell-disc", cx: x + r, cy: ground - r, r: r - 0.5 }, svg);
      circle.style.fill = style.colour === "none" ? style.palette.cell : "var(--sp-panel)";
      S.svg("text", { class: "sp-cellkey-text", x: x + r, y: ground + 13, "text-anchor": "middle" }, svg).textContent = S.compact(value);
      x += 2 * r + 16;
    });
    svg.setAttribute("aria-hidden", "false");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", values.map(S.count).join(S.word("comma")));
    return titled(S.word("size_" + style.size), svg);
  }

  /** Swatches side by side; each limit stands where one class ends and the next begins. */
  function strip(colors, limits, stroke) {
    const svg = drawing(SWATCH + 16), width = Math.min(34, (WIDTH - 14) / colors.length);
    colors.forEach((color, i) => {
      const box = S.svg("rect", { x: 1 + i * width, y: 1, width: width - 1.5, height: SWATCH - 3, class: stroke ? "sp-cellswatch" : "" }, svg);
      box.style.fill = color;
    });
    limits.forEach((text, i) => {
      if (text) S.svg("text", { class: "sp-cellkey-text", x: (i + 1) * width, y: SWATCH + 11, "text-anchor": "middle" }, svg).textContent = text;
    });
    return svg;
  }

  function colours(style) {
    const { palette, edges } = style;
    if (style.colour === "contested") return titled(S.word("colour_contested"), strip(palette.contested, ["0", "10\u202f%", "25\u202f%", "50\u202f%"], true));
    if (style.colour === "deaths") {
      const colors = Array.from({ length: edges.length + 1 }, (_, i) => S.cellStyle.spread(palette.deaths, i, edges.length + 1));
      return titled(S.word("colour_deaths"), strip(colors, edges.map(S.compact), true));
    }
    return [];
  }

  const row = (svg, text) => { const li = S.el("li"); li.append(svg, S.el("span", "", text)); return li; };
  const icon = () => S.svg("svg", { width: 22, height: 22, viewBox: "-11 -11 22 22", "aria-hidden": "true", class: "sp-key" });

  function sample(style) {
    const svg = icon(), color = style.colour === "none" ? style.palette.cell : style.palette[style.colour] ? style.palette[style.colour][2] : style.palette.cell;
    S.svg("circle", { class: "sp-cell-pale", r: 9 }, svg).style.fill = color;
    S.svg("circle", { class: "sp-cell-disc", r: 5.6 }, svg).style.fill = color;
    return row(svg, S.word("cell_ring"));
  }

  function unsaid() {
    const svg = icon();
    S.svg("circle", { class: "sp-cell-disc sp-cell-unsaid", r: 7 }, svg);
    return row(svg, S.word("cell_killed_none"));
  }

  function ring() {
    const svg = icon(), kinds = ["battle", "air", "explosion"];
    kinds.forEach((kind, i) => S.svg("circle", { class: "sp-cell-kind k-" + kind, r: 7.5, "stroke-dasharray": "14 40", "stroke-dashoffset": -15.7 * i }, svg));
    return row(svg, S.word("ring_kinds"));
  }

  function discs() {
    const svg = icon();
    [["battle", -6, 2], ["air", 1, -4], ["explosion", 6, 4]].forEach(([kind, cx, cy]) => {
      S.svg("circle", { class: "sp-cell-disc k-" + kind, cx, cy, r: 4.5 }, svg).style.fill = "var(--k)";
    });
    return row(svg, S.word("colour_kinds"));
  }

  function counted() {
    const svg = icon();
    S.svg("rect", { x: -9, y: -7, width: 18, height: 14, class: "sp-key-dash" }, svg);
    S.svg("path", { d: "M-9 -3L-5 -7M-9 2L-7.5 0.5M7 -5L9 -7M5 7L9 3M-4 7L-1 4", class: "sp-key-line" }, svg);
    return row(svg, S.word("counted_area"));
  }

  function density(style) {
    const box = strip(S.density.ALPHA.map(() => style.palette.cell), [], false);
    [...box.querySelectorAll("rect")].forEach((rect, i) => { rect.style.fillOpacity = S.density.ALPHA[i]; });
    const wide = Math.min(34, (WIDTH - 14) / 5) * 5;
    S.svg("text", { class: "sp-cellkey-text", x: 1, y: SWATCH + 11 }, box).textContent = S.word("density_less");
    S.svg("text", { class: "sp-cellkey-text", x: wide, y: SWATCH + 11, "text-anchor": "end" }, box).textContent = S.word("density_more");
    return titled(S.word("density"), box);
  }

  function shades(style) {
    const edges = S.cellAreas.edges, n = edges.length + 1, colors = edges.map((_, i) => S.cellStyle.spread(style.palette.shade, i + 1, n));
    return titled(S.word("shaded"), strip(colors, edges.slice(1).map(S.compact), true));
  }

  /** The nodes of the legend's upper part; none where there are no cells. */
  function parts() {
    const style = cells(), rows = [], out = [];
    if (style && style.density) out.push(...density(style));
    else if (style) {
      if (style.size !== "none") out.push(...sizes(style));
      out.push(...colours(style));
      if (style.colour === "deaths" && style.list.some((c) => c.high === null && c.low === null)) rows.push(unsaid());
      if (style.colour === "kinds") rows.push(discs());
      if (style.split) rows.push(ring());
      if (style.list.some((c) => !c.one && c.possible)) rows.push(sample(style));
    }
    if (has("shaded")) out.push(...shades(S.cellStyle.of(S.state.payload)));
    if (has("area_counts")) rows.push(counted());
    if (rows.length) { const list = S.el("ul"); list.append(...rows); out.push(list); }
    return out;
  }

  S.cellsLegend = {
    parts,
    /** Whether kinds must be explained though no single incident is drawn. */
    kinds() { const style = cells(); return Boolean(style) && !style.density && (style.split || style.colour === "kinds"); },
    key() {
      const style = cells(), { theme } = S.state.payload;
      const steps = style && style.colour === "deaths" ? style.edges : "";
      return [style ? [style.size, style.colour, style.split, style.density, style.top, steps, style.list.some((c) => c.possible)] : "",
              has("area_counts"), has("shaded") && S.cellAreas.edges, style || has("shaded") ? (theme || {}).mode : "", S.state.items.size > 0].join("|");
    },
  };
})(window.Sourcepin = window.Sourcepin || {});
