// Real PouchDB on both ends: what goes up, in what order, and what never travels.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, beforeEach, test } from "node:test";
import { createCodec } from "../../static/app/data/codec.mjs";
import { createOutbox } from "../../static/app/data/outbox.mjs";
import { applyReceipts } from "../../static/app/data/receipts.mjs";
import { push } from "../../static/app/data/replication.mjs";
import { keyOf } from "../../static/app/core/cases.mjs";
import { draft, newKeyring, receipt, seal } from "./factories.mjs";

const PouchDB = createRequire(new URL("../peers/package.json", import.meta.url))("pouchdb");
const folder = mkdtempSync(path.join(tmpdir(), "ruhu-outbox-"));
const opened = [];
let made = 0;
const codec = createCodec(await newKeyring());
let local, remote, drafts, outbox;

beforeEach(() => {
  made += 1;
  local = open(`local-${made}`, { auto_compaction: true, revs_limit: 8 });
  remote = open(`remote-${made}`);
  drafts = keepDrafts();
  outbox = openOutbox();
});

after(async () => {
  await Promise.all(opened.map((db) => db.close()));
  rmSync(folder, { recursive: true });
});

const VISIT = "visit:SL-2026-0137:1:device";
const quietly = { failure: () => null, onSent: async () => {} };
const photo = (letter) => outbox.putPhoto(letter.repeat(64), { content_type: "image/jpeg", length: 3 }, new Blob([letter.repeat(3)]));

test("photos go up one a batch, each told as it arrives", async () => {
  await photo("a");
  await photo("b");
  await outbox.putVisit(VISIT, { state: "sealed" });
  const batches = [];
  await push(local, remote, { ...quietly, onSent: async (docs) => { batches.push(docs.map((doc) => doc._id)); } });
  assert.deepEqual(batches, [[`photo:${"a".repeat(64)}`], [`photo:${"b".repeat(64)}`], [VISIT]]);
  const id = `photo:${"b".repeat(64)}`;
  assert.equal(String(Buffer.from(await codec.openBytes(id, await remote.getAttachment(id, "photo")))), "bbb");
});

test("the same photo twice is one document, and keeps its first copy", async () => {
  await photo("a");
  const { _rev: first } = await local.get(`photo:${"a".repeat(64)}`);
  await photo("a");
  assert.equal((await local.get(`photo:${"a".repeat(64)}`))._rev, first);
});

test("what lies in the outbox and what arrives is sealed: no answer, no name, no picture", async () => {
  await photo("a");
  await outbox.putVisit(VISIT, { state: "draft", answers: { name: "周例平" } });
  await push(local, remote, quietly);
  for (const db of [local, remote]) {
    const { rows } = await db.allDocs({ include_docs: true, attachments: true });
    assert.equal(rows.length, 2);
    for (const { doc } of rows) {
      assert.deepEqual(Object.keys(doc).filter((key) => !key.startsWith("_")).sort(), ["schema", "sealed", "type"]);
      assert.ok(!JSON.stringify(doc).includes(Buffer.from("aaa").toString("base64")));
    }
  }
  assert.equal((await codec.open(await remote.get(VISIT))).answers.name, "周例平");
});

test("what was sent is known by revision: a newer snapshot waits again", async () => {
  await outbox.putVisit(VISIT, { state: "draft", n: 1 });
  await outbox.markSent(await outbox.revisions());
  assert.deepEqual(await outbox.waiting(), { photos: [], visits: [] });
  await outbox.putVisit(VISIT, { state: "draft", n: 2 });
  assert.deepEqual(await outbox.waiting(), { photos: [], visits: [VISIT] });
  assert.deepEqual(await openOutbox().waiting(), { photos: [], visits: [VISIT] });
});

test("what a receipt allows is dropped here and stays with the street: no deletion travels", async () => {
  await photo("a");
  await photo("b");
  await outbox.putVisit(VISIT, { state: "sealed" });
  await push(local, remote, quietly);
  await drafts.saveSeal(seal({ sent: true }));
  await drafts.save(draft());
  assert.equal(await applyReceipts({ outbox, drafts, tasks: taskWith(receipt()) }), 3);
  await push(local, remote, quietly);
  assert.deepEqual((await local.allDocs()).rows, []);
  assert.equal((await remote.allDocs()).rows.length, 3);
  assert.equal((await drafts.seal(seal())).received_at, receipt().received_at);
  assert.equal(await drafts.find(draft()), null);
});

test("nothing is dropped against a receipt that leaves a photo out, nor one that sets aside", async () => {
  await photo("a");
  await outbox.putVisit(VISIT, { state: "sealed" });
  await drafts.saveSeal(seal({ sent: true }));
  for (const answer of [receipt({ photos: ["a".repeat(64)] }), receipt({ status: "set_aside" })]) {
    assert.equal(await applyReceipts({ outbox, drafts, tasks: taskWith(answer) }), 0);
  }
  assert.equal((await local.allDocs()).rows.length, 2);
});

test("a receipt applied twice drops nothing more", async () => {
  await outbox.putVisit(VISIT, { state: "sealed" });
  await drafts.saveSeal(seal({ sent: true }));
  assert.equal(await applyReceipts({ outbox, drafts, tasks: taskWith(receipt()) }), 1);
  assert.equal(await applyReceipts({ outbox, drafts, tasks: taskWith(receipt()) }), 0);
});

test("a call for urgent help goes up before what was there before it, and is dropped when it is answered", async () => {
  const call = { case: "SL-2026-0137", round: 1, said_at: "2026-11-28T23:04:24Z" };
  const id = "hardship:SL-2026-0137:1:20261128T230424Z";
  await photo("a");
  await outbox.putVisit(VISIT, { state: "draft" });
  await outbox.putCall(call, { token: "signed" });
  const arrived = [];
  const ears = { ...quietly, onSent: async (docs) => { arrived.push(...docs.map((doc) => doc._id)); } };
  await push(local, remote, { ...ears, ids: await outbox.calls() });
  assert.deepEqual(arrived, [id]);
  await push(local, remote, ears);
  assert.deepEqual(arrived.slice(1), [`photo:${"a".repeat(64)}`, VISIT]);
  const tasks = { readAll: async () => ({ answers: [], confirmed: [], authorised: [], referred: [{ id: id.slice("hardship:".length), reason: null }] }) };
  assert.equal(await applyReceipts({ outbox, drafts, tasks }), 1);
  assert.deepEqual(await outbox.calls(), []);
});

function open(name, options = {}) {
  const db = new PouchDB(path.join(folder, name), options);
  opened.push(db);
  return db;
}

/** Node's PouchDB takes attachments as buffers, a browser's as blobs. */
function openOutbox() {
  return createOutbox(local, drafts, codec, (bytes) => Buffer.from(bytes));
}

function taskWith(answer) {
  return { readAll: async () => ({ answers: [answer], confirmed: [], authorised: [], referred: [] }) };
}

/** The drafts' store over a Map: node has no IndexedDB. */
function keepDrafts() {
  const held = new Map();
  return {
    note: async (name) => held.get(`note:${name}`), saveNote: async (name, value) => { held.set(`note:${name}`, structuredClone(value)); },
    find: async (item) => held.get(`draft:${keyOf(item)}`) ?? null, save: async (item) => { held.set(`draft:${keyOf(item)}`, item); }, drop: async (item) => { held.delete(`draft:${keyOf(item)}`); },
    seal: async (item) => held.get(`seal:${keyOf(item)}`) ?? null, saveSeal: async (item) => { held.set(`seal:${keyOf(item)}`, item); }, dropThumb: async () => {},
  };
}
