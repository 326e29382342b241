// The live arithmetic of the chair's page; server/domain/ballot.py counts the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countHands, squares, tallyOf } from "../../static/desk/parts/tally.mjs";

const ALL_MEMBERS = { base: 11, part: 2, whole: 3 };
const hands = (agree, against, abstain = 0, open = 0) => [
  ...Array(agree).fill("agree"), ...Array(against).fill("against"), ...Array(abstain).fill("abstain"), ...Array(open).fill(undefined),
];

test("eight of eleven pass, seven do not", () => {
  assert.equal(countHands(hands(8, 1), ALL_MEMBERS).passed, true);
  assert.equal(countHands(hands(7, 2), ALL_MEMBERS).passed, false);
});

test("the needed number is rounded up exactly for every base", () => {
  for (let base = 1; base <= 200; base += 1) {
    const { needed } = countHands([], { base, part: 2, whole: 3 });
    assert.ok(3 * needed >= 2 * base && 3 * (needed - 1) < 2 * base, String(base));
  }
});

test("an abstention is not agreement, an empty base never passes", () => {
  assert.equal(countHands(hands(7, 0, 4), ALL_MEMBERS).passed, false);
  assert.equal(countHands([], { base: 0, part: 2, whole: 3 }).passed, false);
});

test("a voter without a hand is open, everyone else of the base does not vote", () => {
  const tally = countHands(hands(3, 1, 1, 4), ALL_MEMBERS);
  assert.deepEqual([tally.open, tally.notVoting], [4, 2]);
});

test("one square a member, the line after the last that is needed", () => {
  const row = squares(countHands(hands(7, 1, 1), ALL_MEMBERS));
  assert.equal(row.length, 11);
  assert.deepEqual(row.slice(6), ["agree", "against mark", "abstain", "not-voting", "not-voting"]);
});

test("more hands than voters, and slips that do not fit, are over: nothing is announced of them", () => {
  const rule = { base: 12, part: 2, whole: 3, comparator: "at_least" };
  assert.equal(tallyOf({ agree: 12, against: 2 }, rule, 10).over, true);
  assert.equal(tallyOf({ agree: 8, against: 2 }, rule, 10).over, false);
  assert.equal(tallyOf({ issued: 12, returned: 12, agree: 12 }, rule, 9).over, true, "handed out to more than may vote");
  assert.equal(tallyOf({ issued: 9, returned: 10, agree: 7 }, rule, 9).over, true, "more back than went out");
  assert.equal(tallyOf({ issued: 9, returned: 8, agree: 9 }, rule, 9).over, true, "more read than came back");
  assert.equal(tallyOf({ issued: 9, returned: 8, agree: 6, against: 1, invalid: 1 }, rule, 9).over, false);
});
