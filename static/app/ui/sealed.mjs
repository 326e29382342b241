// A sealed case: closed to changes; what became of it, and which colleagues still have to sign it themselves.

import { isContribution, purposeOf } from "../core/cases.mjs";
import { isCountersigned } from "../core/countersign.mjs";
import { dayOf, formatWhen } from "../core/days.mjs";
import { h, icon } from "./dom.mjs";
import { colleaguesOf, showCountersign, signerLine } from "./countersign_ask.mjs";
import { urgentKey } from "./contents.mjs";
import { readCalls, showHardship } from "./hardship.mjs";
import { frame, inLanguage } from "./shell.mjs";

/** @param {any} app @param {{sealed: any, task: any, page: string, base: string}} about */
export async function showSealed(app, about) {
  const { sealed, page, base } = about;
  const held = await app.account.outbox.find(sealed.visit);
  const visit = (held?.state === "sealed" && held.visit) || null; // a contribution has none
  if (page === "hardship") return showHardship(app, { task: about.task ?? sealed, base });
  return visit && page === "countersign" ? showCountersign(app, { sealed, visit, base }) : showState(app, { ...about, visit });
}

async function showState(app, { sealed, task, visit, base }) {
  const today = dayOf(app.now());
  const { receipts } = await app.account.tasks.readAll();
  const receipt = receipts.get(`${sealed.case}:${sealed.round}`);
  const calls = await readCalls(app, sealed);
  const space = app.lang === "zh" ? "" : " ";
  const cosigned = visit !== null && isCountersigned(visit);
  const waiting = cosigned ? colleaguesOf(visit).filter((assessor) => !sealed.signed?.[assessor]) : [];
  frame(app, {
    title: app.say("sealed_title"), back: { href: "#/", label: app.say("back_cases") }, heading: app.say("home_of", { head: (task ?? sealed).head }), place: "sealed",
    main: [
      h("div", { class: "state solid pad-state" }, h("h1", null, app.say("sealed_title")),
        h("p", null, app.say("sealed_at", { when: formatWhen(sealed.sealed_at, today, app.lang) }), space, !isContribution(sealed) && [app.say("sealed_sum", { photos: sealed.photos.length }), space], app.say("sealed_say")),
        isContribution(sealed) && h("p", null, app.say("beside_decided", { name: sealed.lead.name })),
        h("p", { class: receipt?.status === "set_aside" ? "brown strong" : "strong" }, becameOf(app, sealed, receipt, today)),
        h("p", { class: "code quiet small" }, sealed.digest.slice(0, 16))),
      purposeOf(task ?? sealed) === "visit" && urgentKey(app, calls, base),
      cosigned && signers(app, sealed, visit, waiting),
    ],
    foot: h("div", { class: "stack" }, waiting.length > 0
      ? h("a", { class: "btn main wide", href: `${base}/countersign` }, icon("scan"), app.say("countersign_ask"))
      : h("a", { class: "btn main wide", href: "#/" }, app.say("back_to_cases"))),
  });
  return { refresh: () => showState(app, { sealed, task, visit, base }) };
}

function becameOf(app, sealed, receipt, today) {
  if (receipt?.status === "accepted") return app.say("received_at", { when: formatWhen(receipt.received_at, today, app.lang) });
  if (receipt) return app.say("aside_reason", { reason: inLanguage(receipt.reason, app.lang) });
  return app.say(sealed.sent ? "state_sent" : "state_waiting");
}

function signers(app, sealed, visit, waiting) {
  const nameOf = (assessor) => app.roster?.entries.find((entry) => entry.assessor === assessor)?.name ?? assessor;
  return [
    h("h2", { class: "h2" }, app.say("countersign_who")),
    h("ul", { class: "signers pad" }, colleaguesOf(visit).map((assessor) => signerLine(app, nameOf(assessor), sealed.signed?.[assessor]))),
    waiting.length > 0 && h("p", { class: "note mark pad-note" }, app.say("countersign_waits", { n: waiting.length })),
  ];
}
