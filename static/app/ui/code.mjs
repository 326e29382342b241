// Scanning the code a question asks for, over the page; a photo of it will do.

import { h, icon } from "./dom.mjs";
import { openOverlay } from "./overlay.mjs";
import { createScanner, readQrFromFile } from "./scanner.mjs";
import { codeKinds, readCode } from "../data/scans.mjs";

/** @returns {Promise<string | null>} what the code says, or null when none was read */
export function scanCode(app) {
  return new Promise((resolve) => {
    const words = h("p", { class: "scanner-say", role: "status" });
    const scanner = createScanner(app, (text) => end(text), undefined, readCode);
    const file = h("input", { class: "visually-hidden", id: "code-file", type: "file", accept: "image/*", onchange: () => fromFile() });
    const page = h("section", { class: "camera on-dark", role: "dialog", "aria-label": app.say("scanner_title"), onkeydown: (event) => { if (event.key === "Escape") end(null); } },
      scanner.element, words,
      h("div", { class: "camera-keys" }, h("button", { class: "btn", type: "button", onclick: () => end(null) }, app.say("code_cancel")), file, h("label", { class: "btn", for: "code-file" }, icon("photo"), app.say("badge_file"))));
    const close = openOverlay(page, () => end(null));
    scanner.start();
    codeKinds().then((kinds) => words.replaceChildren(app.say(`code_${kinds}`)));
    page.querySelector("button").focus();

    async function fromFile() {
      const text = await readQrFromFile(file.files[0], readCode);
      if (text) end(text);
      else words.replaceChildren(app.say("code_unread"));
    }

    async function end(text) {
      scanner.stop();
      await close();
      resolve(text);
    }
  });
}
