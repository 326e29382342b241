// Another PIN: the old one once, the new one twice. Wrong tries at the old one count as at the lock.

import { boldThen, h } from "./dom.mjs";
import { frame } from "./shell.mjs";
import { createPinChoice, createPinPad } from "./pin.mjs";
import { triesLeft } from "../core/pin.mjs";
import { changePin, MustWait, readTries, unlock, WrongPin } from "../data/device.mjs";

export async function showPinChange(app) {
  const { id } = app.account.enrolment.assessor;
  const place = h("div", { class: "pad" });

  function askOld() {
    const pad = createPinPad(app, { label: app.say("pin_old"), go: app.say("pin_next"), onPin: take });
    place.replaceChildren(h("h2", { class: "pin-h" }, app.say("pin_old")), pad.element);

    async function take(pin) {
      pad.rest(true);
      pad.say(app.say("pin_working"));
      try {
        await unlock(id, pin);
        askNew(pin);
      } catch (error) {
        if (error instanceof MustWait) { app.lock(); return; }
        if (!(error instanceof WrongPin)) throw error;
        pad.rest(false);
        const left = triesLeft(await readTries(id));
        if (left === 0) app.lock();
        else pad.say(...boldThen(app.lang, app.say("pin_wrong"), app.say("pin_left", { n: left })));
      }
    }
  }

  function askNew(old) {
    const choice = createPinChoice(app, async (pin) => {
      choice.rest(true);
      choice.say(app.say("pin_working"));
      await changePin(id, old, pin);
      place.replaceChildren(h("p", { class: "note ok", role: "status" }, app.say("pin_changed")), h("a", { class: "btn main wide", href: "#/sync" }, app.say("done")));
    });
    place.replaceChildren(h("p", null, app.say("pin_rules")), choice.element);
  }

  frame(app, {
    title: app.say("pin_change"), back: { href: "#/sync", label: app.say("nav_sync") },
    main: [h("div", { class: "page-h" }, h("h1", null, app.say("pin_change"))), place],
  });
  askOld();
  return { refresh: null };
}
