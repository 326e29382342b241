// The chair's page without a network comes to what the server comes to; tests/server/domain/test_meeting_vectors.py
// plays the same meetings.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { apply, caseOf, check, flagsOf, itemOf, pendingOf, standingOf, unsignedOf } from "../../static/desk/chair/fold.mjs";

const vectors = JSON.parse(readFileSync(new URL("../vectors/meetings.json", import.meta.url)));

function opened(vector) {
  return {
    ...vector.rules, id: "M-1", seen: 1, open: true, closed: false, members: vector.members, present: [], recused: {},
    attended: false, signed: [], names: Object.fromEntries(vector.members.map((member) => [member, member])),
    representatives: vector.members,
    cases: vector.cases.map((number) => ({ case: number, done: {}, present: null, recused: [], tally: null, votes: {}, votedAt: "" })),
  };
}

for (const vector of vectors) {
  test(vector.name, () => {
    let meeting = opened(vector);
    for (const [n, jotting] of vector.jottings.entries()) {
      const refusal = check(meeting, jotting);
      assert.equal(refusal?.code ?? null, jotting.refused ?? null, `jotting ${n + 1}`);
      if (!refusal) meeting = apply(meeting, { ...jotting, at: vector.at });
    }
    assert.deepEqual(pendingOf(meeting), vector.pending);
    assert.deepEqual(unsignedOf(meeting), vector.unsigned);
    for (const expected of vector.outcome) {
      const each = caseOf(meeting, expected.case);
      assert.equal(itemOf(each), expected.item);
      assert.deepEqual(standingOf(meeting, each), expected.standing);
      const tally = each.tally && Object.fromEntries(Object.keys(expected.tally).map((name) => [name, each.tally[name]]));
      assert.deepEqual(tally, expected.tally);
      const shown = Object.entries(flagsOf(meeting, each)).filter(([, on]) => on).map(([name]) => name);
      assert.deepEqual(shown.sort(), expected.shown);
    }
  });
}
