// The whitelisted functions that work on plain values. The Python twin is forms/functions.py;
// forms/expressions.py refuses every name that is not known to both.

import { dateOfDays, daysOf, formatDate, isDate, isDateTime } from "./form_dates.mjs";
import { finite, roundHalfUp, toBoolean, toNumber, toText } from "./form_values.mjs";

/** @typedef {import("./form_values.mjs").Value} Value */
/** @typedef {import("./expressions.mjs").Environment} Environment */

/** @type {Record<string, (args: Value[], env: Environment) => any>} */
export const FUNCTIONS = {
  true: () => true,
  false: () => false,
  not: ([value]) => !toBoolean(value),
  boolean: ([value]) => toBoolean(value),
  empty: ([value]) => value === null,
  selected: ([value, name]) => name !== null && chosen(value).includes(toText(name)),
  "selected-at": ([value, at]) => chosen(value)[toNumber(at) ?? -1] ?? null,
  "count-selected": ([value]) => chosen(value).length,
  number: ([value]) => toNumber(value),
  int: ([value]) => whole(toNumber(value), Math.trunc),
  floor: ([value]) => whole(toNumber(value), Math.floor),
  ceiling: ([value]) => whole(toNumber(value), Math.ceil),
  abs: ([value]) => whole(toNumber(value), Math.abs),
  round: ([value, places = 0]) => rounded(toNumber(value), toNumber(places)),
  pow: ([base, exponent]) => power(toNumber(base), toNumber(exponent)),
  string: ([value]) => toText(value),
  substr: ([value, start, end]) => slice(toText(value), toNumber(start), end === undefined ? undefined : toNumber(end)),
  "string-length": ([value]) => [...toText(value)].length,
  "normalize-space": ([value]) => toText(value).split(/[ \t\r\n]+/).filter(Boolean).join(" "),
  regex: ([value, pattern]) => new RegExp(`^(?:${toText(pattern)})$`, "u").test(toText(value)),
  contains: ([value, part]) => toText(value).includes(toText(part)),
  "starts-with": ([value, part]) => toText(value).startsWith(toText(part)),
  "ends-with": ([value, part]) => toText(value).endsWith(toText(part)),
  translate: ([value, from, to]) => translated(toText(value), [...toText(from)], [...toText(to)]),
  today: (_, env) => env.today,
  now: (_, env) => env.now,
  uuid: (_, env) => env.newId(),
  date: ([value]) => dateFrom(value),
  "format-date": ([value, pattern]) => (isWhen(value) ? formatDate(toText(value), toText(pattern)) : null),
  "decimal-date-time": ([value]) => (isWhen(value) ? daysOf(toText(value)) : null),
};

/** @param {Value} value */
function chosen(value) {
  if (Array.isArray(value)) return value;
  return toText(value).split(" ").filter(Boolean);
}

/**
 * @param {number | null} number
 * @param {(number: number) => number} cut
 */
function whole(number, cut) {
  return number === null ? null : finite(cut(number));
}

/**
 * @param {number | null} number
 * @param {number | null} places
 */
function rounded(number, places) {
  return number === null || places === null ? null : roundHalfUp(number, places);
}

/**
 * Whole exponents only, by repeated squaring, so that both languages reach the same bits.
 * @param {number | null} base
 * @param {number | null} exponent
 */
function power(base, exponent) {
  if (base === null || exponent === null || !Number.isInteger(exponent) || Math.abs(exponent) > 64) return null;
  let result = 1;
  let square = base;
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return finite(exponent < 0 ? 1 / result : result);
}

/**
 * Characters from `start` up to and without `end`, counted from 0 in whole characters
 * (one beyond the BMP counts once); a negative place counts from the end.
 * @param {string} text
 * @param {number | null} start
 * @param {number | null | undefined} end
 */
function slice(text, start, end) {
  if (start === null || end === null) return null;
  return [...text].slice(Math.trunc(start), end === undefined ? undefined : Math.trunc(end)).join("");
}

/**
 * @param {string} text
 * @param {string[]} from
 * @param {string[]} to
 */
function translated(text, from, to) {
  return [...text].map((letter) => (from.includes(letter) ? to[from.indexOf(letter)] ?? "" : letter)).join("");
}

/** @param {Value} value */
function isWhen(value) {
  return typeof value === "string" && (isDate(value) || isDateTime(value));
}

/**
 * A date of itself, of a moment's day in Shanghai, or of a count of days since 1970.
 * @param {Value} value
 */
function dateFrom(value) {
  const days = toNumber(value);
  return days === null ? null : dateOfDays(Math.floor(days));
}
