// Where the expressions of one row find what they refer to (see expressions.mjs).

import { dateIn, momentIn } from "./form_dates.mjs";
import { readValue, rowsBelow } from "./form_rows.mjs";

/** @typedef {import("./form_rows.mjs").Row} Row */
/** @typedef {import("./form_values.mjs").Value} Value */

/**
 * @typedef {object} Surroundings
 * @property {any} definition
 * @property {() => Date} now
 * @property {() => string} newId
 */

/**
 * @param {Surroundings} around
 * @param {Row} row
 * @param {{self?: Value, choice?: any, language?: string}} [more]
 * @returns {import("./expressions.mjs").Environment}
 */
export function environment(around, row, { self = null, choice = null, language = "zh" } = {}) {
  return {
    self,
    value: (level, name) => readValue(row.chain[level], name),
    all: (level, repeats, name) => rowsBelow([row.chain[level]], repeats).map((each) => readValue(each, name)),
    rows: (level, repeats) => rowsBelow([row.chain[level]], repeats).length,
    nth: (level, places, name) => nth(row.chain[level], places, name),
    position: (level) => position(row.chain[level]),
    column: (name) => (name === "name" ? choice.value : choice[name] ?? null),
    choiceName: (list, value) => labelOf(around.definition, list, value, language),
    get today() {
      return dateIn(around.now());
    },
    get now() {
      return momentIn(around.now());
    },
    newId: around.newId,
  };
}

/**
 * @param {any} definition
 * @param {string} list
 * @param {string} value
 * @param {string} language
 * @returns {string | null}
 */
export function labelOf(definition, list, value, language) {
  const choice = definition.lists[list]?.find((/** @type {any} */ each) => each.value === value);
  return choice ? choice.label[language] : null;
}

/**
 * @param {Row} row
 * @param {[string, number | null][]} places
 * @param {string} name
 * @returns {Value}
 */
function nth(row, places, name) {
  let found = row;
  for (const [repeat, at] of places) {
    const next = rowsBelow([found], [repeat])[(at ?? 0) - 1];
    if (!next) return null;
    found = next;
  }
  return readValue(found, name);
}

/** @param {Row} row */
function position(row) {
  const sisters = row.parent?.below.get(row.scope.repeat?.name ?? "") ?? [];
  return sisters.indexOf(row) + 1;
}
