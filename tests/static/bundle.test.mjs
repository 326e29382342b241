import assert from "node:assert/strict";
import { test } from "node:test";
import { compactDecrypt, exportJWK, generateKeyPair } from "../../static/node_modules/jose/dist/webapi/index.js";
import { bundleName, unqueued } from "../../static/app/core/bundle.mjs";
import { makeBundle } from "../../static/app/data/bundle.mjs";
import { draft, seal } from "./factories.mjs";

test("the name of the file says which tablet and when in Shanghai, and nothing of a person", () => {
  assert.equal(bundleName("PB-007", new Date("2026-03-12T01:05:00Z")), "ruhu-PB-007-20260312-0905.jwe");
  assert.equal(bundleName("PB-007", new Date("2026-03-12T16:30:00Z")), "ruhu-PB-007-20260313-0030.jwe");
});

test("a draft that went on since its snapshot is put among what is to be sent; a sealed or unbegun one is not", () => {
  const idOf = ({ case: file }) => file;
  const begun = draft();
  assert.deepEqual(unqueued([begun], [], new Map(), idOf), [begun]);
  assert.deepEqual(unqueued([begun], [], new Map([[begun.case, begun.saved_at]]), idOf), []);
  assert.deepEqual(unqueued([begun], [seal()], new Map(), idOf), []);
  assert.deepEqual(unqueued([draft({ started_at: null })], [], new Map(), idOf), []);
});

test("only the district's key opens the file, and in it are the unsent documents as the database has them", async () => {
  const { publicKey, privateKey } = await generateKeyPair("ECDH-ES", { crv: "P-256", extractable: true });
  const docs = { "photo:a": { _id: "photo:a", _rev: "1-x", sealed: "p" }, "visit:b:1:d": { _id: "visit:b:1:d", _rev: "2-y", sealed: "v" } };
  const asked = [];
  const db = { get: async (id, options) => { asked.push(options); return docs[id]; } };
  const outbox = { db, waiting: async () => ({ photos: ["photo:a"], visits: ["visit:b:1:d"] }) };
  const told = [];
  const key = { ...(await exportJWK(publicKey)), kid: "bundle-1" };
  const { file, count } = await makeBundle(outbox, { assessor: "a-0217", device: "d", madeAt: "2026-03-12T01:05:00Z", key, onDocument: (...at) => told.push(at) });
  const { plaintext, protectedHeader } = await compactDecrypt(file, privateKey);
  assert.equal(count, 2);
  assert.deepEqual(told, [[1, 2], [2, 2]]);
  assert.ok(asked.every(({ revs, attachments }) => revs && attachments));
  assert.deepEqual([protectedHeader.alg, protectedHeader.enc, protectedHeader.kid, protectedHeader.cty], ["ECDH-ES", "A256GCM", "bundle-1", "ruhu-bundle+json"]);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(plaintext)), { type: "bundle", schema: 1, assessor: "a-0217", device: "d", made_at: "2026-03-12T01:05:00Z", documents: Object.values(docs) });
});

test("where everything was sent there is no file", async () => {
  const outbox = { db: null, waiting: async () => ({ photos: [], visits: [] }) };
  assert.deepEqual(await makeBundle(outbox, { key: {}, onDocument: () => {} }), { file: "", count: 0 });
});
