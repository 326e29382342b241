// Making an answers' tree ready: every row has an id, every repeat a list, and questions that
// were never touched take their defaults.

import { evaluate } from "./expressions.mjs";
import { environment } from "./form_environment.mjs";
import { withInner } from "./form_rows.mjs";

/** @typedef {import("./form_rows.mjs").Row} Row */
/** @typedef {import("./form_schema.mjs").Item} Item */

const MONTH = /^[0-9]{4}-[0-9]{2}$/;

/**
 * @param {import("./form_schema.mjs").Scope} scope
 * @param {Record<string, any>} answers
 * @param {() => string} newId
 */
export function settle(scope, answers, newId) {
  for (const item of scope.items.values()) {
    if (item.inner) settleRows(item, answers, newId);
    else if (item.node.appearance?.includes("month-year") && MONTH.test(answers[item.name])) answers[item.name] += "-01";
  }
}

/**
 * @param {Item} item
 * @param {Record<string, any>} answers
 * @param {() => string} newId
 */
function settleRows(item, answers, newId) {
  answers[item.name] ??= [];
  for (const row of answers[item.name]) {
    row._id ??= newId();
    settle(/** @type {import("./form_schema.mjs").Scope} */ (item.inner), row, newId);
  }
}

/**
 * Defaults are for questions nobody has touched: one that was emptied holds null and stays empty.
 * @param {Row} row
 * @param {import("./form_environment.mjs").Surroundings} around
 * @param {(row: Row, item: Item) => void} answered
 */
export function fillDefaults(row, around, answered) {
  for (const each of withInner(row)) {
    for (const item of each.scope.items.values()) {
      if (item.node.default === undefined || item.name in each.answers) continue;
      each.answers[item.name] = evaluated(item.node.default, each, around);
      answered(each, item);
    }
  }
}

/**
 * @param {any} preset a text, {chosen: [texts]}, or an expression
 * @param {Row} row
 * @param {import("./form_environment.mjs").Surroundings} around
 */
function evaluated(preset, row, around) {
  if (preset.chosen) return [...preset.chosen];
  return typeof preset === "string" ? preset : evaluate(preset, environment(around, row));
}
