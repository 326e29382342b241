// One form being filled in: answers, what is shown, what is worked out, what is missing or wrong.
// Pure: no DOM, no clock and no randomness of its own. Restored drafts are worked out whole on
// opening, so their totals are right before any page is shown.

import { evaluate, holds } from "./expressions.mjs";
import { actsOf } from "./form_acts.mjs";
import { notAllowed, shapeError } from "./form_checks.mjs";
import { displayed } from "./form_display.mjs";
import { environment } from "./form_environment.mjs";
import { Finder } from "./form_finder.mjs";
import { drawGraph } from "./form_graph.mjs";
import { parsePath } from "./form_paths.mjs";
import { Recalculation } from "./form_recalculation.mjs";
import { findRow, liveRows, readValue, wrapRow } from "./form_rows.mjs";
import { isAsked, readScopes } from "./form_schema.mjs";
import { givenAnswers, photosIn, sealAnswers } from "./form_seal.mjs";
import { settle, fillDefaults } from "./form_start.mjs";
import { sectionsOf } from "./form_sections.mjs";
import { isSame, plain } from "./form_values.mjs";

/** @typedef {import("./form_values.mjs").Value} Value */
/** @typedef {import("./form_rows.mjs").Row} Row */
/** @typedef {import("./form_schema.mjs").Item} Item */
/** @typedef {{zh: string, en: string}} Words */

/**
 * Open a compiled definition over an answers' tree, which stays live: every change is made in it.
 * @param {any} definition as forms.compile wrote it
 * @param {object} start
 * @param {Record<string, any>} [start.answers] a draft or what the task brought; empty for a new form
 * @param {() => Date} start.now
 * @param {() => string} start.newId ids of new rows, never used twice
 * @returns {Form}
 */
export function openForm(definition, { answers = {}, now, newId }) {
  return new Form(definition, answers, { definition, now, newId });
}

export class Form {
  /**
   * @param {any} definition
   * @param {Record<string, any>} answers
   * @param {import("./form_environment.mjs").Surroundings} around
   */
  constructor(definition, answers, around) {
    /** The compiled definition. */
    this.definition = definition;
    /** The tree of what was answered, hidden answers included; calculations are not in it. @type {Record<string, any>} */
    this.answers = answers;
    /** @type {{name: string, label: Words, nodes: any[], items: Item[]}[]} */
    this.sections = [];
    this._around = around;
    this._scope = readScopes(definition);
    this._graph = drawGraph(this._scope);
    settle(this._scope, answers, around.newId);
    this._root = wrapRow(this._scope, answers, null);
    this._finder = new Finder({ isMissing: (row, item) => this._isMissing(row, item), isWrong: (row, item) => this._error(row, item) !== null });
    this._work = new Recalculation(this._graph, around, actsOf(around, () => this._work));
    this._work.everything(this._root);
    fillDefaults(this._root, around, (row, item) => this._work.answered(row, item));
    this.sections = sectionsOf(definition, this._scope);
  }

  /**
   * What an item says now: null while it is empty or hidden; a calculation gives its number or text.
   * @param {string} path
   * @returns {Value}
   */
  value(path) {
    const { row, item } = this._find(path);
    return readValue(row, item.name);
  }

  /**
   * What was answered, hidden or not.
   * @param {string} path
   * @returns {Value}
   */
  answer(path) {
    const { row, item } = this._find(path);
    return plain(row.answers[item.name]);
  }

  /**
   * Answer a question. Emptying it is an answer too (null stays in the tree, so a default does not come back).
   * @param {string} path
   * @param {Value} value text, or a list of texts for select_multiple and image
   * @returns {{changed: string[]}} every path whose value, relevance, judgement or wording may now differ
   */
  set(path, value) {
    const { row, item } = this._find(path);
    if (!isAsked(item)) throw new RangeError(`form: ${path} is not asked`);
    const before = plain(row.answers[item.name]);
    row.answers[item.name] = plain(value);
    return { changed: isSame(before, plain(value)) ? [path] : this._work.answered(row, item) };
  }

  /**
   * @param {string} path of a repeat: "member" or "member[m1].income"
   * @returns {string} the id of the new row
   */
  addRow(path) {
    return this.addRowWith(path).id;
  }

  /**
   * @param {string} path of a repeat
   * @returns {{id: string, changed: string[]}}
   */
  addRowWith(path) {
    const { row, item } = this._findRepeat(path);
    const id = this._around.newId();
    const answers = { _id: id };
    settle(item.inner, answers, this._around.newId);
    return { id, ...this._insert(row, item, wrapRow(item.inner, answers, row), row.answers[item.name].length) };
  }

