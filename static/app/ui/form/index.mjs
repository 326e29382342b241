// The form on the page. The app around it (head, foot, saving, camera, addresses) is not its
// business: it is told of changes by onChange and of another section by onSection.

import { closeSisters } from "./cards.mjs";
import { Context } from "./context.mjs";
import { h } from "./dom.mjs";
import { pourNodes } from "./nodes.mjs";
import { buildSectionHead } from "./section_head.mjs";
import { holdPlace } from "../hold_place.mjs";

/** @typedef {{thumbnailUrl?: string, takenAt?: string, caption?: string, replaced?: boolean}} Photo */

/**
 * @typedef {object} Options
 * @property {import("../../core/form.mjs").Form} form
 * @property {"zh" | "en"} lang
 * @property {Record<string, string>} [declared] what the family declared, by path
 * @property {number} [sectionIndex] among form.sections
 * @property {(shot: {path: string, caption: string, replaces: string | null}) => Promise<{digest: string} | null>} [camera] null when nothing was taken
 * @property {(digest: string) => Photo} [photo] what is known of a photo, at once
 * @property {(what: {path: string, name: string}) => Promise<any>} [sign] the ink of a signature; null when put off
 * @property {(what: {path: string}) => Promise<string | null>} [scan] the text of a code; null when none was read
 * @property {(path: string) => void} [onChange] after every change of the answers
 * @property {(sectionIndex: number) => void} [onSection] when the form itself went to another section
 */

/**
 * @typedef {object} FormPage
 * @property {(sectionIndex: number) => void} show a section, from its top
 * @property {(lang: "zh" | "en", around?: () => void) => void} setLang at once, keeping the place, the focus and what is typed
 * @property {(path: string) => void} focus go to a question or row, in whatever section it is
 * @property {() => number} section the section that is shown
 * @property {() => number[]} shown the sections that apply to this household, in order
 * @property {() => void} refresh look at every answer again (photos came, answers were merged)
 * @property {() => void} destroy
 */

/**
 * @param {HTMLElement} root
 * @param {Options} options
 * @returns {FormPage}
 */
export function renderForm(root, options) {
  const page = new Page(root, options);
  page.open(options.sectionIndex ?? 0);
  return {
    show: (sectionIndex) => page.show(sectionIndex),
    setLang: (lang, around = () => {}) => page.setLanguage(lang, around),
    focus: (path) => page.goTo(path),
    section: () => page.at,
    shown: () => page.shown(),
    refresh: () => page.redraw(),
    destroy: () => page.destroy(),
  };
}

class Page {
  /**
   * @param {HTMLElement} root
   * @param {Options} options
   */
  constructor(root, options) {
    this._root = root;
    this._ctx = new Context(root, options);
    this._ctx.goTo = (path) => this.goTo(path);
    this._ctx.afterChange = () => this._afterChange();
    this._onSection = options.onSection ?? (() => {});
    this.at = 0;
    root.classList.add("form");
    root.addEventListener("focusin", this._followed);
  }

  /** Where the person is. @param {FocusEvent} event */
  _followed = (event) => {
    const path = /** @type {HTMLElement} */ (event.target).closest("[data-path]")?.getAttribute("data-path");
    if (path) this._ctx.at = path;
  };

  /** @param {number} sectionIndex */
  open(sectionIndex) {
    this.at = sectionIndex;
    this.redraw();
    globalThis.scrollTo?.(0, 0);
  }

  /** @param {number} sectionIndex */
  show(sectionIndex) {
    this._ctx.pour.gradually(() => this.open(sectionIndex));
  }

  /** @returns {number[]} */
  shown() {
    const { form } = this._ctx;
    return form.sections.flatMap((section, at) => (form.relevant(section.name) ? [at] : []));
  }

  /** @param {"zh" | "en"} lang @param {() => void} around draws what stands around the form */
  setLanguage(lang, around) {
    const goBack = holdPlace(this._root);
    this._ctx.setLanguage(lang);
    around();
    this.redraw();
    goBack();
  }

  redraw() {
    this._ctx.forget();
    const body = h("div", { class: "section" });
    pourNodes(this._ctx, body, this._ctx.form.sections[this.at].nodes, "");
    this._root.replaceChildren(...this._drawHead(), body);
  }

  /** @param {string} path */
  goTo(path) {
    if (!path) return;
    const section = this._ctx.form.sectionOf(path);
    const elsewhere = section >= 0 && section !== this.at;
    if (elsewhere) this.at = section;
    if (this._openCard(path) || elsewhere) this._ctx.pour.gradually(() => this.redraw());
    if (elsewhere) this._onSection(section);
    this._ctx.sought.add(path);
    this._ctx.at = path;
    if (this._ctx.pour.isDone) this._arrive(path);
    else this._ctx.pour.soon(() => this._arrive(path));
  }

  /** @param {string} path */
  _arrive(path) {
    this._ctx.reach(path)?.update();
    this._ctx.view(path)?.focus?.();
  }

  destroy() {
    this._ctx.forget();
    this._ctx.afterChange = () => {};
    this._root.removeEventListener("focusin", this._followed);
    this._root.replaceChildren();
    this._root.classList.remove("form");
    this._root.removeAttribute("aria-busy");
  }

  /**
   * Open the card a path lies in.
   * @param {string} path
   * @returns {boolean} whether it was closed
   */
  _openCard(path) {
    const row = /^[^.[]+\[[^\]]+\](?=\.|$)/.exec(path)?.[0];
    if (!row || this._ctx.open.has(row)) return false;
    closeSisters(this._ctx, row);
    this._ctx.open.add(row);
    return true;
  }

  /** Another section may have come or gone; what is being typed stays as it is. */
  _afterChange() {
    if (this.shown().join() === this._drawn) return this._head?.update();
    const [before, errors] = [this._head?.element, this._head?.errors];
    const [element, list] = this._drawHead();
    before?.replaceWith(element);
    errors?.replaceWith(list);
  }

  /** @returns {HTMLElement[]} */
  _drawHead() {
    const shown = this.shown();
    this._drawn = shown.join();
    const sections = shown.map((at) => this._ctx.form.sections[at]);
    this._head = buildSectionHead(this._ctx, sections, Math.max(0, shown.indexOf(this.at)));
    return [this._head.element, this._head.errors];
  }
}
