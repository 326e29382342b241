// What the family declared beside what is found today. It asks for evidence and blames nobody.

import { isSameAs } from "../../core/declared.mjs";
import { isMoney } from "../../core/form_display.mjs";
import { fixedText, toNumber, toText } from "../../core/form_values.mjs";
import { h, icon } from "./dom.mjs";
import { withUnit } from "./figures.mjs";

/** @typedef {import("./context.mjs").Context} Context */

const UNDECLARED = new Set(["image", "signature", "acknowledge"]);
const COUNTED = new Set(["integer", "decimal", "range"]);

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @returns {{element: HTMLElement, update: () => void} | null} nothing where nothing was declared
 */
export function buildLedger(ctx, node, path) {
  const declared = ctx.declared[path];
  if (declared === undefined || declared === null || declared.length === 0 || UNDECLARED.has(node.type)) return null;
  const element = h("div", { class: "ledger" });
  let drawn = "";
  const update = () => {
    const now = `${ctx.lang} ${ctx.form.answer(path)} ${isJudged(ctx, node, path)}`;
    if (now === drawn) return;
    drawn = now;
    element.replaceChildren(compared(ctx, node, path, declared));
  };
  return { element, update };
}

/**
 * Words are compared when the person has left them, figures at once.
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 */
function isJudged(ctx, node, path) {
  return ctx.form.answer(path) !== null && (COUNTED.has(node.type) || ctx.editing !== path);
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {any} declared
 */
function compared(ctx, node, path, declared) {
  const found = ctx.form.answer(path);
  const judged = isJudged(ctx, node, path);
  const said = shownAs(ctx, node, path, declared);
  if (judged && isSameAs(declared, found)) return h("p", { class: "agrees" }, icon("check"), h("span", {}, ctx.say.same(said)));
  const rows = [line(ctx.say.declared, said), line(ctx.say.observed, found === null ? ctx.say.notYet : shownAs(ctx, node, path, found), "pen")];
  const look = COUNTED.has(node.type) ? "differ" : "differ words";
  if (!judged) return h("div", { class: `${look} open-ended` }, table(rows));
  rows.push(gapLine(ctx, node, path, toNumber(declared), toNumber(found)));
  return h("div", { class: look, role: "group", "aria-label": ctx.say.differs }, table(rows), h("p", {}, isMoney(node) ? ctx.say.askEvidence : ctx.say.asFound));
}

/**
 * Money stands without its unit, so that the figures align.
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {any} value
 */
function shownAs(ctx, node, path, value) {
  const text = ctx.form.displayAs(path, node.type === "select_multiple" && !Array.isArray(value) ? String(value).split(" ") : value, ctx.lang);
  return isMoney(node) ? text : withUnit(ctx, node, text);
}

/**
 * By how much figures differ; of words, that they do.
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {number | null} declared
 * @param {number | null} found
 */
function gapLine(ctx, node, path, declared, found) {
  if (!COUNTED.has(node.type) || declared === null || found === null) return h("tr", { class: "gap" }, h("th", { scope: "row", colspan: 2 }, ctx.say.notSame));
  const gap = toText(Number(fixedText(Math.abs(found - declared), 6)));
  return line(found > declared ? ctx.say.more : ctx.say.less, shownAs(ctx, node, path, gap), "", "gap");
}

/** @param {HTMLElement[]} rows */
function table(rows) {
  return h("table", {}, h("tbody", {}, ...rows));
}

/**
 * @param {string} head
 * @param {string} figure
 * @param {string} [look]
 * @param {string} [row]
 */
function line(head, figure, look, row) {
  return h("tr", { class: row }, h("th", { scope: "row" }, head), h("td", { class: look }, figure));
}
