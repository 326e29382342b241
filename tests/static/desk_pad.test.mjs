// A page whose form asks for no signature is a page like any other: what comes after the pads still works on it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { watchPads } from "../../static/desk/parts/pad.mjs";

test("a form without a canvas is left alone", () => {
  const form = { querySelector: () => null, querySelectorAll: () => [] };
  assert.doesNotThrow(() => watchPads({ querySelectorAll: () => [form] }));
});
