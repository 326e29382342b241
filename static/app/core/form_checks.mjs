// Whether one answer is well formed and allowed. The Python twin is in forms/validate.py.

import { isDate, isDateTime, isTime } from "./form_dates.mjs";
import { fixedText } from "./form_values.mjs";
import { faultOf } from "./identity.mjs";

const NOT_DIGITS = { zh: "这里只能填数字。请再看一遍。", en: "Only figures can go here. Check it again." };
const NOT_FEN = { zh: "金额最多写到分，小数点后两位。", en: "Enter an amount with at most two decimals." };
const NOT_WHOLE = { zh: "这里要填整数，不带小数点。", en: "Enter a whole number, without a decimal point." };
const NOT_A_DATE = { zh: "日历上没有这一天。请再看一遍。", en: "There is no such day. Check it again." };
const NOT_A_TIME = { zh: "没有这个时刻。请再看一遍。", en: "There is no such time. Check it again." };
const NOT_A_CHOICE = { zh: "这个答案不在可选的里面。请重新选。", en: "This answer is not among the choices. Choose again." };
const NOT_ON_STEP = { zh: "这个数不在可选的范围里。请重新选。", en: "This number is not in the range. Choose again." };
const NOT_RANKED = { zh: "还有没排的。请每一项都排上。", en: "Some are not ranked yet. Give each of them a place." };
const NOT_A_POINT = { zh: "这不是一个位置。请重新定位。", en: "This is no position. Take it again." };
const NOT_INK = { zh: "签名没有存好。请重新签。", en: "The signature was not kept. Sign again." };
const TOO_LONG = { zh: "这个码太长。请再扫一次。", en: "This code is too long. Scan it again." };
/** @type {Record<string, {zh: string, en: string}>} */
const NOT_IDENTITY = {
  length: { zh: "身份证号是 18 位，位数不对。请照原件再看一遍。", en: "An identity number has 18 characters. Check it against the original." },
  old: { zh: "这是 15 位的旧号码，已经停用。请照新身份证填 18 位的。", en: "This is an old number of 15 figures, no longer in use. Enter the 18 of the new card." },
  letters: { zh: "身份证号只有数字，最后一位可以是 X。请照原件再看一遍。", en: "An identity number is all figures; only the last may be X. Check it against the original." },
  date: { zh: "身份证号里的出生日期日历上没有。请照原件再看一遍。", en: "The date of birth in the identity number is not in the calendar. Check it against the original." },
  check: { zh: "身份证号最后一位对不上。请照原件再看一遍。", en: "The last character of the identity number does not fit. Check it against the original." },
};
const NOT_ALLOWED = { zh: "这个答案不符合要求。请再看一遍。", en: "This answer is not allowed here. Check it again." };

const INTEGER = /^-?[0-9]{1,15}$/;
const FEN = /^[^.]*(?:\.[0-9]{1,2})?$/;
const DECIMAL = /^-?[0-9]{1,15}(?:\.[0-9]{1,12})?$/;

// Latitude, longitude, altitude, accuracy, as ODK writes a point; or that there was none, and why.
const POINT = new RegExp(
  "^-?(?:(?:[0-9]|[1-8][0-9])(?:\\.[0-9]{1,9})?|90(?:\\.0{1,9})?)" +
    " -?(?:(?:[0-9]|[1-9][0-9]|1[0-7][0-9])(?:\\.[0-9]{1,9})?|180(?:\\.0{1,9})?)" +
    " -?[0-9]{1,5}(?:\\.[0-9]{1,3})? [0-9]{1,7}(?:\\.[0-9]{1,3})?$",
);
const NO_POINT = /^none (?:denied|unavailable|timeout)$/;
const INK = /^[1-9][0-9]{0,3} [1-9][0-9]{0,3}(?: M[0-9]{1,4},[0-9]{1,4}(?:L[0-9]{1,4},[0-9]{1,4})+)+$/;
const MOST_BARCODE = 1000;

/** @type {Record<string, [(text: string) => boolean, {zh: string, en: string}]>} */
const SHAPES = {
  integer: [(text) => INTEGER.test(text), NOT_WHOLE],
  decimal: [(text) => DECIMAL.test(text), NOT_DIGITS],
  date: [isDate, NOT_A_DATE],
  time: [isTime, NOT_A_TIME],
  dateTime: [isDateTime, NOT_A_TIME],
  range: [(text) => DECIMAL.test(text), NOT_DIGITS],
  geopoint: [(text) => POINT.test(text) || NO_POINT.test(text), NOT_A_POINT],
  signature: [(text) => INK.test(text), NOT_INK],
  barcode: [(text) => [...text].length <= MOST_BARCODE, TOO_LONG],
};

/** Whether it asks for an identity number. @param {any} node */
export function isIdentity(node) {
  return node.appearance?.includes("identity") ?? false;
}

export const notAllowed = NOT_ALLOWED;

/**
 * @param {any} node
 * @param {any} value filled in
 * @param {any[]} choices what may be chosen now, for a select
 * @returns {{zh: string, en: string} | null}
 */
export function shapeError(node, value, choices) {
  if (node.list) return choiceError(value, choices) ?? (node.type === "rank" && value.length !== choices.length ? NOT_RANKED : null);
  const fault = isIdentity(node) ? faultOf(String(value)) : null;
  if (fault) return NOT_IDENTITY[fault];
  const shape = SHAPES[node.type];
  if (shape && !shape[0](String(value))) {
    return node.type === "integer" && !DECIMAL.test(String(value)) ? NOT_DIGITS : shape[1];
  }
  if (node.range && !isOnStep(node.range, Number(value))) return NOT_ON_STEP;
  return node.appearance?.includes("money") && !FEN.test(String(value)) ? NOT_FEN : null;
}

/**
 * Whether a number is one of a range's steps; forms/ranges.py is the twin.
 * @param {{start: number, end: number, step: number, places: number}} range
 * @param {number} number
 */
export function isOnStep({ start, end, step, places }, number) {
  if (!(start <= number && number <= end)) return false;
  const count = Math.floor((number - start) / step + 0.5);
  return Number(fixedText(start + count * step, places)) === number;
}

/**
 * @param {import("./form_values.mjs").Value} value
 * @param {any[]} choices
 */
function choiceError(value, choices) {
  const known = new Set(choices.map((choice) => choice.value));
  const chosen = Array.isArray(value) ? value : [value];
  return chosen.every((name) => known.has(name)) ? null : NOT_A_CHOICE;
}
