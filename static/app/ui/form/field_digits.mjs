// Numbers that are names: identity numbers, certificates, accounts. A numeric keypad, and a key for the X that
// a numeric keypad lacks, where the number may end in one.

import { isIdentity } from "../../core/form_checks.mjs";
import { h, setText } from "./dom.mjs";
import { listen, plainFigures, showIn, textOf } from "./field_text.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/** Whether a text is a number that names somebody or something. @param {any} node */
export function isDigits(node) {
  return isIdentity(node) || (node.appearance?.includes("numbers") ?? false);
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @returns {import("./question.mjs").Field}
 */
export function buildDigits(ctx, node, path, id) {
  const aid = h("p", { class: "read code-read", id: `r-${path}` });
  const input = h("input", {
    class: "input digits", id, type: "text", inputmode: "numeric", autocomplete: "off", spellcheck: "false", maxlength: 100, readonly: node.read_only, "aria-describedby": aid.id,
  });
  const answer = (/** @type {string} */ text) => ctx.set(path, plainFigures(text).toUpperCase());
  listen(ctx, path, input, answer);
  const x = h("button", { class: "btn key-x", type: "button", "aria-label": ctx.say.lastIsX, hidden: !mayEndInX(node) || node.read_only }, "X");
  // The keypad stays open: the key does not take the focus.
  x.addEventListener("pointerdown", (/** @type {Event} */ event) => event.preventDefault());
  x.addEventListener("click", () => {
    input.value = `${plainFigures(input.value).replace(/X+$/i, "")}X`;
    answer(input.value);
    ctx.view(path)?.update();
  });
  const update = () => {
    showIn(ctx, path, input, textOf(ctx, path));
    setText(aid, inGroups(node, textOf(ctx, path)));
  };
  return { control: h("div", { class: "field" }, input, x), inputs: [input], aid, update };
}

/** An identity number as it is read out: place, birthday, the rest. @param {any} node @param {string} text */
function inGroups(node, text) {
  return isIdentity(node) && text.length > 6 ? [text.slice(0, 6), text.slice(6, 14), text.slice(14)].filter(Boolean).join(" ") : "";
}

/** @param {any} node */
function mayEndInX(node) {
  return isIdentity(node) || JSON.stringify(node.constraint ?? "").includes("X]");
}
