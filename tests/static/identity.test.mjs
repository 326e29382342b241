// Identity numbers: the vectors that tests/forms/test_identity.py reads too, and what the form says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { shapeError } from "../../static/app/core/form_checks.mjs";
import { faultOf } from "../../static/app/core/identity.mjs";

const vectors = JSON.parse(readFileSync(new URL("../vectors/identity.json", import.meta.url), "utf8"));
const asked = { type: "text", appearance: ["identity"] };

for (const { number, fault, says } of vectors) {
  test(`an identity number: ${says}`, () => {
    assert.equal(faultOf(number), fault);
    assert.equal(shapeError(asked, number, []) === null, fault === null);
  });
}

test("each fault has a sentence of its own, in both languages", () => {
  const said = ["length", "old", "letters", "date", "check"].map((fault) => shapeError(asked, vectors.find((each) => each.fault === fault).number, []));
  assert.equal(new Set(said.map(({ zh }) => zh)).size, 5);
  assert.equal(new Set(said.map(({ en }) => en)).size, 5);
});
