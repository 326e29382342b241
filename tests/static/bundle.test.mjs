import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { compactDecrypt, exportJWK, generateKeyPair } from "../../static/node_modules/jose/dist/webapi/index.js";
import { bundleName, unqueued } from "../../static/app/core/bundle.mjs";
import { makeBundle } from "../../static/app/data/bundle.mjs";
import { createCodec } from "../../static/app/data/codec.mjs";
import { createOutbox } from "../../static/app/data/outbox.mjs";
import { draft, newKeyring, seal } from "./factories.mjs";

const require = createRequire(new URL("../peers/package.json", import.meta.url));
const PouchDB = require("pouchdb").plugin(require("pouchdb-adapter-memory"));
const codec = createCodec(await newKeyring());
const opened = [];
let made = 0;

after(() => Promise.all(opened.map((db) => db.close())));

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

test("only the district's key opens the file, and in it is exactly what was not sent, as the database has it", async () => {
  const { publicKey, privateKey } = await generateKeyPair("ECDH-ES", { crv: "P-256", extractable: true });
  const { db, outbox } = await openOutbox();
  await outbox.putVisit("visit:sent:1:d", { state: "sealed" });
  await outbox.markSent(await outbox.revisions());
  await outbox.putPhoto("a".repeat(64), { length: 3 }, new Blob(["aaa"]));
  await outbox.putVisit("visit:begun:1:d", { state: "draft", n: 1 });
  await outbox.putVisit("visit:begun:1:d", { state: "draft", n: 2 });
  const told = [];
  const key = { ...(await exportJWK(publicKey)), kid: "bundle-1" };
  const { file, count } = await makeBundle(outbox, { assessor: "a-0217", device: "d", madeAt: "2026-03-12T01:05:00Z", key, onDocument: (...at) => told.push(at) });
  const { plaintext, protectedHeader } = await compactDecrypt(file, privateKey);
  const { documents, ...about } = JSON.parse(new TextDecoder().decode(plaintext));
  assert.deepEqual([protectedHeader.alg, protectedHeader.enc, protectedHeader.kid, protectedHeader.cty], ["ECDH-ES", "A256GCM", "bundle-1", "ruhu-bundle+json"]);
  assert.deepEqual(about, { type: "bundle", schema: 1, assessor: "a-0217", device: "d", made_at: "2026-03-12T01:05:00Z" });
  assert.deepEqual([count, told], [2, [[1, 2], [2, 2]]]);
  assert.deepEqual(documents.map(({ _id }) => _id), [`photo:${"a".repeat(64)}`, "visit:begun:1:d"]);
  const [photo, visit] = documents;
  assert.equal(String(await codec.openBytes(photo._id, new Uint8Array(Buffer.from(photo._attachments.photo.data, "base64"))).then(Buffer.from)), "aaa");
  assert.deepEqual([visit._rev, visit._revisions.start, visit._revisions.ids.length], [(await db.get(visit._id))._rev, 2, 2]);
  assert.deepEqual(await codec.open(visit), { state: "draft", n: 2 });
});

test("what the file holds is put where it belongs by its revisions, and the same by sync is no second copy", async () => {
  const { db, outbox } = await openOutbox();
  const street = openMemory();
  await outbox.putVisit("visit:begun:1:d", { state: "draft" });
  const { privateKey, publicKey } = await generateKeyPair("ECDH-ES", { crv: "P-256", extractable: true });
  const key = { ...(await exportJWK(publicKey)), kid: "bundle-1" };
  const { file } = await makeBundle(outbox, { assessor: "a", device: "d", madeAt: "", key, onDocument: () => {} });
  const { documents } = JSON.parse(new TextDecoder().decode((await compactDecrypt(file, privateKey)).plaintext));
  await street.bulkDocs(documents, { new_edits: false });
  const { docs_written: written } = await db.replicate.to(street);
  assert.equal(written, 0);
});

test("where everything was sent there is no file", async () => {
  const outbox = { db: null, waiting: async () => ({ photos: [], visits: [] }) };
  assert.deepEqual(await makeBundle(outbox, { key: {}, onDocument: () => {} }), { file: "", count: 0 });
});

function openMemory() {
  made += 1;
  const db = new PouchDB(`bundle-${made}`, { adapter: "memory" });
  opened.push(db);
  return db;
}

async function openOutbox() {
  const db = openMemory();
  const notes = new Map();
  const drafts = { note: async (name) => notes.get(name), saveNote: async (name, value) => { notes.set(name, value); } };
  return { db, outbox: createOutbox(db, drafts, codec, (bytes) => Buffer.from(bytes)) };
}
