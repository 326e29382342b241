import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { flattenedVerify } from "../../static/node_modules/jose/dist/webapi/index.js";
import { canonicalBytes, documentDigest } from "../../static/app/core/bytes.mjs";
import { buildContribution, checksOfContribution, contributionId } from "../../static/app/core/contribution.mjs";
import { newDraft } from "../../static/app/core/drafts.mjs";
import { openForm } from "../../static/app/core/form.mjs";
import { task } from "./factories.mjs";
import { compiled } from "./form_factories.mjs";

const vector = JSON.parse(readFileSync(new URL("../vectors/contribution.json", import.meta.url), "utf8"));
const definition = compiled(vector.draft.form);
const KEYS = ["type", "schema", "case", "round", "assessor", "device", "form", "form_digest", "answers", "photos", "started_at", "sealed_at", "roster_issued_at"];

function formWith(answers) {
  return openForm(definition, { answers: structuredClone(answers), now: () => new Date(vector.sealed_at), newId: () => "x1" });
}

function checks(answers, { photos = [], saved = [] } = {}) {
  const found = checksOfContribution({ draft: { photos }, form: formWith(answers), savedDigests: new Set(saved), savedBytes: 0 });
  return found.filter(({ state }) => state === "bad").map(({ key }) => key);
}

function built() {
  return buildContribution({
    draft: vector.draft, form: formWith(vector.draft.answers), device: vector.device.kid, assessor: { id: vector.assessor },
    rosterIssuedAt: vector.roster_issued_at, sealedAt: vector.sealed_at,
  });
}

test("a contribution is what the vector says, byte for byte, under its own name", async () => {
  assert.deepEqual(built(), vector.body.contribution);
  assert.equal(await documentDigest(built()), vector.digest);
  assert.equal(contributionId(vector.draft, vector.device.kid), vector.id);
});

test("it names no team and nobody's signature, and nothing the form works out by itself", () => {
  const sealed = built();
  assert.deepEqual(Object.keys(sealed), KEYS);
  assert.equal(sealed.answers.persons, undefined);
  assert.equal(sealed.answers.income_total, undefined);
  assert.equal(sealed.answers.member[0].income[0].amount, "1860.00");
});

test("its seal is the tablet's, over these bytes and no others", async () => {
  const [head, empty, signature] = vector.body.seal.split(".");
  const verify = (document) => flattenedVerify({ protected: head, payload: Buffer.from(canonicalBytes(document)).toString("base64url"), signature }, vector.device.jwk);
  assert.equal(empty, "");
  await verify(vector.body.contribution);
  await assert.rejects(verify({ ...vector.body.contribution, round: 2 }));
});

test("questions may stay open; a wrong answer, an unread notice or a photo that is gone may not be sealed", () => {
  const { answers, photos } = vector.draft;
  assert.deepEqual(checks(answers, { photos, saved: [photos[0].digest] }), []);
  assert.deepEqual(checks(answers, { photos }), ["check_photos"]);
  assert.deepEqual(checks({ ...answers, visit_date: "2199-01-01" }), ["beside_check_answers"]);
  assert.deepEqual(checks({ met_who: "applicant" }), ["beside_check_notice"]);
  assert.deepEqual(checks({}), ["beside_check_notice"]);
});

test("a colleague begins with the persons and no declared figure; the lead with all that was declared", () => {
  const prefill = { rent: "600", member: [{ _id: "m1", name: "周例平", id_number: "110000197104090010", sex: "male", income: [{ _id: "i1", amount: "1200" }] }] };
  const about = { ...task({ prefill }), lead: { id: "a-0217", name: "林试远" } };
  const form = { id: "home-visit@1", digest: "f" };
  assert.deepEqual(newDraft({ ...about, role: "colleague" }, form).answers, { member: [{ _id: "m1", name: "周例平", id_number: "110000197104090010" }] });
  assert.deepEqual(newDraft({ ...about, role: "lead" }, form).answers, prefill);
});
