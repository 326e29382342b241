// The answers as they are sealed: what was hidden is blank, what was calculated is written in,
// numbers are decimal text. forms/validate.py works out the same tree again.

import { isQuestion } from "./form_schema.mjs";
import { liveRows, readValue } from "./form_rows.mjs";
import { fixedText, toNumber, toText } from "./form_values.mjs";

/** @typedef {import("./form_rows.mjs").Row} Row */

/**
 * @param {Row} row
 * @returns {Record<string, any>}
 */
export function sealAnswers(row) {
  /** @type {Record<string, any>} */
  const sealed = row.answers._id === undefined ? {} : { _id: row.answers._id };
  for (const item of row.scope.items.values()) {
    const value = item.inner ? sealRows(row, item.name) : isQuestion(item) ? sealedValue(item.node, readValue(row, item.name)) : null;
    if (value !== null) sealed[item.name] = value;
  }
  return sealed;
}

/**
 * Of the sealed answers those that somebody gave: what the form works out by itself is left out.
 * @param {Row} row
 * @returns {Record<string, any>}
 */
export function givenAnswers(row) {
  return withoutCalculated(row.scope, sealAnswers(row));
}

/**
 * @param {import("./form_schema.mjs").Scope} scope
 * @param {Record<string, any>} sealed
 */
function withoutCalculated(scope, sealed) {
  const kept = Object.entries(sealed).filter(([name, value]) => isGiven(scope.items.get(name), value));
  return Object.fromEntries(kept.map(([name, value]) => {
    const inner = scope.items.get(name)?.inner;
    return [name, inner ? value.map((/** @type {any} */ each) => withoutCalculated(inner, each)) : value];
  }));
}

/**
 * @param {import("./form_schema.mjs").Item | undefined} item none of a row's own id
 * @param {any} value
 */
function isGiven(item, value) {
  return item?.node.type !== "calculate" && !(Array.isArray(value) && value.length === 0);
}

/**
 * @param {Row} row
 * @param {string} name
 */
function sealRows(row, name) {
  return row.shown.get(name) === false ? null : liveRows(row, name).map(sealAnswers);
}

/**
 * The digests of photos in a sealed tree, by the type of the question: what a text looks like is no matter.
 * @param {import("./form_schema.mjs").Scope} scope
 * @param {Record<string, any>} sealed
 * @returns {Set<string>}
 */
export function photosIn(scope, sealed) {
  const found = [...scope.items.values()].flatMap((item) => {
    const value = sealed[item.name] ?? [];
    if (item.inner) return value.flatMap((/** @type {any} */ row) => [...photosIn(/** @type {any} */ (item.inner), row)]);
    return item.node.type === "image" ? value : [];
  });
  return new Set(found);
}

/**
 * Money takes two decimals; a given amount with more of them is left as it is, and is wrong.
 * @param {any} node
 * @param {import("./form_values.mjs").Value} value
 * @returns {string | string[] | null}
 */
export function sealedValue(node, value) {
  if (value === null || node.type === "note") return null;
  if (Array.isArray(value)) return [...value];
  const money = node.appearance?.includes("money") ? toNumber(value) : null;
  if (money === null) return toText(value);
  const fixed = fixedText(money, 2);
  return node.type === "calculate" || toNumber(fixed) === money ? fixed : toText(value);
}
