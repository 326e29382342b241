// What cards and items share: how a row is named, what is open about it, what of it is folded.

import { h } from "./dom.mjs";

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
 * What is still open about a row, and how many answers that are.
 * @param {Context} ctx
 * @param {string} path
 * @returns {{look: "bad" | "half" | "done", left: number}}
 */
export function rowState(ctx, path) {
  const wrong = ctx.form.wrong(path).filter((each) => ctx.shownError(each) !== null).length;
  if (wrong > 0) return { look: "bad", left: wrong };
  const missing = ctx.form.missing(path).length;
  return missing > 0 ? { look: "half", left: missing } : { look: "done", left: 0 };
}

/**
 * Fold what is already answered and right away, so that what is left comes first. A question in it
 * that must be shown unfolds it ("reveal").
 * @param {Context} ctx
 * @param {string[]} questions paths of the block
 * @param {HTMLElement} block empty so far
 * @param {string} words of the button that unfolds
 * @param {() => void} fill put the questions into the block: only once they are to be seen
 * @returns {HTMLElement | null} that button; null where something in the block is still open
 */
export function fold(ctx, questions, block, words, fill) {
  const shown = questions.filter((path) => ctx.form.relevant(path));
  if (shown.length === 0 || ctx.unfolded.has(shown[0]) || shown.some((path) => isOpen(ctx, path))) {
    fill();
    return null;
  }
  block.hidden = true;
  block.classList.add("folds");
  const button = h("button", { class: "btn plain unfold", type: "button" }, words);
  const unfold = () => {
    questions.forEach((path) => ctx.forget(path));
    ctx.pour.gradually(fill);
  };
  for (const path of questions) ctx.register(path, { update: () => {}, focus: () => unfoldTo(ctx, path, block) });
  block.addEventListener("reveal", () => {
    block.hidden = false;
    unfold();
    ctx.unfolded.add(shown[0]);
    block.dispatchEvent(new Event("unfolded"));
    button.remove();
  });
  button.addEventListener("click", () => {
    block.dispatchEvent(new Event("reveal"));
    ctx.pour.soon(() => ctx.reach(shown[0])?.focus?.());
  });
  return button;
}

/**
 * @param {Context} ctx
 * @param {string} path of a question in the block
 * @param {HTMLElement} block
 */
function unfoldTo(ctx, path, block) {
  block.dispatchEvent(new Event("reveal"));
  ctx.reach(path)?.update();
  ctx.view(path)?.focus?.();
}

/**
 * @param {Context} ctx
 * @param {string} path
 */
function isOpen(ctx, path) {
  return ctx.form.error(path) !== null || (ctx.form.required(path) && ctx.form.value(path) === null);
}
