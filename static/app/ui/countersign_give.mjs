// The colleague's side of countersigning: read the sealed visit from the lead's screen (or have it from the
// district), see what it says, sign it with the key of this tablet, and show the signature to be read back.

import { ANSWER, ASK, countersignPayload, refusalToCountersign, unpackVisit } from "../core/countersign.mjs";
import { documentDigest } from "../core/bytes.mjs";
import { formatWhen, dayOf, formatInstant } from "../core/days.mjs";
import { formatMoney } from "../core/money.mjs";
import { splitFrames } from "../core/qr_frames.mjs";
import { signCountersign } from "../data/seals.mjs";
import { createChainScanner } from "./chain_scanner.mjs";
import { showChain } from "./codes.mjs";
import { boldThen, h, icon } from "./dom.mjs";
import { frame } from "./shell.mjs";

/** @param {any} app @param {{case?: string, round?: number}} place a visit the district sent, or one to be scanned */
export async function showCountersignGive(app, place) {
  const view = { asked: await fromDistrict(app, place), problem: null, token: null, chain: null };
  const scanner = createChainScanner(app, ASK, async (bytes) => {
    view.asked = await unpackVisit(bytes);
    view.problem = view.asked ? null : "malformed";
    draw();
  });

  function draw() {
    const refusal = view.problem ?? (view.asked && refusalToCountersign(view.asked.visit, app.account.enrolment.assessor.id));
    const [main, foot] = view.token ? signedPage() : view.asked && !refusal ? reviewPage() : scanPage(refusal);
    frame(app, {
      title: app.say("cosign_title"), back: { href: "#/", label: app.say("back_cases") },
      main: [h("div", { class: "sec" }, h("h1", null, app.say("cosign_title"))), main],
      foot: h("div", { class: "stack" }, foot),
    });
  }

  function scanPage(refusal) {
    const start = h("button", { class: "btn main wide", type: "button", onclick: () => scanner.start() }, icon("scan"), app.say("cosign_scan"));
    return [[refusal && h("p", { class: "note red pad-note", role: "alert" }, boldThen(app.lang, app.say("countersign_refused"), app.say("countersign_why")[refusal])),
      h("p", { class: "pad" }, app.say("cosign_scan_say")), scanner.element], start];
  }

  function reviewPage() {
    const sign = h("button", { class: "btn main wide", type: "button", onclick: give }, icon("pen"), app.say("cosign_sign"));
    return [[h("p", { class: "pad" }, app.say("cosign_look")), visitFacts(app, view.asked.visit), h("p", { class: "code quiet small pad" }, view.asked.digest.slice(0, 16))], sign];
  }

  function signedPage() {
    return [[h("p", { class: "note green pad-note", role: "status" }, boldThen(app.lang, app.say("cosign_done"), app.say("cosign_done_say"))), view.chain.element],
      h("a", { class: "btn main wide", href: "#/" }, app.say("back_to_cases"))];
  }

  async function give() {
    const { enrolment, outbox } = app.account;
    const { visit } = view.asked;
    const token = await signCountersign(countersignPayload(view.asked, enrolment.assessor.id, formatInstant(app.now())), enrolment);
    await outbox.putCountersign({ case: visit.case, round: visit.round, assessor: enrolment.assessor.id }, { token });
    const codes = await splitFrames(ANSWER, new TextEncoder().encode(token));
    Object.assign(view, { token, chain: showChain(codes, app.say("cosign_codes"), (i, n) => (n > 1 ? app.say("code_of", { i, n }) : "")) });
    app.syncNow();
    draw();
  }

  draw();
  return { refresh: null, relabel: draw, leave() { scanner.stop(); view.chain?.stop(); } };
}

async function fromDistrict(app, { case: file, round }) {
  const sent = file ? await app.account.tasks.confirm(file, round) : null;
  return sent && { visit: sent.visit, digest: await documentDigest(sent.visit) };
}

/** What a colleague must be able to recognise: whose home, who was there, what was found. */
function visitFacts(app, visit) {
  const today = dayOf(app.now());
  const between = app.lang === "zh" ? "、" : ", ";
  const names = new Map((app.roster?.entries ?? []).map(({ assessor, name }) => [assessor, name]));
  const money = (text) => (text ? app.say("yuan_a_month", { amount: formatMoney(text) }) : "");
  const rows = [
    ["cosign_head", visit.signatures?.find(({ who }) => who === "applicant")?.name],
    ["case_number", visit.case],
    ["cosign_when", `${formatWhen(visit.started_at, today, app.lang)} – ${formatWhen(visit.sealed_at, today, app.lang)}`],
    ["cosign_team", visit.team.map(({ assessor }) => names.get(assessor) ?? assessor).join(between)],
    ["cosign_persons", visit.totals?.persons && app.say("persons", { n: Number(visit.totals.persons) })],
    ["cosign_income", money(visit.totals?.income_total)],
    ["cosign_per_head", money(visit.totals?.income_per_capita)],
    ["cosign_photos", app.say("cosign_photos_n", { n: visit.photos?.length ?? 0 })],
  ];
  return h("dl", { class: "facts pad wide" }, rows.filter(([, value]) => value).map(([key, value]) => [h("dt", null, app.say(key)), h("dd", null, value)]));
}
