import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { checkSerial, checkToken, judgeBadge, readCode } from "../../static/app/core/badge.mjs";
import { newKey, signed } from "./factories.mjs";

const { cases, keys: KEYS, tokens } = JSON.parse(readFileSync(new URL("../vectors/badges.json", import.meta.url), "utf8"));
const CLAIMS = cases[0].claims;
const ROSTER = { issued_at: cases[0].roster_issued_at, issuer: "四方区", entries: [cases[0].entry, { ...cases[0].entry, serial: "0218", assessor: "a-0218" }] };
const known = (keys, more = {}) => ({ keys, roster: ROSTER, today: "2026-03-12", staleDays: 7, ...more });

for (const each of cases) {
  test(`badge: ${each.name}`, () => {
    const verdict = judgeBadge(each.claims, each.entry, { today: each.on, rosterIssuedAt: each.roster_issued_at, staleDays: each.stale_days });
    assert.deepEqual([verdict.standing, verdict.rosterOld], [each.standing, each.roster_old]);
  });
}

for (const { name, token, standing } of tokens) {
  test(`badge code: ${name}`, async () => {
    assert.equal((await checkToken(token, known(KEYS))).standing, standing);
  });
}

test("a badge signed by the district is valid, scanned as the QR's address or bare", async () => {
  const key = await newKey("credential-key-1");
  const token = await signed(CLAIMS, key);
  for (const text of [`https://ruhu.example/check#${token}`, token]) {
    assert.equal((await checkToken(readCode(text).token, known([key.jwk]))).standing, "valid");
  }
});

test("a forged badge is refused offline: another key under the district's name", async () => {
  const [key, thief] = [await newKey("credential-key-1"), await newKey("credential-key-1")];
  assert.equal((await checkToken(await signed(CLAIMS, thief), known([key.jwk]))).standing, "forged");
});

test("a badge whose payload was swapped is forged", async () => {
  const key = await newKey("credential-key-1");
  const [head, , signature] = (await signed(CLAIMS, key)).split(".");
  const payload = Buffer.from(JSON.stringify({ ...CLAIMS, n: "别人" })).toString("base64url");
  assert.equal((await checkToken(`${head}.${payload}.${signature}`, known([key.jwk]))).standing, "forged");
});

test("alg none and HS256 with the public key are forged", async () => {
  const key = await newKey("credential-key-1");
  const [, payload] = (await signed(CLAIMS, key)).split(".");
  for (const alg of ["none", "HS256"]) {
    const head = Buffer.from(JSON.stringify({ alg, kid: "credential-key-1" })).toString("base64url");
    assert.equal((await checkToken(`${head}.${payload}.AAAA`, known([key.jwk]))).standing, "forged");
  }
});

test("a badge of another district's key is of an unknown issuer", async () => {
  const [key, other] = [await newKey("credential-key-1"), await newKey("elsewhere-key-01")];
  assert.equal((await checkToken(await signed(CLAIMS, other), known([key.jwk]))).standing, "unknown-issuer");
});

test("a truncated code is malformed or forged, never valid", async () => {
  const key = await newKey("credential-key-1");
  const token = await signed(CLAIMS, key);
  for (let length = 0; length < token.length; length += 7) {
    const code = readCode(token.slice(0, length));
    const standing = code?.token ? (await checkToken(code.token, known([key.jwk]))).standing : "malformed";
    assert.ok(["malformed", "forged"].includes(standing), `${length}: ${standing}`);
  }
});

test("a badge signed by the district that claims nothing is malformed", async () => {
  const key = await newKey("credential-key-1");
  assert.equal((await checkToken(await signed({ s: "0217" }, key), known([key.jwk]))).standing, "malformed");
});

test("without a roster a valid signature is told to be unsure", async () => {
  const key = await newKey("credential-key-1");
  const verdict = await checkToken(await signed(CLAIMS, key), known([key.jwk], { roster: null }));
  assert.deepEqual([verdict.standing, verdict.rosterOld], ["valid", true]);
});

test("a typed serial is found with or without its leading zeros, and never carries a signature", () => {
  assert.equal(checkSerial("217", known([])).claims.n, "林试远");
  assert.equal(checkSerial("示评字第 0217 号", known([])).standing, "valid");
  assert.equal(checkSerial("9999", known([])).standing, "unknown-issuer");
});

test("what is neither code nor number is not read", () => {
  for (const text of ["", "https://example.org/", "hello", "https://ruhu.example/check#abc", null]) assert.equal(readCode(text), null);
  assert.deepEqual(readCode(" 0217 "), { serial: "0217" });
});
