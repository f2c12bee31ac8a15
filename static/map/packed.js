/* Payloads come packed: deflated JSON as base64, a quarter of the bytes. They are drawn in the order in which they came. */
(function (S) {
  "use strict";
  let last = Promise.resolve();

  /** The value of a packed text. */
  async function value(text) {
    const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const open = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(open).text());
  }

  /** Calls `take` with the value of a packed text, after all that came before it. */
  S.unpacked = function (text, take) {
    last = last.then(() => value(text)).then(take).catch((error) => {
      console.error("Sourcepin: expected deflated JSON as base64; the map stays as it was.", error);
    });
  };

  /** What Python calls at every change; `update` gets what was packed. */
  S.unpack = function (map, text) {
    window.feature_group = [];  // streamlit-folium only ever appends to it: without this it leaks
    S.unpacked(text, (payload) => { S.update(map, payload); });
    return L.featureGroup();
  };
})(window.Sourcepin = window.Sourcepin || {});
