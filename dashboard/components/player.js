/* Plays the steps that Python sent ahead: at each beat the map draws one and the timeline's window moves with it, so
   that playback does not wait for the server. Each instance of the component only adds its steps to the one queue. */
const steps = [];                 // in order of their number: {n, window, drawn}
const LATE = 400;                 // ms without an instance after which playback is over
let series = null, halted = null, last = -Infinity, shownAt = 0, timer = 0, every = 220, instances = 0;

function mapOf() {
  for (const frame of document.querySelectorAll("iframe")) {
    try { if (frame.contentWindow.Sourcepin) return frame.contentWindow.Sourcepin; } catch { continue; }
  }
  return null;
}

function beat() {
  timer = 0;
  const step = steps.shift();
  if (!step) return;
  last = step.n;
  shownAt = Math.max(shownAt + every, performance.now() - every / 2);
  mapOf()?.frames.show(series, step.drawn);
  window.dispatchEvent(new CustomEvent("sourcepin:frame", { detail: { series, window: step.window } }));
  wait();
}

function wait() {
  if (!timer && steps.length) timer = setTimeout(beat, Math.max(0, shownAt + every - performance.now()));
}

function stop() {
  clearTimeout(timer);
  timer = 0;
  steps.length = 0;
}

/* The server answers a press on Pause later than the next beat. */
document.addEventListener("click", (event) => {
  if (!series || !event.target.closest?.(".st-key-w_play, .st-key-w_clear")) return;
  halted = series;
  stop();
}, true);

function take(data) {
  if (data.series === halted) return;
  if (data.series !== series) {
    stop();
    series = data.series;
    last = data.at;
    shownAt = performance.now();
  }
  every = data.every;
  while (steps.length && steps[0].n < data.at) steps.shift();   // where the page is too slow, it keeps up with the dates
  for (const step of data.steps) if (step.n > Math.max(last, steps.at(-1)?.n ?? -Infinity)) steps.push(step);
  wait();
}

export default function ({ data }) {
  if (!data) return undefined;
  instances += 1;
  take(data);
  return () => {
    instances -= 1;
    setTimeout(() => { if (!instances) { stop(); series = null; } }, LATE);
  };
}
