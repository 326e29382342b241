// Elements without a framework, and nothing the page's security policy forbids: no inline style, no inline script.

export { icon } from "./icon.mjs";

const SVG = "http://www.w3.org/2000/svg";

/**
 * h("p", {class: "quiet"}, "text", child): functions in props listen, booleans switch, the rest are attributes.
 * @param {string} tag @param {Record<string, any> | null} [props] @param {...any} children
 */
export function h(tag, props, ...children) {
  return filled(document.createElement(tag), props, children);
}

/** The same for a drawing's elements. */
export function svg(tag, props, ...children) {
  return filled(document.createElementNS(SVG, tag), props, children);
}

/** `**what matters.** the rest` as nodes. */
export function rich(text) {
  const [, bold, rest] = /^\*\*(.+?)\*\*(.*)$/s.exec(text) ?? [null, null, text];
  return bold ? [h("b", null, bold), rest] : [rest];
}

/** A bold sentence and what follows it: Chinese punctuation carries its own space. */
export function boldThen(lang, bold, rest) {
  return [h("b", null, bold), lang === "zh" ? "" : " ", rest];
}

/** Ink as a drawing. */
export function drawing({ width, height, paths }, label) {
  return svg("svg", { class: "ink", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, paths.map((d) => svg("path", { d })));
}

function filled(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) setProp(element, name, value);
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function setProp(element, name, value) {
  if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value);
  else if (value === true) element.setAttribute(name, "");
  else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
}
