/* Put into every frame before anything else: notes when how many marks were painted, and when the slider was let go.
 *
 * The same notion for all maps: at each animation frame, how many incidents do the marks on the map stand for? Where
 * that number changed, the moment after that frame was painted is noted. Read from what is drawn, never from data:
 * - Sourcepin: incidents of the payload drawn last (marks, cells and area counts), which one call draws whole;
 * - Leaflet: markers and circles that lie on the map, or the children of the cluster groups that do;
 * - deck.gl and kepler.gl: instances of the largest draw call that was given to WebGL. */
(() => {
  "use strict";
  const seen = window.__seen = [];
  let last = -1, instances = -1;
  window.__released = 0;
  window.__received = 0;
  performance.setResourceTimingBufferSize(5000);
  for (const name of ["pointerup", "mouseup"]) addEventListener(name, () => { window.__released = Date.now(); }, true);

  window.WebSocket = new Proxy(window.WebSocket, {
    construct(Real, given) {
      const made = Reflect.construct(Real, given);
      made.addEventListener("message", (ev) => { window.__received += ev.data.byteLength || ev.data.size || ev.data.length || 0; });
      return made;
    },
  });

  for (const kind of [window.WebGL2RenderingContext, window.WebGLRenderingContext]) {
    if (!kind) continue;
    for (const [name, at] of [["drawArraysInstanced", 3], ["drawElementsInstanced", 4]]) {
      const real = kind.prototype[name];
      if (real) kind.prototype[name] = function (...given) {
        instances = Math.max(instances, given[at]);
        return real.apply(this, given);
      };
    }
  }

  function ours(payload) {
    let n = (payload.incidents || []).length;
    for (const row of (payload.cells && payload.cells.rows) || []) n += row[4] + row[5];
    for (const one of payload.area_counts || []) n += one.certain + one.possible;
    return n;
  }

  function leaflet(map) {
    let single = 0, clustered = -1;
    map.eachLayer((layer) => {
      if (layer._topClusterLevel) clustered = Math.max(clustered, 0) + layer._topClusterLevel.getChildCount();
      else if (layer.getLatLng && (layer.options.icon || layer.setRadius)) single += 1;
    });
    return clustered >= 0 ? clustered : single;
  }

  function marks() {
    const own = window.Sourcepin && window.Sourcepin.state;
    if (own) return own.payload ? ours(own.payload) : -1;
    const map = window.map_div || window.map;
    if (window.L && map instanceof window.L.Map) return leaflet(map);
    const n = instances;
    instances = -1;  // of this frame
    return n;
  }

  let beat = 0, turn = 0;
  function look(mine) {
    if (mine !== turn) return;
    beat = performance.now();
    requestAnimationFrame(() => look(mine));
    const n = marks();
    if (n <= 0 || n === last) return;
    last = n;
    setTimeout(() => seen.push([Date.now(), n]), 0);
  }
  // Chromium forgets what a frame asked for before it was shown: then the loop begins anew.
  setInterval(() => { if (performance.now() - beat > 150) { const mine = turn += 1; requestAnimationFrame(() => look(mine)); } }, 50);
})();
