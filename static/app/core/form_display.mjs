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
  if (node.type === "rank") return ranked(definition, node, value, language);
  if (node.list) return chosen(definition, node, value, language);
  if (isMoney(node)) return moneyText(value);
  if (node.appearance?.includes("years")) return language === "zh" ? `${toText(value)} 岁` : toText(value);
  if (node.type === "date") return dateText(toText(value), isMonth(node), language);
  if (node.type === "dateTime") return momentText(toText(value), language);
  if (node.type === "geopoint") return pointText(toText(value), language);
  if (node.type === "signature") return language === "zh" ? "已签" : "Signed";
  return toText(value);
}

const NO_POINT = {
  denied: { zh: "没让用定位", en: "positioning is not allowed" },
  unavailable: { zh: "这里收不到信号", en: "no signal here" },
  timeout: { zh: "等了很久没等到", en: "it took too long" },
};

/**
 * 31.230416, 121.473701（误差 12 米内）; or why there is none.
 * @param {string} text
 * @param {string} language
 */
export function pointText(text, language) {
  const [lat, lon, , accuracy] = text.split(" ");
  const zh = language === "zh";
  if (lat === "none") {
    const why = /** @type {any} */ (NO_POINT)[lon]?.[language] ?? lon;
    return zh ? `定不了位：${why}` : `No position: ${why}`;
  }
  return `${lat}, ${lon}${zh ? `（误差 ${accuracy} 米内）` : ` (within ${accuracy} m)`}`;
}

/**
 * @param {any} definition
 * @param {any} node
 * @param {Value} value
 * @param {string} language
 */
function ranked(definition, node, value, language) {
  const names = Array.isArray(value) ? value : [toText(value)];
  return names.map((name, at) => `${at + 1}. ${labelOf(definition, node.list, name, language) ?? name}`).join(language === "zh" ? "；" : "; ");
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

/**
 * 2026年3月12日 10:26 by the clock it was taken on.
 * @param {string} text
 * @param {string} language
 */
function momentText(text, language) {
  const [date, time = ""] = text.split("T");
  return `${dateText(date, false, language)} ${time.slice(0, 5)}`;
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
