// The size of the text, on every page of this tablet: as designed, larger, largest. The sheets scale everything
// from the root, so only its size changes (tokens.css).

import { holdPlace } from "./hold_place.mjs";

export const TEXT_SIZES = ["normal", "large", "largest"];

/** @param {string} size @returns {string} the next one; the largest is followed by the first */
export function nextTextSize(size) {
  return TEXT_SIZES[(TEXT_SIZES.indexOf(size) + 1) % TEXT_SIZES.length];
}

/** Every key in the head that names the size says the new one. @param {any} app @param {string} size */
export function showTextSize(app, size) {
  const goBack = holdPlace(document);
  app.textSize = TEXT_SIZES.includes(size) ? size : TEXT_SIZES[0];
  document.documentElement.dataset.text = app.textSize;
  for (const key of document.querySelectorAll(".top .size")) key.setAttribute("aria-label", sizeWords(app));
  goBack();
}

/** What the key says to a screen reader: how large the text is now. @param {any} app */
export function sizeWords(app) {
  return app.say("text_size", { size: app.say(`text_${app.textSize}`) });
}
