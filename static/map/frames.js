/* What is drawn of other dates than those of the page's last payload. Two things need it:
 *
 * Playback: the next steps of the dates come ahead of time, and the player in the page says when each is drawn.
 * While it plays, a payload's own step is not drawn: it is one that was shown already, or is still to come.
 *
 * Asking ahead: where a reader chooses dates, or rests on some while a slider is held, the map fetches what it draws of
 * them from api/drawn and draws it. That stays until the page says the same, or has not said it for long. */
(function (S) {
  "use strict";
  const MOST = 400;
  const outlines = new Map();   // key -> a row of area_counts with its outline: sent once, then only counted
  const LATE_MS = 20000, REST_MS = 50;
  let base = null, now = null;
  let early = null, asked = 0;  // dates that the reader chose and the page has not said yet: {window, drawn}
  let coming = null, wish = null;   // the dates that are asked for now; those that a pointer rests on meanwhile
  let took = 0;                     // ms until the last answer was there; a busy server has none and says so quickly

  function whole(rows) {
    return (Array.isArray(rows) ? rows : []).map((row) => {
      if (!row || row.key === undefined) return row;
      if (!row.area) return { ...outlines.get(row.key), ...row };
      if (outlines.size > MOST) outlines.clear();
      outlines.set(row.key, row);
      return row;
    });
  }

  const same = (one, other) => Boolean(one && other) && one[0] === other[0] && one[1] === other[1];

  /** A payload of the dates that were drawn early is drawn as it came, one of others is still to be overtaken. */
  function earlier(payload) {
    if (early && (!payload.ahead || same(payload.ahead.window, early.window))) early = null;
    return early ? { ...payload, ...early.drawn } : payload;
  }

  /** Draws what the page said last: it need not say again what it said before. */
  function back(mine) {
    if (!early || early !== mine) return;
    early = null;
    S.update(S.state.map, base);
  }

  /** A page that never says these dates does not show them for long. */
  function soonBack(mine) {
    clearTimeout(mine.timer);
    mine.timer = setTimeout(() => back(mine), LATE_MS);
  }

  /** Asks for what is drawn of other dates, and draws it, unless the reader or the page went on meanwhile. */
  async function draw(window) {
    const from = base.ahead, number = asked += 1;
    const at = S.bridge.view(), query = new URLSearchParams(from.query);
    query.set("from", window[0]);
    query.set("to", window[1]);
    query.set("at", [at.lat, at.lon, at.zoom].join(","));
    const begun = performance.now();
    coming = window;
    try {
      const answer = await fetch(new URL("../../api/drawn?" + query, S.base));
      if (answer.status !== 200) return;
      const drawn = await answer.json();
      took = performance.now() - begun;
      if (number !== asked || base.ahead?.query !== from.query || same(base.ahead.window, window)) return;
      if (early) clearTimeout(early.timer);
      early = { window, drawn: { ...drawn, area_counts: whole(drawn.area_counts) } };
      soonBack(early);
      S.update(S.state.map, base);
    } catch { return; }  // the page says it all the same
    finally { if (number === asked) { coming = null; if (wish) S.frames.ask(wish, true); } }
  }

  S.frames = {
    /** How many ms a pointer rests until it is worth asking: an answer that takes long would hold up what follows. */
    rest: () => Math.max(REST_MS, took / 2),
    /** The reader chose these dates, or holds the slider over them: asks for what is drawn of them, as the page does
     * when it hears of it, but without waiting for the page. What is drawn or asked for already is not asked again, and
     * while the slider is held one thing at a time is. */
    ask(window, held) {
      wish = null;
      if (!base || !base.ahead) return;
      if (same(window, base.ahead.window)) { asked += 1; coming = null; back(early); return; }
      if (early && same(window, early.window)) { asked += 1; coming = null; soonBack(early); return; }
      if (coming && same(window, coming)) return;
      if (coming && held) { wish = window; return; }
      draw(window);
    },
    /** What is drawn of a payload: its own part, or while it is played the step that is shown. */
    onto(payload) {
      whole(payload.area_counts);
      base = payload;
      if (!payload.playing || !now || now.series !== payload.playing) { now = null; return earlier(payload); }
      return { ...payload, ...now.drawn };
    },
    /** Draws a packed step of that series; one of another series comes too late. */
    show(series, text) {
      S.unpacked(text, (drawn) => {
        if (!base || base.playing !== series) return;
        now = { series, drawn: { ...drawn, area_counts: whole(drawn.area_counts) } };
        S.update(S.state.map, base);
      });
    },
  };
})(window.Sourcepin = window.Sourcepin || {});
