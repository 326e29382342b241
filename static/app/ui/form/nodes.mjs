// A list of the definition's nodes → what stands on the page.

import { isMoney } from "../../core/form_display.mjs";
import { isWorked } from "../../core/form_schema.mjs";
import { buildCards } from "./cards.mjs";
import { h, setText } from "./dom.mjs";
import { isField } from "./fields.mjs";
import { figureText } from "./figures.mjs";
import { buildItems } from "./items.mjs";
import { buildQuestion } from "./question.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * @param {Context} ctx
 * @param {Element} place where they are put, at its end
 * @param {any[]} nodes
 * @param {string} prefix "" or "member[m1]."
 */
export function pourNodes(ctx, place, nodes, prefix) {
  ctx.pour.into(place, nodes.map((node) => () => buildNode(ctx, node, prefix)));
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} prefix
 * @returns {HTMLElement | null}
 */
function buildNode(ctx, node, prefix) {
  const path = prefix + node.name;
  if (isField(node)) return buildQuestion(ctx, node, path);
  if (node.type === "note") return buildNote(ctx, node, path);
  if ((node.type === "calculate" || isWorked(node)) && node.label) return buildResult(ctx, node, path);
  if (node.type === "repeat") return prefix === "" ? buildCards(ctx, node, path) : buildItems(ctx, node, path);
  return node.type === "group" ? buildGroup(ctx, node, prefix) : null;
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 */
function buildNote(ctx, node, path) {
  const text = h("p", {});
  const hint = node.hint ? h("p", { class: "hint" }) : null;
  return shown(ctx, path, h("div", { class: "note q" }, hint, text), () => {
    setText(text, ctx.text(path, node.label));
    if (hint) setText(hint, ctx.text(path, node.hint));
  });
}

/**
 * Something worked out: its name and its figure. Money that is not known yet is said to be so,
 * never shown as nought.
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 */
function buildResult(ctx, node, path) {
  const label = h("span", {});
  const figure = h("b", {});
  const line = h("p", { class: "result" }, label, figure);
  return shown(ctx, path, line, () => {
    setText(label, ctx.text(path, node.label));
    setText(figure, figureText(ctx, node, path) || ctx.say.known);
    line.hidden = ctx.form.value(path) === null && !isMoney(node);
  });
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} prefix
 */
function buildGroup(ctx, node, prefix) {
  const path = prefix + node.name;
  const title = node.label ? h("h2", {}) : null;
  const group = h("section", { class: "group" }, title);
  pourNodes(ctx, group, node.nodes, prefix);
  return shown(ctx, path, group, () => title && setText(title, ctx.text(path, node.label)));
}

/**
 * @param {Context} ctx
 * @param {string} path
 * @param {HTMLElement} element
 * @param {() => void} fill
 */
function shown(ctx, path, element, fill) {
  const update = () => {
    element.hidden = !ctx.form.relevant(path);
    if (!element.hidden) fill();
  };
  ctx.register(path, { update });
  update();
  return element;
}
