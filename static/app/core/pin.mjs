// What a PIN must be, and what wrong tries cost. Pure.

export const LEAST_DIGITS = 6;
export const MOST_DIGITS = 12;
export const FREE_TRIES = 5;

const MINUTE_MS = 60_000;
const WAITS_MS = [MINUTE_MS / 2, MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, 60 * MINUTE_MS];
const NOTHING_WRONG = { failed: 0, wait_ms: 0 };

/** @typedef {{failed: number, wait_ms: number}} Tries wrong tries in a row, and the time still to wait */

/**
 * Why this may not be a PIN, or null when it may: too short, or one that everybody would try.
 * @returns {null | "short" | "same" | "run" | "pattern"}
 */
export function pinProblem(pin) {
  if (!/^\d+$/.test(pin) || pin.length < LEAST_DIGITS) return "short";
  const digits = [...pin].map(Number);
  if (stepsBy(digits, 0)) return "same";
  if (stepsBy(digits, 1) || stepsBy(digits, -1)) return "run";
  return repeats(pin) ? "pattern" : null;
}

/** The tries before anything went wrong, and again after the right PIN. */
export function noTries() {
  return { ...NOTHING_WRONG };
}

/** One more wrong try: from the fifth on each costs a wait, and the waits grow. @param {Tries} tries @returns {Tries} */
export function afterWrongTry({ failed }) {
  const at = failed + 1 - FREE_TRIES;
  return { failed: failed + 1, wait_ms: at < 0 ? 0 : WAITS_MS[Math.min(at, WAITS_MS.length - 1)] };
}

/** Time that passed while the page was open; the tablet's own clock has no say. @param {Tries} tries @returns {Tries} */
export function afterWaiting({ failed, wait_ms: wait }, passedMs) {
  return { failed, wait_ms: Math.max(0, wait - Math.max(0, passedMs)) };
}

/** Tries left before a wait. */
export function triesLeft({ failed }) {
  return Math.max(0, FREE_TRIES - failed);
}

/** Each digit is the one before it plus the step, 9 and 0 being neighbours. */
function stepsBy(digits, step) {
  return digits.slice(1).every((digit, at) => digit === (digits[at] + step + 10) % 10);
}

/** The same two or three digits over and over: 121212, 123123. */
function repeats(pin) {
  return [2, 3].some((length) => pin === pin.slice(0, length).repeat(Math.ceil(pin.length / length)).slice(0, pin.length));
}
