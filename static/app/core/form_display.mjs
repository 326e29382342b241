// Answers as a person reads them.

import { labelOf } from "./form_environment.mjs";
import { fixedText, toNumber, toText } from "./form_values.mjs";

/** @typedef {import("./form_values.mjs").Value} Value */


/**
 * @param {any} definition
 * @param {any} node
 * @param {Value} value
 * @param {string} language
 * @returns {string}
 */
export function displayed(definition, node, value, language) {
  if (value === null) return "";
  if (node.list) return chosen(definition, node, value, language);
  if (isMoney(node)) return moneyText(value);
  if (node.appearance?.includes("years")) return language === "zh" ? `${toText(value)} 岁` : toText(value);
  if (node.type === "date") return dateText(toText(value), isMonth(node), language);
  return toText(value);
}

/** @param {any} node */
export function isMoney(node) {
  return node.appearance?.includes("money") ?? false;
}

/** @param {any} node */
export function isMonth(node) {
  return node.appearance?.includes("month-year") ?? false;
}

/**
 * "1,860.00"; a text that is no number is shown as it stands.
 * @param {Value} value
 */
export function moneyText(value) {
  const number = toNumber(value);
  if (number === null) return toText(value);
  const [whole, cents] = fixedText(number, 2).split(".");
  return `${whole.replace(/\B(?=(?:[0-9]{3})+$)/g, ",")}.${cents}`;
}

/**
 * @param {any} definition
 * @param {any} node
 * @param {Value} value
 * @param {string} language
 */
function chosen(definition, node, value, language) {
  const names = Array.isArray(value) ? value : [toText(value)];
  return names.map((name) => labelOf(definition, node.list, name, language) ?? name).join(language === "zh" ? "、" : ", ");
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/**
 * 2026年3月12日, 12 March 2026; a month without its day.
 * @param {string} text
 * @param {boolean} month
 * @param {string} language
 */
export function dateText(text, month, language) {
  const parts = /^([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?$/.exec(text);
  if (!parts) return text;
  const [year, at, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 1)];
  if (language === "zh") return month ? `${year}年${at}月` : `${year}年${at}月${day}日`;
  return month ? `${MONTHS[at - 1]} ${year}` : `${day} ${MONTHS[at - 1]} ${year}`;
}
