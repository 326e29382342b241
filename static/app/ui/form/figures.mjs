// A figure with its unit, as it stands beside its name: 1,860.00 元, 3 人, 42 平方米.

import { isMoney } from "../../core/form_display.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @returns {string} empty while there is nothing to show
 */
export function figureText(ctx, node, path) {
  return withUnit(ctx, node, ctx.form.display(path, ctx.lang));
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} text as it is displayed
 */
export function withUnit(ctx, node, text) {
  if (text === "") return "";
  if (isMoney(node)) return ctx.say.money(text);
  const unit = node.appearance?.includes("years") ? "" : unitOf(ctx, node);
  return unit ? `${text} ${unit}` : text;
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @returns {string}
 */
export function unitOf(ctx, node) {
  const units = /** @type {Record<string, string>} */ (ctx.say.units);
  return (node.appearance ?? []).map((/** @type {string} */ look) => units[look]).find(Boolean) ?? "";
}
