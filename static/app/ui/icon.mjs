// Icons, drawn from the one sprite, which is built into the app: a reference into a file would be looked up anew for
// every icon, and that took longer than all else about a page.

import SPRITE from "../../icons/icons.svg";

/** @type {Map<string, SVGElement>} */
const drawn = new Map();

/**
 * An icon of the sprite; words stand beside it, so readers skip it.
 * @param {string} name @param {string} [extra] further classes
 * @returns {SVGElement}
 */
export function icon(name, extra = "") {
  if (drawn.size === 0) for (const symbol of symbols()) drawn.set(symbol.id, draw(symbol));
  const svg = /** @type {SVGElement} */ (/** @type {SVGElement} */ (drawn.get(name)).cloneNode(true));
  svg.setAttribute("class", `i ${extra}`.trim());
  return svg;
}

function symbols() {
  return new DOMParser().parseFromString(SPRITE, "image/svg+xml").querySelectorAll("symbol");
}

/** @param {SVGSymbolElement} symbol */
function draw(symbol) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", String(symbol.getAttribute("viewBox")));
  svg.setAttribute("aria-hidden", "true");
  svg.append(...[...symbol.children].map((shape) => document.importNode(shape, true)));
  return svg;
}
