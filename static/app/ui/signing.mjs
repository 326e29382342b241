// The last page of a visit: the checks with their rules, the signatures, the seal (S7-EVAL-03…07, S7-CRED-05).

import { checksBeforeSealing, partiesOf, signersMissing, totalsOf } from "../core/visit.mjs";
import { purposeOf } from "../core/cases.mjs";
import { documentDigest, formatBytes } from "../core/bytes.mjs";
import { formatInstant, timeOf } from "../core/days.mjs";
import { formatMoney } from "../core/money.mjs";
import { boldThen, drawing, h, icon } from "./dom.mjs";
import { frame, headingOf } from "./shell.mjs";
import { takeSignature } from "./signature.mjs";
import { sealFrom } from "./sealing.mjs";
import { excuseForm, newExcuse } from "./sign_for.mjs";

const ITS_SIGNER = { housing: "sign_of_housing", employment: "sign_of_employment" };
const LOOKS = { ok: "check", bad: "cross", differs: "differs" };
const WHERE = { beside_check_answers: "readback", beside_check_notice: "section/1", check_team: "team", check_answers: "readback", check_photos: "readback", check_originals: "readback" };

export async function showSigning(app, { session, base }) {
  const { draft, task, form } = session;
  const view = { excuse: newExcuse(), problem: null, sealing: false };
  const savedDigests = await session.savedDigests();
  const over = await documentDigest({ answers: form.sealedAnswers(), team: draft.team.map(({ assessor }) => assessor) });
  const voided = draft.signatures.some((each) => each.over !== over);
  draft.signatures = draft.signatures.filter((each) => each.over === over);

  function draw() {
    const savedBytes = draft.photos.reduce((sum, photo) => sum + photo.length, 0);
    const checks = checksBeforeSealing({ task, draft, form, savedDigests, savedBytes, minTeam: session.minTeam });
    const failed = checks.filter(({ state }) => state === "bad");
    const unsigned = signersMissing(draft);
    frame(app, {
      title: app.say("sign_title"),
      back: { href: base, label: app.say("back_contents") },
      heading: headingOf(app, task, form),
      place: "seal",
      main: [
        h("div", { class: "sec" }, h("h1", null, app.say("sign_title"))),
        h("ul", { class: "checks pad" }, checks.map((check) => checkLine(app, session, base, check))),
        voided && draft.signatures.length === 0 && h("p", { class: "note mark pad-note" }, app.say("sign_void")),
        h("h2", { class: "h2 gap-above" }, app.say("sign_heading")),
        h("div", { class: "signs" }, applicantPlace(), draft.team.map((member) => place(member.assessor, member.name, false))),
        excuseForm(app, { excuse: view.excuse, parties: partiesOf(draft), applicant: task.head, sum, redraw: draw, keep: keepExcuse }),
        view.problem && h("p", { class: "note red pad-note", role: "alert" }, boldThen(app.lang, app.say("seal_failed"), app.say("seal_failed_say", { why: view.problem }))),
      ],
      foot: [
        h("p", { class: "sum" }, h("span", null, h("b", null, footWords(failed, unsigned))), h("span", { class: "small quiet" }, app.say("sign_final"))),
        h("div", { class: "go" },
          h("a", { class: "btn", href: `${base}/readback` }, icon("back"), app.say("previous")),
          h("button", { class: "btn main", type: "button", disabled: failed.length > 0 || unsigned.length > 0 || view.sealing, onclick: () => sealFrom(app, session, { view, draw, base }) }, icon("box"), app.say(view.sealing ? "sealing" : "seal"))),
      ],
    });
  }

  function footWords(failed, unsigned) {
    if (failed.length) return app.say("sign_blocked", { n: failed.length });
    if (unsigned.length === 0) return app.say("sign_ready");
    if (unsigned.length > 2) return app.say("sign_missing_many", { n: unsigned.length });
    const names = unsigned.map((who) => (who === "applicant" ? app.say("sign_missing_applicant") : draft.team.find((member) => member.assessor === who).name));
    return app.say("sign_missing", { names: names.join(app.lang === "zh" ? "、" : ", ") });
  }

  /** The totals of the household, or of a form that counts none, that it was read out. */
  function sum() {
    if (!form.has("income_total")) return app.say("sign_read");
    const { persons, income_total: total, income_per_capita: each } = totalsOf(form);
    // What is not worked out yet is a dash, never nothing.
    const money = (text) => (text ? formatMoney(text) : "—");
    return app.say("sign_sum", { total: money(total), persons: persons || "0", each: money(each) });
  }

  function applicantPlace() {
    return place("applicant", task.head, true);
  }

  function place(who, name, large) {
    const signed = draft.signatures.find((each) => each.who === who);
    const caption = large ? app.say(ITS_SIGNER[purposeOf(task)] ?? "sign_applicant", { name }) : name;
    if (!signed) return emptyPlace(who, name, caption, large);
    const time = timeOf(signed.signed_at);
    const clear = h("button", { class: "link small", type: "button", onclick: () => remove(who) }, app.say(large ? "sign_clear" : "sign_again"));
    return h("div", { class: `sign ${large ? "big" : ""}` },
      h("p", { class: "cap" }, caption, large && h("span", null, app.say("sign_signed", { time }))),
      signed.ink ? drawing(signed.ink, app.say("sign_pad", { name })) : excused(app, signed),
      h("p", { class: "line" }, h("span", null, large ? sum() : app.say("sign_own", { time })), clear));
  }

  function emptyPlace(who, name, caption, large) {
    return h("button", { class: `sign active ${large ? "big" : ""}`, type: "button", onclick: () => sign(who, name) },
      h("span", { class: "cap" }, caption), h("span", { class: "sign-here" }, icon("next"), app.say("sign_here")), h("span", { class: "line" }, h("span", null, large ? sum() : app.say("sign_not_yet"))));
  }

  async function sign(who, name) {
    const ink = await takeSignature(app, { name, sum: sum() });
    if (ink) await keep({ who, name, how: "signed", reason: "", ink, witness: null, proxy: null });
  }

  async function keep(signature) {
    draft.signatures = draft.signatures.filter((each) => each.who !== signature.who);
    draft.signatures.push({ ...signature, signed_at: formatInstant(app.now()), over });
    await session.flush();
    draw();
  }

  async function remove(who) {
    draft.signatures = draft.signatures.filter((each) => each.who !== who);
    await session.flush();
    draw();
  }

  async function keepExcuse(signature) {
    view.excuse = newExcuse();
    await keep(signature);
  }

  draw();
  return { refresh: null, relabel: draw };
}

