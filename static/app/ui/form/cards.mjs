// The rows of an outermost repeat as cards on the binding line. Closed: name, one line, amount.
// Open: framed, with everything in it. A card's inside is built when it is first opened.

import { h, icon, setText } from "./dom.mjs";
import { isField } from "./fields.mjs";
import { buildNodes } from "./nodes.mjs";
import { figureText } from "./figures.mjs";
import { fold, isCounted, isPeople, labelOf, rowName, rowState } from "./rows.mjs";
import { removeRow, withOffers } from "./undo.mjs";

/** @typedef {import("./context.mjs").Context} Context */

const HOLES = { done: "check", bad: "warn", half: "", todo: "plus" };

/**
 * @param {Context} ctx
 * @param {any} node the repeat
 * @param {string} path of the repeat
 * @returns {HTMLElement}
 */
export function buildCards(ctx, node, path) {
  const list = h("ol", { class: "bind people" });
  let drawn = "";
  const update = () => {
    list.hidden = !ctx.form.relevant(path);
    if (isCounted(node) && drawn !== ctx.form.rows(path).join()) redraw();
  };
  const redraw = () => {
    drawn = ctx.form.rows(path).join();
    const cards = ctx.form.rows(path).map((id) => buildCard(ctx, node, `${path}[${id}]`, redraw));
    list.replaceChildren(...withOffers(ctx, path, cards, "li", redraw), ...(isCounted(node) ? [] : [buildAdd(ctx, node, path, redraw)]));
  };
  ctx.register(path, { update, focus: () => list.querySelector(".add-row")?.focus() });
  openFirst(ctx, path);
  redraw();
  update();
  return list;
}

/**
 * When none is open, the first card with something wrong opens, else the first unfinished one.
 * @param {Context} ctx
 * @param {string} path
 */
