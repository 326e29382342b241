// What every part of the form's page shares: the form, the words, and the list of what is on the
// page, so that a change updates only what shows it.

import { Pour } from "./pour.mjs";
import { wordsIn } from "./words.mjs";

/** @typedef {import("../../core/form.mjs").Form} Form */
/** @typedef {{watch: number | null, timer: number, best: string, failed: string, draw: () => void}} PointSearch */
/** @typedef {{update: () => void, focus?: () => void}} View */

export class Context {
  /**
   * @param {HTMLElement} root
   * @param {any} options as given to renderForm
   */
  constructor(root, { form, lang = "zh", declared = {}, camera, photo, sign, scan, onChange = () => {} }) {
    /** @type {Form} */
    this.form = form;
    this.declared = declared;
    this.camera = camera;
    this.sign = sign;
    this.scan = scan;
    /** Required questions somebody was sent to: they say that they must be answered. @type {Set<string>} */
    this.sought = new Set();
    this.photo = photo ?? (() => ({}));
    /** The path that is being typed in: it is judged when the person leaves it. @type {string | null} */
    this.editing = null;
    /** Half-typed dates by path. @type {Map<string, string[]>} */
    this.partial = new Map();
    /** Rows that stand open, by path. @type {Set<string>} */
    this.open = new Set();
    /** Blocks that were unfolded in the open cards, by their first question. @type {Set<string>} */
    this.unfolded = new Set();
    /** What was typed to search a list, by the list's id. @type {Map<string, string>} */
    this.searched = new Map();
    /** Searches for a position, by path. @type {Map<string, PointSearch>} */
    this._searches = new Map();
    /** Where the person was last, a question's path. @type {string | null} */
    this.at = null;
    /** Called after every change of the answers. @type {(changed: string[]) => void} */
    this.afterChange = () => {};
    /** Ask the page to show a path and put the cursor there. @type {(path: string) => void} */
    this.goTo = () => {};
    this._onChange = onChange;
    this.pour = new Pour((isBusy) => root.setAttribute("aria-busy", String(isBusy)));
    /** @type {Map<string, View>} */
    this._views = new Map();
    /** @type {"zh" | "en"} */
    this.lang = lang;
    this.say = wordsIn(lang);
  }

  /** The search for a position at a path; it outlives the field that began it. @param {string} path @returns {PointSearch} */
  searchOf(path) {
    const search = this._searches.get(path) ?? { watch: null, timer: 0, best: "", failed: "", draw: () => {} };
    this._searches.set(path, search);
    return search;
  }

  /** @param {"zh" | "en"} lang */
  setLanguage(lang) {
    this.lang = lang;
    this.say = wordsIn(lang);
  }

  /**
   * @param {string} path
   * @param {View} view
   */
  register(path, view) {
    this._views.set(path, view);
  }

  /** Forget what is on the page at a path and below it. @param {string} [prefix] */
  forget(prefix) {
    if (prefix === undefined) this.pour.drop();
    for (const path of [...this._views.keys()]) if (prefix === undefined || path.startsWith(prefix)) this._views.delete(path);
  }

  /** Build on, where the page comes bit by bit, until a path stands on it. @param {string} path */
  reach(path) {
    this.pour.until(() => this._views.has(path));
    return this._views.get(path);
  }

  /** @param {string} path */
  view(path) {
    return this._views.get(path);
  }

  /**
   * Answer a question and update what shows it.
   * @param {string} path
   * @param {import("../../core/form_values.mjs").Value} value
   */
  set(path, value) {
    this.changed(path, this.form.set(path, value).changed);
  }

  /**
   * @param {string} path what the person changed
   * @param {string[]} changed everything that may look different
   */
  changed(path, changed) {
    const rows = new Set(changed.flatMap(rowsAbove));
    for (const each of [...changed, ...rows]) this._views.get(each)?.update();
    this.afterChange(changed);
    this._onChange(path);
  }

  /** Show a question's error, unless it is still being typed. @param {string} path */
  shownError(path) {
    return this.editing === path ? null : this.form.error(path);
  }

  /**
   * @param {string} path
   * @param {any} words
   */
  text(path, words) {
    return words ? this.form.text(path, words, this.lang) : "";
  }
}

/**
 * The rows a path lies in: member[a].income[b].amount → member[a], member[a].income[b].
 * @param {string} path
 * @returns {string[]}
 */
export function rowsAbove(path) {
  const steps = path.split(".").slice(0, -1);
  return steps.map((_, at) => steps.slice(0, at + 1).join("."));
}
