// The whitelisted functions that work on plain values. The Python twin is forms/functions.py;
// forms/expressions.py refuses every name that is not known to both.

import { dateOfDays, dayPart, daysOf, formatDate, isDate, isDateTime, isTime } from "./form_dates.mjs";
import { exponential, logarithm, logarithm10, power, root } from "./form_powers.mjs";
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
  pow: ([base, exponent]) => worked(toNumber(base), (number) => worked(toNumber(exponent), (by) => power(number, by))),
  exp: ([value]) => worked(toNumber(value), exponential),
  exp10: ([value]) => worked(toNumber(value), (number) => power(10, number)),
  log: ([value]) => worked(toNumber(value), logarithm),
  log10: ([value]) => worked(toNumber(value), logarithm10),
  sqrt: ([value]) => worked(toNumber(value), root),
  pi: () => Math.PI,
  string: ([value]) => toText(value),
  substr: ([value, start, end]) => slice(toText(value), toNumber(start), end === undefined ? undefined : toNumber(end)),
  "string-length": ([value]) => [...toText(value)].length,
  "normalize-space": ([value]) => toText(value).split(/[ \t\r\n]+/).filter(Boolean).join(" "),
  regex: ([value, pattern]) => new RegExp(`^(?:${toText(pattern)})$`, "u").test(toText(value)),
  contains: ([value, part]) => toText(value).includes(toText(part)),
  "starts-with": ([value, part]) => toText(value).startsWith(toText(part)),
  "ends-with": ([value, part]) => toText(value).endsWith(toText(part)),
  "substring-before": ([value, mark]) => parted(toText(value), toText(mark))[0],
  "substring-after": ([value, mark]) => parted(toText(value), toText(mark))[1],
  "boolean-from-string": ([value]) => ["true", "1"].includes(toText(value)),
  translate: ([value, from, to]) => translated(toText(value), [...toText(from)], [...toText(to)]),
  today: (_, env) => env.today,
  now: (_, env) => env.now,
  uuid: (_, env) => env.newId(),
  date: ([value]) => dateFrom(value),
  "format-date": ([value, pattern]) => (isWhen(value) ? formatDate(toText(value), toText(pattern)) : null),
  "format-date-time": ([value, pattern]) => (isWhen(value) ? formatDate(toText(value), toText(pattern)) : null),
  "decimal-date-time": ([value]) => (isWhen(value) ? daysOf(toText(value)) : null),
  "decimal-time": ([value]) => timePart(toText(value)),
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
 * @param {number | null} number
 * @param {(number: number) => number | null} function_
 */
function worked(number, function_) {
  const result = number === null ? null : function_(number);
  return result === null ? null : finite(result);
}

/**
 * @param {string} text
 * @param {string} mark
 * @returns {[string, string]} what stands before and after it
 */
function parted(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? ["", ""] : [mark === "" ? "" : text.slice(0, at), text.slice(at + mark.length)];
}

/** The part of the day a time of day is: 06:00 is 0.25. @param {string} text */
function timePart(text) {
  if (isDateTime(text)) return modulo(daysOf(text), 1);
  return isTime(text) ? dayPart(text) : null;
}

/** Python's %: the sign of the divisor. @param {number} a @param {number} b */
function modulo(a, b) {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
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
