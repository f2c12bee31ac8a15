/* When a reader lets go of the dates, the map is told in the browser, and asks for what it draws of them by itself:
   the page, which says the same, comes a few hundred milliseconds later. Where the pointer rests before it lets go, the
   map has asked already. */
const MICROSECONDS_A_DAY = 86400e6;
let held = null, resting = null;  // the slider that a pointer moves; a pointer that stays where it is

const sliderOf = (event) => event.target.closest?.("[class*=st-key-w_slider_]") ?? null;

/* Asks for the days that `daysNow` gives, where they are still held once they rest; what was to be asked before is not. */
function askIn(isHeld, daysNow) {
  clearTimeout(resting);
  resting = setTimeout(() => {
    const days = daysNow();
    if (days.length !== 2 || !days.every(Number.isInteger)) return;
    mapOf()?.frames.ask(days.map((day) => new Date(day * 86400e3).toISOString().slice(0, 10)), isHeld);
  }, isHeld ? mapOf()?.frames.rest() ?? 0 : 0);
}

/* Read when they are asked for: the slider takes its place some time after the pointer has. */
function askOf(slider, isHeld) {
  const ends = () => [...slider.querySelectorAll("input[type=range]")];
  if (slider) askIn(isHeld, () => ends().map((end) => Number(end.value) / MICROSECONDS_A_DAY));
}

function letGo() {
  askOf(held, false);
  held = null;
}

window.addEventListener("sourcepin:window", ({ detail }) => askIn(Boolean(detail.held), () => detail.days));
document.addEventListener("pointerdown", (event) => { held = sliderOf(event); }, true);
document.addEventListener("pointermove", () => askOf(held, true), true);
document.addEventListener("pointerup", letGo, true);
document.addEventListener("pointercancel", letGo, true);
document.addEventListener("keyup", (event) => askOf(sliderOf(event), false), true);
