// The list of cases over a real PouchDB: every signature is checked once, and what is not rightly signed never shows.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, beforeEach, test } from "node:test";
import { createCodec } from "../../static/app/data/codec.mjs";
import { createTasks } from "../../static/app/data/tasks.mjs";
import { newKey, newKeyring, receipt, signed, task } from "./factories.mjs";

const require = createRequire(new URL("../peers/package.json", import.meta.url));
const PouchDB = require("pouchdb").plugin(require("pouchdb-adapter-memory"));
const log = await newKey("log-1");
const keyring = await newKeyring();
let made = 0;
let db, notes, opened;
const all = [];

beforeEach(() => {
  made += 1;
  db = new PouchDB(`tasks-${made}`, { adapter: "memory" });
  all.push(db);
  notes = keepNotes();
  opened = 0;
});

after(() => Promise.all(all.map((each) => each.close())));

test("a second look, and the next start, open nothing that did not change", async () => {
  await put(task());
  await put(task({ case: "SL-2026-0138", head: "陈示兰" }));
  const tasks = open();
  assert.deepEqual((await tasks.readAll()).tasks.map(({ head }) => head).sort(), ["周例平", "陈示兰"]);
  await tasks.readAll();
  await open().readAll();
  assert.equal(opened, 2);
  await put(task({ note: "带户口簿" }));
  assert.ok((await open().readAll()).tasks.some(({ note }) => note === "带户口簿"));
  assert.equal(opened, 3);
});

test("what the list keeps has neither what was declared nor what was answered; the task itself has", async () => {
  await put(task({ declared: { income_total: "1200.00" }, draft: { answers: { a: 1 } } }));
  const { tasks: [line] } = await open().readAll();
  assert.deepEqual([line.declared, line.prefill, line.draft], [undefined, undefined, undefined]);
  assert.deepEqual((await open().task("SL-2026-0137", 1)).declared, { income_total: "1200.00" });
});

test("a case that was taken away leaves the list", async () => {
  await put(task());
  await open().readAll();
  await db.remove(await db.get("task:SL-2026-0137:1"));
  assert.deepEqual((await open().readAll()).tasks, []);
});

test("a task signed by another is named and not shown, also in the place of one that was shown before", async () => {
  await put(task());
  await open().readAll();
  await put(task({ head: "别人" }), await newKey("log-1"));
  const { tasks, unopened } = await open().readAll();
  assert.deepEqual([tasks, unopened], [[], ["task:SL-2026-0137:1"]]);
});

test("of two receipts for one case the acceptance counts", async () => {
  await put(receipt({ type: "receipt", status: "set_aside", visit: "visit:SL-2026-0137:1:one" }));
  await put(receipt({ type: "receipt", visit: "visit:SL-2026-0137:1:two" }));
  assert.equal((await open().readAll()).receipts.get("SL-2026-0137:1").status, "accepted");
});

function open() {
  const codec = createCodec(keyring);
  return createTasks(db, { log: [log.jwk], credential: [] }, { ...codec, openTask: (...given) => { opened += 1; return codec.openTask(...given); } }, notes);
}

async function put(payload, by = log) {
  const id = payload.type === "task" ? `task:${payload.case}:${payload.round}` : `receipt:${payload.visit.slice("visit:".length)}`;
  const { _rev } = await db.get(id).catch(() => ({}));
  await db.put(JSON.parse(JSON.stringify({ ...(await createCodec(keyring).sealSigned({ _id: id, type: payload.type, signed: await signed(payload, by) })), _rev })));
}

function keepNotes() {
  const held = new Map();
  return { note: async (name) => held.get(name) ?? null, saveNote: async (name, value) => { held.set(name, structuredClone(value)); } };
}
