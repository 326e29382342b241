// A bar code: scanned, or typed where it cannot be read.

import { h, icon } from "./dom.mjs";
import { listen, showIn, textOf } from "./field_text.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @returns {import("./question.mjs").Field}
 */
export function buildCode(ctx, node, path, id) {
  const input = h("input", { class: "input wide", id, type: "text", autocomplete: "off", spellcheck: "false", maxlength: 1000, readonly: node.read_only });
  listen(ctx, path, input, (text) => ctx.set(path, text));
  const scan = h("button", { class: "btn", type: "button", hidden: !ctx.scan || node.read_only, onclick: () => look() }, icon("scan"), ctx.say.scan);

  async function look() {
    const text = await ctx.scan({ path });
    if (text) ctx.set(path, text);
    ctx.view(path)?.update();
    scan.focus();
  }

  return { control: h("div", { class: "field code" }, input, scan), inputs: [input], update: () => showIn(ctx, path, input, textOf(ctx, path)) };
}
