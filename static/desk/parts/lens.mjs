// A photo looked at closely: larger, turned, moved. Only the view changes, never the photo (S7-EVAL-04).
import { isPressedAlone } from "./keys.mjs";

const STEP = 1.5;
const MOST = STEP ** 6;
const SHIFT = 60; // pixels an arrow moves by
const ARROWS = { ArrowLeft: [SHIFT, 0], ArrowRight: [-SHIFT, 0], ArrowUp: [0, SHIFT], ArrowDown: [0, -SHIFT] };
const SAME = { "=": "+", _: "-" }; // what the same keys give without or with Shift

export const START = Object.freeze({ scale: 1, turn: 0, x: 0, y: 0 });
const DOES = { "+": (view) => zoom(view, STEP), "-": (view) => zoom(view, 1 / STEP), t: turn, 0: () => START };

/** Nearer or farther, never smaller than whole; the middle of the window stays where it is. */
export function zoom(view, by) {
  const scale = Math.min(MOST, Math.max(1, view.scale * by));
  if (scale < 1.01) return { ...START, turn: view.turn };
  const ratio = scale / view.scale;
  return { ...view, scale, x: view.x * ratio, y: view.y * ratio };
}

/** A quarter further; four of them are none. What was in the middle of the window stays there. */
export function turn(view) {
  return { ...view, turn: (view.turn + 90) % 360, x: 0 - view.y, y: view.x };
}

/** Moved by pixels, no farther than an edge of the window shows the middle of the photo. */
export function move(view, dx, dy, { width, height }) {
  if (view.scale === 1) return view;
  const most = [(width * view.scale) / 2, (height * view.scale) / 2];
  return { ...view, x: within(view.x + dx, most[0]), y: within(view.y + dy, most[1]) };
}

/** What a style sheet makes of a view; ``fit`` makes a photo that lies on its side fit the window. */
export function styleOf({ scale, turn, x, y }, fit = 1) {
  return `translate(${x}px, ${y}px) rotate(${turn}deg) scale(${turn % 180 ? scale * fit : scale})`;
}

export function watchLenses(page) {
  const lenses = [...page.querySelectorAll("[data-lens]")].map(openLens);
  if (!lenses.length) return;
  let active = lenses[0];
  const activate = (lens) => {
    active = lens;
    if (lenses.length > 1) for (const each of lenses) each.figure.classList.toggle("is-on", each === lens);
  };
  activate(active);
  for (const lens of lenses) {
    for (const event of ["focusin", "pointerdown"]) lens.figure.addEventListener(event, () => activate(lens));
  }
  page.addEventListener("keydown", (event) => {
    if (!isPressedAlone(event) || !active.press(event)) return;
    event.preventDefault();
  });
}

function openLens(figure) {
  const frame = figure.querySelector(".lens-window");
  const photo = frame.querySelector("img");
  let view = START;
  const show = (next) => {
    view = next;
    photo.style.transform = styleOf(view, fitOf(frame, photo));
    figure.classList.toggle("is-close", view.scale > 1);
  };
  const shift = (dx, dy) => show(move(view, dx, dy, frame.getBoundingClientRect()));
  const does = (key) => show(DOES[key](view));
  figure.querySelector(".lens-keys").hidden = false;
  for (const button of figure.querySelectorAll("[data-does]")) button.addEventListener("click", () => does(button.dataset.does));
  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    show(zoom(view, event.deltaY < 0 ? STEP : 1 / STEP));
  }, { passive: false });
  frame.addEventListener("pointermove", (event) => event.buttons && shift(event.movementX, event.movementY));
  return { figure, press: ({ key, target }) => pressed(key, target, { frame, does, shift }) };
}

/** Whether a key means something: those of the buttons anywhere, the arrows in the window. */
function pressed(key, target, { frame, does, shift }) {
  if (key in ARROWS && target === frame) {
    shift(...ARROWS[key]);
    return true;
  }
  const asked = SAME[key] ?? key.toLowerCase();
  if (!(asked in DOES)) return false;
  does(asked);
  return true;
}

/** By how much a photo must shrink or may grow, turned by a quarter, to be shown whole. */
function fitOf(frame, { naturalWidth, naturalHeight }) {
  if (!naturalWidth) return 1;
  const { width, height } = frame.getBoundingClientRect();
  const upright = Math.min(width / naturalWidth, height / naturalHeight);
  const lying = Math.min(width / naturalHeight, height / naturalWidth);
  return lying / upright;
}

function within(value, most) {
  return Math.min(most, Math.max(-most, value));
}
