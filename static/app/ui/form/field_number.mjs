// Numbers and amounts: numeric keypad, figures at the right, unit outside, money read back in words.

import { amountInWords } from "../../core/form_amounts.mjs";
import { isMoney, moneyText } from "../../core/form_display.mjs";
import { fixedText, toNumber } from "../../core/form_values.mjs";
import { h, setText } from "./dom.mjs";
import { unitOf } from "./figures.mjs";
import { listen, plainFigures, textOf } from "./field_text.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @returns {import("./question.mjs").Field}
 */
export function buildNumber(ctx, node, path, id) {
  const money = isMoney(node);
  const unit = unitOf(ctx, node);
  const aid = money ? h("p", { class: "read", id: `r-${path}` }) : null;
  const input = h("input", {
    class: `input figures${money ? " amount" : ""}`, id, type: "text", autocomplete: "off", readonly: node.read_only,
    inputmode: node.type === "integer" ? "numeric" : "decimal", "aria-describedby": aid ? aid.id : null,
  });
  listen(ctx, path, input, (text) => ctx.set(path, plainFigures(text)));
  input.addEventListener("focus", () => open(ctx, path, input));
  input.addEventListener("blur", () => close(ctx, path, money));
  const update = () => {
    if (document.activeElement !== input) show(input, shownText(ctx, path, money));
    if (aid) setText(aid, readBack(ctx, path));
  };
  return { control: h("div", { class: "field" }, input, unit && h("span", { class: "unit" }, unit)), inputs: [input], aid, update };
}

/**
 * For typing, an amount stands without commas and without empty cents, all of it selected.
 * @param {Context} ctx
 * @param {string} path
 * @param {any} input
 */
function open(ctx, path, input) {
  show(input, textOf(ctx, path).replace(/\.00$/, ""));
  input.select();
}

/**
 * On leaving, money takes its two decimals.
 * @param {Context} ctx
 * @param {string} path
 * @param {boolean} money
 */
function close(ctx, path, money) {
  const text = textOf(ctx, path);
  const number = toNumber(text);
  if (!money || number === null || ctx.form.node(path).type !== "decimal") return;
  const fixed = fixedText(number, 2);
  if (fixed !== text && Number(fixed) === number) ctx.set(path, fixed);
}

/**
 * @param {Context} ctx
 * @param {string} path
 * @param {boolean} money
 */
function shownText(ctx, path, money) {
  const value = ctx.form.answer(path);
  return money && value !== null ? moneyText(value) : textOf(ctx, path);
}

/**
 * @param {Context} ctx
 * @param {string} path
 */
function readBack(ctx, path) {
  const words = amountInWords(textOf(ctx, path), ctx.lang);
  return words ? ctx.say.readAs(words) : "";
}

/**
 * @param {any} input
 * @param {string} text
 */
function show(input, text) {
  if (input.value !== text) input.value = text;
}
