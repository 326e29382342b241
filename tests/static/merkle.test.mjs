import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { isConsistent, isIncluded, leafHash } from "../../static/app/core/merkle.mjs";

const vectors = JSON.parse(readFileSync(new URL("../vectors/merkle.json", import.meta.url), "utf8"));
const raw = (hex) => new Uint8Array(Buffer.from(hex, "hex"));

for (const each of vectors.inclusion) {
  test(`inclusion: ${each.name}`, async () => {
    const leaf = await leafHash(raw(each.entry));
    assert.equal(await isIncluded(leaf, each.index, each.size, each.path.map(raw), raw(each.root)), each.holds);
  });
}

for (const each of vectors.consistency) {
  test(`consistency: ${each.name}`, async () => {
    const held = await isConsistent(each.first, each.second, raw(each.first_root), raw(each.second_root), each.path.map(raw));
    assert.equal(held, each.holds);
  });
}

test("any changed byte of an inclusion proof refuses", async () => {
  for (const each of vectors.inclusion.filter(({ holds }) => holds)) {
    const leaf = await leafHash(raw(each.entry));
    for (const place of [...each.path.keys(), -1]) {
      const path = each.path.map(raw);
      const root = raw(each.root);
      (place < 0 ? root : path[place])[7] ^= 1;
      assert.equal(await isIncluded(leaf, each.index, each.size, path, root), false);
    }
  }
});

test("counts that are none prove nothing", async () => {
  const { entry, path, root } = vectors.inclusion[0];
  const leaf = await leafHash(raw(entry));
  for (const [index, size] of [[-1, 1], [0.5, 1], [NaN, 1], ["0", 1], [0, Infinity]]) {
    assert.equal(await isIncluded(leaf, index, size, path.map(raw), raw(root)), false);
  }
});
