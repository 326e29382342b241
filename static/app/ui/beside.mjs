// What a colleague sees of a visit another one leads: who leads it, and the page that seals what they recorded beside it.

import { checksOfContribution } from "../core/contribution.mjs";
import { entry } from "./contents.mjs";
import { boldThen, h, icon } from "./dom.mjs";
import { sealFrom } from "./sealing.mjs";
import { checkLine } from "./signing.mjs";
import { frame, headingOf } from "./shell.mjs";

/** Whose record it stands beside, and who decides where the two differ. */
export function besideNote(app, task) {
  return h("p", { class: "note mark pad-note" }, boldThen(app.lang, app.say("beside_title", { name: task.lead.name }), app.say("beside_say")));
}

export function besideLines(app, base) {
  return [
    entry(`${base}/readback`, "", null, app.say("beside_read"), app.say("beside_read_say")),
    entry(`${base}/sign`, "", null, app.say("beside_seal_title"), app.say("beside_seal_say")),
  ];
}

/** The last page: the checks, what the seal means, one key. */
export async function showBesideSeal(app, { session, base }) {
  const { draft, task, form } = session;
  const view = { problem: null, sealing: false };
  const savedDigests = await session.savedDigests();

  function draw() {
    const savedBytes = draft.photos.reduce((sum, photo) => sum + photo.length, 0);
    const checks = checksOfContribution({ draft, form, savedDigests, savedBytes });
    const failed = checks.filter(({ state }) => state === "bad").length;
    frame(app, {
      title: app.say("beside_seal_title"),
      back: { href: base, label: app.say("back_contents") },
      heading: headingOf(app, task, form),
      place: "seal",
      main: [
        h("div", { class: "sec" }, h("h1", null, app.say("beside_seal_title"))),
        h("ul", { class: "checks pad" }, checks.map((check) => checkLine(app, session, base, check))),
        h("div", { class: "gap-above" }, besideNote(app, task)),
        view.problem && h("p", { class: "note red pad-note", role: "alert" }, boldThen(app.lang, app.say("seal_failed"), app.say("seal_failed_say", { why: view.problem }))),
      ],
      foot: [
        h("p", { class: "sum" }, h("span", null, h("b", null, failed ? app.say("sign_blocked", { n: failed }) : app.say("sign_ready"))), h("span", { class: "small quiet" }, app.say("sign_final"))),
        h("div", { class: "go" },
          h("a", { class: "btn", href: `${base}/readback` }, icon("back"), app.say("previous")),
          h("button", { class: "btn main", type: "button", disabled: failed > 0 || view.sealing, onclick: () => sealFrom(app, session, { view, draw, base }) }, icon("box"), app.say(view.sealing ? "sealing" : "beside_seal"))),
      ],
    });
  }

  draw();
  return { refresh: null, relabel: draw };
}
