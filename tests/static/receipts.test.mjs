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