/** Why the applicant did not sign, and the hand that stands for theirs. */
function excused(app, { how, reason, witness, proxy }) {
  const hand = proxy ?? witness;
  const words = proxy ? app.say("sign_for", proxy) : app.say("sign_witnessed", witness);
  return [h("p", { class: "sign-why" }, boldThen(app.lang, app.say("sign_by")[how], reason), " ", words), drawing(hand.ink, app.say("sign_pad", hand))];
}

/** One check with its rule, and where to put it right. */
export function checkLine(app, session, base, { state, key, facts, rule }) {
  const fix = state === "bad" && h("a", { class: "link", href: `${base}/${WHERE[key]}` }, app.say("go_fix"));
  return h("li", { class: state === "ok" ? "" : state }, icon(LOOKS[state]), h("span", null, app.say(key, { ...facts, size: facts.bytes ? formatBytes(facts.bytes) : "", ...difference(app, session, facts.first) }), " ", fix), h("span", { class: "rule-id" }, rule));
}

function difference(app, { form }, first) {
  if (!first) return {};
  const node = form.node(first.path);
  const money = node.money || /^-?\d+\.\d{2}$/.test(String(first.declared));
  const label = form.text(first.path, node.label, app.lang);
  const owner = ownerOf(form, first.path);
  return { label: owner ? `${owner}${app.lang === "zh" ? "：" : ": "}${label}` : label, declared: money ? formatMoney(first.declared) : first.declared, observed: form.display(first.path, app.lang) };
}

/** Whose answer it is, where the row it stands in has a name. */
function ownerOf(form, path) {
  const row = /^[^.[]+\[[^\]]+\](?=\.)/.exec(path)?.[0];
  try {
    return row ? String(form.value(`${row}.name`) ?? "") : "";
  } catch {
    return "";
  }
}
