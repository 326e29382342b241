// The lead's side of countersigning: the sealed visit as a chain of codes, and the colleagues' answers read back
// by the camera (design §4). Nothing here needs a network.

import { ANSWER, ASK, judgeCountersign, packVisit } from "../core/countersign.mjs";
import { splitFrames } from "../core/qr_frames.mjs";
import { showChain } from "./codes.mjs";
import { boldThen, h, icon } from "./dom.mjs";
import { createChainScanner } from "./chain_scanner.mjs";
import { frame } from "./shell.mjs";

/** @param {any} app @param {{sealed: any, visit: any, base: string}} about the seal's record and the sealed visit */
export async function showCountersign(app, { sealed, visit, base }) {
  const told = h("div", { role: "status" });
  const chain = showChain(await splitFrames(ASK, await packVisit(visit)), app.say("countersign_codes"), (i, n) => app.say("code_of", { i, n }));
  const scanner = createChainScanner(app, ANSWER, async (bytes) => { await take(new TextDecoder().decode(bytes)); });
  const list = h("ul", { class: "signers pad" });

  async function take(token) {
    const judged = await judgeCountersign(token, { visit, digest: sealed.digest, entryOf });
    if (judged.refusal) return tell("red", "countersign_refused", app.say("countersign_why")[judged.refusal]);
    await app.account.outbox.putCountersign({ ...sealed, assessor: judged.assessor }, { token });
    sealed.signed = { ...sealed.signed, [judged.assessor]: judged.signed_at };
    await app.account.drafts.saveSeal(sealed);
    app.syncNow();
    draw();
    return tell(judged.known ? "green" : "mark", "countersign_taken", app.say(judged.known ? "countersign_taken_say" : "countersign_unknown_say", { name: nameOf(judged.assessor) }));
  }

  function tell(kind, title, words) {
    told.replaceChildren(h("p", { class: `note ${kind} pad-note` }, boldThen(app.lang, app.say(title), words)));
  }

  function draw() {
    list.replaceChildren(...colleaguesOf(visit).map((assessor) => signerLine(app, nameOf(assessor), sealed.signed?.[assessor])));
  }

  const entryOf = (assessor) => app.roster?.entries.find((entry) => entry.assessor === assessor) ?? null;
  const nameOf = (assessor) => entryOf(assessor)?.name ?? assessor;
  const scan = h("button", { class: "btn main wide", type: "button", onclick: () => scanner.start() }, icon("scan"), app.say("countersign_scan"));
  draw();
  frame(app, {
    title: app.say("countersign_title"), back: { href: base, label: app.say("back_contents") }, place: "sealed",
    main: [h("div", { class: "sec" }, h("h1", null, app.say("countersign_title"))), h("p", { class: "pad" }, app.say("countersign_say")),
      told, scanner.element, chain.element, h("h2", { class: "h2 gap-above" }, app.say("countersign_who")), list],
    foot: h("div", { class: "stack" }, scan),
  });
  return { refresh: null, leave() { chain.stop(); scanner.stop(); } };
}

/** Everybody of the team but the one who sealed. */
export function colleaguesOf(visit) {
  return visit.team.map(({ assessor }) => assessor).filter((assessor) => assessor !== visit.assessor);
}

/** One colleague: has signed, or has not. */
export function signerLine(app, name, signedAt) {
  return h("li", null, icon(signedAt ? "check" : "ring"), h("b", null, name), h("span", { class: "quiet" }, app.say(signedAt ? "countersign_done" : "countersign_open")));
}
