// The rows of a repeat inside a card: items, one beneath the other, each with its heading.

import { h, icon, setChildren, setText } from "./dom.mjs";
import { isField } from "./fields.mjs";
import { pourNodes } from "./nodes.mjs";
import { fold, isCounted, labelOf, rowNumber, rowTitle } from "./rows.mjs";
import { removeRow, withOffers } from "./undo.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * @param {Context} ctx
 * @param {any} node the repeat
 * @param {string} path of the repeat: "member[m1].income"
 * @returns {HTMLElement}
 */
export function buildItems(ctx, node, path) {
  const list = h("div", { class: "items" });
  const add = h("button", { class: "btn add-row", type: "button" }, icon("plus"), ctx.say.addItem(ctx.text(path, node.label)));
  const draw = (/** @type {string} */ id) => buildItem(ctx, node, `${path}[${id}]`, redraw);
  let drawn = "";
  /** Items as they stand, by the id of their row. @type {Map<string, HTMLElement>} */
  const standing = new Map();
  const item = (/** @type {string} */ id) => {
    const kept = ctx.view(`${path}[${id}]`) && standing.get(id);
    if (kept) ctx.view(`${path}[${id}]`)?.update();
    else standing.set(id, draw(id));
    return /** @type {HTMLElement} */ (standing.get(id));
  };
  const redraw = () => {
    drawn = ctx.form.rows(path).join();
    setChildren(list, withOffers(ctx, path, ctx.form.rows(path).map(item), "div", redraw));
  };
  add.addEventListener("click", () => {
    const { id, changed } = ctx.form.addRowWith(path);
    ctx.pour.gradually(redraw);
    ctx.changed(path, changed);
    ctx.goTo(ctx.form.missing(`${path}[${id}]`)[0]);
  });
  const whole = h("div", { class: "nested" }, list, !isCounted(node) && h("p", { class: "add-item" }, add));
  const update = () => {
    whole.hidden = !ctx.form.relevant(path);
    if (isCounted(node) && drawn !== ctx.form.rows(path).join()) redraw();
    for (const id of ctx.form.rows(path)) ctx.view(`${path}[${id}]`)?.update();
  };
  ctx.register(path, { update, focus: () => add.focus() });
  redraw();
  update();
  return whole;
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path of the row
 * @param {() => void} redraw
 */
function buildItem(ctx, node, path, redraw) {
  const title = h("span", {});
  const remove = h("button", { class: "btn plain", type: "button" }, ctx.say.removeItem());
  const at = node.nodes.findIndex((/** @type {any} */ each) => each.name === node.amount);
  const naming = node.nodes.slice(0, Math.max(0, at));
  const block = h("div", { class: "naming" });
  const questions = naming.filter(isField).map((/** @type {any} */ each) => `${path}.${each.name}`);
  const unfold = fold(ctx, questions, block, ctx.say.change, () => pourNodes(ctx, block, naming, `${path}.`));
  const item = h("div", { class: "item", role: "group" }, h("p", { class: "item-h" }, title, unfold, !isCounted(node) && remove), naming.length > 0 && block);
  pourNodes(ctx, item, node.nodes.slice(naming.length), `${path}.`);
  const update = () => {
    const words = titleOf(ctx, node, path);
    setText(title, words);
    item.setAttribute("aria-label", words);
    unfold?.setAttribute("aria-label", ctx.say.ofRow(ctx.say.change, words));
    remove.setAttribute("aria-label", ctx.say.ofRow(ctx.say.removeItem(), words));
  };
  remove.addEventListener("click", () => removeRow(ctx, path, titleOf(ctx, node, path), redraw));
  ctx.register(path, { update, focus: () => (isCounted(node) ? item.querySelector("input, select, textarea, button")?.focus() : remove.focus()) });
  update();
  return item;
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 */
function titleOf(ctx, node, path) {
  return ctx.say.itemTitle(labelOf(ctx, node, path), rowNumber(ctx, node, path), rowTitle(ctx, node, path));
}
