import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { checkNotice, openHead, shortForm } from "../../static/app/core/log.mjs";
import { documentDigest } from "../../static/app/core/bytes.mjs";
import { newKey, signed } from "./factories.mjs";

const vectors = JSON.parse(readFileSync(new URL("../vectors/heads.json", import.meta.url), "utf8"));
const { proof, keys } = vectors;
const SHOWN = { head: "周例平", persons: 4, amount_fen: 94000 };
const check = (changed = {}, page = {}) => checkNotice({ ...proof, ...changed }, { keys, notice: "SL-2026-21", shown: SHOWN, ...page });

for (const { digest, short } of vectors.short_forms) {
  test(`short form: ${short}`, () => assert.equal(shortForm(digest), short));
}

test("a head signed by the district is opened with its short form", async () => {
  const head = await openHead(proof.head, keys);
  assert.equal(head.date, "2026-03-12");
  assert.equal(head.short, vectors.heads[0].short);
});

test("the words of a notice have the digest the server gave them", async () => {
  assert.equal(await documentDigest(proof.statement), vectors.digest);
});

test("a notice whose words the head counts is proved", async () => {
  assert.equal((await check()).standing, "proved");
  assert.equal((await check({}, { shown: { persons: 4 } })).standing, "proved");
});

test("an inclusion proof from another notice proves nothing", async () => {
  assert.equal((await check({}, { notice: "SL-2026-22" })).standing, "other");
  assert.equal((await check({ statement: { ...proof.statement, notice: "SL-2026-22" } }, { notice: "SL-2026-22" })).standing, "missing");
  assert.equal((await check({ statement: { ...proof.statement, posted_on: "2026-03-11" } })).standing, "other");
});

test("an amount changed on the page is named", async () => {
  const verdict = await check({}, { shown: { ...SHOWN, amount_fen: 194000 } });
  assert.deepEqual([verdict.standing, verdict.fields], ["differs", ["amount_fen"]]);
});

test("an amount changed on the page and in the words beside it is not in the log", async () => {
  const statement = { ...proof.statement, amount_fen: 194000 };
  assert.equal((await check({ statement }, { shown: { ...SHOWN, amount_fen: 194000 } })).standing, "missing");
});

test("a field the words do not hold differs", async () => {
  assert.deepEqual((await check({}, { shown: { ...SHOWN, address: "x" } })).fields, ["address"]);
});

test("any changed byte of the path, and any other place, refuses", async () => {
  for (const place of proof.path.keys()) {
    const path = proof.path.with(place, proof.path[place].replace(/^./, (digit) => (digit === "0" ? "1" : "0")));
    assert.equal((await check({ path })).standing, "missing");
  }
  for (const index of [proof.index + 1, -1, 1e9, "0", null]) assert.equal((await check({ index })).standing, "missing");
});

test("paths that are none refuse", async () => {
  for (const path of [[], ["xyz"], ["ABC"], [7], null, "", proof.path.slice(1)]) assert.equal((await check({ path })).standing, "missing");
});

test("a head by another key, of another type, or none at all is forged", async () => {
  const stranger = await newKey(keys[0].kid);
  const payload = JSON.parse(vectors.heads[0].content);
  for (const head of [await signed(payload, stranger), `${proof.head}x`, proof.head.replace(".", ".."), "", null]) {
    assert.equal((await check({ head })).standing, "forged");
  }
  assert.equal((await checkNotice(null, { keys, notice: "SL-2026-21", shown: SHOWN })).standing, "forged");
  assert.equal((await check({}, { keys: [] })).standing, "forged");
  const own = await newKey("own");
  assert.equal((await check({ head: await signed(payload, own) }, { keys: [own.jwk] })).standing, "forged"); // signed as something else
});

test("words without a notice are another thing", async () => {
  for (const statement of [null, {}, { type: "roster" }]) assert.equal((await check({ statement })).standing, "other");
});
