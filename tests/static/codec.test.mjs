// The envelope, by the vectors that the server reads too and by keys made here.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CannotOpen, createCodec } from "../../static/app/data/codec.mjs";
import { openCaseload } from "../../static/app/data/enrolment.mjs";
import { importCaseloadKey } from "../../static/app/data/keys.mjs";
import { sealRecord } from "../../static/app/data/seals.mjs";
import { canonicalBytes, documentDigest } from "../../static/app/core/bytes.mjs";
import { decodeProtectedHeader, flattenedVerify } from "../../static/node_modules/jose/dist/webapi/index.js";
import { newKey, newKeyring, signed, task } from "./factories.mjs";

const VECTORS = JSON.parse(readFileSync(new URL("../vectors/envelope.json", import.meta.url), "utf8"));
const bytesOf = (text) => new Uint8Array(Buffer.from(text, "base64url"));
const { kid, key } = await importCaseloadKey(VECTORS.caseload);
const codec = createCodec({ newest: kid, keys: new Map([[kid, key]]) });
const PINS = { log: [VECTORS.district.log], credential: [VECTORS.district.credential] };

test("the answer to an enrolment opens with the key made for it", async () => {
  const { kty, crv, x, y, d } = VECTORS.enrolment.ecdh;
  const own = await crypto.subtle.importKey("jwk", { kty, crv, x, y, d }, { name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  const keys = await openCaseload(VECTORS.enrolment.caseload, own);
  assert.deepEqual(keys.map((each) => each.kid), VECTORS.enrolment.opened.keys.map((each) => each.kid));
});

for (const { document, payload } of VECTORS.tasks) {
  test(`the district's ${document.type} opens: the envelope, then the signature`, async () => {
    const opened = await codec.openTask(document, PINS);
    for (const [name, value] of Object.entries(payload)) assert.deepEqual(opened[name], value);
  });

  test(`the district's ${document.type} under another's keys stays closed`, async () => {
    await assert.rejects(codec.openTask(document, { log: PINS.credential, credential: PINS.log }), CannotOpen);
  });
}

test("a visit and a photo that the server sealed open here", async () => {
  assert.deepEqual(await codec.open(VECTORS.visit.document), VECTORS.visit.body);
  assert.deepEqual(await codec.open(VECTORS.photo.document), VECTORS.photo.body);
  assert.deepEqual(await codec.openBytes(VECTORS.photo.document._id, bytesOf(VECTORS.photo.attachment)), bytesOf(VECTORS.photo.photo));
  const { thumb } = VECTORS.photo;
  assert.deepEqual(await codec.openBytes(thumb.name, bytesOf(thumb.sealed)), bytesOf(thumb.bytes));
});

for (const { name, document } of VECTORS.refused) {
  test(`refused: ${name}`, () => assert.rejects(codec.open(document), CannotOpen));
}

for (const { name, id, attachment } of VECTORS.refused_photos) {
  test(`refused photo: ${name}`, () => assert.rejects(codec.openBytes(id, bytesOf(attachment)), CannotOpen));
}

test("what is sealed here is opened here, names no one, and says only its key", async () => {
  const body = { state: "draft", answers: { head: "𠮷野·买买提" } };
  const doc = await codec.seal("visit:SL-2026-0137:1:device", body);
  assert.deepEqual([doc._id, doc.type, doc.schema], ["visit:SL-2026-0137:1:device", "visit", 2]);
  assert.deepEqual(decodeProtectedHeader(doc.sealed), { alg: "dir", enc: "A256GCM", kid });
  assert.deepEqual(await codec.open(doc), body);
  await assert.rejects(codec.open({ ...doc, _id: "visit:SL-2026-0138:1:device" }), /was sealed as/);
  await assert.rejects(codec.open({ ...doc, schema: 1 }), CannotOpen);
  await assert.rejects(codec.open({ ...doc, sealed: undefined, body }), CannotOpen);
});

test("the same thing sealed twice looks different", async () => {
  const [one, other] = await Promise.all([codec.seal("draft:a:1", {}), codec.seal("draft:a:1", {})]);
  assert.notEqual(one.sealed, other.sealed);
});

test("after a new caseload key, what lay under the old one still opens, and new things go under the new one", async () => {
  const both = await newKeyring("new", "old");
  const before = createCodec({ newest: "old", keys: new Map([["old", both.keys.get("old")]]) });
  const after = createCodec(both);
  assert.deepEqual(await after.open(await before.seal("draft:a:1", { n: 1 })), { n: 1 });
  assert.deepEqual(await after.openBytes("thumb:a", await before.sealBytes("thumb:a", Uint8Array.of(1, 2))), Uint8Array.of(1, 2));
  assert.equal(decodeProtectedHeader((await after.seal("draft:a:1", {})).sealed).kid, "new");
});

test("a task the district signed is opened; signed by anybody else, or for another place, it stays closed", async () => {
  const [log, thief] = [await newKey("log-1"), await newKey("log-1")];
  const pins = { log: [log.jwk], credential: [] };
  const doc = async (by, id = "task:SL-2026-0137:1") => codec.sealSigned({ _id: id, _rev: "1-a", type: "task", signed: await signed(task(), by, { typ: "ruhu+jws" }) });
  assert.equal((await codec.openTask(await doc(log), pins)).head, "周例平");
  await assert.rejects(codec.openTask(await doc(thief), pins), /task:SL-2026-0137:1/);
  await assert.rejects(codec.openTask(await doc(log, "task:SL-2026-0999:1"), pins), /something else/);
});

test("a receipt stands under the name of the visit or contribution it answers, and under no other", async () => {
  const log = await newKey("log-1");
  const pins = { log: [log.jwk], credential: [] };
  const open = async (id, visit) => codec.openTask(await codec.sealSigned({ _id: id, _rev: "1-a", type: "receipt", signed: await signed({ type: "receipt", visit }, log) }), pins);
  assert.equal((await open("receipt:SL-2026-0137:1:d", "visit:SL-2026-0137:1:d")).type, "receipt");
  assert.equal((await open("receipt:contribution:SL-2026-0137:1:d", "contribution:SL-2026-0137:1:d")).type, "receipt");
  await assert.rejects(open("receipt:SL-2026-0137:1:d", "contribution:SL-2026-0137:1:d"), /something else/);
  await assert.rejects(open("receipt:contribution:SL-2026-0137:1:d", "visit:SL-2026-0137:1:d"), /something else/);
});

test("a seal verifies over the canonical bytes and over nothing else", async () => {
  const device = await newKey("device");
  const visit = { round: 1, case: "SL-2026-0137", answers: { 名字: "𠮷野", n: 1 } };
  const { seal, digest } = await sealRecord(visit, { device: { id: "device" }, key: device.privateKey });
  const [protectedHeader, empty, signature] = seal.split(".");
  assert.equal(empty, "");
  assert.equal(digest, await documentDigest({ case: "SL-2026-0137", answers: { n: 1, 名字: "𠮷野" }, round: 1 }));
  const verify = (document) => flattenedVerify({ protected: protectedHeader, payload: Buffer.from(canonicalBytes(document)).toString("base64url"), signature }, device.jwk);
  await verify(visit);
  await assert.rejects(verify({ ...visit, round: 2 }));
});
