// A number out of a range: the figure large, a key at either side, and a rail to slide along.
// Until somebody touches it there is no answer.

import { toNumber, fixedText } from "../../core/form_values.mjs";
import { h, icon, setText } from "./dom.mjs";
import { unitOf } from "./figures.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @returns {import("./question.mjs").Field}
 */
export function buildRange(ctx, node, path, id) {
  const { start, end, step, places } = node.range;
  const most = Math.floor((end - start) / step + 1e-9);
  const textAt = (/** @type {number} */ at) => fixedText(start + at * step, places);
  const rail = h("input", { type: "range", id, min: 0, max: most, step: 1, disabled: node.read_only, oninput: () => ctx.set(path, textAt(Number(rail.value))) });
  const figure = h("output", { class: "figure", for: id });
  const less = key("minus", ctx.say.less1, () => move(-1));
  const more = key("plus", ctx.say.more1, () => move(1));
  [less, more].forEach((button) => (button.disabled = Boolean(node.read_only)));
  const ends = h("div", { class: "ends", "aria-hidden": "true" }, h("span", {}, textAt(0)), h("span", {}, textAt(most)));
  const unit = unitOf(ctx, node);

  /** @param {number} by */
  function move(by) {
    const at = place();
    ctx.set(path, textAt(at === null ? 0 : Math.min(most, Math.max(0, at + by))));
  }

  function place() {
    const number = toNumber(ctx.form.answer(path));
    return number === null ? null : Math.floor((number - start) / step + 0.5);
  }

  const update = () => {
    const at = place();
    const said = at === null ? ctx.say.notYet : `${ctx.form.answer(path)}${unit ? ` ${unit}` : ""}`;
    setText(figure, said);
    figure.classList.toggle("none", at === null);
    rail.classList.toggle("untouched", at === null);
    rail.setAttribute("aria-valuetext", said);
    rail.value = String(at ?? 0);
  };
  const control = h("div", { class: "range" }, h("div", { class: "step" }, less, figure, more), rail, ends);
  return { control, inputs: [rail], update };
}

/**
 * @param {string} name
 * @param {string} words
 * @param {() => void} onclick
 */
function key(name, words, onclick) {
  return h("button", { class: "btn", type: "button", "aria-label": words, onclick }, icon(name));
}
