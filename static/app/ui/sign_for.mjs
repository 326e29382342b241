// Where the applicant does not sign: why, and who witnesses it, or who signs for them (S7-AMB-12).

import { WITNESSED, problemWithApplicant } from "../core/signatures.mjs";
import { formatInstant } from "../core/days.mjs";
import { h, icon } from "./dom.mjs";
import { takeSignature } from "./signature.mjs";

const ASKS = {
  "visit.signature_reason": ["reason", "sign_reason_needed"],
  "visit.signature_witness": ["name", "sign_witness_needed"],
  "visit.signature_proxy": ["name", "sign_proxy_needed"],
  "visit.signature_by_party": ["name", "sign_by_party"],
};
// Stands for the ink that is taken last, so that the words are right before anybody is handed the pen.
const INK_TO_COME = { paths: ["M0 0L1 1"] };

/** What has been written so far; kept by the page, so that a redraw loses nothing. */
export function newExcuse() {
  return { open: false, how: "", reason: "", name: "", relation: "" };
}

/**
 * @param {any} app
 * @param {{excuse: any, parties: {assessors: string[], household: string[]}, applicant: string, sum: () => string, redraw: () => void, keep: (signature: any) => void}} about
 */
export function excuseForm(app, { excuse, parties, applicant, sum, redraw, keep }) {
  const toggle = h("button", { class: "link pad", type: "button", "aria-expanded": String(excuse.open), onclick: () => { excuse.open = !excuse.open; redraw(); } }, app.say("sign_reason_open"));
  if (!excuse.open) return toggle;
  const wrong = h("p", { class: "red strong", role: "alert" });
  const fields = excuse.how ? fieldsOf(app, excuse) : {};
  const sign = async () => {
    const code = problemWithApplicant(signatureOf(excuse, applicant, INK_TO_COME), parties);
    if (code) return complain(app, code, { excuse, fields, wrong });
    const ink = await takeSignature(app, { name: excuse.name.trim(), sum: sum(), what: app.say(excuse.how === "proxy" ? "sign_what" : "sign_what_witness") });
    if (ink) keep(signatureOf(excuse, applicant, ink, formatInstant(app.now())));
  };
  return [toggle, h("div", { class: "reason pad" },
    h("fieldset", null, h("legend", { class: "label" }, app.say("sign_reason_who")), h("div", { class: "opts4" }, [...WITNESSED, "proxy"].map((how) => choice(app, excuse, how, redraw)))),
    Object.values(fields).map(({ element }) => element), wrong,
    excuse.how && h("button", { class: "btn main", type: "button", onclick: sign }, icon("next"), app.say(excuse.how === "proxy" ? "sign_proxy_signs" : "sign_witness_signs")),
    h("p", { class: "hint" }, app.say("sign_reason_hint")))];
}

function choice(app, excuse, how, redraw) {
  const input = h("input", { type: "radio", name: "how", value: how, checked: excuse.how === how, onchange: () => { excuse.how = how; redraw(); document.querySelector(`[name=how][value=${how}]`)?.focus(); } });
  return h("label", { class: "opt round" }, input, h("span", { class: "box" }, icon("check")), app.say(`sign_${how}`));
}

/** The questions of the way that was chosen, by what they fill in. */
function fieldsOf(app, excuse) {
  if (excuse.how === "proxy") return { name: line(app, excuse, "name", "sign_proxy_name"), relation: line(app, excuse, "relation", "sign_proxy_relation", "sign_proxy_relation_hint") };
  return { reason: line(app, excuse, "reason", "sign_reason"), name: line(app, excuse, "name", "sign_witness_name", "sign_witness_hint") };
}

function line(app, excuse, what, label, hint) {
  const tag = what === "reason" ? "textarea" : "input";
  const more = what === "reason" ? { rows: "2" } : { type: "text", autocomplete: "off" };
  const field = h(tag, { class: "input wide", id: `sign-${what}`, "aria-describedby": hint && `sign-${what}-hint`, oninput: () => { excuse[what] = field.value; }, ...more });
  field.value = excuse[what];
  const say = hint && h("p", { class: "hint", id: `sign-${what}-hint` }, app.say(hint));
  return { field, element: h("div", null, h("label", { class: "label", for: `sign-${what}` }, app.say(label)), say, field) };
}

function complain(app, code, { excuse, fields, wrong }) {
  const [what, words] = ASKS[code];
  wrong.replaceChildren(app.say(words, { name: excuse.name.trim() }));
  const empty = Object.entries(fields).find(([name]) => !excuse[name].trim());
  (empty?.[1] ?? fields[what]).field.focus();
}

function signatureOf({ how, reason, name, relation }, applicant, ink, at = "") {
  const hand = { name: name.trim(), ink, signed_at: at };
  const own = { who: "applicant", name: applicant, how, ink: null };
  if (how === "proxy") return { ...own, reason: "", witness: null, proxy: { ...hand, relation: relation.trim() } };
  return { ...own, reason: reason.trim(), witness: hand, proxy: null };
}
