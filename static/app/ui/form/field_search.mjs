// Finding a choice in a long list: what is typed narrows it; what is chosen stays in sight.

import { h, setText } from "./dom.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/** From so many choices on, a list is searched. */
export const LONG = 16;
const MOST_SHOWN = 8;

/**
 * @param {Context} ctx
 * @param {string} id
 * @param {() => void} changed
 */
export function buildSearch(ctx, id, changed) {
  const input = h("input", { class: "input wide", id: `${id}-search`, type: "search", autocomplete: "off", "aria-label": ctx.say.searchLabel, placeholder: ctx.say.searchLabel });
  input.value = ctx.searched.get(id) ?? "";
  const left = h("p", { class: "hint", role: "status" });
  let composing = false;
  const search = () => {
    ctx.searched.set(id, input.value);
    changed();
  };
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    search();
  });
  input.addEventListener("input", () => composing || search());
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && event.preventDefault());

  /**
   * The choices to show: those chosen, then the first that fit.
   * @param {any[]} choices
   * @param {string[]} chosen
   * @returns {any[]}
   */
  function narrowed(choices, chosen) {
    const asked = plain(input.value);
    const fitting = choices.filter((choice) => !chosen.includes(choice.value) && Object.values(choice.label).some((words) => plain(String(words)).includes(asked)));
    const hidden = Math.max(0, fitting.length - MOST_SHOWN);
    setText(left, fitting.length === 0 && asked ? ctx.say.searchNone : hidden ? ctx.say.searchMore(hidden) : "");
    const shown = new Set([...chosen, ...fitting.slice(0, MOST_SHOWN).map((choice) => choice.value)]);
    return choices.filter((choice) => shown.has(choice.value));
  }

  return { input, left, narrowed };
}

/** @param {string} text */
function plain(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s/g, "");
}
