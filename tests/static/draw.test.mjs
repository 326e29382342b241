import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { checkDraw, sample, shareOf } from "../../static/app/core/draw.mjs";

const vectors = JSON.parse(readFileSync(new URL("../vectors/draws.json", import.meta.url), "utf8"));

for (const each of vectors.samples) {
  test(`a sample of ${each.count} from ${each.weights.length}`, async () => {
    assert.deepEqual(await sample(Buffer.from(each.key, "hex"), each.context, each.weights, each.count), each.chosen);
  });
}

for (const { share, whole, count } of vectors.shares) {
  test(`${share.join("/")} of ${whole} is ${count}`, () => assert.equal(shareOf(share, whole), count));
}

for (const { name, faults, draw } of vectors.draws) {
  test(`a published draw: ${name}`, async () => {
    const checked = await checkDraw(draw);
    assert.deepEqual(checked.faults, faults);
    if (!faults.length) assert.deepEqual(checked.chosen, draw.chosen);
  });
}

test("a draw whose count is less than its share is no frame", async () => {
  const { draw } = vectors.draws[1];
  const fewer = { ...draw, frame: { ...draw.frame, count: 1 } };
  assert.deepEqual((await checkDraw(fewer)).faults, ["frame", "result"]);
});
