// A ranking: the first thing tapped is first, the next second; tapped again, a thing loses its place.
// It is judged when the person has left it, not while things are still being ranked.

import { h, setText } from "./dom.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @returns {import("./question.mjs").Field}
 */
export function buildRank(ctx, node, path, id) {
  const list = h("div", { class: "ranks" });
  const left = h("p", { class: "hint", role: "status" });
  const again = h("button", { class: "btn plain", type: "button", onclick: () => ctx.set(path, null) }, ctx.say.rankAgain);
  /** @type {any[]} */
  const inputs = [];
  const update = () => {
    const choices = ctx.form.choices(path);
    if (choices.map((choice) => choice.value).join("\n") !== inputs.map((input) => input.value).join("\n")) {
      inputs.splice(0, inputs.length, ...choices.map((choice, at) => item(ctx, node, path, at === 0 ? id : `${id}-${choice.value}`, choice)));
      list.replaceChildren(...inputs);
    }
    const ranked = rankedOf(ctx, path, choices);
    inputs.forEach((input) => show(ctx, input, ranked.indexOf(input.value) + 1));
    setText(left, ranked.length === choices.length ? ctx.say.rankDone : ctx.say.rankLeft(ranked.length + 1));
    again.hidden = ranked.length === 0 || Boolean(node.read_only);
  };
  const control = h("div", { class: "ranking" }, list, h("div", { class: "row" }, left, again));
  control.addEventListener("focusout", (/** @type {FocusEvent} */ event) => {
    if (control.contains(/** @type {Node | null} */ (event.relatedTarget))) return;
    ctx.editing = null;
    ctx.view(path)?.update();
    ctx.afterChange([path]);
  });
  return { control, inputs, update, grouped: true };
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @param {any} choice
 */
function item(ctx, node, path, id, choice) {
  const onclick = () => {
    ctx.editing = path;
    const ranked = rankedOf(ctx, path, ctx.form.choices(path));
    ctx.set(path, ranked.includes(choice.value) ? ranked.filter((name) => name !== choice.value) : [...ranked, choice.value]);
  };
  const words = choice.label[ctx.lang];
  const place = h("span", { class: "box", "aria-hidden": "true" });
  return h("button", { class: "opt", type: "button", id, value: choice.value, disabled: node.read_only, "aria-describedby": `e-${path}`, "data-words": words, onclick }, place, h("span", { class: "words" }, words));
}

/**
 * @param {Context} ctx
 * @param {any} button
 * @param {number} place from 1; 0 while it has none
 */
function show(ctx, button, place) {
  setText(button.firstChild, place ? String(place) : "");
  button.classList.toggle("is-on", place > 0);
  button.setAttribute("aria-pressed", String(place > 0));
  button.setAttribute("aria-label", place ? ctx.say.rankedAs(place, button.dataset.words) : button.dataset.words);
}

/**
 * What has a place, without what is no longer offered.
 * @param {Context} ctx
 * @param {string} path
 * @param {any[]} choices
 * @returns {string[]}
 */
function rankedOf(ctx, path, choices) {
  const value = ctx.form.answer(path);
  const offered = new Set(choices.map((choice) => choice.value));
  return (Array.isArray(value) ? value : []).filter((name) => offered.has(name));
}
