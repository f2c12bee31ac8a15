/* The shapes of the kinds and the drawing of one mark. Shape and colour say the kind; fill, centre point and
 * ring say how exactly the place is known. Colours come from CSS variables, so a new theme needs no redraw. */
(function (S) {
  "use strict";
  const r = (n) => Math.round(n * 100) / 100;

  /** Eight points around (0,0). */
  function burst(h) {
    const at = (i) => { const d = h * (i % 2 ? 0.56 : 1.08), t = i * Math.PI / 8; return `${r(d * Math.sin(t))} ${r(-d * Math.cos(t))}`; };
    return `M${Array.from({ length: 16 }, (_, i) => at(i)).join("L")}Z`;
  }

  /** Where the middle of a shape looks to be, in pixels of a site: a triangle's is off its centre. */
  const LIFT = { rocket: 1.6, civilians: -1.6, protest: 0.6 };

  /** Path of a kind's shape around (0,0), `px` across. */
  function outline(kind, px) {
    const h = px / 2;
    switch (S.kind(kind)) {
      case "rocket": return `M0 ${r(-h * 0.98)}L${r(h)} ${r(h * 0.8)}H${r(-h)}Z`;
      case "air": return `M0 ${r(-h * 1.06)}L${r(h * 1.06)} 0L0 ${r(h * 1.06)}L${r(-h * 1.06)} 0Z`;
      case "battle": {
        const [u, v, c] = [h * 0.54, h, h * 0.48].map(r);
        return `M0 ${-c}L${u} ${-v}L${v} ${-u}L${c} 0L${v} ${u}L${u} ${v}L0 ${c}L${-u} ${v}L${-v} ${u}L${-c} 0L${-v} ${-u}L${-u} ${-v}Z`;
      }
      case "explosion": return burst(h);
      case "civilians": return `M0 ${r(h * 0.98)}L${r(h)} ${r(-h * 0.8)}H${r(-h)}Z`;
      case "protest": return `M${r(-h)} ${r(h * 0.62)}A${r(h)} ${r(h * 1.24)} 0 0 1 ${r(h)} ${r(h * 0.62)}Z`;
      case "crowd": { const q = r(h * 0.84); return `M${-q} ${-q}H${q}V${q}H${-q}Z`; }
      case "find": { const q = r(h * 0.94); return `M${-q} 0A${q} ${q} 0 1 1 ${q} 0A${q} ${q} 0 1 1 ${-q} 0Z`; }
      default: return `M${r(-h)} ${r(-h * 0.4)}H${r(h)}V${r(h * 0.4)}H${r(-h)}Z`;
    }
  }

  /** A kind's shape as an element of its own, `px` across, for legends, popups and lists. */
  S.shape = function (kind, px, color) {
    const box = px + 4;
    const svg = S.svg("svg", { width: box, height: box, viewBox: `${-box / 2} ${-box / 2} ${box} ${box}`, "aria-hidden": "true" });
    const path = S.svg("path", { d: outline(kind, px) }, svg);
    path.style.fill = color || `var(--sp-k-${S.kind(kind)})`;
    return svg;
  };

  /** An empty drawing whose origin is the mark's true point and which may be drawn beyond. */
  function canvas(parent) {
    return S.svg("svg", { class: "sp-art", width: 1, height: 1, "aria-hidden": "true", focusable: "false" }, parent);
  }

  /** Draws an incident's mark into `svg` around (x, y). */
  function draw(svg, item, options) {
    const g = S.svg("g", { class: "sp-mark k-" + item.kind }, svg);
    if (options.x || options.y) g.setAttribute("transform", `translate(${options.x} ${options.y})`);
    if (options.chosen) {
      S.svg("circle", { class: "sp-halo", r: 15, "stroke-width": 7 }, g);
      S.svg("circle", { class: "sp-ringed", r: 15, "stroke-width": 2 }, g);
    }
    const site = item.d.precision === "site", px = site ? 17 : 13, d = outline(item.kind, px);
    if (item.d.possible) {
      S.svg("path", { class: "sp-hollow-ground", d }, g);
      S.svg("path", { class: "sp-hollow", d: outline(item.kind, px - 1) }, g);
      return g;
    }
    S.svg("path", { class: "sp-solid", d }, g);
    if (site) S.svg("circle", { class: "sp-centre", r: 1.5, cy: LIFT[item.kind] || 0 }, g);
    return g;
  }

  /** Draws a closed stack: number at the true point of the earliest, kinds beneath, other true points as dots. */
  function drawStack(svg, count, kinds, dots) {
    for (const p of dots) S.svg("circle", { class: "sp-dot", cx: r(p.x), cy: r(p.y), r: 2.6 }, svg);
    const radius = count > 99 ? 15 : count > 9 ? 13 : 11.5;
    S.svg("circle", { class: "sp-count-halo", r: radius + 1.6 }, svg);
    S.svg("circle", { class: "sp-count", r: radius }, svg);
    S.svg("text", { class: "sp-count-text", y: 4, "text-anchor": "middle" }, svg).textContent = String(count);
    const shown = kinds.slice(0, 4), step = 13, x0 = -(shown.length - 1) * step / 2;
    shown.forEach((kind, i) => {
      const g = S.svg("g", { class: "sp-mark k-" + kind, transform: `translate(${x0 + i * step} ${radius - 0.5})` }, svg);
      S.svg("path", { class: "sp-solid sp-small", d: outline(kind, 9) }, g);
    });
  }

  S.marks = { outline, canvas, draw, drawStack };
})(window.Sourcepin = window.Sourcepin || {});
