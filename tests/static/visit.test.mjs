import assert from "node:assert/strict";
import { test } from "node:test";
import { buildVisit, checksBeforeSealing, countAnswers, differencesFrom, signersMissing, totalsOf } from "../../static/app/core/visit.mjs";
import { ownMember, refusalToJoin, scannedMember, stillNeeded } from "../../static/app/core/team.mjs";
import { draft, formOf, task } from "./factories.mjs";

const PHOTO = "a".repeat(64);
const member = (assessor, more = {}) => ({ assessor, name: assessor, serial: assessor.slice(2), badge: "t", how: "scanned", seen_at: "2026-03-12T02:10:00Z", ...more });
const INK = { width: 9, height: 9, paths: ["M1 1L2 2"] };
const three = ["a-0217", "a-0218", "a-0219"].map((who) => member(who));
const hand = (who, more = {}) => ({ who, name: who, how: "signed", reason: "", signed_at: "2026-03-12T03:00:00Z", ink: { width: 9, height: 9, paths: ["M1 1L2 2"] }, over: "x", ...more });
const verdict = (assessor, standing = "valid") => ({ standing, rosterOld: false, claims: { a: assessor, n: "罗样青", s: "0218" }, entry: null });

test("two badges of one assessor make one person", () => {
  const team = [member("a-0217"), member("a-0218"), member("a-0218")];
  assert.equal(stillNeeded(team, 3), 1);
});

test("an assessor counted twice, one not assigned, one whose badge does not hold: none may join", () => {
  const team = [ownMember(task(), { id: "a-0217", name: "林试远" }, "2026-03-12T02:00:00Z")];
  const about = { task: task(), team, token: "t" };
  assert.equal(refusalToJoin(verdict("a-0218"), about), null);
  assert.equal(refusalToJoin(verdict("a-0217"), about), "counted_twice");
  assert.equal(refusalToJoin(verdict("a-0555"), about), "not_assigned");
  assert.equal(refusalToJoin(verdict("a-0218", "revoked"), about), "not_valid");
  assert.equal(refusalToJoin(verdict("a-0218"), { ...about, token: null }), "no_badge");
});

test("the tablet's own assessor carries the serial of the task and no badge", () => {
  assert.deepEqual(ownMember(task(), { id: "a-0217", name: "林试远" }, "t").serial, "0217");
  assert.equal(scannedMember(verdict("a-0218"), "token", "t").badge, "token");
});

test("another may stand for the applicant, nobody for an assessor", () => {
  const witness = { name: "何示安", ink: INK, signed_at: "t" };
  const absent = hand("applicant", { how: "absent", reason: "住院", ink: null, witness });
  const signatures = [absent, hand("a-0217"), hand("a-0218"), hand("a-0219", { how: "refused", reason: "有事", witness })];
  assert.deepEqual(signersMissing(draft({ team: three, signatures })), ["a-0219"]);
  assert.deepEqual(signersMissing(draft({ team: three, signatures: [{ ...absent, witness: null }] })), ["applicant", "a-0217", "a-0218", "a-0219"]);
});

test("one who lives there cannot witness that the applicant does not sign", () => {
  const absent = hand("applicant", { how: "absent", reason: "住院", ink: null, witness: { name: "陈示兰", ink: INK, signed_at: "t" } });
  const answers = { member: [{ _id: "m2", name: "陈示兰 " }] };
  assert.ok(!signersMissing(draft({ team: three, signatures: [absent] })).includes("applicant"));
  assert.ok(signersMissing(draft({ team: three, signatures: [absent], answers })).includes("applicant"));
});

test("a visit too few came to, with open answers or a photo gone, fails its checks, worst first", () => {
  const form = formOf({ photo_door: [PHOTO] }, { missing: ["tenure"], rows: { original: [] }, photos: [PHOTO] });
  const checks = checksBeforeSealing({ task: task(), draft: draft({ team: three.slice(0, 2) }), form, savedDigests: new Set(), savedBytes: 0, minTeam: 3 });
  assert.deepEqual(checks.map(({ key, state }) => [key, state]), [["check_answers", "bad"], ["check_team", "bad"], ["check_originals", "bad"], ["check_photos", "bad"]]);
});

test("an answer other than declared is shown, never blocks", () => {
  const form = formOf({ income_total: "3460.00", tenure: "rent" }, { rows: { original: ["o1"] } });
  const declared = { income_total: "2800", tenure: "rent", gone: "1" };
  assert.deepEqual(differencesFrom(declared, form), [{ path: "income_total", declared: "2800", observed: "3460.00" }]);
  const checks = checksBeforeSealing({ task: task({ declared }), draft: draft({ team: three }), form, savedDigests: new Set(), savedBytes: 0, minTeam: 3 });
  assert.deepEqual(checks.map(({ state }) => state), ["ok", "ok", "ok", "ok", "differs"]);
});

