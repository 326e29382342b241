// Stock PouchDB against a CouchDB: node pouchdb_replication.mjs <story> <database url> <folder for local databases>
// Prints one JSON object; any difference is an exception.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(new URL("../peers/package.json", import.meta.url));
const PouchDB = require("pouchdb");

const [story, remoteUrl, folder] = process.argv.slice(2);
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");
const local = (name) => new PouchDB(path.join(folder, name));

async function idsOf(db) {
  const { rows } = await db.allDocs({ conflicts: true, include_docs: true });
  return rows.map(({ id, value, doc }) => [id, value.rev, doc._conflicts ?? []]);
}

async function sameEverywhere(one, other) {
  assert.deepEqual(await idsOf(one), await idsOf(other));
}

async function pushAndPull(first, second, remote) {
  const photos = new Map();
  await first.bulkDocs(Array.from({ length: 250 }, (_, n) => ({ _id: `visit:${n}`, n, 名: "张三" })));
  for (let n = 0; n < 6; n += 1) {
    const bytes = randomBytes(120_000 + n);
    photos.set(`photo:${digest(bytes)}`, bytes);
    await first.put({
      _id: `photo:${digest(bytes)}`,
      _attachments: { photo: { content_type: "image/jpeg", data: bytes } },
    });
  }
  const pushed = await first.replicate.to(remote, { batch_size: 100 });
  assert.equal(pushed.docs_written, 256);
  assert.equal(pushed.doc_write_failures, 0);
  const pulled = await second.replicate.from(remote, { batch_size: 100 });
  assert.equal(pulled.docs_written, 256);
  for (const [id, bytes] of photos) {
    assert.equal(digest(await second.getAttachment(id, "photo")), digest(bytes));
    assert.equal(digest(await remote.getAttachment(id, "photo")), digest(bytes));
  }
  await sameEverywhere(first, second);
}

async function nothingMovesTwice(first, remote) {
  const again = await first.replicate.to(remote);
  assert.equal(again.docs_read, 0);
  const back = await first.replicate.from(remote);
  assert.equal(back.docs_written, 0);
}

async function conflictsTravel(first, second, remote) {
  const mine = await first.get("visit:1");
  const theirs = await second.get("visit:1");
  await first.put({ ...mine, side: "first" });
  await second.put({ ...theirs, side: "second" });
  await second.put({ ...(await second.get("visit:1")), side: "second again" });
  await first.sync(remote);
  await second.sync(remote);
  await first.sync(remote);
  await sameEverywhere(first, second);
  const winner = await remote.get("visit:1", { conflicts: true });
  assert.equal(winner.side, "second again");
  assert.equal(winner._conflicts.length, 1);
  await remote.remove("visit:1", winner._conflicts[0]);
  await first.sync(remote);
  const resolved = await first.get("visit:1", { conflicts: true });
  assert.equal(resolved._conflicts, undefined);
  await second.sync(remote);
}

async function deletionsTravel(first, second, remote) {
  await first.remove(await first.get("visit:2"));
  await first.replicate.to(remote);
  await second.replicate.from(remote);
  await assert.rejects(second.get("visit:2"), { status: 404, reason: "deleted" });
  await second.put({ _id: "visit:2", back: true });
  await second.sync(remote);
  await first.sync(remote);
  assert.equal((await first.get("visit:2")).back, true);
  await sameEverywhere(first, second);
}

async function attachmentsSurviveEdits(first, second, remote) {
  const { rows } = await first.allDocs({ startkey: "photo:", endkey: "photo:\ufff0", include_docs: true });
  const doc = rows[0].doc;
  await first.put({ ...doc, caption: "门口" });
  await first.putAttachment(doc._id, "note", (await first.get(doc._id))._rev, Buffer.from("笔记"), "text/plain");
  await first.sync(remote);
  await second.sync(remote);
  // PouchDB renumbers revpos when it pulls, so only what was stored is compared.
  const stored = (one) => Object.entries(one._attachments).map(([name, { digest: is }]) => [name, is]).sort();
  const [mine, theirs] = [await first.get(doc._id), await second.get(doc._id)];
  assert.deepEqual([mine._rev, mine.caption, stored(mine)], [theirs._rev, theirs.caption, stored(theirs)]);
  assert.equal((await second.getAttachment(doc._id, "note")).toString(), "笔记");
}

