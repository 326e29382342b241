// The head of a section: its name, how far the form has come, what is left, what must be changed.

import { h, icon, setText } from "./dom.mjs";
import { rowName } from "./rows.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * @param {Context} ctx
 * @param {any[]} sections those that are shown now
 * @param {number} at
 * @returns {{element: HTMLElement, errors: HTMLElement, title: HTMLElement, update: () => void}}
 */
export function buildSectionHead(ctx, sections, at) {
  const title = h("h1", { tabindex: "-1" }, ctx.text(sections[at].name, sections[at].label));
  const steps = h("span", { class: "steps", role: "img" });
  const next = h("button", { class: "link next", type: "button", onclick: () => goNext(ctx, sections[at].name) });
  const errors = h("div", { class: "errors", role: "alert", hidden: true });
  const element = h("div", { class: "sec" }, title, steps, h("span", {}, ctx.say.section(at + 1, sections.length)), next);
  const update = () => {
    showSteps(ctx, steps, sections, at);
    showLeft(ctx, next, sections[at].name);
    showErrors(ctx, errors, sections[at].name);
  };
  update();
  return { element, errors, title, update };
}

/**
 * @param {Context} ctx
 * @param {HTMLElement} steps
 * @param {any[]} sections
 * @param {number} at
 */
function showSteps(ctx, steps, sections, at) {
  const done = sections.map((section) => isDone(ctx, section.name));
  const looks = sections.map((_, place) => (place === at ? "n" : done[place] ? "d" : ""));
  if (steps.dataset.looks !== looks.join()) {
    steps.dataset.looks = looks.join();
    steps.replaceChildren(...looks.map((look) => h("i", { class: look })));
  }
  const numbers = done.flatMap((each, place) => (each && place !== at ? [place + 1] : []));
  steps.setAttribute("aria-label", ctx.say.progress(at + 1, sections.length, numbers));
}

/**
 * @param {Context} ctx
 * @param {string} name
 */
function isDone(ctx, name) {
  return ctx.form.missing(name).length === 0 && ctx.form.wrong(name).length === 0;
}

/**
 * What is left in this section, then what is wrong in it; when nothing is, the same of the whole form.
 * @param {Context} ctx
 * @param {HTMLElement} next
 * @param {string} name
 */
function showLeft(ctx, next, name) {
  const left = ctx.form.missing(name).length || (wrongIn(ctx, name) ? 0 : ctx.form.missing().length);
  const wrong = left ? 0 : wrongIn(ctx, name) || wrongIn(ctx);
  next.hidden = left + wrong === 0;
  setText(next, left ? ctx.say.next(left) : ctx.say.nextWrong(wrong));
}

/**
 * @param {Context} ctx
 * @param {string} name
 */
function goNext(ctx, name) {
  const path = ctx.form.nextOpen(ctx.at, name) ?? ctx.form.nextOpen(ctx.at);
  if (path) ctx.goTo(path);
}

/**
 * @param {Context} ctx
 * @param {string} [name] of a section; the whole form without
 */
function wrongIn(ctx, name) {
  return ctx.form.wrong(name).filter((path) => ctx.shownError(path) !== null).length;
}

/**
 * @param {Context} ctx
 * @param {HTMLElement} errors
 * @param {string} name
 */
function showErrors(ctx, errors, name) {
  const wrong = ctx.form.wrong(name).filter((path) => ctx.shownError(path) !== null);
  const said = wrong.map((path) => `${path}\n${sentence(ctx, path)}`).join("\n") + ctx.lang;
  if (errors.dataset.said === said) return;
  errors.dataset.said = said;
  errors.hidden = wrong.length === 0;
  errors.replaceChildren(h("h2", {}, icon("warn"), ctx.say.wrongHere(wrong.length)), ...wrong.map((path) => link(ctx, path)));
}

/**
 * @param {Context} ctx
 * @param {string} path
 */
function link(ctx, path) {
  const go = (/** @type {Event} */ event) => {
    event.preventDefault();
    ctx.goTo(path);
  };
  return h("a", { href: `#${encodeURIComponent(`f-${path}`)}`, onclick: go }, sentence(ctx, path));
}

/**
 * Whose answer it is, and the first sentence of what is wrong: 陈示兰的保洁零工：2026年4月还没到
 * @param {Context} ctx
 * @param {string} path
 */
function sentence(ctx, path) {
  const error = /** @type {any} */ (ctx.form.error(path));
  const first = String(error[ctx.lang]).split(/(?<=[^0-9])\.(?: |$)|。/)[0];
  const owners = owner(ctx, path);
  return (owners.length ? ctx.say.owner(owners) : ctx.text(path, ctx.form.node(path).label)) + ctx.say.colon + first;
}

/**
 * @param {Context} ctx
 * @param {string} path
 * @returns {string[]} the names of the rows it stands in
 */
function owner(ctx, path) {
  const steps = path.split(".").slice(0, -1);
  return steps.map((_, at) => {
    const row = steps.slice(0, at + 1).join(".");
    return rowName(ctx, ctx.form.node(row.slice(0, row.lastIndexOf("["))), row);
  });
}
