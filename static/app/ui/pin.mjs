// A PIN is typed on large keys with one thumb. The digits are nowhere but in this page: no input of the browser's, which
// it might offer to remember.

import { h } from "./dom.mjs";
import { LEAST_DIGITS, MOST_DIGITS, pinProblem } from "../core/pin.mjs";

const PROBLEMS = { short: "pin_short", same: "pin_same", run: "pin_run", pattern: "pin_pattern" };
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/**
 * @param {any} app
 * @param {{label: string, go: string, onPin: (pin: string) => void}} asked what the keys are for, the word on the last
 *   one, and who hears of a whole PIN
 */
export function createPinPad(app, { label, go, onPin }) {
  let typed = "";
  const dots = h("p", { class: "pin-dots", "aria-hidden": "true" });
  const count = h("p", { class: "visually-hidden", role: "status" });
  const words = h("p", { class: "pin-say", role: "alert" });
  const key = (digit) => h("button", { class: "pin-key", type: "button", onclick: () => type(digit) }, digit);
  const done = h("button", { class: "pin-key word main", type: "button", onclick: finish }, go);
  const keys = [
    ...DIGITS.map(key), h("button", { class: "pin-key word", type: "button", onclick: erase }, app.say("pin_delete")), key("0"), done,
  ];
  const element = h("div", { class: "pin", role: "group", "aria-label": label }, dots, count, words, h("div", { class: "pin-keys" }, keys));

  function type(digit) {
    if (done.disabled || typed.length >= MOST_DIGITS) return;
    if (typed === "") words.replaceChildren();
    typed += digit;
    draw();
  }

  function erase() {
    typed = typed.slice(0, -1);
    draw();
  }

  function draw() {
    const places = Math.max(LEAST_DIGITS, typed.length);
    dots.replaceChildren(...Array.from({ length: places }, (_, at) => h("span", { class: at < typed.length ? "on" : "" })));
    count.textContent = typed ? app.say("pin_typed", { n: typed.length }) : "";
  }

  function finish() {
    if (done.disabled) return;
    if (typed.length < LEAST_DIGITS) { words.replaceChildren(app.say("pin_short", { n: LEAST_DIGITS })); return; }
    const pin = typed;
    clear();
    onPin(pin);
  }

  function clear() {
    typed = "";
    draw();
  }

  /** A keyboard does what the keys do, while they are on the page. */
  function listen(event) {
    if (!element.isConnected) { removeEventListener("keydown", listen); return; }
    if (event.target.matches?.("input, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^\d$/.test(event.key)) type(event.key);
    else if (event.key === "Backspace") erase();
    else if (event.key === "Enter" && !event.target.closest?.("button, a")) finish();
  }

  draw();
  setTimeout(() => addEventListener("keydown", listen));
  return {
    element,
    clear,
    say(...said) { words.replaceChildren(...said); },
    /** While something is worked out, or there is time to wait, no key does anything. */
    rest(resting) { for (const each of keys) each.disabled = resting; },
  };
}

/**
 * A new PIN, typed twice.
 * @param {any} app @param {(pin: string) => void} onChosen
 */
export function createPinChoice(app, onChosen) {
  let first = null;
  const heading = h("h2", { class: "pin-h" });
  const pad = createPinPad(app, { label: app.say("pin_new"), go: app.say("pin_next"), onPin: take });

  function take(pin) {
    if (first === null) {
      const problem = pinProblem(pin);
      if (problem) { pad.say(app.say(PROBLEMS[problem], { n: LEAST_DIGITS })); return; }
      first = pin;
      pad.say();
    } else if (pin === first) {
      onChosen(pin);
    } else {
      first = null;
      pad.say(app.say("pin_differs"));
    }
    heading.replaceChildren(app.say(first === null ? "pin_new" : "pin_again"));
  }

  heading.replaceChildren(app.say("pin_new"));
  return { element: h("div", null, heading, pad.element), rest: pad.rest, say: pad.say };
}