  /**
   * @param {string} path of a row: "member[m1]"
   * @returns {{changed: string[], restore: () => {changed: string[]}}}
   */
  removeRow(path) {
    const { rows: steps } = parsePath(`${path}.`);
    const row = findRow(this._root, steps);
    const parent = /** @type {Row} */ (row.parent);
    const item = /** @type {Item} */ (row.scope.repeat);
    const sisters = /** @type {Row[]} */ (parent.below.get(item.name));
    const at = sisters.indexOf(row);
    sisters.splice(at, 1);
    parent.answers[item.name].splice(at, 1);
    const changed = this._work.rowsChanged(parent, item);
    return { changed, restore: () => this._insert(parent, item, row, Math.min(at, sisters.length)) };
  }

  /**
   * @param {string} path of a repeat
   * @returns {string[]} the ids of its rows
   */
  rows(path) {
    const { row, item } = this._findRepeat(path);
    return liveRows(row, item.name).map((each) => each.answers._id);
  }

  /**
   * @param {string} path of a question, group or repeat
   * @returns {boolean}
   */
  relevant(path) {
    const { row, item } = this._find(path);
    return row.shown.get(item.name) === true;
  }

  /**
   * What is wrong with an answer that was given; an empty one is missing, not wrong.
   * @param {string} path
   * @returns {Words | null}
   */
  error(path) {
    const { row, item } = this._find(path);
    return this._error(row, item);
  }

  /**
   * @param {string} path
   * @returns {boolean} whether it must be answered (shown and required)
   */
  required(path) {
    const { row, item } = this._find(path);
    return this._required(row, item);
  }

  /**
   * @param {string} [within] only inside this row ("member[m1]") or section name
   * @returns {string[]} paths of what must be answered and is not, in the order of the form
   */
  missing(within) {
    return this._found("missing", within);
  }

  /**
   * @param {string} [within] only inside this row or section name
   * @returns {string[]} paths of answers that must be changed, in the order of the form
   */
  wrong(within) {
    return this._found("wrong", within);
  }

  /**
   * The next answer that is missing or must be changed, going round from a path; null when nothing is open.
   * @param {string | null} [after] where the person is
   * @param {string} [within] only inside this row or section name
   * @returns {string | null}
   */
  nextOpen(after = null, within) {
    const open = this._found("open", within);
    if (open.length < 2 || after === null) return open[0] ?? null;
    const order = new Map(this._found("any", undefined).map((path, at) => [path, at]));
    const here = order.get(after) ?? -1;
    return open.find((path) => /** @type {number} */ (order.get(path)) > here) ?? open[0];
  }

  /**
   * @param {string} path of a select
   * @returns {{value: string, label: Words}[]} what may be chosen now
   */
  choices(path) {
    const { row, item } = this._find(path);
    return this._choices(row, item);
  }

  /**
   * Words of the form with the answers they mention filled in.
   * @param {string} path of the question whose words they are
   * @param {any} words {zh, en}, each a text or a list of texts and expressions
   * @param {string} language
   * @returns {string}
   */
  text(path, words, language) {
    const { row, item } = this._find(path);
    return this._text(row, item, words, language);
  }

  /**
   * An answer as a person reads it: the label of a choice, money with two decimals.
   * @param {string} path
   * @param {string} language
   * @returns {string}
   */
  display(path, language) {
    const { row, item } = this._find(path);
    return displayed(this.definition, item.node, readValue(row, item.name), language);
  }

  /**
   * A value a question could have, as a person reads it.
   * @param {string} path
   * @param {Value} value
   * @param {string} language
   * @returns {string}
   */
  displayAs(path, value, language) {
    return displayed(this.definition, this.node(path), value, language);
  }

  /**
   * @param {string} name of a question of the form itself, outside every repeat
   * @returns {boolean} whether the form has it
   */
  has(name) {
    return this._scope.items.has(name);
  }

  /**
   * @param {string} path
   * @returns {any} the definition's node
   */
  node(path) {
    return this._find(path).item.node;
  }

  /**
   * The name of the section a path stands in.
   * @param {string} path
   * @returns {number}
   */
  sectionOf(path) {
    const first = parsePath(path).rows[0]?.[0] ?? parsePath(path).name;
    return this.sections.findIndex((section) => section.items.some((item) => item.name === first) || section.name === first);
  }