function openFirst(ctx, path) {
  const rows = ctx.form.rows(path).map((id) => `${path}[${id}]`);
  if (rows.some((row) => ctx.open.has(row)) || ctx.open.has(path)) return;
  const first = rows.find((row) => ctx.form.wrong(row).length > 0) ?? rows.find((row) => ctx.form.missing(row).length > 0);
  if (first) ctx.open.add(first);
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path of the row
 * @param {() => void} redraw
 */
function buildCard(ctx, node, path, redraw) {
  const head = buildHead(ctx, node, path, () => toggle(ctx, path, redraw));
  const item = h("li", { class: "card-row" }, head.hole);
  if (ctx.open.has(path)) item.append(h("div", { class: "open" }, head.element, ...buildInside(ctx, node, path, redraw)));
  else item.append(head.element);
  ctx.register(path, { update: head.update, focus: () => head.button.focus() });
  head.update();
  return item;
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {() => void} onclick
 */
function buildHead(ctx, node, path, onclick) {
  const hole = h("span", { class: "hole" });
  const name = h("span", { class: "n" });
  const say = h("span", { class: "say" });
  const amount = h("span", { class: "amt" });
  const button = h("button", { class: "btn", type: "button", onclick, "aria-expanded": String(ctx.open.has(path)) });
  const update = () => {
    const state = rowState(ctx, path);
    hole.className = `hole ${state.look}`;
    hole.replaceChildren(...(HOLES[state.look] ? [icon(HOLES[state.look])] : []));
    setText(name, rowName(ctx, node, path));
    setText(say, summary(ctx, node, path));
    amount.replaceChildren(state.chip ?? amountText(ctx, node, path));
    setText(button, buttonWord(ctx, path, state.look));
    button.setAttribute("aria-label", ctx.say.ofRow(button.textContent ?? "", name.textContent ?? ""));
  };
  return { element: h("div", { class: "person" }, name, say, amount, button), hole, button, update };
}

/**
 * @param {Context} ctx
 * @param {string} path
 * @param {string} look
 */
function buttonWord(ctx, path, look) {
  if (ctx.open.has(path)) return ctx.say.close;
  return look === "half" ? ctx.say.carryOn : ctx.say.change;
}

/**
 * The one line of a card: what is answered of the row's summary.
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 */
function summary(ctx, node, path) {
  const parts = (node.summary ?? []).map((/** @type {string} */ name) => ctx.form.display(`${path}.${name}`, ctx.lang));
  const filled = parts.filter(Boolean);
  return filled.map((/** @type {string} */ part, /** @type {number} */ at) => (at === 0 ? part : ctx.say.midSentence(part))).join(ctx.say.comma);
}

/**
 * The figure a card is told by: money, persons or whatever its question is.
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 */
function amountText(ctx, node, path) {
  if (!node.amount) return "";
  const amount = `${path}.${node.amount}`;
  return figureText(ctx, ctx.form.node(amount), amount);
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {() => void} redraw
 */
function buildInside(ctx, node, path, redraw) {
  const at = node.nodes.findIndex((/** @type {any} */ each) => each.type === "repeat");
  const basics = at < 0 ? node.nodes : node.nodes.slice(0, at);
  const rest = at < 0 ? [] : node.nodes.slice(at);
  const remove = h("button", { class: "btn plain", type: "button", onclick: () => removeCard(ctx, node, path, redraw) }, removeWord(ctx, node, path));
  return [
    ...buildBasics(ctx, basics, path, at >= 0),
    ...buildNodes(ctx, rest, `${path}.`),
    ...(isCounted(node) ? [] : [h("p", { class: "last" }, remove)]),
  ];
}

/**
 * @param {Context} ctx
 * @param {any[]} nodes
 * @param {string} path
 * @param {boolean} foldable
 */
function buildBasics(ctx, nodes, path, foldable) {
  const questions = nodes.filter(isField).map((node) => `${path}.${node.name}`);
  const block = h("div", { class: "item basics" }, ...buildNodes(ctx, nodes, `${path}.`));
  const button = foldable ? fold(ctx, questions, block, ctx.say.changeThese) : null;
  if (!button) return [block];
  const count = questions.filter((each) => ctx.form.value(each) !== null).length;
  const line = h("p", { class: "folded" }, h("span", {}, icon("check"), ctx.say.answered(count)), button);
  block.addEventListener("unfolded", () => line.remove());
  return [line, block];
}

/**
 * @param {Context} ctx
 * @param {string} path
 * @param {() => void} redraw
 */
function toggle(ctx, path, redraw) {
  const wasOpen = ctx.open.has(path);
  closeSisters(ctx, path);
  if (wasOpen) ctx.open.add(path.slice(0, path.lastIndexOf("[")));
  else ctx.open.add(path);
  redraw();
  ctx.view(path)?.focus?.();
}

/**
 * One card of a repeat stands open at a time.
 * @param {Context} ctx
 * @param {string} path
 */
export function closeSisters(ctx, path) {
  const repeat = path.slice(0, path.lastIndexOf("["));
  for (const each of [...ctx.open]) if (each === repeat || each.startsWith(`${repeat}[`)) ctx.open.delete(each);
  ctx.unfolded.clear();
  ctx.forget(`${repeat}[`);
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {() => void} redraw
 */
function removeCard(ctx, node, path, redraw) {
  const name = rowName(ctx, node, path);
  ctx.open.delete(path);
  ctx.open.add(path.slice(0, path.lastIndexOf("[")));
  removeRow(ctx, path, name, redraw);
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 */
function removeWord(ctx, node, path) {
  return isPeople(node) ? ctx.say.removePerson(labelOf(ctx, node, path)) : ctx.say.removeItem();
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path of the repeat
 * @param {() => void} redraw
 */
function buildAdd(ctx, node, path, redraw) {
  const label = ctx.text(path, node.label);
  const words = isPeople(node) ? ctx.say.addPerson(label) : ctx.say.addItem(label);
  const button = h("button", { class: "btn add-row", type: "button", onclick: () => addCard(ctx, path, redraw) }, words);
  return h("li", { class: "next" }, h("span", { class: "hole todo" }, icon("plus")), h("div", { class: "person" }, button));
}

/**
 * @param {Context} ctx
 * @param {string} path
 * @param {() => void} redraw
 */
function addCard(ctx, path, redraw) {
  const { id, changed } = ctx.form.addRowWith(path);
  const row = `${path}[${id}]`;
  closeSisters(ctx, row);
  ctx.open.add(row);
  redraw();
  ctx.changed(path, changed);
  ctx.goTo(ctx.form.missing(row)[0] ?? row);
}
