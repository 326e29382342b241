// A signature: the pad belongs to the app; the answer is the ink, as a drawing.

import { inkFrom, inkText } from "../../core/ink.mjs";
import { h, icon } from "./dom.mjs";

/** @typedef {import("./context.mjs").Context} Context */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @returns {import("./question.mjs").Field}
 */
export function buildSignature(ctx, node, path, id) {
  const sign = h("button", { class: "sign active", type: "button", id, disabled: node.read_only || !ctx.sign, onclick: () => take() });
  const clear = h("button", { class: "btn plain", type: "button", onclick: () => take() }, ctx.say.signAgain);

  async function take() {
    const ink = await ctx.sign({ path, name: ctx.text(path, node.label) });
    if (ink) ctx.set(path, inkText(ink));
    sign.focus();
  }

  const update = () => {
    const value = ctx.form.answer(path);
    const ink = value === null ? null : inkFrom(String(value));
    sign.classList.toggle("active", !ink);
    sign.replaceChildren(ink ? drawn(ink) : h("span", { class: "sign-here" }, icon("pen"), ctx.say.signHere));
    sign.setAttribute("aria-label", `${ctx.text(path, node.label)}${ctx.say.colon}${ink ? ctx.say.signed : ctx.say.signHere}`);
    clear.hidden = !ink || Boolean(node.read_only);
  };
  return { control: h("div", { class: "signing" }, sign, clear), inputs: [sign], update, grouped: true };
}

/** @param {{width: number, height: number, paths: string[]}} ink */
function drawn({ width, height, paths }) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "ink");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("aria-hidden", "true");
  for (const d of paths) {
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", d);
    svg.append(line);
  }
  return svg;
}
