/* The way to Python and back: one value, `last_object_clicked_tooltip`, holds our whole state as JSON.
 *
 * streamlit-folium must be called with returned_objects=["last_object_clicked_tooltip"]. Its bundle then
 * compares only this one text, so its own listeners (moveend, click) never cause a rerun: we alone decide
 * when Python hears of something. `n` grows with every message, across remounts too. */
(function (S) {
  "use strict";
  const KEY = "last_object_clicked_tooltip", QUIET_MS = 450, LIVE_MS = 300;
  let counter = 0, timer = null, userMoved = false, lastView = "", told = "", asked = false;

  const round = (value, digits) => Number(value.toFixed(digits));

  function view() {
    const map = S.state.map, c = map.getCenter(), b = map.getBounds();
    return {
      lat: round(c.lat, 4), lon: round(c.lng, 4), zoom: round(map.getZoom(), 2),
      bounds: [[round(b.getSouth(), 4), round(b.getWest(), 4)], [round(b.getNorth(), 4), round(b.getEast(), 4)]],
    };
  }

  /** Tells Python why, with the whole state; `more` adds parts that only this message has. */
  function dispatch(why, more) {
    const st = S.state, global = window.__GLOBAL_DATA__;
    counter = Math.max(counter + 1, Date.now());
    const at = view();
    lastView = told = JSON.stringify(at);
    const message = { v: 1, n: counter, why, chosen: st.chosen, card: st.card, area: st.area || null,
                      token: st.chosenToken, view: at, ...more };
    window.dispatchEvent(new CustomEvent("sourcepin:send", { detail: message }));
    if (!global || !window.Streamlit) return counter;  // the harness, or another host
    global[KEY] = JSON.stringify(message);
    const wanted = global.returned_objects;
    if (wanted && wanted.length === 1 && wanted[0] === KEY) {
      const data = { [KEY]: global[KEY] };
      global.previous_data = data;  // so that the bundle's own debounced update finds nothing new
      window.Streamlit.setComponentValue(data);
    } else {
      st.map.fire("overlayadd", { layer: null });  // the bundle's own, slower way with all its objects
    }
    return counter;
  }

  /** Takes over what is given of {chosen, card}, redraws and tells Python. */
  S.send = function (change) {
    const st = S.state;
    if (!st.map) return;
    const before = st.chosen;
    if ("chosen" in change) st.chosen = st.items.has(change.chosen) ? change.chosen : null;
    if ("card" in change) st.card = Boolean(change.card) && st.chosen !== null;
    st.pending = dispatch(st.chosen === before ? "card" : "choose");
    S.draw();
    S.syncPopup(false);
  };

  /** Choosing by mark, tag or area; an open card stays open and shows the newly chosen incident. */
  S.choose = function (id, byKeyboard) {
    const st = S.state;
    st.keyboard = Boolean(byKeyboard);
    if (id === st.chosen) { S.syncPopup(S.popup && S.popup.current() !== id); return; }
    if (st.fan && id !== null && !st.fan.includes(id)) st.fan = null;
    S.send({ chosen: id, card: id !== null && st.card });
  };

  S.bridge = {
    /** Where the map stands. */
    view,
    /** A move that a person made, unlike the popup's own panning, is worth a place in the URL. */
    byHand() { userMoved = true; },
    /** A move that Python asked for: it is not told again. */
    quietly(move) { move(); userMoved = false; lastView = JSON.stringify(view()); },
    /** Something other than the choice changed (a drawn area): the payload's older state must not undo it. */
    tell(why) { S.state.pending = dispatch(why); },
    /** The reader wants to know what is inside a cell ("c:7/83/51") or an area ("a:IQ-AN"). */
    inside(key) { dispatch("inside", { inside: String(key) }); },
    ready() {
      const { want_view: wanted, live } = S.state.payload;
      if (asked || !wanted) { if (live) soon(LIVE_MS); return; }
      asked = true;
      dispatch("view");
    },
  };

  function soon(ms) {
    clearTimeout(timer);
    timer = setTimeout(settle, ms);
  }

  /** What is drawn depends on the view: then Python must know of every view, whoever moved the map. */
  const live = () => Boolean(S.state.payload && S.state.payload.live);

  /** A view that is still on its way is not told: the end of the move starts the wait again. */
  function onTheWay() {
    const map = S.state.map;
    return map._animatingZoom || (map._panAnim && map._panAnim._inProgress) || (map.dragging && map.dragging.moving());
  }

  function settle() {
    timer = null;
    if (live() && onTheWay()) return;
    if (JSON.stringify(view()) === (live() ? told : lastView)) return;
    dispatch("view");
  }

  S.part({
    setup(map) {
      map.on("dragend zoomend", () => { userMoved = true; });
      map.getContainer().addEventListener("keydown", (ev) => {
        if (ev.key.startsWith("Arrow") && ev.target === map.getContainer()) userMoved = true;
      });
      map.on("movestart", () => { clearTimeout(timer); timer = null; });
      map.on("moveend", () => {
        if (!userMoved && !live()) return;
        userMoved = false;
        soon(live() ? LIVE_MS : QUIET_MS);
      });
      lastView = JSON.stringify(view());
    },
  });
})(window.Sourcepin = window.Sourcepin || {});
