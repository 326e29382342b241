// Rows that were taken away and may be put back where they were for ten seconds: also by somebody who has left
// the section meanwhile, so they are kept by form and not by page.

import { h, icon } from "./dom.mjs";
import { repeatOf } from "./rows.mjs";

/** @typedef {import("./context.mjs").Context} Context */
/** @typedef {{repeat: string, name: string, at: number, until: number, restore: () => {changed: string[]}}} Removed */

const RESTORE_MS = 10000;

/** @type {WeakMap<object, Removed[]>} */
const removed = new WeakMap();

/**
 * Take a row away; an offer to put it back stands in its place from then on.
 * @param {Context} ctx
 * @param {string} path
 * @param {string} name
 * @param {() => void} redraw show the rows anew
 */
export function removeRow(ctx, path, name, redraw) {
  const repeat = repeatOf(path);
  const at = ctx.form.rows(repeat).indexOf(path.slice(repeat.length + 1, -1));
  const { changed, restore } = ctx.form.removeRow(path);
  const offer = { repeat, name, at, until: Date.now() + RESTORE_MS, restore };
  removed.set(ctx.form, [...offersOf(ctx), offer]);
  ctx.forget(path);
  redraw();
  ctx.pour.soon(() => ctx.view(offerName(offer))?.focus?.());
  ctx.changed(repeat, changed);
}

/**
 * The rows of a repeat with the offers that still stand among them.
 * @param {Context} ctx
 * @param {string} repeat
 * @param {HTMLElement[]} rows
 * @param {string} tag of an offer
 * @param {() => void} redraw
 * @returns {HTMLElement[]}
 */
export function withOffers(ctx, repeat, rows, tag, redraw) {
  const offers = offersOf(ctx).filter((offer) => offer.repeat === repeat).sort((one, other) => one.at - other.at);
  const all = [...rows];
  offers.forEach((offer, before) => all.splice(offer.at + before, 0, buildOffer(ctx, offer, tag, redraw)));
  return all;
}

/**
 * @param {Context} ctx
 * @param {Removed} offer
 * @param {string} tag
 * @param {() => void} redraw
 */
function buildOffer(ctx, offer, tag, redraw) {
  const back = h("button", { class: "btn", type: "button" }, icon("undo"), ctx.say.restore);
  const element = h(tag, { class: "undo", role: "status" }, h("span", {}, ctx.say.removed(offer.name)), back);
  const timer = setTimeout(() => expire(ctx, offer, element), offer.until - Date.now());
  back.addEventListener("click", () => {
    clearTimeout(timer);
    withdraw(ctx, offer);
    const { changed } = offer.restore();
    redraw();
    ctx.changed(offer.repeat, changed);
    ctx.view(offer.repeat)?.focus?.();
  });
  ctx.register(offerName(offer), { update: () => {}, focus: () => back.focus({ preventScroll: true }) });
  return element;
}

/**
 * Ten seconds are over. Whoever still stands on the offer goes on from the repeat.
 * @param {Context} ctx
 * @param {Removed} offer
 * @param {HTMLElement} element
 */
function expire(ctx, offer, element) {
  const stoodHere = element.contains(document.activeElement);
  withdraw(ctx, offer);
  element.remove();
  if (stoodHere) ctx.view(offer.repeat)?.focus?.();
}

/** @param {Context} ctx @param {Removed} offer */
function withdraw(ctx, offer) {
  removed.set(ctx.form, offersOf(ctx).filter((each) => each !== offer));
}

/** @param {Context} ctx @returns {Removed[]} */
function offersOf(ctx) {
  return (removed.get(ctx.form) ?? []).filter((offer) => offer.until > Date.now());
}

/** @param {Removed} offer */
function offerName(offer) {
  return `${offer.repeat}[removed ${offer.until}]`;
}
