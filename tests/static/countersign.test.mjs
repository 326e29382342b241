import assert from "node:assert/strict";
import { test } from "node:test";
import { countersignPayload, isCountersigned, judgeCountersign, packVisit, refusalToCountersign, unpackVisit } from "../../static/app/core/countersign.mjs";
import { documentDigest } from "../../static/app/core/bytes.mjs";
import { newTablet, signed } from "./factories.mjs";

const AT = "2026-03-12T02:40:00Z";
const VISIT = {
  case: "SL-2026-0137", round: 1, assessor: "a-0217", device: "tablet-of-the-lead",
  team: ["a-0217", "a-0218", "a-0219"].map((assessor) => ({ assessor })), answers: { note: "阿卜杜拉·买买提𠮷" },
};

const sign = (tablet, payload) => signed(payload, tablet, { jwk: tablet.jwk });

async function story({ visit = VISIT, owner = "a-0218" } = {}) {
  const [mine, digest] = [await newTablet(), await documentDigest(VISIT)];
  const entryOf = (assessor) => ({ devices: assessor === owner ? [mine.kid] : [] });
  const asked = { visit, digest: await documentDigest(visit) };
  return { mine, digest, asked, known: { visit: VISIT, digest, entryOf } };
}

test("a visit carried in codes arrives with the digest that was sealed", async () => {
  const read = await unpackVisit(await packVisit(VISIT));
  assert.deepEqual(read, { visit: VISIT, digest: await documentDigest(VISIT) });
});

test("what is no visit is not shown as one", async () => {
  const deflated = async (text) => packVisit(JSON.parse(text));
  for (const bytes of [null, new Uint8Array(), new Uint8Array([1, 2, 3]), await deflated("{}"), await deflated('{"case":"x"}')]) {
    assert.equal(await unpackVisit(bytes), null);
  }
});

test("a colleague of the team signs with their own tablet", async () => {
  const { mine, asked, known } = await story();
  const token = await sign(mine, countersignPayload(asked, "a-0218", AT));
  assert.deepEqual(await judgeCountersign(token, known), { refusal: null, assessor: "a-0218", signed_at: AT, known: true });
});

test("a tablet the roster does not know yet is taken, and said to be unknown", async () => {
  const { mine, asked, known } = await story({ owner: "nobody" });
  const judged = await judgeCountersign(await sign(mine, countersignPayload(asked, "a-0218", AT)), known);
  assert.deepEqual([judged.refusal, judged.known], [null, false]);
});

test("a countersignature replayed for another visit is refused", async () => {
  for (const change of [{ round: 2 }, { case: "SL-2026-0138" }, { answers: { note: "另一份" } }]) {
    const { mine, asked, known } = await story({ visit: { ...VISIT, ...change } });
    const token = await sign(mine, countersignPayload(asked, "a-0218", AT));
    assert.equal((await judgeCountersign(token, known)).refusal, "other_visit");
  }
});

test("one tablet cannot sign for a colleague as well", async () => {
  const { mine, asked, known } = await story();
  assert.equal((await judgeCountersign(await sign(mine, countersignPayload(asked, "a-0219", AT)), known)).refusal, "other_device");
});

test("the lead's tablet cannot countersign its own visit", async () => {
  const { mine, digest, known } = await story();
  const visit = { ...VISIT, device: mine.kid };
  const asked = { visit, digest };
  const token = await sign(mine, countersignPayload(asked, "a-0218", AT));
  assert.equal((await judgeCountersign(token, { ...known, visit })).refusal, "own_visit");
});

test("nobody outside the team, and not the lead", async () => {
  const { mine, asked, known } = await story();
  assert.equal((await judgeCountersign(await sign(mine, countersignPayload(asked, "a-0220", AT)), known)).refusal, "not_in_team");
  assert.equal((await judgeCountersign(await sign(mine, countersignPayload(asked, "a-0217", AT)), known)).refusal, "own_visit");
  assert.deepEqual([refusalToCountersign(VISIT, "a-0218"), refusalToCountersign(VISIT, "a-0217"), refusalToCountersign(VISIT, "x")], [null, "own_visit", "not_in_team"]);
});

test("a signature that is not that key's is refused: swapped payload, borrowed kid, another alg", async () => {
  const { mine, asked, known } = await story();
  const payload = countersignPayload(asked, "a-0218", AT);
  const [head, , signature] = (await sign(mine, payload)).split(".");
  const swapped = `${head}.${Buffer.from(JSON.stringify({ ...payload, assessor: "a-0219" })).toString("base64url")}.${signature}`;
  const thief = await newTablet();
  const borrowed = await sign({ ...thief, kid: mine.kid }, payload);
  const none = `${Buffer.from(JSON.stringify({ alg: "none", kid: mine.kid, jwk: mine.jwk })).toString("base64url")}.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.`;
  for (const token of [swapped, borrowed, none, "", "a.b.c", head]) {
    assert.equal((await judgeCountersign(token, known)).refusal, "bad_signature");
  }
});

test("a home review is not signed again on tablets of their own", () => {
  assert.equal(isCountersigned({ form: "review@2" }), false);
  assert.equal(isCountersigned({ form: "home-visit@2" }), true);
});
