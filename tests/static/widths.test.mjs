// How wide the labels of choices are taken to be.

import assert from "node:assert/strict";
import { test } from "node:test";

import { widthOf } from "../../static/app/ui/form/widths.mjs";

test("Chinese is as wide as it has characters, those beyond the BMP and its punctuation too", () => {
  assert.equal(widthOf(["有", "家里报了变化"]), 6);
  assert.equal(widthOf(["𠮷𬸚"]), 2);
  assert.equal(widthOf(["街道、区"]), 4);
});

test("the widest decides, and a very long label takes a second line", () => {
  assert.equal(widthOf(["一", "一二三四五六七八九"]), 9);
  assert.equal(widthOf(["一".repeat(30)]), 13);
});

test("longer English goes to a second line, and no word of it is cut", () => {
  assert.ok(widthOf(["No work"]) < 5);
  const two = widthOf(["Asked: none of any kind"]);
  assert.ok(two > 6 && two < 9, String(two));
  const word = "Hospitalisation";
  assert.ok(widthOf([`${word} of`]) >= widthOf([word]) - 0.1);
});

test("no choices need no width", () => {
  assert.equal(widthOf([]), 0);
});
