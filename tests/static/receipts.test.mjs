import assert from "node:assert/strict";
import { test } from "node:test";
import { droppable } from "../../static/app/core/receipts.mjs";
import { receipt, seal } from "./factories.mjs";

test("an acceptance that names every digest lets the visit and its photos go", () => {
  assert.deepEqual(droppable(receipt(), seal()), ["visit:SL-2026-0137:1:device", `photo:${"a".repeat(64)}`, `photo:${"b".repeat(64)}`]);
});

test("nothing goes while one photo is not named", () => {
  assert.deepEqual(droppable(receipt({ photos: ["a".repeat(64)] }), seal()), []);
});

test("nothing goes for another visit's digest or a record set aside", () => {
  assert.deepEqual(droppable(receipt({ digest: "e".repeat(64) }), seal()), []);
  assert.deepEqual(droppable(receipt({ status: "set_aside" }), seal()), []);
});

test("a copy of the tablet finds its own digest among the others a receipt names", () => {
  const own = receipt();
  const others = [{ status: "accepted", digest: own.digest, photos: own.photos, received_at: "2026-03-02T02:00:00Z" }];
  for (const status of ["accepted", "set_aside"]) {
    assert.equal(droppable(receipt({ digest: "e".repeat(64), status, others }), seal()).length, 3);
  }
  const fewer = [{ ...others[0], photos: ["a".repeat(64)] }];
  assert.deepEqual(droppable(receipt({ digest: "e".repeat(64), others: fewer }), seal()), []);
});
