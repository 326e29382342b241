import assert from "node:assert/strict";
import { test } from "node:test";
import { createCollector, isFrame, splitFrames } from "../../static/app/core/qr_frames.mjs";

const bytesOf = (length, seed = 1) => Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 17) % 256);

for (const length of [1, 449, 450, 451, 5000, 40_000]) {
  test(`${length} bytes arrive whole, whatever the order of the codes and however often each is read`, async () => {
    const sent = bytesOf(length);
    const frames = await splitFrames("visit", sent);
    const collector = createCollector("visit");
    let last = null;
    for (const frame of [...frames].reverse().flatMap((each) => [each, each])) last = collector.take(frame);
    assert.equal(last.have, frames.length);
    assert.deepEqual(last.bytes, sent);
    assert.ok(frames.every((frame) => frame.length <= 640));
  });
}

test("progress counts each code once, and nothing comes out before the last", async () => {
  const frames = await splitFrames("visit", bytesOf(2000));
  const collector = createCollector("visit");
  assert.deepEqual(frames.slice(0, -1).map((frame) => collector.take(frame)).map(({ have, of, bytes }) => [have, of, bytes]), frames.slice(0, -1).map((_, i) => [i + 1, frames.length, null]));
  assert.deepEqual([collector.take(frames[0]).have, collector.take(frames[0]).bytes], [frames.length - 1, null]);
});

test("codes of two messages never mix: the second begins anew", async () => {
  const [one, other] = [await splitFrames("visit", bytesOf(1200, 1)), await splitFrames("visit", bytesOf(1200, 2))];
  const collector = createCollector("visit");
  collector.take(one[0]);
  assert.equal(collector.take(other[1]).have, 1);
  other.forEach((frame) => collector.take(frame));
  assert.deepEqual(collector.take(other[0]).bytes, bytesOf(1200, 2));
});

test("other codes are looked past", async () => {
  const [frame] = await splitFrames("sign", bytesOf(3));
  const collector = createCollector("visit");
  for (const text of ["", null, "https://ruhu.example/check#a.b.c", "RUHU1:visit:00000000:2/1:AA", "RUHU1:visit:00000000:0/1:AA", "RUHU1:visit:00000000:1/999:AA", frame]) {
    assert.equal(collector.take(text), null);
  }
  assert.ok(isFrame(frame, "sign") && !isFrame(frame, "visit"));
});

test("a message too long for a chain is refused when it is made", async () => {
  await assert.rejects(splitFrames("visit", bytesOf(200_000)), RangeError);
});
