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
 * @typedef {object} Seen what an expression sees beyond its row
 * @property {Value} [self]
 * @property {any} [choice]
 * @property {string} [language]
 * @property {import("./expressions.mjs").Environment} [outer]
 * @property {[number, number]} [place]
 */

/**
 * @param {Surroundings} around
 * @param {Row} row
 * @param {Seen} [seen]
 * @returns {import("./expressions.mjs").Environment}
 */
export function environment(around, row, seen = NOTHING) {
  return new RowEnvironment(around, row, seen);
}

/** @type {Seen} */
const NOTHING = {};
/** @type {[number, number]} */
const NOWHERE = [0, 0];

/** One is made for every expression that is worked out, so that making one must cost next to nothing. */
class RowEnvironment {
  /**
   * @param {Surroundings} around
   * @param {Row} row
   * @param {Seen} seen
   */
  constructor(around, row, { self = null, choice = null, language = "zh", outer, place = NOWHERE }) {
    this._around = around;
    this._row = row;
    this.self = self;
    this._choice = choice;
    this._language = language;
    this.place = place;
    /** @type {import("./expressions.mjs").Environment} */
    this.outer = outer ?? this;
  }

  /** @param {number} level @param {string} name */
  value(level, name) {
    return readValue(this._row.chain[level], name);
  }

  /** @param {number} level @param {string[]} repeats @param {string} name */
  all(level, repeats, name) {
    return rowsBelow([this._row.chain[level]], repeats).map((each) => readValue(each, name));
  }

  /** @param {number} level @param {string[]} repeats */
  rows(level, repeats) {
    return rowsBelow([this._row.chain[level]], repeats).length;
  }

  /** @param {number} level @param {[string, ...any[]][]} steps @param {string | null} name @param {any[]} kept */
  find(level, steps, name, kept) {
    const look = (/** @type {Row} */ each, /** @type {Seen} */ seen) =>
      environment(this._around, each, { language: this._language, outer: this.outer, ...seen });
    return find(this._row.chain[level], steps, name, kept, look);
  }

  /** @param {number} level @param {[string, number | null][]} places @param {string} name */
  nth(level, places, name) {
    return nth(this._row.chain[level], places, name);
  }

  /** @param {number} level */
  position(level) {
    return position(this._row.chain[level]);
  }

  /** @param {string} name */
  column(name) {
    return name === "name" ? this._choice.value : this._choice[name] ?? null;
  }

  /** @param {string} list @param {string} value */
  choiceName(list, value) {
    return labelOf(this._around.definition, list, value, this._language);
  }

  get today() {
    return dateIn(this._around.now());
  }

  get now() {
    return momentIn(this._around.now());
  }

  newId() {
    return this._around.newId();
  }
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
