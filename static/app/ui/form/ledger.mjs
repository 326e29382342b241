// What the family declared beside what is found today. It asks for evidence and blames nobody.

import { moneyText } from "../../core/form_display.mjs";
import { fixedText, toNumber } from "../../core/form_values.mjs";
import { h, icon } from "./dom.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @returns {{element: HTMLElement, update: () => void} | null} nothing where nothing was declared
 */
export function buildLedger(ctx, node, path) {
  const declared = ctx.declared[path];
  if (declared === undefined || declared === null || declared === "") return null;
  const element = h("div", { class: "ledger" });
  const amount = node.type === "decimal" || node.type === "integer" ? toNumber(declared) : null;
  return { element, update: () => element.replaceChildren(amount === null ? said(ctx, node, path, declared) : compared(ctx, path, amount)) };
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} declared
 */
function said(ctx, node, path, declared) {
  const choice = node.list ? ctx.form.choices(path).find((each) => each.value === declared) : null;
  return h("p", { class: "declared" }, ctx.say.declaredText(choice ? choice.label[ctx.lang] : declared));
}

/**
 * @param {Context} ctx
 * @param {string} path
 * @param {number} declared
 */
function compared(ctx, path, declared) {
  const found = toNumber(ctx.form.answer(path));
  if (found === declared) return h("p", { class: "agrees" }, icon("check"), `${ctx.say.same} ${moneyText(declared)}`);
  const rows = [line(ctx.say.declared, moneyText(declared)), line(ctx.say.observed, found === null ? ctx.say.notYet : moneyText(found), "pen")];
  if (found === null) return h("div", { class: "differ open-ended" }, table(rows));
  const gap = moneyText(Number(fixedText(Math.abs(found - declared), 2)));
  rows.push(h("tr", { class: "gap" }, h("th", { scope: "row" }, found > declared ? ctx.say.more : ctx.say.less), h("td", {}, gap)));
  return h("div", { class: "differ", role: "group", "aria-label": ctx.say.differs }, table(rows), h("p", {}, ctx.say.askEvidence));
}

/** @param {HTMLElement[]} rows */
function table(rows) {
  return h("table", {}, h("tbody", {}, ...rows));
}

/**
 * @param {string} head
 * @param {string} figure
 * @param {string} [look]
 */
function line(head, figure, look) {
  return h("tr", {}, h("th", { scope: "row" }, head), h("td", { class: look }, figure));
}
