// Looking closely at a photo: the laws of zooming, turning and moving (static/desk/parts/lens.mjs).
import assert from "node:assert/strict";
import { test } from "node:test";
import { move, START, styleOf, turn, zoom } from "../../static/desk/parts/lens.mjs";

const WINDOW = { width: 800, height: 600 };

test("four quarters are none, wherever the photo was moved to", () => {
  const moved = move(zoom(START, 2), 120, -40, WINDOW);
  let view = moved;
  for (let quarter = 0; quarter < 4; quarter += 1) view = turn(view);
  assert.deepEqual(view, moved);
});

test("what is in the middle of the window stays there while the photo turns", () => {
  const view = { scale: 2, turn: 0, x: 100, y: 30 };
  assert.deepEqual(turn(view), { scale: 2, turn: 90, x: -30, y: 100 });
});

test("nearer and farther by the same is as before; never smaller than whole, never without end", () => {
  const view = move(zoom(START, 1.5), 60, 60, WINDOW);
  assert.deepEqual(zoom(zoom(view, 1.5), 1 / 1.5), view);
  assert.deepEqual(zoom(START, 0.5), START);
  let near = START;
  for (let n = 0; n < 40; n += 1) near = zoom(near, 1.5);
  assert.ok(near.scale > 10 && near.scale < 12);
});

test("whole again, it lies in the middle and keeps its turn", () => {
  const view = move(zoom({ ...START, turn: 90 }, 1.5), 200, 0, WINDOW);
  assert.deepEqual(zoom(view, 1 / 1.5), { ...START, turn: 90 });
});

test("a whole photo does not move, a large one no farther than its edge in the middle", () => {
  assert.deepEqual(move(START, 50, 50, WINDOW), START);
  const { x, y } = move({ ...START, scale: 2 }, 9999, -9999, WINDOW);
  assert.deepEqual([x, y], [800, -600]);
});

test("a photo on its side is made to fit, an upright one is not touched", () => {
  assert.equal(styleOf({ ...START, turn: 90 }, 0.75), "translate(0px, 0px) rotate(90deg) scale(0.75)");
  assert.equal(styleOf({ ...START, turn: 180 }, 0.75), "translate(0px, 0px) rotate(180deg) scale(1)");
});
