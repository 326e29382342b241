// A QR code on the screen, drawn as one path; a chain of them, one after another.

import qrcode from "qrcode-generator";
import { h, svg } from "./dom.mjs";

const QUIET = 4; // modules of white around the code (ISO/IEC 18004 §5.3.8)
const EACH_MS = 350; // a camera that looks every 180 ms sees each code at least once

/** A QR code of a text, error correction M. */
export function drawCode(text, label) {
  const code = qrcode(0, "M");
  code.addData(text, "Byte");
  code.make();
  const side = code.getModuleCount();
  const rows = Array.from({ length: side }, (_, y) => rowPath(code, side, y));
  const box = side + 2 * QUIET;
  return svg("svg", { class: "qr", viewBox: `${-QUIET} ${-QUIET} ${box} ${box}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" }, svg("path", { d: rows.join("") }));
}

/**
 * Codes shown by turns until `stop`; `words(i, n)` says which one it is.
 * @param {string[]} texts @param {string} label @param {(i: number, n: number) => string} words
 */
export function showChain(texts, label, words) {
  const drawn = texts.map((text) => drawCode(text, label));
  const place = h("div", { class: "qr-frame" });
  const told = h("figcaption", { class: "small quiet" });
  let at = -1;
  const turn = () => {
    at = (at + 1) % drawn.length;
    place.replaceChildren(drawn[at]);
    told.replaceChildren(words(at + 1, drawn.length));
  };
  turn();
  const timer = drawn.length > 1 ? setInterval(turn, EACH_MS) : 0;
  return { element: h("figure", { class: "chain" }, place, told), stop: () => clearInterval(timer) };
}

/** The dark runs of one row, as rectangles one module high. */
function rowPath(code, side, y) {
  let path = "";
  for (let x = 0; x < side; x += 1) {
    let end = x;
    while (end < side && code.isDark(y, end)) end += 1;
    if (end > x) path += `M${x} ${y}h${end - x}v1h${x - end}z`;
    x = end;
  }
  return path;
}
