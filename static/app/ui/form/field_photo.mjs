// Photos of one question, in the order taken. Retaken ones stay, struck through. The camera and
// the pictures belong to the app: the answer is a list of digests.

import { h, icon } from "./dom.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @returns {import("./question.mjs").Field}
 */
export function buildPhotos(ctx, node, path, id) {
  const add = h("button", { class: "shot add", type: "button", id, disabled: node.read_only, onclick: () => shoot(ctx, node, path, view, null) });
  const strip = h("div", { class: "strip" }, add);
  const large = h("div", { class: "large", hidden: true });
  const failed = h("p", { class: "note mark", role: "alert", hidden: true });
  /** @type {PhotoView} */
  const view = { add, strip, large, failed, shown: "", figures: new Map() };
  return { control: h("div", { class: "photos" }, strip, large, failed), inputs: [add], update: () => show(ctx, node, path, view), grouped: true };
}

/** @typedef {{add: any, strip: any, large: any, failed: any, shown: string, figures: Map<string, any>}} PhotoView a figure that says the same is not drawn again */

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {PhotoView} view
 * @param {string | null} replaces the digest of the photo that is taken again
 */
async function shoot(ctx, node, path, view, replaces) {
  view.failed.hidden = true;
  try {
    const taken = await ctx.camera({ path, caption: captionOf(ctx, node, path), replaces });
    if (taken) ctx.set(path, [...digestsOf(ctx, path), taken.digest]);
    closeLarge(view);
  } catch {
    view.failed.textContent = ctx.say.cameraFailed;
    view.failed.hidden = false;
  }
  view.add.focus();
}

/**
 * What a photo is called: the row it belongs to, then the question.
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 */
function captionOf(ctx, node, path) {
  return ctx.text(path, node.label);
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {PhotoView} view
 */
function show(ctx, node, path, view) {
  const photos = digestsOf(ctx, path).map((digest, at) => ({ digest, at, ...ctx.photo(digest) }));
  const signature = JSON.stringify([ctx.lang, photos]);
  if (signature === view.shown) return;
  view.shown = signature;
  view.add.replaceChildren(icon("camera"), h("span", {}, photos.length ? ctx.say.shootMore : ctx.say.shootFirst));
  view.figures = new Map(photos.map((photo) => {
    const said = JSON.stringify([ctx.lang, photo]);
    return [said, view.figures.get(said) ?? figure(ctx, node, path, view, photo)];
  }));
  view.strip.replaceChildren(...view.figures.values(), view.add);
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {PhotoView} view
 * @param {any} photo
 */
function figure(ctx, node, path, view, photo) {
  const what = photo.replaced ? ctx.say.replaced : photo.fromFile ? ctx.say.fromFile : clock(photo.takenAt);
  const caption = `${photo.caption || ctx.say.photo(photo.at + 1)} ${what}`.trim();
  const picture = photo.thumbnailUrl ? h("img", { src: photo.thumbnailUrl, alt: "" }) : h("span", { class: "frame" });
  const open = h("button", { class: "picture", type: "button", "aria-label": ctx.say.enlarge(caption), onclick: () => enlarge(ctx, node, path, view, photo, caption) }, picture);
  return h("figure", { class: photo.replaced ? "shot replaced" : "shot" }, open, h("figcaption", {}, caption));
}

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {PhotoView} view
 * @param {any} photo
 * @param {string} caption
 */
function enlarge(ctx, node, path, view, photo, caption) {
  const close = h("button", { class: "btn", type: "button", onclick: () => closeLarge(view) }, ctx.say.closePhoto);
  const again = h("button", { class: "btn", type: "button", onclick: () => shoot(ctx, node, path, view, photo.digest) }, ctx.say.retake);
  view.large.replaceChildren(h("img", { src: photo.thumbnailUrl ?? "", alt: caption }), h("p", {}, caption), h("div", { class: "row" }, close, photo.replaced || node.read_only ? null : again));
  view.large.hidden = false;
  close.focus();
}

/** @param {PhotoView} view */
function closeLarge(view) {
  view.large.hidden = true;
  view.large.replaceChildren();
}

/**
 * @param {Context} ctx
 * @param {string} path
 * @returns {string[]}
 */
function digestsOf(ctx, path) {
  const value = ctx.form.answer(path);
  return Array.isArray(value) ? value : [];
}

/**
 * The time on the wall in Shanghai.
 * @param {string | undefined} takenAt
 */
function clock(takenAt) {
  if (!takenAt) return "";
  return new Date(new Date(takenAt).getTime() + 8 * 3600000).toISOString().slice(11, 16);
}
