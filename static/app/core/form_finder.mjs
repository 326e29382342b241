// The paths in a form that are missing, wrong and so on, in the order of the form. What was found in a row is kept
// until something in the row is judged anew (form_rows.mjs, forgetJudgement).

import { liveRows } from "./form_rows.mjs";

/** @typedef {import("./form_rows.mjs").Row} Row */
/** @typedef {import("./form_schema.mjs").Item} Item */
/** @typedef {"missing" | "wrong" | "open" | "any"} Kind open is missing or wrong */

/**
 * @typedef {object} Judges
 * @property {(row: Row, item: Item) => boolean} isMissing
 * @property {(row: Row, item: Item) => boolean} isWrong
 */

export class Finder {
  /** @param {Judges} judges */
  constructor(judges) {
    this._judges = judges;
  }

  /** @param {Kind} kind @param {Row} row @returns {string[]} */
  inRow(kind, row) {
    return kept(row, kind, () => this._find(kind, row, [...row.scope.items.values()]));
  }

  /**
   * @param {Kind} kind
   * @param {Row} row
   * @param {{name: string, items: Item[]}} section some of the row's items
   */
  among(kind, row, section) {
    return kept(row, `${kind} ${section.name}`, () => this._find(kind, row, section.items));
  }

  /** @param {Kind} kind @param {Row} row @param {Item[]} items @returns {string[]} */
  _find(kind, row, items) {
    /** @type {string[]} */
    const found = [];
    for (const item of items) {
      if (this._is(kind, row, item)) found.push(row.prefix + item.name);
      if (!item.inner || row.shown.get(item.name) === false) continue;
      for (const each of liveRows(row, item.name)) found.push(...this.inRow(kind, each));
    }
    return found;
  }

  /** @param {Kind} kind @param {Row} row @param {Item} item @returns {boolean} */
  _is(kind, row, item) {
    if (kind === "any") return true;
    if (kind !== "wrong" && this._judges.isMissing(row, item)) return true;
    return kind !== "missing" && this._judges.isWrong(row, item);
  }
}

/**
 * @param {Row} row
 * @param {string} name
 * @param {() => string[]} find
 */
function kept(row, name, find) {
  const known = row.found.get(name);
  if (known) return known;
  const found = find();
  row.found.set(name, found);
  return found;
}