test("1800 and 1800.00 are the same amount, choices in another order the same choices", () => {
  assert.deepEqual(differencesFrom({ rent: "1800.00" }, formOf({ rent: 1800 })), []);
  assert.deepEqual(differencesFrom({ basis: "bank payslip" }, formOf({ basis: ["payslip", "bank"] })), []);
  assert.deepEqual(differencesFrom({ basis: ["bank", "payslip"] }, formOf({ basis: ["payslip", "bank"] })), []);
  assert.deepEqual(differencesFrom({ name: " 阿卜杜拉·买买提 " }, formOf({ name: "阿卜杜拉·买买提" })), []);
  assert.equal(differencesFrom({ basis: "bank" }, formOf({ basis: ["payslip", "bank"] })).length, 1);
  assert.equal(differencesFrom({ name: "吉" }, formOf({ name: "𠮷" })).length, 1);
});

test("answers are counted without row ids", () => {
  const answers = { a: "1", b: null, photos: [PHOTO], member: [{ _id: "m1", name: "周", income: [{ _id: "i1", proof: ["b".repeat(64)] }] }], none: [] };
  assert.equal(countAnswers(answers), 4);
});

test("the sealed visit has exactly the fields of the contract, and photos no answer names are marked", () => {
  const photo = (digest) => ({ digest, path: "photo_door", caption: "门", taken_at: "2026-03-12T02:30:00Z", content_type: "image/jpeg", length: 1, width: 2, height: 3, position: null, source: "camera", replaced: false, extra: 1 });
  const form = formOf({ photo_door: [PHOTO], persons: 4, income_total: 3460, income_per_capita: 865 }, { photos: [PHOTO] });
  const visit = buildVisit({
    task: task(), draft: draft({ team: three, signatures: [hand("applicant")], photos: [photo(PHOTO), photo("c".repeat(64))] }), form,
    device: "device", assessor: { id: "a-0217" }, rosterIssuedAt: "2026-03-12T00:10:00Z", sealedAt: "2026-03-12T03:04:00Z",
  });
  assert.deepEqual(Object.keys(visit).sort(), ["answers", "assessor", "case", "device", "form", "form_digest", "photos", "policy", "roster_issued_at", "round", "sealed_at", "signatures", "started_at", "task_assigned_at", "team", "totals"]);
  assert.deepEqual(visit.photos.map(({ replaced }) => replaced), [false, true]);
  assert.deepEqual(Object.keys(visit.photos[0]).sort(), ["caption", "content_type", "device", "digest", "height", "length", "path", "position", "replaced", "source", "taken_at", "width"]);
  assert.deepEqual(Object.keys(visit.signatures[0]).sort(), ["how", "ink", "name", "proxy", "reason", "signed_at", "who", "witness"]);
  assert.deepEqual(Object.keys(visit.team[0]).sort(), ["assessor", "badge", "how", "seen_at", "serial"]);
  assert.deepEqual(visit.totals, { persons: "4", income_total: "3460.00", income_per_capita: "865.00" });
});

test("what is not counted and what is deducted is read out with the rest", () => {
  const form = formOf({ persons: 3, income_gross: 2240, income_exempt: 180, income_deducted: 360.5, income_total: 1699.5, income_per_capita: null });
  assert.deepEqual(totalsOf(form), { persons: "3", income_gross: "2240.00", income_exempt: "180.00", income_deducted: "360.50", income_total: "1699.50", income_per_capita: "" });
});

test("originals are counted as the form counts them", () => {
  const checks = (form) => checksBeforeSealing({ task: task(), draft: draft({ team: three }), form, savedDigests: new Set(), savedBytes: 0, minTeam: 3 });
  const originals = (form) => checks(form).find(({ key }) => key === "check_originals");
  assert.deepEqual(originals(formOf({ originals_checked: 3 }, { rows: { original: [] } })).facts, { n: 3 });
  assert.equal(originals(formOf({ originals_checked: 0 }, { rows: { original: ["o1"] } })).state, "bad");
  assert.equal(originals(formOf({ brought: "all" }, { rows: { original: [] } })).state, "bad");
  assert.equal(originals(formOf({ brought: "none" }, { rows: { original: [] } })), undefined);
});
