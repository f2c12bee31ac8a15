/* When a reader lets go of the dates, the map is told in the browser, and asks for what it draws of them by itself:
   the page, which says the same, comes a few hundred milliseconds later. */
const MICROSECONDS_A_DAY = 86400e6;
let held = null;                  // the slider that a pointer moves

function askAhead(days) {
  const [first, last] = days.map((day) => new Date(day * 86400e3).toISOString().slice(0, 10));
  mapOf()?.frames.ask([first, last]);
}

window.addEventListener("sourcepin:window", (event) => askAhead(event.detail.days));

const sliderOf = (event) => event.target.closest?.("[class*=st-key-w_slider_]") ?? null;

function slid(slider) {
  const ends = [...slider.querySelectorAll("input[type=range]")].map((end) => Number(end.value) / MICROSECONDS_A_DAY);
  if (ends.length === 2 && ends.every(Number.isInteger)) askAhead(ends);
}

document.addEventListener("pointerdown", (event) => { held = sliderOf(event); }, true);
document.addEventListener("pointerup", () => {
  const slider = held;
  held = null;
  if (slider) setTimeout(() => slid(slider));   // the slider itself takes its last place first
}, true);
