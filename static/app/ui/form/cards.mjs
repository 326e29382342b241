// The rows of an outermost repeat as cards on the binding line. Closed: name, one line, amount.
// Open: framed, with everything in it. A card's inside is built when it is first opened.

import { h, icon, setChildren, setOrDrop, setText } from "./dom.mjs";
import { isField } from "./fields.mjs";
import { pourNodes } from "./nodes.mjs";
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
  const add = isCounted(node) ? [] : [buildAdd(ctx, node, path, () => redraw())];
  /** Closed cards as they stand: a card is built again only when it opens or closes. @type {Map<string, HTMLElement>} */
  const closed = new Map();
  let drawn = "";
  const update = () => {
    list.hidden = !ctx.form.relevant(path);
    if (isCounted(node) && drawn !== ctx.form.rows(path).join()) redraw();
  };
  const card = (/** @type {string} */ row) => {
    const kept = closed.get(row);
    closed.delete(row);
    const made = kept && !ctx.open.has(row) && ctx.view(row) ? kept : buildCard(ctx, node, row, redraw);
    if (made === kept) ctx.view(row)?.update();
    if (!ctx.open.has(row)) closed.set(row, made);
    return made;
  };
  const redraw = () => {
    drawn = ctx.form.rows(path).join();
    const cards = ctx.form.rows(path).map((id) => card(`${path}[${id}]`));
    setChildren(list, [...withOffers(ctx, path, cards, "li", redraw), ...add]);
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
  const item = h("li", { class: "card-row" });
  ctx.pour.into(item, [() => fillCard(ctx, node, path, item, redraw)]);
  return item;
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {HTMLElement} item
 * @param {() => void} redraw
 */
function fillCard(ctx, node, path, item, redraw) {
  const head = buildHead(ctx, node, path, () => toggle(ctx, path, redraw));
  item.append(head.hole, ctx.open.has(path) ? buildOpen(ctx, node, path, head.element, redraw) : head.element);
  ctx.register(path, { update: head.update, focus: () => head.button.focus() });
  head.update();
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
  let drawn = "";
  const update = () => {
    const { look, left } = rowState(ctx, path);
    if (drawn !== `${look} ${left}`) {
      hole.className = `hole ${look}`;
      hole.replaceChildren(...(HOLES[look] ? [icon(HOLES[look])] : []));
      amount.replaceChildren(...chip(ctx, look, left));
    }
    drawn = `${look} ${left}`;
    if (look === "done") setText(amount, amountText(ctx, node, path));
    setText(name, rowName(ctx, node, path));
    setText(say, summary(ctx, node, path));
    setText(button, buttonWord(ctx, path, look));
    setOrDrop(button, "aria-label", ctx.say.ofRow(button.textContent ?? "", name.textContent ?? ""));
  };
  return { element: h("div", { class: "person" }, name, say, amount, button), hole, button, update };
}

/**
 * What is still open about a row, in one chip; none when it is complete and right.
 * @param {Context} ctx
 * @param {"bad" | "half" | "done"} look
 * @param {number} left
 */
function chip(ctx, look, left) {
  if (look === "bad") return [h("span", { class: "chip red" }, icon("warn"), ctx.say.wrongChip(left))];
  return look === "half" ? [h("span", { class: "chip pen" }, icon("half"), ctx.say.missingChip(left))] : [];
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
 * @param {HTMLElement} head
 * @param {() => void} redraw
 * @returns {HTMLElement}
 */
function buildOpen(ctx, node, path, head, redraw) {
  const at = node.nodes.findIndex((/** @type {any} */ each) => each.type === "repeat");
  const basics = at < 0 ? node.nodes : node.nodes.slice(0, at);
  const rest = at < 0 ? [] : node.nodes.slice(at);
  const remove = h("button", { class: "btn plain", type: "button", onclick: () => removeCard(ctx, node, path, redraw) }, removeWord(ctx, node, path));
  const open = h("div", { class: "open" }, head, ...buildBasics(ctx, basics, path, at >= 0));
  pourNodes(ctx, open, rest, `${path}.`);
  if (!isCounted(node)) ctx.pour.into(open, [() => h("p", { class: "last" }, remove)]);
  return open;
}

/**
 * @param {Context} ctx
 * @param {any[]} nodes
 * @param {string} path
 * @param {boolean} foldable
 */
function buildBasics(ctx, nodes, path, foldable) {
  const questions = nodes.filter(isField).map((node) => `${path}.${node.name}`);
  const block = h("div", { class: "item basics" });
  const fill = () => pourNodes(ctx, block, nodes, `${path}.`);
  const button = fold(ctx, foldable ? questions : [], block, ctx.say.changeThese, fill);
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
  ctx.pour.gradually(redraw);
  ctx.pour.soon(() => ctx.reach(path)?.focus?.());
}

/**
 * One card of a repeat stands open at a time.
 * @param {Context} ctx
 * @param {string} path
 */
export function closeSisters(ctx, path) {
  const repeat = path.slice(0, path.lastIndexOf("["));
  for (const each of [...ctx.open].filter((open) => open === repeat || open.startsWith(`${repeat}[`))) {
    ctx.open.delete(each);
    if (each !== repeat) ctx.forget(each);
  }
  ctx.unfolded.clear();
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
  ctx.pour.gradually(redraw);
  ctx.changed(path, changed);
  ctx.goTo(ctx.form.missing(row)[0] ?? row);
}
