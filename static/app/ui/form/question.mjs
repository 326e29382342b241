// One question: label, hint, what is wrong with it, its control, the reading aid.

import { h, icon, setOrDrop, setText } from "./dom.mjs";
import { buildField } from "./fields.mjs";
import { buildLedger } from "./ledger.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * @typedef {object} Field
 * @property {HTMLElement} control what is touched
 * @property {HTMLElement[]} inputs what carries the error for readers
 * @property {() => void} update show the answer, unless it is being typed
 * @property {HTMLElement | null} [aid] beneath the control
 * @property {boolean} [grouped] several controls under one legend
 */

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @returns {HTMLElement}
 */
export function buildQuestion(ctx, node, path) {
  const field = buildField(ctx, node, path, `f-${path}`);
  const parts = wordsOf(ctx, node, path, field);
  const aid = field.aid ?? null;
  const question = h(field.grouped ? "fieldset" : "div", { class: `q q-${node.type}`, "data-path": path }, parts.label, parts.hint, parts.guidance, parts.why, field.control, aid);
  const ledger = buildLedger(ctx, node, path);
  const whole = ledger ? h("div", { class: isWide(node) ? "two under" : "two" }, question, ledger.element) : question;
  const update = () => {
    whole.hidden = !ctx.form.relevant(path);
    if (whole.hidden) return;
    setText(parts.label, ctx.text(path, node.label));
    if (parts.hint) setText(parts.hint, ctx.text(path, node.hint));
    if (parts.guidance) setText(parts.guidance.lastChild, ctx.text(path, node.guidance));
    field.update();
    ledger?.update();
    showError(ctx, question, parts.why, field, ctx.shownError(path));
    if (isSought(ctx, node, path)) showNeeded(parts.why, ctx.text(path, node.required_message));
  };
  ctx.register(path, { update, focus: () => focusFirst(field) });
  update();
  return whole;
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {Field} field
 */
function wordsOf(ctx, node, path, field) {
  const hint = node.hint ? h("p", { class: "hint", id: `h-${path}` }) : null;
  const why = h("p", { class: "why", id: `e-${path}`, hidden: true });
  const label = field.grouped ? h("legend", { class: "label" }) : h("label", { class: "label", for: `f-${path}` });
  for (const input of field.inputs) {
    const told = new Set([hint && hint.id, input.getAttribute("aria-describedby"), why.id].filter(Boolean));
    input.setAttribute("aria-describedby", [...told].join(" "));
  }
  const guidance = node.guidance ? h("details", { class: "guidance" }, h("summary", {}, ctx.say.guidance), h("p", {})) : null;
  return { label, hint, guidance, why };
}

/** Whether it needs the whole width, so that what was declared stands beneath. @param {any} node */
function isWide(node) {
  return node.list !== undefined || node.appearance?.includes("multiline");
}

/**
 * Somebody was sent here because it must be answered, and it still is not.
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 */
function isSought(ctx, node, path) {
  return node.required_message && ctx.sought.has(path) && ctx.form.value(path) === null && ctx.form.required(path);
}

/** @param {HTMLElement} why @param {string} words */
function showNeeded(why, words) {
  why.hidden = false;
  why.replaceChildren(h("span", {}, words));
}

/**
 * @param {Context} ctx
 * @param {HTMLElement} question
 * @param {HTMLElement} why
 * @param {Field} field
 * @param {any} error
 */
function showError(ctx, question, why, field, error) {
  question.classList.toggle("wrong", error !== null);
  why.hidden = error === null;
  for (const input of field.inputs) setOrDrop(input, "aria-invalid", error ? "true" : null);
  if (error) why.replaceChildren(h("span", { class: "flag" }, icon("warn"), ctx.say.flag), h("span", {}, error[ctx.lang]));
}

/** @param {Field} field */
function focusFirst(field) {
  const target = field.inputs.find((input) => /** @type {any} */ (input).checked) ?? field.inputs[0] ?? field.control;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}
