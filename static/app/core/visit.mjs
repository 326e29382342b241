// A visit as it is sealed, and what must hold before it may be (S7-EVAL-03…07, S7-CRED-05). Pure.

import { isSameAs } from "./declared.mjs";
import { APPLICANT, isOwnHand, problemWithApplicant, sealedSignature } from "./signatures.mjs";
import { countDistinct } from "./team.mjs";

/** `visit:<case>:<round>:<device>`, the name of a visit in the outbox. */
export function visitId({ case: file, round }, device) {
  return `visit:${file}:${round}:${device}`;
}

/** What goes up of a visit that is not finished: enough to go on from on another tablet. */
export function snapshotOf({ case: file, round, form, form_digest: digest, answers, photos, team, started_at: startedAt, saved_at: savedAt }) {
  return { state: "draft", case: file, round, form, form_digest: digest, answers, photos, team, started_at: startedAt, saved_at: savedAt };
}

/** What the seal covers, exactly these fields (the contract of seal and server). */
export function buildVisit({ task, draft, form, device, assessor, rosterIssuedAt, sealedAt }) {
  const answers = form.sealedAnswers();
  return {
    case: task.case,
    round: task.round,
    form: draft.form,
    form_digest: draft.form_digest,
    policy: draft.policy,
    assessor: assessor.id,
    device,
    task_assigned_at: task.assigned_at,
    roster_issued_at: rosterIssuedAt,
    started_at: draft.started_at,
    sealed_at: sealedAt,
    team: draft.team.map(({ assessor: who, serial, badge, how, seen_at: seenAt }) => ({ assessor: who, serial, badge, how, seen_at: seenAt })),
    answers,
    photos: sealedPhotos(draft.photos, form.photoDigests()),
    signatures: draft.signatures.map(sealedSignature),
    totals: totalsOf(form),
  };
}

const SUMS = ["income_gross", "income_exempt", "income_deducted", "income_total", "income_per_capita"];

/** Persons and the incomes that are read out, as decimal text: those the form works out, empty until it can. */
export function totalsOf(form) {
  const sums = SUMS.filter((name) => form.has(name)).map((name) => [name, moneyOf(form, name)]);
  return { persons: textOf(form, "persons"), ...Object.fromEntries(sums) };
}

/** How many questions carry an answer. */
export function countAnswers(value, name = "") {
  if (Array.isArray(value)) {
    return value.some((each) => each && typeof each === "object") ? value.reduce((sum, each) => sum + countAnswers(each), 0) : Number(value.length > 0);
  }
  if (value && typeof value === "object") return Object.entries(value).reduce((sum, [key, each]) => sum + countAnswers(each, key), 0);
  return Number(name !== "_id" && value !== null && value !== "" && value !== undefined);
}

/** Answers that are not what the family declared: `[{path, declared, observed}]` (S7-EVAL-05). */
export function differencesFrom(declared, form) {
  return Object.entries(declared ?? {}).flatMap(([path, text]) => {
    const observed = valueAt(form, path);
    return observed === null || isSameAs(text, observed) ? [] : [{ path, declared: text, observed }];
  });
}

/**
 * Every check of the sealing page, failures first.
 * @returns {{state: "ok"|"bad"|"differs", key: string, facts: Record<string, any>, rule: string}[]}
 */
export function checksBeforeSealing({ task, draft, form, savedDigests, savedBytes, minTeam }) {
  const answers = form.sealedAnswers();
  const open = form.missing().length + form.wrong().length;
  const people = countDistinct(draft.team);
  const missingPhotos = [...form.photoDigests()].filter((digest) => !savedDigests.has(digest)).length;
  const different = differencesFrom(task.declared, form);
  const checks = [
    check(open === 0, "check_answers", { n: open, answered: countAnswers(answers) }, "S7-EVAL-06"),
    check(people >= minTeam, "check_team", { n: people, least: minTeam }, "S7-CRED-05"),
    ...originalsCheck(form),
    check(missingPhotos === 0, "check_photos", { n: draft.photos.length, missing: missingPhotos, bytes: savedBytes }, "S7-EVAL-04"),
  ];
  if (different.length > 0) checks.push({ state: "differs", key: "check_differs", facts: { n: different.length, first: different[0] }, rule: "S7-EVAL-05" });
  return checks.sort((one, other) => Number(other.state === "bad") - Number(one.state === "bad"));
}

/** Whose hand is still missing: for the applicant another may stand, for an assessor nobody (S7-EVAL-07, S7-AMB-12). */
export function signersMissing(draft) {
  const hand = (who) => draft.signatures.find((each) => each.who === who);
  const stands = problemWithApplicant(hand(APPLICANT), partiesOf(draft)) === null;
  return [...(stands ? [] : [APPLICANT]), ...draft.team.map((member) => member.assessor).filter((who) => !isOwnHand(hand(who)))];
}

/** Names of those who may not witness: the assessors, and the household as it stands in the answers. */
export function partiesOf({ team, answers }) {
  return { assessors: team.map(({ name }) => name), household: (answers?.member ?? []).map(({ name }) => String(name ?? "").trim()) };
}

function check(holds, key, facts, rule) {
  return { state: holds ? "ok" : "bad", key, facts, rule };
}

/** How many originals were seen: counted by the form, or one a row where it has only rows. */
function originalsCheck(form) {
  if (form.has("originals_checked")) return [seen(Number(form.value("originals_checked") ?? 0))];
  if (form.has("brought") && form.value("brought") === "none") return []; // a review says so, and why (S7-REV-08)
  return form.has("original") ? [seen(form.rows("original").length)] : [];
}

function seen(n) {
  return check(n > 0, "check_originals", { n }, "S7-EVAL-03");
}

/** Photos as a seal names them; one no answer names any more counts as replaced. */
export function sealedPhotos(photos, used) {
  return photos.map(({ digest, path, caption, taken_at: at, content_type: type, length, width, height, position, device, source, replaced }) => ({
    digest, path, caption, taken_at: at, content_type: type, length, width, height, position, device, source, replaced: replaced || !used.has(digest),
  }));
}

function valueAt(form, path) {
  try {
    return form.value(path);
  } catch {
    return null; // the row was removed, or the form has no such question
  }
}

function textOf(form, path) {
  const value = valueAt(form, path);
  return value === null ? "" : String(value);
}

function moneyOf(form, path) {
  const value = valueAt(form, path);
  return value === null || value === "" ? "" : Number(value).toFixed(2);
}
