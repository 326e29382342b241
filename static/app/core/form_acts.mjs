// What working out does to a form: calculations, what a trigger fills in, the rows a count asks for.

import { evaluate } from "./expressions.mjs";
import { environment } from "./form_environment.mjs";
import { wrapRow } from "./form_rows.mjs";
import { fillDefaults, settle } from "./form_start.mjs";
import { isSame, plain, toNumber, toText } from "./form_values.mjs";

/** @typedef {import("./form_rows.mjs").Row} Row */
/** @typedef {import("./form_schema.mjs").Item} Item */
/** @typedef {import("./form_environment.mjs").Surroundings} Surroundings */
/** @typedef {import("./form_recalculation.mjs").Recalculation} Recalculation */

/** A household has no more; a slip of the finger in a count would else stop the tablet. As forms/record.py. */
const MOST_ROWS = 200;

/**
 * @param {Surroundings} around
 * @param {() => Recalculation} working
 * @returns {import("./form_recalculation.mjs").Acts}
 */
export function actsOf(around, working) {
  return {
    work: (row, item) => work(around, row, item),
    fire: (row, item) => fire(around, row, item),
    count: (row, item) => count(around, working(), row, item),
  };
}

/** @param {Surroundings} around @param {Row} row @param {Item} item */
function work(around, row, item) {
  const kept = item.node.keep ? plain(row.answers[item.name]) : null;
  const value = evaluate(item.node.calculate, environment(around, row, { self: kept }));
  if (item.node.keep) row.answers[item.name] = value;
  return value;
}

/**
 * A trigger went off: what it works out is an answer from then on.
 * @param {Surroundings} around
 * @param {Row} row
 * @param {Item} item
 */
function fire(around, row, item) {
  const before = plain(row.answers[item.name]);
  const value = evaluate(item.node.calculate, environment(around, row, { self: before }));
  row.answers[item.name] = value === null || Array.isArray(value) ? value : toText(value);
  return !isSame(before, row.answers[item.name]);
}

/**
 * As many rows as a repeat_count says; rows it no longer asks for wait in the draft.
 * @param {Surroundings} around
 * @param {Recalculation} working
 * @param {Row} row
 * @param {Item} item
 */
function count(around, working, row, item) {
  const number = toNumber(evaluate(item.node.count, environment(around, row)));
  const wanted = Math.min(Math.max(0, Math.floor(number ?? 0)), MOST_ROWS);
  const before = row.counts.get(item.name);
  row.counts.set(item.name, wanted);
  const rows = /** @type {Row[]} */ (row.below.get(item.name));
  while (rows.length < wanted) grow(around, working, row, item, rows);
  return before !== wanted;
}

/**
 * @param {Surroundings} around
 * @param {Recalculation} working
 * @param {Row} row
 * @param {Item} item
 * @param {Row[]} rows
 */
function grow(around, working, row, item, rows) {
  const scope = /** @type {import("./form_schema.mjs").Scope} */ (item.inner);
  const answers = { _id: around.newId() };
  settle(scope, answers, around.newId);
  row.answers[item.name].push(answers);
  const made = wrapRow(scope, answers, row);
  rows.push(made);
  working.arrived(made);
  fillDefaults(made, around, () => {});
  working.everything(made);
}