  /**
   * The tree that is sealed: hidden answers left out, calculations written in, money with two decimals.
   * @returns {Record<string, any>}
   */
  sealedAnswers() {
    return sealAnswers(this._root);
  }

  /** @returns {Record<string, any>} the sealed tree without what the form works out by itself */
  givenAnswers() {
    return givenAnswers(this._root);
  }

  /** @returns {Set<string>} the digests of the photos the sealed answers name */
  photoDigests() {
    return photosIn(this._scope, this.sealedAnswers());
  }

  /** @param {string} path @returns {{row: Row, item: Item}} */
  _find(path) {
    const { rows, name } = parsePath(path);
    const row = findRow(this._root, rows);
    const item = row.scope.items.get(name);
    if (!item) throw new RangeError(`form: nothing is called ${path}`);
    return { row, item };
  }

  /** @param {string} path */
  _findRepeat(path) {
    const { row, item } = this._find(path);
    if (!item.inner) throw new RangeError(`form: ${path} does not repeat`);
    return { row, item: /** @type {Item & {inner: import("./form_schema.mjs").Scope}} */ (item) };
  }

  /**
   * @param {Row} parent
   * @param {Item} item
   * @param {Row} row
   * @param {number} at
   */
  _insert(parent, item, row, at) {
    parent.answers[item.name].splice(at, 0, row.answers);
    /** @type {Row[]} */ (parent.below.get(item.name)).splice(at, 0, row);
    this._work.everything(row);
    fillDefaults(row, this._around, (each, inner) => this._work.answered(each, inner));
    return { changed: this._work.rowsChanged(parent, item) };
  }

  /** @param {Row} row @param {Item} item */
  _required(row, item) {
    if (row.shown.get(item.name) !== true) return false;
    return holds(item.node.required, environment(this._around, row), false);
  }

  /** @param {Row} row @param {Item} item @returns {boolean} */
  _isMissing(row, item) {
    if (!item.node.required) return false;
    const known = row.missing.get(item.name);
    if (known !== undefined) return known;
    const missing = this._required(row, item) && this._isEmpty(row, item);
    row.missing.set(item.name, missing);
    return missing;
  }

  /** @param {Row} row @param {Item} item */
  _isEmpty(row, item) {
    return item.inner ? liveRows(row, item.name).length === 0 : readValue(row, item.name) === null;
  }

  /** @param {Row} row @param {Item} item @returns {Words | null} */
  _error(row, item) {
    if (!row.errors.has(item.name)) row.errors.set(item.name, this._judge(row, item));
    return row.errors.get(item.name);
  }

  /** @param {Row} row @param {Item} item @returns {Words | null} */
  _judge(row, item) {
    const value = isAsked(item) ? readValue(row, item.name) : null;
    if (value === null) return null;
    const shape = shapeError(item.node, value, item.node.list ? this._choices(row, item) : []);
    if (shape) return shape;
    const env = environment(this._around, row, { self: value });
    if (holds(item.node.constraint, env, true)) return null;
    const words = item.node.constraint_message;
    return words ? { zh: this._text(row, item, words, "zh"), en: this._text(row, item, words, "en") } : notAllowed;
  }

  /** @param {Row} row @param {Item} item */
  _choices(row, item) {
    const list = this.definition.lists[item.node.list] ?? [];
    if (item.node.filter === undefined) return list;
    return list.filter((/** @type {any} */ choice) => holds(item.node.filter, environment(this._around, row, { choice }), true));
  }

  /** @param {Row} row @param {Item} item @param {any} words @param {string} language */
  _text(row, item, words, language) {
    const parts = words?.[language] ?? "";
    if (!Array.isArray(parts)) return parts;
    const env = environment(this._around, row, { self: readValue(row, item.name), language });
    return parts.map((part) => (typeof part === "string" ? part : this._mention(row, part, env, language))).join("");
  }

  /** @param {Row} row @param {any} tree @param {any} env @param {string} language */
  _mention(row, tree, env, language) {
    const value = evaluate(tree, env);
    const at = tree[0] === "at" ? row.chain[tree[1]].scope.items.get(tree[2]) : null;
    return displayed(this.definition, at ? at.node : {}, value, language);
  }

  /**
   * @param {import("./form_finder.mjs").Kind} kind
   * @param {string | undefined} within
   * @returns {string[]}
   */
  _found(kind, within) {
    const section = this.sections.find((each) => each.name === within);
    if (section) return [...this._finder.among(kind, this._root, section)];
    const row = within ? findRow(this._root, parsePath(`${within}.`).rows) : this._root;
    return [...this._finder.inRow(kind, row)];
  }
}
