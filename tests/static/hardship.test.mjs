// A call for urgent help: its name, what is signed, and how far each is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { callId, callPayload, callsOf, isCall } from "../../static/app/core/hardship.mjs";

const CASE = { case: "SL-2026-0137", round: 1 };
const EARLY = "2026-11-28T23:04:24Z";
const LATE = "2026-11-29T01:00:00Z";
const name = (saidAt) => callId({ ...CASE, said_at: saidAt });

test("what is said in one second is one call, and its name is what the server makes of it", () => {
  const payload = callPayload({ ...CASE, head: "周例平" }, { assessor: "a-0217", words: " 断了吃的\n", saidAt: EARLY });
  assert.deepEqual(payload, { type: "hardship", ...CASE, assessor: "a-0217", words: "断了吃的", said_at: EARLY });
  assert.equal(callId(payload), "hardship:SL-2026-0137:1:20261128T230424Z");
  assert.ok(isCall(callId(payload)));
  assert.ok(!isCall("visit:SL-2026-0137:1:device"));
});

test("calls of this case stand newest first, each kept, received or refused", () => {
  const reason = { code: "hardship_call.open", zh: "已经转过", en: "referred already" };
  const answers = [{ id: name(EARLY).slice(9), reason: null, due_at: LATE }, { id: "SL-2026-0138:1:20261128T230424Z", reason }];
  assert.deepEqual(callsOf(CASE, { kept: [name(LATE)], answers }), [
    { saidAt: LATE, state: "kept" },
    { saidAt: EARLY, state: "received", dueAt: LATE },
  ]);
  assert.deepEqual(callsOf(CASE, { kept: [name(EARLY)], answers: [{ id: name(EARLY).slice(9), reason }] }), [{ saidAt: EARLY, state: "refused", reason }]);
  assert.deepEqual(callsOf({ ...CASE, round: 2 }, { kept: [name(LATE)], answers }), []);
});
