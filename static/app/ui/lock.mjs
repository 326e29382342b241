// The lock: who uses this tablet now, and their PIN. Nothing of a household is on the screen or in memory behind it.

import { boldThen, h, icon } from "./dom.mjs";
import { frame, inLanguage } from "./shell.mjs";
import { createPinPad } from "./pin.mjs";
import { showEnrol } from "./enrol.mjs";
import { triesLeft } from "../core/pin.mjs";
import { allEnrolments, MustWait, noteWaited, readTries, unlock, WrongPin } from "../data/device.mjs";
import { isFull } from "../data/storage.mjs";

const TICK_MS = 1000;
const KEEP_EVERY_MS = 5000; // between two writes of the time waited: a reload costs no more than this

/** @param {any} app `app.gate` says who is asked for, and whether their PIN is gone */
export async function showLock(app) {
  const enrolments = await allEnrolments();
  if (enrolments.length === 0) return showEnrol(app, {});
  const who = enrolments.find(({ assessor }) => assessor.id === app.gate.who) ?? (enrolments.length === 1 ? enrolments[0] : null);
  if (!who) return showChoice(app, enrolments);
  if (!who.lock || app.gate.forgotten) return showEnrol(app, { again: who });
  return showPin(app, who, enrolments.length > 1);
}

function showChoice(app, enrolments) {
  const choose = (id) => { app.gate = { who: id }; app.show(); };
  frame(app, {
    title: app.say("lock_title"),
    main: h("div", { class: "lock pad" }, h("h1", null, app.say("lock_who")),
      h("ul", { class: "stack" }, enrolments.map((each) => h("li", null, person(app, each, () => choose(each.assessor.id))))),
      h("a", { class: "link", href: "#/enrol" }, icon("plus"), app.say("lock_add"))),
  });
  return { refresh: null };
}

function person(app, { assessor, device }, onclick) {
  return h("button", { class: "btn wide person", type: "button", onclick }, icon("person"),
    h("span", null, h("b", null, assessor.name), h("span", { class: "quiet small" }, `${inLanguage(assessor.street, app.lang)} · ${device.number}`)), icon("next"));
}

function showPin(app, who, several) {
  const { id, name } = who.assessor;
  const pad = createPinPad(app, { label: app.say("pin_of", { name }), go: app.say("pin_open"), onPin: tryPin });
  let waiting = null;

  async function tryPin(pin) {
    pad.rest(true);
    pad.say(app.say("pin_working"));
    try {
      const enrolment = await unlock(id, pin);
      await app.opened(enrolment);
    } catch (error) {
      pad.rest(false);
      if (isFull(error)) { pad.say(...boldThen(app.lang, app.say("pin_full"), app.say("pin_full_say"))); return; } // each try is written before it is made
      if (!(error instanceof WrongPin || error instanceof MustWait)) throw error;
      judge(await readTries(id));
    }
  }

  /** Wrong words with the tries left, or the wait. */
  function judge(tries) {
    if (tries.wait_ms > 0) wait(tries);
    else if (tries.failed > 0) pad.say(...boldThen(app.lang, app.say("pin_wrong"), app.say(triesLeft(tries) > 0 ? "pin_left" : "pin_last", { n: triesLeft(tries) })));
  }

  /** Only time that passes with this page open counts, by a clock nobody can set. */
  function wait({ wait_ms: left }) {
    clearInterval(waiting);
    pad.rest(true);
    let seen = performance.now();
    let keeping = false;
    const tick = async () => {
      const passed = performance.now() - seen;
      draw(left - passed);
      if (keeping || (passed < left && passed < KEEP_EVERY_MS)) return;
      keeping = true;
      seen += passed;
      ({ wait_ms: left } = await noteWaited(id, passed));
      keeping = false;
      if (left > 0) return;
      clearInterval(waiting);
      pad.rest(false);
      pad.say(app.say("pin_try_again"));
    };
    const draw = (ms) => pad.say(app.say("pin_wait", { n: Math.max(0, Math.ceil(ms / 1000)) }));
    draw(left);
    waiting = setInterval(tick, TICK_MS);
  }

  frame(app, {
    title: app.say("lock_title"),
    main: h("div", { class: "lock pad" },
      h("h1", null, name), h("p", { class: "quiet" }, app.say("pin_ask")), pad.element,
      h("div", { class: "lock-ways" },
        h("button", { class: "link", type: "button", onclick: () => { app.gate = { who: id, forgotten: true }; app.show(); } }, app.say("pin_forgotten")),
        several && h("button", { class: "link", type: "button", onclick: () => { app.gate = {}; app.show(); } }, app.say("lock_other")))),
  });
  readTries(id).then(judge);
  return { refresh: null, leave: () => clearInterval(waiting) };
}

/** After everything of an assessor was removed by order: what was done, and whether the desk knows. */
export function showWiped(app, { name, told }) {
  frame(app, {
    title: app.say("wiped_title"),
    main: h("div", { class: "state pad-state" }, h("h1", null, app.say("wiped_title")), h("p", null, app.say("wiped_say", { name })),
      h("p", { class: told ? "" : "brown strong" }, app.say(told ? "wiped_told" : "wiped_untold")),
      h("button", { class: "btn main", type: "button", onclick: () => { app.wiped = null; app.gate = {}; app.show(); } }, app.say("wiped_go"))),
  });
  return { refresh: null };
}
