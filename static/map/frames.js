/* Playback: the next steps of the dates come ahead of time, and the player in the page says when each is drawn.
 * While it plays, a payload's own step is not drawn: it is one that was shown already, or is still to come. */
(function (S) {
  "use strict";
  const MOST = 400;
  const outlines = new Map();   // key -> a row of area_counts with its outline: sent once, then only counted
  let base = null, now = null;

  function whole(rows) {
    return (Array.isArray(rows) ? rows : []).map((row) => {
      if (!row || row.key === undefined) return row;
      if (!row.area) return { ...outlines.get(row.key), ...row };
      if (outlines.size > MOST) outlines.clear();
      outlines.set(row.key, row);
      return row;
    });
  }

  S.frames = {
    /** What is drawn of a payload: its own part, or while it is played the step that is shown. */
    onto(payload) {
      whole(payload.area_counts);
      base = payload;
      if (!payload.playing || !now || now.series !== payload.playing) { now = null; return payload; }
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
