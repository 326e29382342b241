// How long stock PouchDB takes for a sync that moves nothing: node pouchdb_idle.mjs <rounds> <name=database url> …
// Each client has a checkpoint and one document. Databases take turns. Prints {name: [milliseconds]}; the
// first tenth of the rounds warms up and is left out.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";

const require = createRequire(import.meta.url);
const PouchDB = require("pouchdb").plugin(require("pouchdb-adapter-memory"));

const [rounds, ...named] = process.argv.slice(2);

// It starts after what the database holds, so that one document is all it pulls before it has a checkpoint.
async function settle(one) {
  const remote = new PouchDB(one.slice(one.indexOf("=") + 1));
  const local = new PouchDB(randomBytes(6).toString("hex"), { adapter: "memory" });
  const { update_seq: since } = await remote.info();
  await remote.put({ _id: `settled:${randomBytes(6).toString("hex")}` });
  const { docs_written: written } = await local.replicate.from(remote, { since });
  assert.equal(written, 1);
  await local.sync(remote);
  return { name: one.slice(0, one.indexOf("=")), remote, local };
}

const clients = [];
for (const one of named) {
  clients.push(await settle(one));
}
const samples = Object.fromEntries(clients.map(({ name }) => [name, []]));
for (let round = 0; round < Number(rounds); round += 1) {
  for (const { name, local, remote } of clients) {
    const start = performance.now();
    const { push, pull } = await local.sync(remote);
    const took = performance.now() - start;
    if (round >= rounds / 10) {
      samples[name].push(took);
    }
    assert.deepEqual([push.docs_read, pull.docs_read], [0, 0]);
  }
  clients.reverse();
}
console.log(JSON.stringify(samples));
