// Choosing: framed options with real inputs beneath, or a list where the form asks for one.

import { h, icon } from "./dom.mjs";
import { LONG, buildSearch } from "./field_search.mjs";
import { widthOf } from "./widths.mjs";

/** @typedef {import("./context.mjs").Context} Context */

const LOOKS = /^(?:columns-[1-6]|columns-pack|horizontal|likert)$/;

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @returns {import("./question.mjs").Field}
 */
export function buildChoices(ctx, node, path, id) {
  if (node.type === "select_one" && node.appearance?.includes("minimal") && !node.appearance.includes("autocomplete")) return buildList(ctx, node, path, id);
  const control = h("div", { class: `opts ${lookOf(node)}`.trim() });
  const search = isLong(ctx, node, path) ? buildSearch(ctx, id, () => update()) : null;
  /** @type {any[]} */
  const inputs = [];
  const update = () => {
    const all = ctx.form.choices(path);
    const chosen = chosenOf(ctx, path);
    const choices = search ? search.narrowed(all, chosen) : all;
    if (choices.map((choice) => choice.value).join("\n") !== inputs.map((input) => input.value).join("\n")) {
      inputs.splice(0, inputs.length, ...fill(ctx, node, path, id, control, choices));
    }
    inputs.forEach((input) => mark(input, chosen.includes(input.value)));
  };
  update();
  return { control: search ? h("div", { class: "searched" }, search.input, control, search.left) : control, inputs, update, grouped: true };
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 */
function isLong(ctx, node, path) {
  return node.appearance?.includes("autocomplete") || (ctx.form.definition.lists[node.list] ?? []).length >= LONG;
}

/**
 * A single box to tick: read out, understood, asked.
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @returns {import("./question.mjs").Field}
 */
export function buildTick(ctx, node, path, id) {
  const input = h("input", { type: "checkbox", id, disabled: node.read_only, onchange: () => ctx.set(path, input.checked ? "OK" : null) });
  const words = h("span", { class: "words", "aria-hidden": "true" });
  const control = h("div", { class: "opt tick" }, input, box(), words);
  return {
    control,
    inputs: [input],
    update: () => {
      words.textContent = ctx.text(path, node.label);
      mark(input, ctx.form.answer(path) === "OK");
    },
  };
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @returns {import("./question.mjs").Field}
 */
function buildList(ctx, node, path, id) {
  const select = h("select", { class: "input wide", id, disabled: node.read_only, onchange: () => ctx.set(path, select.value) });
  const update = () => {
    const choices = ctx.form.choices(path);
    if (select.options.length !== choices.length + 1) {
      select.replaceChildren(h("option", { value: "" }, ctx.say.choose), ...choices.map((choice) => option(ctx, choice)));
    }
    if (document.activeElement !== select) select.value = ctx.form.answer(path) ?? "";
  };
  return { control: h("div", { class: "field" }, select), inputs: [select], update };
}

/**
 * @param {Context} ctx
 * @param {any} choice
 */
function option(ctx, choice) {
  return h("option", { value: choice.value }, choice.label[ctx.lang]);
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @param {HTMLElement} control
 * @param {any[]} choices
 * @returns {any[]} the inputs
 */
function fill(ctx, node, path, id, control, choices) {
  const many = node.type === "select_multiple";
  const inputs = choices.map((choice, at) =>
    h("input", {
      type: many ? "checkbox" : "radio", name: id, id: at === 0 ? id : `${id}-${choice.value}`, value: choice.value,
      disabled: node.read_only, "aria-describedby": `e-${path}`,
      onchange: () => ctx.set(path, many ? picked(ctx, path, choice.value) : choice.value),
    }),
  );
  control.replaceChildren(...choices.map((choice, at) => h("label", { class: many ? "opt" : "opt round" }, inputs[at], box(), h("span", { class: "words" }, choice.label[ctx.lang]))));
  control.style.setProperty("--widest", String(widthOf(choices.map((choice) => choice.label[ctx.lang]))));
  return inputs;
}

/** The look the form asks for, as a class: columns-3, horizontal. @param {any} node */
function lookOf(node) {
  return (node.appearance ?? []).find((/** @type {string} */ look) => LOOKS.test(look)) ?? "";
}

/** The box or circle of an option; its tick is drawn when it is first chosen. */
function box() {
  return h("span", { class: "box" });
}

/**
 * What is chosen once a choice is taken or let go, in the order of the list.
 * @param {Context} ctx
 * @param {string} path
 * @param {string} value
 */
function picked(ctx, path, value) {
  const before = chosenOf(ctx, path);
  const after = before.includes(value) ? before.filter((each) => each !== value) : [...before, value];
  return ctx.form.choices(path).map((choice) => choice.value).filter((each) => after.includes(each));
}

/**
 * @param {Context} ctx
 * @param {string} path
 * @returns {string[]}
 */
function chosenOf(ctx, path) {
  const value = ctx.form.answer(path);
  return Array.isArray(value) ? value : value === null ? [] : [String(value)];
}

/**
 * The class repeats :has(:checked) for WebViews that do not know it.
 * @param {any} input
 * @param {boolean} on
 */
function mark(input, on) {
  input.checked = on;
  const option = input.parentElement;
  if (!option) return;
  option.classList.toggle("is-on", on);
  const square = option.querySelector(".box");
  if (on && !square.firstChild) square.append(icon("check"));
}
