// Where the expressions of one row find what they refer to (see expressions.mjs).

import { holds } from "./expressions.mjs";
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
 * @param {{self?: Value, choice?: any, language?: string, outer?: import("./expressions.mjs").Environment, place?: [number, number]}} [more]
 * @returns {import("./expressions.mjs").Environment}
 */
export function environment(around, row, { self = null, choice = null, language = "zh", outer, place = [0, 0] } = {}) {
  const look = (/** @type {Row} */ each, /** @type {any} */ more) => environment(around, each, { language, outer: outer ?? env, ...more });
  const env = {
    self,
    place,
    get outer() {
      return outer ?? env;
    },
    find: (level, steps, name, kept) => find(row.chain[level], steps, name, kept, look),
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
  return env;
}

/**
 * @param {Row} start
 * @param {[string, ...any[]][]} steps each a repeat with what its rows must keep
 * @param {string | null} name
 * @param {any[]} kept what the answers must keep
 * @param {(row: Row, more: any) => import("./expressions.mjs").Environment} look
 * @returns {Value[]}
 */
function find(start, steps, name, kept, look) {
  let rows = [start];
  for (const [repeat, ...predicates] of steps) rows = rows.flatMap((row) => keeping(rowsBelow([row], [repeat]), predicates, look));
  if (name === null) return rows.map(() => null);
  const holdsAll = (/** @type {Row} */ row) => kept.every((each) => holds(each, look(row, { self: readValue(row, name), place: [1, 1] }), true));
  return rows.filter(holdsAll).map((row) => readValue(row, name));
}

/**
 * One predicate after another; each counts places among what the one before it left.
 * @param {Row[]} rows
 * @param {any[]} predicates
 * @param {(row: Row, more: any) => import("./expressions.mjs").Environment} look
 * @returns {Row[]}
 */
function keeping(rows, predicates, look) {
  return predicates.reduce(
    (left, predicate) => left.filter((/** @type {Row} */ row, /** @type {number} */ at) => holds(predicate, look(row, { place: [at + 1, left.length] }), true)),
    rows,
  );
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
