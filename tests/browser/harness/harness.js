/* Loads the files that the manifest names, one after another as streamlit-folium does, and draws payload.json.
 * ?theme=dark &n=500 (so many made-up incidents) &zoom= &lat= &lon= &chosen= &links=all &popup=0 */
(async function () {
  "use strict";
  const ROWS = [{ field: "killed", label: "Killed", value: "3", status: "agreed", status_label: "agreed", detail: [{ text: "three", cites: [0] }], why: "" }];
  const CITES = [{ n: 1, source: "Source one", paragraph: 3, quote: "three were killed", says: "", href: null, published: "13 March 2020" }];

  /** Areas are named in payload.json ("provinces:Karbala") and taken from the basemap; the rest is filler. */
  async function complete(incidents) {
    const read = async (name) => (await (await fetch(`../../../static/basemap/${name}.json`)).json()).features;
    const layers = { provinces: await read("provinces"), countries: await read("countries") };
    for (const i of incidents) {
      Object.assign(i, { rows: ROWS, cites: CITES, when_cites: [0], where_cites: [0], when_status: "agreed", where_status: "agreed" });
      if (typeof i.area === "string") {
        const [layer, name] = i.area.split(":");
        i.area = layers[layer].find((f) => f.properties.name === name).geometry;
      }
      if (!i.area || i.tag_at) continue;
      const rings = i.area.type === "Polygon" ? i.area.coordinates : i.area.coordinates.flat();
      i.tag_at = rings.flat().reduce((a, b) => (b[0] < a[0] ? b : a));
    }
  }

  const ask = new URLSearchParams(location.search), base = "../../../static/map/";
  const manifest = await (await fetch(base + "manifest.json")).json();
  for (const href of manifest.css) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: base + href }));
  for (const src of manifest.js) {
    if (ask.get("popup") === "0" && src.startsWith("popup")) continue;
    await new Promise((resolve, reject) => document.body.append(
      Object.assign(document.createElement("script"), { src: base + src, async: false, onload: resolve, onerror: reject })));
  }
  const { payload, dark } = await (await fetch("payload.json")).json();
  await complete(payload.incidents);
  const many = Number(ask.get("n") || 0);
  for (let i = 0; i < many; i++) {
    const like = payload.incidents[[0, 2, 4, 6][i % 4]], r = (k) => Math.abs(Math.sin(i * k) * 1e4) % 1;
    payload.incidents.push({ ...like, id: "many" + i, title: "Incident " + i, kind: payload.kinds[i % 5].key, order: 100 + i,
                             lat: 30.5 + 6 * r(12.9898), lon: 40 + 7 * r(78.233), precision: i % 4 ? "site" : "locality" });
  }
  if (ask.get("theme") === "dark") payload.theme = { mode: "dark", colors: dark };
  if (ask.get("chosen")) Object.assign(payload, { chosen: ask.get("chosen"), chosen_token: 1 });
  if (ask.get("links")) payload.show_links = ask.get("links");
  const view = [Number(ask.get("lat") || 33.55), Number(ask.get("lon") || 43.3)];
  const map = L.map("map_div", { center: view, zoom: Number(ask.get("zoom") || 7.5), minZoom: 4, maxZoom: 14, zoomSnap: 0.25 });
  Object.assign(window, { map, payload, dark, sent: [] });
  window.addEventListener("sourcepin:send", (ev) => window.sent.push(ev.detail));
  const start = performance.now();
  Sourcepin.update(map, payload);
  window.firstMs = performance.now() - start;
  window.again = (change) => {
    const next = { ...JSON.parse(JSON.stringify(window.payload)), ...change }, from = performance.now();
    window.payload = next;
    Sourcepin.update(map, next);
    return performance.now() - from;
  };
  document.documentElement.dataset.ready = "1";
})();
