import assert from "node:assert/strict";
import { test } from "node:test";
import { openTask, unwrap, wrap } from "../../static/app/data/codec.mjs";
import { sealVisit } from "../../static/app/data/seals.mjs";
import { canonicalBytes, documentDigest } from "../../static/app/core/bytes.mjs";
import { flattenedVerify } from "../../static/node_modules/jose/dist/webapi/index.js";
import { newKey, signed, task } from "./factories.mjs";

const doc = async (payload, key, id = `task:${payload.case}:${payload.round}`, type = payload.type) => ({ _id: id, _rev: "1-a", type, schema: 1, signed: await signed(payload, key, { typ: "ruhu+jws" }) });

test("a task the district signed is opened", async () => {
  const log = await newKey("log-1");
  assert.equal((await openTask(await doc(task(), log), { log: [log.jwk], credential: [] })).head, "周例平");
});

test("a task signed by anybody else, or with nothing, stays closed", async () => {
  const [log, thief] = [await newKey("log-1"), await newKey("log-1")];
  const keys = { log: [log.jwk], credential: [] };
  await assert.rejects(openTask(await doc(task(), thief), keys), /task:SL-2026-0137:1/);
  await assert.rejects(openTask({ ...(await doc(task(), log)), signed: undefined }, keys));
});

test("a signed task cannot stand in another's place", async () => {
  const log = await newKey("log-1");
  await assert.rejects(openTask(await doc(task(), log, "task:SL-2026-0999:1"), { log: [log.jwk], credential: [] }), /something else/);
});

test("the roster counts only under the credential key", async () => {
  const [log, credential] = [await newKey("log-1"), await newKey("credential-1")];
  const keys = { log: [log.jwk], credential: [credential.jwk] };
  const roster = { type: "roster", issued_at: "2026-03-12T00:10:00Z", issuer: "区", entries: [] };
  assert.equal((await openTask(await doc(roster, credential, "roster"), keys)).type, "roster");
  await assert.rejects(openTask(await doc(roster, log, "roster"), keys));
});

test("what is wrapped is unwrapped; another schema is refused", () => {
  const wrapped = wrap("visit:SL-2026-0137:1:device", { state: "draft" });
  assert.deepEqual([wrapped.type, wrapped.schema, unwrap(wrapped)], ["visit", 1, { state: "draft" }]);
  assert.throws(() => unwrap({ ...wrapped, schema: 2 }));
});

test("a seal verifies over the canonical bytes and over nothing else", async () => {
  const key = await newKey("device");
  const visit = { round: 1, case: "SL-2026-0137", answers: { 名字: "𠮷野", n: 1 } };
  const { seal, digest } = await sealVisit(visit, { device: { id: "device" }, key: key.privateKey });
  const [protectedHeader, empty, signature] = seal.split(".");
  assert.equal(empty, "");
  assert.equal(digest, await documentDigest({ case: "SL-2026-0137", answers: { n: 1, 名字: "𠮷野" }, round: 1 }));
  const verify = (document) => flattenedVerify({ protected: protectedHeader, payload: Buffer.from(canonicalBytes(document)).toString("base64url"), signature }, key.jwk);
  await verify(visit);
  await assert.rejects(verify({ ...visit, round: 2 }));
});
