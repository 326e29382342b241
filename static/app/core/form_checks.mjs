// Whether one answer is well formed and allowed. The Python twin is in forms/validate.py.

import { isDate, isDateTime, isTime } from "./form_dates.mjs";

const NOT_DIGITS = { zh: "这里只能填数字。请再看一遍。", en: "Only figures can go here. Check it again." };
const NOT_FEN = { zh: "金额最多写到分，小数点后两位。", en: "Enter an amount with at most two decimals." };
const NOT_WHOLE = { zh: "这里要填整数，不带小数点。", en: "Enter a whole number, without a decimal point." };
const NOT_A_DATE = { zh: "日历上没有这一天。请再看一遍。", en: "There is no such day. Check it again." };
const NOT_A_TIME = { zh: "没有这个时刻。请再看一遍。", en: "There is no such time. Check it again." };
const NOT_A_CHOICE = { zh: "这个答案不在可选的里面。请重新选。", en: "This answer is not among the choices. Choose again." };
const NOT_ALLOWED = { zh: "这个答案不符合要求。请再看一遍。", en: "This answer is not allowed here. Check it again." };

const INTEGER = /^-?[0-9]{1,15}$/;
const FEN = /^[^.]*(?:\.[0-9]{1,2})?$/;
const DECIMAL = /^-?[0-9]{1,15}(?:\.[0-9]{1,12})?$/;

/** @type {Record<string, [(text: string) => boolean, {zh: string, en: string}]>} */
const SHAPES = {
  integer: [(text) => INTEGER.test(text), NOT_WHOLE],
  decimal: [(text) => DECIMAL.test(text), NOT_DIGITS],
  date: [isDate, NOT_A_DATE],
  time: [isTime, NOT_A_TIME],
  dateTime: [isDateTime, NOT_A_TIME],
};

export const notAllowed = NOT_ALLOWED;

/**
 * @param {any} node
 * @param {import("./form_values.mjs").Value} value filled in
 * @param {any[]} choices what may be chosen now, for a select
 * @returns {{zh: string, en: string} | null}
 */
export function shapeError(node, value, choices) {
  if (node.list) return choiceError(value, choices);
  const shape = SHAPES[node.type];
  if (shape && !shape[0](String(value))) {
    return node.type === "integer" && !DECIMAL.test(String(value)) ? NOT_DIGITS : shape[1];
  }
  return node.appearance?.includes("money") && !FEN.test(String(value)) ? NOT_FEN : null;
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
