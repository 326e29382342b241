// Dates by keypad: year, month and day in fields of their own; a month has no day.

import { isMonth } from "../../core/form_display.mjs";
import { h } from "./dom.mjs";
import { plainFigures } from "./field_text.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @returns {import("./question.mjs").Field}
 */
export function buildDate(ctx, node, path, id) {
  const parts = isMonth(node) ? ["year", "month"] : ["year", "month", "day"];
  const inputs = parts.map((part, at) => buildPart(ctx, node, part, at === 0 ? id : `${id}-${part}`));
  const control = h("div", { class: "field date" }, ...inputs.map((input, at) => h("span", { class: "part" }, input, h("span", { class: "unit", "aria-hidden": "true" }, nameOf(ctx, parts[at])))));
  inputs.forEach((input, at) => {
    input.addEventListener("input", (/** @type {InputEvent} */ event) => event.isComposing || typed(ctx, path, inputs, at));
    input.addEventListener("compositionend", () => typed(ctx, path, inputs, at));
  });
  control.addEventListener("focusout", (/** @type {FocusEvent} */ event) => left(ctx, path, control, event));
  return { control, inputs, update: () => show(ctx, path, inputs, control) };
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} part
 * @param {string} id
 */
function buildPart(ctx, node, part, id) {
  return h("input", {
    class: `input ${part}`, id, type: "text", inputmode: "numeric", autocomplete: "off", maxlength: part === "year" ? 4 : 2,
    "aria-label": nameOf(ctx, part), readonly: node.read_only,
  });
}

/**
 * @param {Context} ctx
 * @param {string} part
 */
function nameOf(ctx, part) {
  return /** @type {Record<string, string>} */ (/** @type {any} */ (ctx.say))[part];
}

/**
 * A date that is not finished is kept as typed, and is not an answer yet.
 * @param {Context} ctx
 * @param {string} path
 * @param {any[]} inputs
 * @param {number} at
 */
function typed(ctx, path, inputs, at) {
  const parts = inputs.map((input) => plainFigures(input.value));
  const date = assembled(parts);
  if (ctx.form.error(path) === null) ctx.editing = path;
  ctx.partial.set(path, parts);
  if (date !== ctx.form.answer(path)) ctx.set(path, date);
  if (parts[at].length === (at === 0 ? 4 : 2)) moveOn(inputs, at);
}

/**
 * A finished part hands over to the next one, so a date is typed without another tap.
 * @param {any[]} inputs
 * @param {number} at
 */
function moveOn(inputs, at) {
  const next = inputs[at + 1];
  if (next && next.value === "") next.focus();
}

/**
 * @param {string[]} parts
 * @returns {string | null}
 */
function assembled([year, month, day = "01"]) {
  if (!/^[0-9]{4}$/.test(year) || !/^[0-9]{1,2}$/.test(month) || !/^[0-9]{1,2}$/.test(day)) return null;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/**
 * @param {Context} ctx
 * @param {string} path
 * @param {HTMLElement} control
 * @param {FocusEvent} event
 */
function left(ctx, path, control, event) {
  if (control.contains(/** @type {Node | null} */ (event.relatedTarget))) return;
  ctx.editing = null;
  if (ctx.form.answer(path) !== null) ctx.partial.delete(path);
  ctx.view(path)?.update();
  ctx.afterChange([path]);
}

/**
 * @param {Context} ctx
 * @param {string} path
 * @param {any[]} inputs
 * @param {HTMLElement} control
 */
function show(ctx, path, inputs, control) {
  if (control.contains(document.activeElement)) return;
  const date = ctx.form.answer(path);
  const parts = date === null ? ctx.partial.get(path) ?? [] : String(date).split("-");
  inputs.forEach((input, at) => {
    const text = at === 0 ? parts[0] ?? "" : (parts[at] ?? "").replace(/^0/, "");
    if (input.value !== text) input.value = text;
  });
}
