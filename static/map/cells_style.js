/* What the size and the colour of a cell mean: numbers, classes, palettes and the words for one cell. No DOM. */
(function (S) {
  "use strict";
  const FIELDS = ["x", "y", "lat", "lon", "certain", "possible", "low", "high", "contested", "sources", "one", "kinds"];
  const LEAST = 10, GROWTH = 16, PLAIN = 13, FONT = "600 11px Inter, system-ui, sans-serif";
  const SHARES = [0.0001, 0.1, 0.25, 0.5];
  const SPARE = { cell: "#4B5F73", contested: ["#E6DFD2", "#F0CFA6", "#E7A562", "#C4701F", "#8A3F06"],
                  deaths: ["#DDE2E6", "#B4BFC8", "#8595A2", "#566775", "#27353F"],
                  shade: ["#E9EBE8", "#C9D6DB", "#AABFCA", "#87A1B0", "#648193"] };
  const grouped = new Intl.NumberFormat("en-GB");
  let kept = { payload: null };

  const whole = (value) => (S.number(value) && value > 0 ? Math.round(value) : 0);
  const stated = (value) => (S.number(value) ? Math.max(0, value) : null);

  /** A row of the payload as a record, or null where it cannot be drawn. */
  function cell(row, zoom) {
    if (!Array.isArray(row)) return null;
    const c = Object.fromEntries(FIELDS.map((name, i) => [name, row[i]]));
    if (![c.x, c.y, c.lat, c.lon].every(S.number)) return null;
    Object.assign(c, { key: `${zoom}/${c.x}/${c.y}`, certain: whole(c.certain), possible: whole(c.possible),
                       low: stated(c.low), high: stated(c.high), contested: whole(c.contested), sources: whole(c.sources) });
    c.total = c.certain + c.possible;
    c.kinds = Object.entries(c.kinds && typeof c.kinds === "object" ? c.kinds : {}).filter(([, n]) => whole(n))
      .map(([kind, n]) => ({ kind: S.kind(kind), n })).sort((a, b) => b.n - a.n);
    return c;
  }

  /** 1, 2 or 5 times a power of ten, at or above a number: what the largest circle stands for. */
  function nice(value) {
    if (!(value > 1)) return 1;
    const ten = 10 ** Math.floor(Math.log10(value) + 1e-9), part = value / ten;
    return (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10) * ten;
  }

  const deaths = (c) => (c.high !== null ? c.high : c.low);
  const MEASURES = { incidents: (c) => c.total, deaths: (c) => deaths(c) || 0, sources: (c) => c.sources, none: (c) => c.total };

  /** Lower limits of the classes above the first: a few round numbers between one and the largest. */
  function limits(most) {
    const steps = [0.25, 0.5, 0.75].map((part) => Math.max(2, nice(most ** part)));
    return [...new Set([1, ...steps])].filter((v) => v <= most || v === 1).sort((a, b) => a - b);
  }

  const rank = (value, edges) => edges.filter((edge) => value >= edge).length;
  const spread = (colors, i, n) => colors[n < 2 ? colors.length - 1 : Math.round(i * (colors.length - 1) / (n - 1))];

  function luminance(color) {
    const part = (i) => { const v = parseInt(color.slice(i, i + 2), 16) / 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
  }
  /** Black or white, whichever stands out more on a colour; one of them always has 4.5. */
  const textOn = (color) => ((luminance(color) + 0.05) ** 2 > 0.0599 ? "#101215" : "#FFFFFF");

  /** Everything that a payload's cells have in common; made once a payload. */
  function of(payload) {
    if (kept.payload === payload) return kept;
    const cells = payload.cells || {}, wish = payload.cell_style || {}, colors = (payload.theme || {}).colors || {};
    const list = (Array.isArray(cells.rows) ? cells.rows : []).map((row) => cell(row, cells.zoom)).filter(Boolean).slice(0, 500);
    const size = Object.hasOwn(MEASURES, wish.size) ? wish.size : "incidents", measure = MEASURES[size];
    const colour = ["contested", "deaths", "kinds"].includes(wish.colour) ? wish.colour : "none";
    const many = list.filter((c) => !c.one), most = Math.max(1, ...many.map(measure)), dead = Math.max(1, ...many.map((c) => deaths(c) || 0));
    kept = { payload, list, zoom: cells.zoom, size, colour, measure, most, top: nice(most), split: Boolean(wish.split),
             density: Boolean(wish.density), palette: { ...SPARE, ...colors.scales }, kinds: colors.kinds || {},
             ground: colors.raised || "#FFFFFF", edges: colour === "contested" ? SHARES : limits(dead) };
    for (const c of list) { c.value = measure(c); c.radius = radius(c.value, kept, c.total); }
    list.sort((a, b) => b.radius - a.radius || b.total - a.total || (a.key < b.key ? -1 : 1));
    return kept;
  }

  /** Pixels; never too small for the number that stands inside. */
  function radius(value, style, total) {
    const wished = style.size === "none" ? PLAIN : LEAST + GROWTH * Math.sqrt(Math.min(1, value / style.top));
    return Math.max(wished, S.geo.textWidth(S.compact(total), FONT) / 2 + 3.5);
  }

  /** The colour of a cell's disc; null where what the colour means is not stated for it. */
  function fill(c, style) {
    const { palette, edges } = style;
    if (style.colour === "contested") return palette.contested[rank(c.total ? c.contested / c.total : 0, edges)];
    if (style.colour === "kinds") return (c.kinds[0] && style.kinds[c.kinds[0].kind]) || palette.cell;
    if (style.colour === "deaths") return deaths(c) === null ? null : spread(palette.deaths, rank(deaths(c), edges), edges.length + 1);
    return palette.cell;
  }

  S.count = (n) => grouped.format(n);
  S.compact = function (n) {
    if (n < 1000) return String(n);
    const [part, unit] = n < 999500 ? [n / 1e3, "k"] : [n / 1e6, "M"];
    return (part < 9.95 ? part.toFixed(1).replace(/\.0$/, "") : String(Math.round(part))) + unit;
  };

  /** "1,705 incidents, 12 possibly" */
  function counted({ certain, possible }) {
    const sure = certain === 1 ? S.word("cell_1") : S.word("cell_n", { n: S.count(certain) });
    const maybe = possible ? S.word("cell_possible", { n: S.count(possible) }) : "";
    return [certain || !possible ? sure : "", maybe].filter(Boolean).join(S.word("comma"));
  }

  const isolated = (text) => (S.word("dir") === "rtl" ? `\u2066${text}\u2069` : text);

  /** What is told of a cell beside its count, part by part. */
  function told(c) {
    const { low, high } = c, parts = [];
    if (low === null && high === null) parts.push(S.word("cell_killed_none"));
    else if (high === null) parts.push(S.word("cell_killed_least", { n: S.count(low) }));
    else if (low === null || low === high) parts.push(S.word("cell_killed", { n: S.count(high) }));
    else parts.push(S.word("cell_killed", { n: isolated(`${S.count(low)}\u2009–\u2009${S.count(high)}`) }));
    if (c.contested) parts.push(S.word("cell_contested", { n: S.count(c.contested) }));
    if (c.sources) parts.push(S.word("cell_sources", { n: S.count(c.sources) }));
    return parts;
  }

  S.cellStyle = { of, fill, radius, textOn, counted, told, limits, rank, spread, nice, FONT };
})(window.Sourcepin = window.Sourcepin || {});
