// One signature on a large pad, what is signed repeated beneath.

import SignaturePad from "signature_pad";
import { h } from "./dom.mjs";
import { openOverlay } from "./overlay.mjs";
import { inkOf, isScratch } from "../core/ink.mjs";

/**
 * @param {any} app
 * @param {{name: string, sum: string, what?: string}} about whose hand, and what it stands under
 * @returns {Promise<{width: number, height: number, paths: string[]} | null>} the ink, or null when put off
 */
export function takeSignature(app, { name, sum, what = app.say("sign_what") }) {
  return new Promise((resolve) => {
    const canvas = h("canvas", { "aria-label": app.say("sign_pad", { name }) });
    const words = h("p", { class: "pad-say", role: "status" });
    const keep = () => {
      const ink = inkOf(pad.toData());
      if (isScratch(ink)) words.replaceChildren(app.say("sign_too_little"));
      else end(ink);
    };
    const page = h("section", { class: "sign-page", role: "dialog", "aria-label": app.say("sign_pad", { name }), onkeydown: (event) => { if (event.key === "Escape") end(null); } },
      h("h1", null, app.say("sign_pad", { name })), h("p", { class: "quiet" }, what),
      h("div", { class: "pad-frame" }, canvas), h("p", null, sum), words,
      h("div", { class: "pad-keys" },
        h("button", { class: "btn", type: "button", onclick: () => end(null) }, app.say("sign_cancel")),
        h("button", { class: "btn", type: "button", onclick: () => { pad.clear(); words.replaceChildren(); } }, app.say("sign_clear")),
        h("button", { class: "btn main", type: "button", onclick: keep }, app.say("sign_keep"))));
    const close = openOverlay(page, () => end(null));
    const pad = openPad(canvas);
    page.querySelector("button").focus();

    async function end(ink) {
      pad.off();
      await close();
      resolve(ink);
    }
  });
}

function openPad(canvas) {
  const ratio = Math.max(1, window.devicePixelRatio || 1);
  canvas.width = canvas.clientWidth * ratio;
  canvas.height = canvas.clientHeight * ratio;
  canvas.getContext("2d").scale(ratio, ratio);
  const penColor = getComputedStyle(document.documentElement).getPropertyValue("--pen").trim();
  return new SignaturePad(canvas, { penColor, minWidth: 1.6, maxWidth: 3.4, throttle: 0, minDistance: 2 });
}
