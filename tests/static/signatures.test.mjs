// Hands under a visit: see tests/vectors/signatures.json, which Python reads too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { problemWith, sealedSignature } from "../../static/app/core/signatures.mjs";

const { team, household, cases } = JSON.parse(readFileSync(new URL("../vectors/signatures.json", import.meta.url), "utf8"));

for (const { says, signatures, code } of cases) {
  test(`signing: ${says}`, () => {
    assert.equal(problemWith(signatures, { team, household }), code);
  });
}

test("the seal keeps who stands for the applicant, and nothing of the tablet's own notes", () => {
  const witness = { name: "何示安", ink: { width: 9, height: 9, paths: ["M1 1L2 2"] }, signed_at: "t" };
  const kept = sealedSignature({ who: "applicant", name: "周", how: "refused", reason: "不愿签", signed_at: "t", ink: null, witness, over: "x" });
  assert.deepEqual(kept, { who: "applicant", name: "周", how: "refused", reason: "不愿签", signed_at: "t", ink: null, witness, proxy: null });
});
