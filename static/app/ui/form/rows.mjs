// What cards and items share: how a row is named, what is open about it, what of it is folded.

import { h, icon } from "./dom.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * The name of a row as a person would say it: 陈示兰, or 第 3 位成员 while it has none.
 * @param {Context} ctx
 * @param {any} node the repeat
 * @param {string} path of the row
 * @returns {string}
 */
export function rowName(ctx, node, path) {
  return rowTitle(ctx, node, path) || ctx.say.unnamed(labelOf(ctx, node, path), rowNumber(ctx, node, path), isPeople(node));
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @returns {string} empty while nothing names it
 */
export function rowTitle(ctx, node, path) {
  return node.title ? ctx.form.display(`${path}.${node.title}`, ctx.lang) : "";
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 */
export function labelOf(ctx, node, path) {
  return ctx.text(repeatOf(path), node.label);
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @returns {number} from 1
 */
export function rowNumber(ctx, node, path) {
  const id = path.slice(path.lastIndexOf("[") + 1, -1);
  return ctx.form.rows(repeatOf(path)).indexOf(id) + 1;
}

/** member[a].income[b] → member[a].income. @param {string} path */
export function repeatOf(path) {
  return path.slice(0, path.lastIndexOf("["));
}

/** @param {any} node */
export function isPeople(node) {
  return node.appearance?.includes("persons") ?? false;
}

/** Whether a repeat_count, not a person, says how many rows there are. @param {any} node */
export function isCounted(node) {
  return node.count !== undefined;
}

/**
 * What is still open about a row, in one chip; null when it is complete and right.
 * @param {Context} ctx
 * @param {string} path
 * @returns {{look: "bad" | "half" | "done", chip: HTMLElement | null}}
 */
export function rowState(ctx, path) {
  const wrong = ctx.form.wrong(path).filter((each) => ctx.shownError(each) !== null).length;
  if (wrong > 0) return { look: "bad", chip: h("span", { class: "chip red" }, icon("warn"), ctx.say.wrongChip(wrong)) };
  const missing = ctx.form.missing(path).length;
  if (missing > 0) return { look: "half", chip: h("span", { class: "chip pen" }, icon("half"), ctx.say.missingChip(missing)) };
  return { look: "done", chip: null };
}

/**
 * Fold what is already answered and right away, so that what is left comes first. A question in it
 * that must be shown unfolds it (the page sends it "reveal").
 * @param {Context} ctx
 * @param {string[]} questions paths of the block
 * @param {HTMLElement} block
 * @param {string} words of the button that unfolds
 * @returns {HTMLElement | null} that button; null where something in the block is still open
 */
export function fold(ctx, questions, block, words) {
  const shown = questions.filter((path) => ctx.form.relevant(path));
  if (shown.length === 0 || ctx.unfolded.has(shown[0]) || shown.some((path) => isOpen(ctx, path))) return null;
  block.hidden = true;
  block.classList.add("folds");
  const button = h("button", { class: "btn plain unfold", type: "button" }, words);
  block.addEventListener("reveal", () => {
    block.hidden = false;
    ctx.unfolded.add(shown[0]);
    block.dispatchEvent(new Event("unfolded"));
    button.remove();
  });
  button.addEventListener("click", () => {
    block.dispatchEvent(new Event("reveal"));
    ctx.view(shown[0])?.focus?.();
  });
  return button;
}

/**
 * @param {Context} ctx
 * @param {string} path
 */
function isOpen(ctx, path) {
  return ctx.form.error(path) !== null || (ctx.form.required(path) && ctx.form.value(path) === null);
}
