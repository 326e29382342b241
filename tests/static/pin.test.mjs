import assert from "node:assert/strict";
import { test } from "node:test";
import { afterWaiting, afterWrongTry, noTries, pinProblem, triesLeft } from "../../static/app/core/pin.mjs";
import { mayWipe } from "../../static/app/core/orders.mjs";

test("a PIN has six digits or more and is not what everybody tries first", () => {
  const problems = { "12345": "short", "12345a": "short", "": "short", "000000": "same", "77777777": "same", "123456": "run", "456789": "run", "567890": "run", "987654": "run", "10987654": "run", "121212": "pattern", "123123": "pattern", "12312312": "pattern" };
  for (const [pin, problem] of Object.entries(problems)) assert.equal(pinProblem(pin), problem, pin);
  for (const pin of ["480217", "112233", "123457", "90210384"]) assert.equal(pinProblem(pin), null, pin);
});

test("five wrong tries are free of waiting but the last; then the waits grow to an hour and stay there", () => {
  let tries = noTries();
  const waits = Array.from({ length: 11 }, () => { tries = afterWrongTry(tries); return tries.wait_ms / 1000; });
  assert.deepEqual(waits, [0, 0, 0, 0, 30, 60, 300, 900, 3600, 3600, 3600]);
  assert.deepEqual([0, 1, 4, 5, 9].map((failed) => triesLeft({ failed })), [5, 4, 1, 0, 0]);
});

test("only time that passed shortens a wait: none passes backwards, none is left over", () => {
  const tries = { failed: 5, wait_ms: 30_000 };
  assert.equal(afterWaiting(tries, 12_000).wait_ms, 18_000);
  assert.equal(afterWaiting(tries, -1e9).wait_ms, 30_000);
  assert.equal(afterWaiting(tries, 1e9).wait_ms, 0);
  assert.equal(afterWaiting(tries, 1e9).failed, 5);
});

test("a wipe waits for the last receipt unless the desk has confirmed what is lost", () => {
  const state = (visits, photos, unanswered) => ({ waiting: { visits, photos }, unanswered });
  assert.deepEqual([state(0, 0, 0), state(1, 0, 0), state(0, 1, 0), state(0, 0, 1)].map((each) => mayWipe("wipe", each)), [true, false, false, false]);
  assert.ok(mayWipe("wipe_now", state(1, 1, 1)));
  for (const order of ["", "lock", "anything"]) assert.equal(mayWipe(order, state(0, 0, 0)), false);
});
