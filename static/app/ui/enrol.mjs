// The first screen of a new tablet: a one-time code from the desk makes it an assessor's.

import { boldThen, h, icon } from "./dom.mjs";
import { frame } from "./shell.mjs";
import { createScanner, readQrFromFile } from "./scanner.mjs";
import { codeIn } from "../core/enrolment.mjs";
import { enrol } from "../data/device.mjs";
import { NotReached, Refused } from "../data/requests.mjs";

/** @param {any} app @param {{code: string}} given from the link, or empty */
export async function showEnrol(app, { code: given = "" }) {
  const code = h("input", { class: "input", id: "enrol-code", autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
  code.value = given;
  const label = h("input", { class: "input", id: "enrol-label", autocomplete: "off", maxlength: "40" });
  label.value = app.say("enrol_label_default");
  const told = h("div", { role: "alert" });
  const go = h("button", { class: "btn main wide", type: "submit" }, app.say("enrol_go"));
  const scanner = createScanner(app, (text) => { scan.hidden = false; take(text); });
  const scan = h("button", { class: "btn", type: "button", onclick: () => { scan.hidden = true; scanner.start(); } }, icon("qr"), app.say("enrol_scan"));
  const file = h("input", { class: "visually-hidden", id: "enrol-file", type: "file", accept: "image/*", onchange: async () => take(await readQrFromFile(file.files[0])) });

  function take(text) {
    const found = codeIn(text);
    if (!found) { tell(app.say("enrol_bad_code"), ""); return; }
    code.value = found;
    send();
  }

  async function send() {
    if (!code.value.trim()) { tell(app.say("enrol_code_needed"), ""); code.focus(); return; }
    go.disabled = true;
    told.replaceChildren(h("p", { class: "note" }, app.say("enrol_working")));
    try {
      await enrol(codeIn(code.value) ?? code.value.trim(), label.value.trim() || app.say("enrol_label_default"));
      history.replaceState(null, "", "#/");
      await app.start();
    } catch (error) {
      go.disabled = false;
      if (error instanceof NotReached) tell(app.say("enrol_unreached"), app.say("enrol_unreached_say"));
      else tell(app.say("enrol_refused"), error instanceof Refused ? error.words[app.lang] : error.message);
    }
  }

  function tell(title, words) {
    told.replaceChildren(h("p", { class: "note red" }, boldThen(app.lang, title, words)));
  }

  const form = h("form", { class: "enrol pad stack", onsubmit: (event) => { event.preventDefault(); send(); } },
    h("p", null, app.say("enrol_say")),
    scanner.element,
    h("div", { class: "row" }, scan, file, h("label", { class: "btn", for: "enrol-file" }, icon("photo"), app.say("badge_file"))),
    h("div", null, h("label", { class: "label", for: "enrol-code" }, app.say("enrol_code")), code),
    h("div", null, h("label", { class: "label", for: "enrol-label" }, app.say("enrol_label")), label),
    told, h("p", { class: "quiet small" }, app.say("enrol_note")), go);
  frame(app, {
    title: app.say("enrol_title"), back: app.account ? { href: "#/sync", label: app.say("nav_sync") } : null,
    main: [h("div", { class: "page-h" }, h("h1", null, app.say("enrol_title"))), form],
  });
  if (given) send();
  return { refresh: null, leave: () => scanner.stop() };
}
