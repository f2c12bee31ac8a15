/* The page around the map that is one file: the date fields filter what it holds, and "all claims" leads to the text
 * below. Loaded last; the data stand in a script element before it. No server, no network. */
(function (S) {
  "use strict";
  const data = window.SourcepinData, byId = (id) => document.getElementById(id);
  const map = L.map("map", {
    zoomControl: false, attributionControl: false, zoomSnap: 0.25, zoomDelta: 0.5, minZoom: 4, maxZoom: 13,
  }).setView(data.view, data.zoom);
  const from = byId("from"), to = byId("to");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  /** Certain where the whole interval lies in the window, possible where a part does or no date is stated. */
  function within(item) {
    const start = item.start || "", end = item.end || "9999";
    if ((to.value && start > to.value) || (from.value && end < from.value)) return null;
    const certain = item.start && item.end && (!from.value || start >= from.value) && (!to.value || end <= to.value);
    return certain || (!from.value && !to.value) ? "certain" : "possible";
  }

  function show() {
    const shown = [];
    let certain = 0, possible = 0;
    for (const item of data.payload.incidents) {
      const found = within(item);
      if (found) shown.push({ ...item, possible: item.possible || found === "possible" });
    }
    for (const section of document.querySelectorAll("[data-incident]")) {  // what has no place stands only here
      const found = within({ start: section.dataset.start, end: section.dataset.end });
      section.hidden = !found;
      if (found === "certain") certain += 1; else if (found) possible += 1;
    }
    const mode = dark.matches ? "dark" : "light", ids = new Set(shown.map((item) => item.id));
    byId("sp-theme").dataset.mode = mode;
    S.update(map, {
      ...data.payload, incidents: shown, theme: { mode, colors: data.themes[mode] },
      links: data.payload.links.filter((link) => ids.has(link.from) && ids.has(link.to)),
      chosen: S.state.chosen, card: false, area: S.state.area || null,
    });
    byId("count").textContent = S.word("offline_count", { certain, possible });
  }

  window.addEventListener("sourcepin:send", (ev) => {
    if (!ev.detail.card) return;
    const section = byId("incident-" + ev.detail.chosen);
    setTimeout(() => {
      S.send({ chosen: ev.detail.chosen, card: false });
      if (!section) return;
      section.querySelector("details").open = true;
      section.scrollIntoView({ behavior: S.calm() ? "auto" : "smooth" });
    }, 0);
  });
  for (const field of [from, to]) field.addEventListener("change", show);
  dark.addEventListener("change", show);
  show();
})(window.Sourcepin);