async function liveReplication(first, second, remote) {
  const arrived = new Promise((resolve, reject) => {
    const feed = second.replicate.from(remote, { live: true, retry: false });
    feed.on("change", ({ docs }) => {
      if (docs.some(({ _id }) => _id === "visit:live")) {
        feed.cancel();
      }
    });
    feed.on("complete", resolve);
    feed.on("error", reject);
  });
  await first.put({ _id: "visit:live" });
  await first.replicate.to(remote);
  await arrived;
  assert.ok(await second.get("visit:live"));
}

// More leaves than fit in one address, told in two portions: only what is new moves.
async function manyConflictsTravel(first, remote) {
  const leaf = (n) => ({ _id: "visit:disputed", _rev: `1-${n.toString(16).padStart(32, "0")}`, n });
  for (const start of [0, 100]) {
    const leaves = Array.from({ length: 100 }, (_, n) => leaf(start + n));
    assert.deepEqual(await remote.bulkDocs(leaves, { new_edits: false }), []);
    const pulled = await first.replicate.from(remote);
    assert.deepEqual([pulled.docs_read, pulled.docs_written], [100, 100]);
  }
  const kept = await first.get("visit:disputed", { open_revs: "all" });
  assert.equal(kept.filter(({ ok }) => ok).length, 200);
}

async function anySignInANameTravels(first, second, remote) {
  const id = "visit:a/b c%2Fd+e?f#g'\"户";
  const name = "photos/門 1.txt";
  await first.put({ _id: id, _attachments: { [name]: { content_type: "text/plain", data: Buffer.from("一") } } });
  await first.replicate.to(remote);
  await second.replicate.from(remote);
  assert.equal((await second.getAttachment(id, name)).toString(), "一");
  assert.equal((await remote.getAttachment(id, name)).toString(), "一");
  const { rev } = await remote.putAttachment(id, "x/y", (await remote.get(id))._rev, Buffer.from("二"), "text/plain");
  assert.equal((await remote.getAttachment(id, "x/y", { rev })).toString(), "二");
  await remote.removeAttachment(id, "x/y", rev);
  assert.deepEqual(Object.keys((await remote.get(id))._attachments), [name]);
}

async function localDocumentsStay(first, remote) {
  const { doc_count: before } = await remote.info();
  const [written] = await remote.bulkDocs([{ _id: "_local/mine", n: 1 }]);
  assert.deepEqual(written, { ok: true, id: "_local/mine", rev: "0-1" });
  assert.equal((await remote.get("_local/mine")).n, 1);
  assert.equal((await remote.remove("_local/mine", "0-1")).rev, "0-0");
  await assert.rejects(remote.get("_local/mine"), { status: 404 });
  assert.equal((await remote.info()).doc_count, before);
}

async function feedsAsPouchDBReadsThem(remote) {
  const { rows } = await remote.allDocs();
  const backwards = await remote.changes({ descending: true, limit: 1, since: "now" });
  const { results } = await remote.changes();
  assert.equal(backwards.results[0].id, results.at(-1).id);
  const some = await remote.changes({ doc_ids: [rows[0].id, rows[1].id] });
  assert.deepEqual(new Set(some.results.map(({ id }) => id)), new Set([rows[0].id, rows[1].id]));
  assert.equal((await remote.changes({ limit: 0 })).results.length, 1);
}

async function aSlashedDatabaseComesAndGoes(url) {
  const slashed = new PouchDB(`${url}-of%2Fa-client`);
  assert.equal((await slashed.info()).doc_count, 0);
  await slashed.put({ _id: "one" });
  await slashed.destroy();
  const gone = new PouchDB(`${url}-of%2Fa-client`, { skip_setup: true });
  await assert.rejects(gone.get("one"), { status: 404 });
}

async function replicatesBothWays(url) {
  const remote = new PouchDB(url);
  const [first, second] = [local("first"), local("second")];
  await pushAndPull(first, second, remote);
  await nothingMovesTwice(first, remote);
  await conflictsTravel(first, second, remote);
  await deletionsTravel(first, second, remote);
  await attachmentsSurviveEdits(first, second, remote);
  await liveReplication(first, second, remote);
  await manyConflictsTravel(first, remote);
  await anySignInANameTravels(first, second, remote);
  await localDocumentsStay(first, remote);
  await feedsAsPouchDBReadsThem(remote);
  // The last, for express-pouchdb gives this answer and ends.
  await assert.rejects(remote.changes({ filter: "none/such" }), { status: 404 });
  await Promise.all([first.close(), second.close()]);
}

await { replicatesBothWays, aSlashedDatabaseComesAndGoes }[story](remoteUrl);
console.log(JSON.stringify({ ok: true }));
