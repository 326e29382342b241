// Values of a form and their conversions. One empty value (null) stands for everything
// unanswered, hidden or not computable: no NaN, no infinity, no "" leaves this module.
// The Python twin is forms/values.py; tests/vectors/expressions hold both to one answer.

import { isDate, isDateTime, isTime, momentOf, daysOf } from "./form_dates.mjs";

/** @typedef {null | string | number | boolean | string[]} Value */

const NUMBER = /^[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*$/;

/**
 * The one empty value for everything that says nothing.
 * @param {Value | undefined} value
 * @returns {Value}
 */
export function plain(value) {
  if (value === undefined || value === null || value === "") return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value;
  return typeof value === "number" ? finite(value) : value;
}

/**
 * @param {Value} one
 * @param {Value} other
 * @returns {boolean}
 */
export function isSame(one, other) {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((each, at) => each === other[at]);
}

/**
 * A number that cannot be told is empty; minus zero is zero.
 * @param {number} number
 * @returns {number | null}
 */
export function finite(number) {
  return Number.isFinite(number) ? number + 0 : null;
}

/**
 * @param {Value} value
 * @returns {string}
 */
export function toText(value) {
  if (value === null) return "";
  if (Array.isArray(value)) return value.join(" ");
  return typeof value === "number" ? numberText(value) : String(value);
}

/**
 * Digits only: text is read as XPath reads it, a date is its count of days since 1970.
 * @param {Value} value
 * @returns {number | null}
 */
export function toNumber(value) {
  if (value === null || typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  const text = toText(value);
  if (NUMBER.test(text)) return finite(Number(text.trim()));
  return isDate(text) || isDateTime(text) ? daysOf(text) : null;
}

/**
 * @param {Value} value
 * @returns {boolean}
 */
export function toBoolean(value) {
  if (value === null) return false;
  return typeof value === "boolean" ? value : value !== 0;
}

/**
 * The shortest digits that read back as the same double, never with an exponent.
 * @param {number} number
 * @returns {string}
 */
export function numberText(number) {
  const text = String(number);
  const at = text.indexOf("e");
  return at < 0 ? text : withoutExponent(text.slice(0, at), Number(text.slice(at + 1)));
}

/**
 * @param {string} mantissa
 * @param {number} exponent
 */
function withoutExponent(mantissa, exponent) {
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole, part = ""] = mantissa.replace("-", "").split(".");
  const digits = whole + part;
  const point = whole.length + exponent;
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, "0");
}

/** Powers of ten as literals, since Math.pow and Python's ** need not agree on the last bit. */
const TENS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];

/**
 * Half up: floor(x·m + .5) / m.
 * @param {number} number
 * @param {number} places between -12 and 12
 * @returns {number | null}
 */
export function roundHalfUp(number, places) {
  if (!Number.isInteger(places) || Math.abs(places) > 12) return null;
  const scale = TENS[Math.abs(places)];
  if (places < 0) return finite(Math.floor(number / scale + 0.5) * scale);
  return finite(Math.floor(number * scale + 0.5) / scale);
}

/**
 * Decimal text with a fixed number of decimals ("1860.00"), rounded half up.
 * @param {number} number
 * @param {number} places
 * @returns {string}
 */
export function fixedText(number, places) {
  const scaled = Math.floor(number * TENS[places] + 0.5);
  const digits = numberText(Math.abs(scaled)).padStart(places + 1, "0");
  const cut = digits.length - places;
  const sign = scaled < 0 ? "-" : "";
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

/**
 * A comparison with empty is false, whatever the comparison.
 * @param {"=" | "!=" | "<" | "<=" | ">" | ">="} sign
 * @param {Value} left
 * @param {Value} right
 * @returns {boolean}
 */
export function compare(sign, left, right) {
  const a = Array.isArray(left) ? toText(left) : left;
  const b = Array.isArray(right) ? toText(right) : right;
  if (a === null || b === null) return false;
  if (sign === "=") return equal(a, b);
  if (sign === "!=") return !equal(a, b);
  return inOrder(sign, a, b);
}

/**
 * @param {string | number | boolean} a
 * @param {string | number | boolean} b
 */
function equal(a, b) {
  if (typeof a === "boolean" || typeof b === "boolean") return toBoolean(a) === toBoolean(b);
  if (typeof a === "number" || typeof b === "number") {
    const left = toNumber(a);
    return left !== null && left === toNumber(b);
  }
  if (isDateTime(a) && isDateTime(b)) return momentOf(a) === momentOf(b);
  return a === b;
}

/**
 * @param {string} sign
 * @param {string | number | boolean} a
 * @param {string | number | boolean} b
 */
function inOrder(sign, a, b) {
  const [left, right] = ordered(a, b);
  if (left === null || right === null) return false;
  if (sign === "<") return left < right;
  if (sign === "<=") return left <= right;
  return sign === ">" ? left > right : left >= right;
}

/**
 * Two dates are ordered as moments, two times as text, everything else as numbers.
 * @param {string | number | boolean} a
 * @param {string | number | boolean} b
 * @returns {[number | string | null, number | string | null]}
 */
function ordered(a, b) {
  if (typeof a === "string" && typeof b === "string") {
    if (isMoment(a) && isMoment(b)) return [momentOf(a), momentOf(b)];
    if (isTime(a) && isTime(b)) return [a, b];
  }
  return [toNumber(a), toNumber(b)];
}

/** @param {string} text */
function isMoment(text) {
  return isDate(text) || isDateTime(text);
}
