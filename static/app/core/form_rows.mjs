// The rows of a form as they stand: one Row for the form itself and one for each row of a
// repeat, wrapping the plain answers and keeping what was worked out about them.

/** @typedef {import("./form_schema.mjs").Scope} Scope */
/** @typedef {import("./form_schema.mjs").Item} Item */
/** @typedef {import("./form_values.mjs").Value} Value */

import { plain } from "./form_values.mjs";

/**
 * @typedef {object} Row
 * @property {Scope} scope
 * @property {Record<string, any>} answers the live object of the answers' tree
 * @property {Row | null} parent
 * @property {Row[]} chain the rows from the form to this one
 * @property {string} prefix "member[m1]."
 * @property {Map<string, Value>} worked the results of its calculations
 * @property {Map<string, boolean>} shown
 * @property {Map<string, any>} errors what is wrong, worked out when asked
 * @property {Map<string, boolean>} missing what must be answered and is not, worked out when asked
 * @property {Map<string, string[]>} found the paths in it that are missing, wrong and so on, worked out when asked
 * @property {Map<string, Row[]>} below the rows of its repeats
 * @property {Map<string, number>} counts how many of them count, where a repeat_count says so
 */

/**
 * @param {Scope} scope
 * @param {Record<string, any>} answers
 * @param {Row | null} parent
 * @returns {Row}
 */
export function wrapRow(scope, answers, parent) {
  /** @type {Row} */
  const row = {
    scope, answers, parent, chain: [],
    prefix: parent && scope.repeat ? `${parent.prefix}${scope.repeat.name}[${answers._id}].` : "",
    worked: new Map(), shown: new Map(), errors: new Map(), missing: new Map(), found: new Map(),
    below: new Map(), counts: new Map(),
  };
  row.chain = parent ? [...parent.chain, row] : [row];
  for (const item of scope.items.values()) if (item.inner) row.below.set(item.name, wrapRows(item, row));
  return row;
}

/**
 * @param {Item} repeat
 * @param {Row} row
 */
function wrapRows(repeat, row) {
  const list = row.answers[repeat.name] ?? (row.answers[repeat.name] = []);
  return list.map((/** @type {any} */ answers) => wrapRow(/** @type {Scope} */ (repeat.inner), answers, row));
}

/**
 * An item of a row may have to be judged anew, and with it every row around it.
 * @param {Row} row
 * @param {string} name
 */
export function forgetJudgement(row, name) {
  row.errors.delete(name);
  row.missing.delete(name);
  for (const each of row.chain) each.found.clear();
}

/**
 * What an item says to calculations and to the sealed visit: nothing while it is hidden.
 * @param {Row} row
 * @param {string} name
 * @returns {Value}
 */
export function readValue(row, name) {
  if (row.shown.get(name) === false) return null;
  return row.worked.has(name) ? /** @type {Value} */ (row.worked.get(name)) : plain(row.answers[name]);
}

/**
 * The rows of a repeat that calculations see: none while the repeat is hidden.
 * @param {Row[]} rows
 * @param {string[]} repeats
 * @returns {Row[]}
 */
export function rowsBelow(rows, repeats) {
  return repeats.reduce(
    (found, repeat) => found.flatMap((row) => (row.shown.get(repeat) === false ? [] : liveRows(row, repeat))),
    rows,
  );
}

/**
 * The rows of a repeat that count: those beyond its repeat_count wait in the draft.
 * @param {Row} row
 * @param {string} name
 * @returns {Row[]}
 */
export function liveRows(row, name) {
  const rows = row.below.get(name) ?? [];
  const count = row.counts.get(name);
  return count === undefined || count >= rows.length ? rows : rows.slice(0, count);
}

/**
 * Every row of a scope that shares its first `level` levels with this row, hidden ones too.
 * @param {Row} row
 * @param {number} level
 * @param {Scope} scope
 * @returns {Row[]}
 */
export function rowsSharing(row, level, scope) {
  let found = [row.chain[level]];
  for (const inner of scope.chain.slice(level + 1)) {
    found = found.flatMap((each) => each.below.get(inner.repeat?.name ?? "") ?? []);
  }
  return found;
}

/**
 * @param {Row} row
 * @returns {Row[]} this row and every row inside it
 */
export function withInner(row) {
  return [row, ...[...row.below.values()].flat().flatMap(withInner)];
}

/**
 * @param {Row} root
 * @param {[string, string][]} steps
 * @returns {Row}
 */
export function findRow(root, steps) {
  return steps.reduce((row, [repeat, id]) => {
    const found = row.below.get(repeat)?.find((each) => each.answers._id === id);
    if (!found) throw new RangeError(`form: there is no ${row.prefix}${repeat}[${id}]`);
    return found;
  }, root);
}
