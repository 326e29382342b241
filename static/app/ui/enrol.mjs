// A one-time code from the desk makes this tablet an assessor's: the code, then a PIN typed twice, then the request.
// The same way leads back in when a PIN is forgotten, and nothing that lies here is lost by it.

import { boldThen, h, icon } from "./dom.mjs";
import { frame } from "./shell.mjs";
import { createPinChoice } from "./pin.mjs";
import { createScanner, readQrFromFile } from "./scanner.mjs";
import { codeIn } from "../core/enrolment.mjs";
import { spokenThumbprint } from "../core/thumbprint.mjs";
import { enrol } from "../data/enrolment.mjs";
import { NotReached, Refused } from "../data/requests.mjs";

/**
 * @param {any} app
 * @param {{code?: string, again?: any}} given a code from the link; `again`: the enrolment this one follows
 */
export async function showEnrol(app, { code = "", again = null }) {
  const view = { code: codeIn(code) ?? code, label: app.say("enrol_label_default"), again, problem: null, scanner: null };
  if (view.code) askPin(app, view);
  else askCode(app, view);
  return { refresh: null, leave: () => view.scanner?.stop() };
}

function askCode(app, view) {
  const input = h("input", { class: "input", id: "enrol-code", autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
  const label = h("input", { class: "input", id: "enrol-label", autocomplete: "off", maxlength: "40" });
  Object.assign(input, { value: view.code });
  Object.assign(label, { value: view.label });
  const told = h("div", { role: "alert" }, view.problem);
  const scanner = createScanner(app, (text) => { scan.hidden = false; take(text); });
  const scan = h("button", { class: "btn", type: "button", onclick: () => { scan.hidden = true; scanner.start(); } }, icon("qr"), app.say("enrol_scan"));
  const file = h("input", { class: "visually-hidden", id: "enrol-file", type: "file", accept: "image/*", onchange: async () => take(await readQrFromFile(file.files[0])) });

  function take(text) {
    const found = codeIn(text);
    if (found) goOn(found);
    else told.replaceChildren(problem(app, app.say("enrol_bad_code"), ""));
  }

  function goOn(code) {
    scanner.stop();
    Object.assign(view, { code, label: label.value.trim() || view.label, problem: null });
    askPin(app, view);
  }

  function typed(event) {
    event.preventDefault();
    if (input.value.trim()) goOn(codeIn(input.value) ?? input.value.trim());
    else { told.replaceChildren(problem(app, app.say("enrol_code_needed"), "")); input.focus(); }
  }

  view.scanner = scanner;
  page(app, view, h("form", { class: "enrol pad stack", autocomplete: "off", onsubmit: typed },
    h("p", null, app.say("enrol_say")),
    scanner.element,
    h("div", { class: "row" }, scan, file, h("label", { class: "btn", for: "enrol-file" }, icon("photo"), app.say("badge_file"))),
    h("div", null, h("label", { class: "label", for: "enrol-code" }, app.say("enrol_code")), input),
    h("div", null, h("label", { class: "label", for: "enrol-label" }, app.say("enrol_label")), label),
    told, h("p", { class: "quiet small" }, app.say("enrol_note")), h("button", { class: "btn main wide", type: "submit" }, app.say("enrol_next"))));
}

function askPin(app, view) {
  const told = h("div", { role: "alert" });
  const choice = createPinChoice(app, send);
  const retry = h("button", { class: "btn main wide", type: "button", hidden: true }, app.say("try_again"));

  async function send(pin) {
    choice.rest(true);
    retry.hidden = true;
    const since = Date.now();
    const tell = () => told.replaceChildren(h("p", { class: "note" }, app.say("enrol_working", { seconds: Math.floor((Date.now() - since) / 1000) })));
    tell();
    const ticking = setInterval(tell, 5000);
    try {
      const enrolment = await enrol({ code: view.code, label: view.label, pin, replaces: view.again?.device.id });
      history.replaceState(null, "", "#/");
      await app.opened(enrolment, { welcome: true });
    } catch (error) {
      fail(error, pin);
    } finally {
      clearInterval(ticking);
    }
  }

  /** Without a network the PIN stays as chosen and the same request goes again; a refused code is asked for anew. */
  function fail(error, pin) {
    if (error instanceof NotReached) {
      told.replaceChildren(problem(app, app.say("enrol_unreached"), app.say("enrol_unreached_say")));
      retry.onclick = () => send(pin);
      retry.hidden = false;
      return;
    }
    const words = error instanceof Refused ? error.words[app.lang] : error.message;
    view.problem = problem(app, app.say("enrol_refused"), words);
    askCode(app, view);
  }

  page(app, view, h("div", { class: "pad stack" }, h("p", null, app.say("pin_rules")), choice.element, told, retry));
}

/** What the desk shows too: two people compare it, and know that this tablet's key is the one that was enrolled. */
export function showEnrolled(app) {
  const { assessor, device } = app.account.enrolment;
  frame(app, {
    title: app.say("enrolled_title"),
    main: h("div", { class: "pad stack enrolled" },
      h("h1", null, app.say("enrolled_title")),
      h("p", null, app.say("enrolled_say", { name: assessor.name, number: device.number })),
      h("p", { class: "spoken" }, spokenThumbprint(device.id)),
      h("p", null, app.say("enrolled_compare")),
      h("button", { class: "btn main wide", type: "button", onclick: () => { app.welcome = false; app.show(); } }, app.say("enrolled_go"))),
  });
  return { refresh: null };
}

function problem(app, title, words) {
  return h("p", { class: "note red" }, boldThen(app.lang, title, words));
}

function page(app, { again }, content) {
  const title = app.say(again ? (again.lock ? "again_title" : "upgrade_title") : "enrol_title");
  const back = app.account ? { href: "#/sync", label: app.say("nav_sync") } : null;
  const words = again && app.say(again.lock ? "again_say" : "upgrade_say", { name: again.assessor.name });
  const leave = !app.account && h("button", { class: "link", type: "button", onclick: () => { app.gate = {}; app.go("#/"); } }, icon("back"), app.say("lock_back"));
  frame(app, { title: app.say("enrol_title"), back, main: [h("div", { class: "page-h" }, app.enrolled && leave, h("h1", null, title), words && h("p", { class: "note pad-above" }, words)), content] });
}
