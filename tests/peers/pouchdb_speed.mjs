// How long stock PouchDB (memory adapter) takes to sync: node pouchdb_speed.mjs <rounds> <name=url> …
// Servers take turns. Prints {figure: {name: [milliseconds]}}; the first round warms up and is left out.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";

const require = createRequire(import.meta.url);
const PouchDB = require("pouchdb").plugin(require("pouchdb-adapter-memory"));

const DOCUMENTS = 2000;
const PHOTOS = 60;
const PHOTO_BYTES = 300_000;
const REPEATS = 5;

const [rounds, ...named] = process.argv.slice(2);
const servers = named.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]);
const fresh = () => `bench-${randomBytes(6).toString("hex")}`;
const local = () => new PouchDB(fresh(), { adapter: "memory" });

const visits = () =>
  Array.from({ length: DOCUMENTS }, (_, n) => ({
    _id: `visit:${n}`,
    type: "visit",
    n,
    answers: randomBytes(720).toString("base64url"),
  }));

const photos = () =>
  Array.from({ length: PHOTOS }, (_, n) => ({
    _id: `photo:${n}`,
    type: "photo",
    _attachments: { photo: { content_type: "image/jpeg", data: randomBytes(PHOTO_BYTES) } },
  }));

async function timed(work) {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

async function pushAndPull(url, docs, note) {
  const [first, second, remote] = [local(), local(), new PouchDB(`${url}/${fresh()}`)];
  await first.bulkDocs(docs);
  await remote.info(); // makes the database
  const [pushing, pushed] = await timed(() => first.replicate.to(remote));
  const [pulling, pulled] = await timed(() => second.replicate.from(remote));
  assert.deepEqual([pushed.docs_written, pulled.docs_written], [docs.length, docs.length]);
  assert.equal((await second.info()).doc_count, docs.length);
  note("push", pushing);
  note("pull", pulling);
  await second.destroy();
  return [first, remote];
}

async function small(first, remote, note) {
  await first.sync(remote);
  for (let n = 0; n < REPEATS; n += 1) {
    const [nothing, { push, pull }] = await timed(() => first.sync(remote));
    assert.deepEqual([push.docs_read, pull.docs_written], [0, 0]);
    note("empty sync", nothing);
  }
  for (let n = 0; n < REPEATS; n += 1) {
    await first.put({ ...(await first.get(`visit:${n}`)), edited: true });
    const [edit, { push }] = await timed(() => first.sync(remote));
    assert.equal(push.docs_written, 1);
    note("sync of one edit", edit);
  }
}

async function oneRound(url, note) {
  const about = (what) => (name, took) => note(`${name} of ${what}`, took);
  const [first, remote] = await pushAndPull(url, visits(), about("2,000 documents"));
  await small(first, remote, note);
  const [sent, album] = await pushAndPull(url, photos(), about("60 photos"));
  await Promise.all([first.destroy(), sent.destroy(), remote.destroy(), album.destroy()]);
}

const samples = {};
for (let round = 0; round <= Number(rounds); round += 1) {
  for (const [name, url] of servers) {
    await oneRound(url, (figure, took) => {
      if (round > 0) {
        ((samples[figure] ??= {})[name] ??= []).push(took);
      }
    });
  }
  servers.reverse();
}
console.log(JSON.stringify(samples));
