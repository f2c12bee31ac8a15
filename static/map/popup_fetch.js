/* The rest of an incident that came without its claims: fetched when its popup opens, and kept for a while. A popup
 * opens at once with title, date and place. What arrives is text like all other: it is drawn through text nodes. */
(function (S) {
  "use strict";
  const MOST = 200, PATIENCE_MS = 15000;
  const kept = new Map();      // key -> the answer, the oldest first
  const asked = new Map();     // key -> "waiting" or "failed"
  let generation;

  /** Answers belong to one state of the data: after an import they are asked for anew. */
  function current(payload) {
    if (generation === payload.generation) return;
    generation = payload.generation;
    kept.clear();
    asked.clear();
  }

  function keep(key, answer) {
    kept.set(key, answer);
    while (kept.size > MOST) kept.delete(kept.keys().next().value);
  }

  async function get(id, lang) {
    const url = new URL("../../api/popup", S.base), stop = new AbortController();
    url.search = new URLSearchParams({ id, lang });
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(url, { signal: stop.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error("status " + answer.status);
      const feature = await answer.json();
      if (!feature || typeof feature !== "object" || !Array.isArray(feature.rows)) throw new Error("no rows in the answer");
      return feature;
    } finally { clearTimeout(timer); }
  }

  async function ask(id, key, lang, tell) {
    const asking = generation;
    asked.set(key, "waiting");
    try {
      const feature = await get(id, lang);
      if (asking !== generation) return;
      keep(key, feature);
      asked.delete(key);
    } catch (error) {
      if (asking !== generation) return;
      asked.set(key, "failed");
      console.warn(`Sourcepin: the claims of ${id} could not be fetched.`, error);
    }
    tell(id);
  }

  /** The incident with all that is known of it; {loading: "waiting" | "failed"} while its rest is not here. */
  function whole(d, payload, tell) {
    if (Array.isArray(d.rows)) return d;
    current(payload);
    const lang = (payload.words || {}).lang || "en", key = JSON.stringify([d.id, lang]), answer = kept.get(key);
    if (answer) {
      kept.delete(key);
      kept.set(key, answer);   // used last, forgotten last
      return { ...d, ...answer, id: d.id, possible: d.possible, loading: "" };
    }
    if (!asked.has(key)) ask(d.id, key, lang, tell);
    return { ...d, loading: asked.get(key) };
  }

  /** Puts what is missing into words in a drawn popup, with a way to try again. */
  function dress(el, incident, redraw) {
    if (!incident.loading) return;
    const failed = incident.loading === "failed", note = S.el("p", "spp-loading", S.word(failed ? "popup_failed" : "popup_waiting"));
    note.setAttribute("role", "status");
    el.querySelector(".spp-rows").replaceChildren(...el.querySelectorAll(".spp-rows > .spp-meta"), note);
    el.querySelector(".spp-foot").remove();
    if (!failed) return;
    const again = S.el("button", "spp-again", S.word("popup_again"));
    again.type = "button";
    again.dataset.key = "again";
    again.addEventListener("click", () => {
      for (const [key, state] of asked) if (state === "failed" && JSON.parse(key)[0] === incident.id) asked.delete(key);
      setTimeout(redraw, 0);   // the map must still find the button in the popup when it hears of the click
    });
    note.append(" ", again);
  }

  S.details = { whole, dress, size: () => kept.size };
})(window.Sourcepin = window.Sourcepin || {});
