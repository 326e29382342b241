import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { spokenThumbprint } from "../../static/app/core/thumbprint.mjs";

const { cases } = JSON.parse(readFileSync(new URL("../vectors/thumbprints.json", import.meta.url), "utf8"));

for (const { thumbprint, spoken } of cases) {
  test(`the thumbprint ${thumbprint.slice(0, 8)}… is read as ${spoken}`, () => {
    assert.equal(spokenThumbprint(thumbprint), spoken);
  });
}
