// Every adult signs that their income and property may be checked (C-06). One page, whether the visit has begun or
// not; each signature is kept on the tablet at once and goes up by itself, with no network too.

import { adultsOf, authorisationPayload } from "../core/authorisation.mjs";
import { formatInstant } from "../core/days.mjs";
import { signStatement } from "../data/seals.mjs";
import { h, icon } from "./dom.mjs";
import { frame, headingOf, inLanguage } from "./shell.mjs";
import { takeSignature } from "./signature.mjs";

export async function showAuthorise(app, { session, base }) {
  const { task, form } = session;
  let adults = await readAdults(app, task);
  let signing = false; // a pad that is open is not drawn over

  function draw() {
    frame(app, {
      title: app.say("authorise_title"), back: { href: base, label: app.say("back_contents") },
      heading: headingOf(app, task, form), place: "seal",
      main: [h("div", { class: "sec" }, h("h1", null, app.say("authorise_title"))), h("p", { class: "pad" }, app.say("authorise_say")), h("div", { class: "signs" }, adults.map(place))],
      foot: h("div", { class: "stack" }, h("a", { class: "btn main wide", href: base }, app.say("back_contents"))),
    });
  }

  function place(adult) {
    const words = adult.state === "refused" ? inLanguage(adult.reason, app.lang) : app.say(`authorise_${adult.state}`);
    const line = h("span", { class: "line" }, h("span", null, words));
    if (adult.state === "kept" || adult.state === "received") {
      return h("div", { class: "sign" }, h("span", { class: "cap" }, adult.name), h("span", { class: "sign-here" }, icon("check"), app.say("authorise_signed")), line);
    }
    return h("button", { class: "sign active", type: "button", onclick: () => sign(adult) },
      h("span", { class: "cap" }, adult.name), h("span", { class: "sign-here" }, icon("next"), app.say("sign_here")), line);
  }

  async function sign(adult) {
    signing = true;
    const ink = await takeSignature(app, { name: adult.name, sum: app.say("authorise_what", { number: task.case }), what: app.say("authorise_say") });
    signing = false;
    if (!ink) return draw();
    const { enrolment, outbox } = app.account;
    const payload = authorisationPayload(task, adult, { assessor: enrolment.assessor.id, ink, signedAt: formatInstant(app.now()) });
    await outbox.putAuthorisation(task, adult.member, { token: await signStatement(payload, enrolment) });
    adults = await readAdults(app, task);
    app.syncNow();
    return draw();
  }

  draw();
  return { refresh: async () => { if (signing) return; adults = await readAdults(app, task); if (!signing) draw(); }, relabel: draw };
}

export async function readAdults(app, task) {
  const [kept, { authorised }] = await Promise.all([app.account.outbox.authorisations(), app.account.tasks.readAll()]);
  return adultsOf(task, { kept, answers: authorised });
}
