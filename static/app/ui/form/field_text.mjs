// Text, typed with any input method: nothing is read while a syllable is being composed.

import { h } from "./dom.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @returns {import("./question.mjs").Field}
 */
export function buildText(ctx, node, path, id) {
  const long = node.appearance?.includes("multiline");
  const input = h(long ? "textarea" : "input", {
    class: "input wide", id, autocomplete: "off", spellcheck: "false", readonly: node.read_only, maxlength: 20000,
    rows: long ? 4 : null, type: long ? null : "text",
  });
  listen(ctx, path, input, (text) => ctx.set(path, text));
  return { control: h("div", { class: "field" }, input), inputs: [input], update: () => showIn(ctx, path, input, textOf(ctx, path)) };
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @returns {import("./question.mjs").Field}
 */
export function buildMoment(ctx, node, path, id) {
  const whole = node.type === "dateTime";
  const input = h("input", { class: "input", id, type: whole ? "datetime-local" : "time", readonly: node.read_only });
  listen(ctx, path, input, (text) => ctx.set(path, whole && text ? `${text}:00.000+08:00` : text));
  const shown = () => (whole ? textOf(ctx, path).slice(0, 16) : textOf(ctx, path));
  return { control: h("div", { class: "field" }, input), inputs: [input], update: () => showIn(ctx, path, input, shown()) };
}

/**
 * Read an input as it is typed, but not in the middle of a composition; judge it on leaving.
 * @param {Context} ctx
 * @param {string} path
 * @param {any} input
 * @param {(text: string) => void} answered
 */
export function listen(ctx, path, input, answered) {
  let composing = false;
  const read = () => {
    if (composing) return;
    if (ctx.form.error(path) === null) ctx.editing = path;
    answered(input.value);
  };
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    read();
  });
  input.addEventListener("input", read);
  input.addEventListener("blur", () => {
    if (composing) answered(input.value); // some keyboards leave without ending the composition
    composing = false;
    ctx.editing = null;
    ctx.view(path)?.update();
    ctx.afterChange([path]);
  });
}

/**
 * Never overwrite what somebody is typing in.
 * @param {Context} ctx
 * @param {string} path
 * @param {any} input
 * @param {string} text
 */
export function showIn(ctx, path, input, text) {
  if (document.activeElement === input && ctx.editing === path) return;
  if (input.value !== text) input.value = text;
}

/**
 * @param {Context} ctx
 * @param {string} path
 */
export function textOf(ctx, path) {
  const value = ctx.form.answer(path);
  return value === null ? "" : String(value);
}

/**
 * Full-width figures and points, as Chinese input methods give them, become plain ones.
 * @param {string} text
 */
export function plainFigures(text) {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/。/g, ".")
    .replace(/[,，\s]/g, "");
}
