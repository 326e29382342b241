import assert from "node:assert/strict";
import { test } from "node:test";
import { checkPaper, isPaper } from "../../static/app/core/paper.mjs";
import { PAPER_WORDS } from "../../static/app/ui/paper_words.mjs";
import { newKey, signed } from "./factories.mjs";

const CLAIMS = { k: "certificate", n: "SL-2026-0137-3", d: "A".repeat(22), t: "2026-03-16", w: "周**，4 人，每月 1,940.00 元" };
const PAPER = { typ: "paper" };

test("a paper the district signed says what it is", async () => {
  const key = await newKey("log-key-00000001");
  const token = await signed(CLAIMS, key, PAPER);
  assert.ok(isPaper(token));
  assert.deepEqual(await checkPaper(token, [key.jwk]), { standing: "signed", claims: CLAIMS });
});

test("a paper signed by another key under the district's name is forged", async () => {
  const [key, thief] = [await newKey("log-key-00000001"), await newKey("log-key-00000001")];
  assert.equal((await checkPaper(await signed(CLAIMS, thief, PAPER), [key.jwk])).standing, "forged");
});

test("an amount changed in the code is forged", async () => {
  const key = await newKey("log-key-00000001");
  const [head, , signature] = (await signed(CLAIMS, key, PAPER)).split(".");
  const payload = Buffer.from(JSON.stringify({ ...CLAIMS, w: "周**，4 人，每月 9,940.00 元" })).toString("base64url");
  assert.deepEqual(await checkPaper(`${head}.${payload}.${signature}`, [key.jwk]), { standing: "forged", claims: null });
});

test("a badge, a head or anything else the district signed is no paper", async () => {
  const key = await newKey("log-key-00000001");
  for (const more of [{}, { typ: "ruhu-head+jws" }]) {
    const token = await signed(CLAIMS, key, more);
    assert.ok(!isPaper(token));
    assert.deepEqual(await checkPaper(token, [key.jwk]), { standing: "malformed", claims: null });
  }
});

test("a paper of another district is of an unknown issuer, one that says nothing is malformed", async () => {
  const [key, other] = [await newKey("log-key-00000001"), await newKey("elsewhere-key-01")];
  assert.equal((await checkPaper(await signed(CLAIMS, other, PAPER), [key.jwk])).standing, "unknown-issuer");
  for (const missing of Object.keys(CLAIMS)) {
    const { [missing]: _, ...rest } = CLAIMS;
    assert.equal((await checkPaper(await signed(rest, key, PAPER), [key.jwk])).standing, "malformed", missing);
  }
});

test("a code cut short is malformed or forged, never signed", async () => {
  const key = await newKey("log-key-00000001");
  const token = await signed(CLAIMS, key, PAPER);
  for (let length = 0; length < token.length; length += 7) {
    assert.notEqual((await checkPaper(token.slice(0, length), [key.jwk])).standing, "signed");
  }
});

test("every kind of paper has its name in both languages", () => {
  const kinds = ["disclosure", "not-handled", "missing", "assessment", "ineligible", "report", "objection", "approval", "feedback", "file", "originals", "certificate", "refusal", "passbook", "undertaking", "review"];
  for (const words of Object.values(PAPER_WORDS)) assert.deepEqual(kinds.filter((kind) => typeof words[kind] !== "string"), []);
});
