// Types, triggers, counted rows and the graph of recalculation, over the workbook of tests/forms/trial_form.py.

import assert from "node:assert/strict";
import { test } from "node:test";

import { inkFrom, inkText } from "../../static/app/core/ink.mjs";
import { Recalculation } from "../../static/app/core/form_recalculation.mjs";
import { open, trial } from "./form_factories.mjs";

const definition = trial();

test("a range takes its own steps and no other number", () => {
  const form = open(definition);
  for (const right of ["0", "0.1", "0.3", "0.7", "1", "1.0", "0.30"]) {
    form.set("share", right);
    assert.equal(form.error("share"), null, right);
  }
  for (const wrong of ["0.15", "1.1", "-0.1", "x", "0.1000001"]) {
    form.set("share", wrong);
    assert.notEqual(form.error("share"), null, wrong);
  }
});

test("a ranking has a place for each choice, once", () => {
  const form = open(definition);
  form.set("order", ["b"]);
  assert.match(form.error("order").zh, /没排/);
  form.set("order", ["b", "gone", "c"]);
  assert.notEqual(form.error("order"), null);
  form.set("order", ["b", "c", "a"]);
  assert.equal(form.error("order"), null);
  assert.equal(form.display("order", "en"), "1. b; 2. c; 3. a");
});

test("a position is one, or says why there is none", () => {
  const form = open(definition);
  for (const right of ["31.230416 121.473701 4.0 12", "-90 180.0 0 0", "none denied", "none timeout"]) {
    form.set("place", right);
    assert.equal(form.error("place"), null, right);
  }
  for (const wrong of ["91 0 0 5", "31 181 0 5", "31 121", "none", "none lazy", "31,121,0,5"]) {
    form.set("place", wrong);
    assert.notEqual(form.error("place"), null, wrong);
  }
  form.set("place", "none denied");
  assert.equal(form.display("place", "zh"), "定不了位：没让用定位");
});

test("a signature is its ink, and comes back as it was drawn", () => {
  const form = open(definition);
  const ink = { width: 120, height: 60, paths: ["M12 12L30 40L50 9", "M60 12L61 12"] };
  form.set("hand", inkText(ink));
  assert.equal(form.error("hand"), null);
  assert.deepEqual(inkFrom(form.value("hand")), ink);
  form.set("hand", "<svg onload=alert(1)>");
  assert.notEqual(form.error("hand"), null);
});

test("a signature too long for an answer is thinned and keeps the ends of its lines", () => {
  const points = Array.from({ length: 4000 }, (_, at) => `${at % 900} ${at % 300}`);
  const text = inkText({ width: 900, height: 300, paths: [`M${points.join("L")}`] });
  assert.ok(text.length <= 20000);
  assert.ok(text.startsWith("900 300 M0,0L"));
  assert.ok(text.endsWith(`L${points.at(-1).replace(" ", ",")}`));
});

test("or_other offers one choice more, asks what it is, and leaves the list alone", () => {
  const form = open(definition);
  assert.deepEqual(form.choices("main").map((choice) => choice.value), ["a", "b", "c", "other"]);
  assert.deepEqual(form.choices("asked").map((choice) => choice.value), ["a", "b", "c"]);
  assert.equal(form.relevant("main_other"), false);
  form.set("main", "other");
  assert.equal(form.relevant("main_other"), true);
});

test("a default of several choices filters what may be chosen after it", () => {
  const form = open(definition);
  assert.deepEqual(form.value("asked"), ["a", "b"]);
  assert.deepEqual(form.choices("narrowed").map((choice) => choice.value), ["a", "b"]);
});

test("a repeat_count makes the rows, with their defaults, and what is required in them", () => {
  const form = open(definition);
  assert.deepEqual(form.rows("child"), []);
  assert.ok(form.set("n", "2").changed.includes("child"));
  const [first, second] = form.rows("child");
  assert.equal(form.value(`child[${first}].school`), "none");
  assert.deepEqual(form.missing("two"), [`child[${first}].cname`, `child[${second}].cname`]);
  assert.equal(form.value(`child[${second}].older`), 0);
});

test("rows a repeat_count no longer asks for wait in the draft and come back", () => {
  const form = open(definition);
  form.set("n", "2");
  const [first, second] = form.rows("child");
  form.set(`child[${first}].cage`, "20");
  form.set(`child[${second}].cage`, "7");
  assert.equal(form.value("ages"), 27);
  assert.equal(form.value("minors"), 1);
  form.set("n", "1");
  assert.deepEqual(form.rows("child"), [first]);
  assert.equal(form.value("ages"), 20);
  assert.equal(form.value("minors"), 0);
  assert.equal(form.sealedAnswers().child.length, 1);
  assert.equal(form.answers.child.length, 2);
  form.set("n", "2");
  assert.deepEqual(form.rows("child"), [first, second]);
  assert.equal(form.value("ages"), 27);
});

test("a slip of the finger in a count does not stop the tablet", () => {
  const form = open(definition);
  form.set("n", "999999999");
  assert.equal(form.rows("child").length, 200);
  form.set("n", "-3");
  assert.equal(form.rows("child").length, 0);
});

test("a counted row sees the rows beside it, whichever of them changes", () => {
  const form = open(definition);
  form.set("n", "2");
  const [first, second] = form.rows("child");
  form.set(`child[${first}].cage`, "20");
  const { changed } = form.set(`child[${second}].cage`, "30");
  assert.equal(form.value(`child[${first}].older`), 1);
  assert.ok(changed.includes(`child[${first}].older`));
});

test("a trigger fills in once for each change of its question, and people may change it after", () => {
  const form = open(definition);
  assert.equal(form.value("noted"), null);
  form.set("n", "1");
  form.set(`child[${form.rows("child")[0]}].cage`, "7");
  assert.equal(form.value("noted"), null);
  assert.ok(form.set("meter", "SL-1").changed.includes("noted"));
  assert.equal(form.value("noted"), "SL-1/7");
  form.set("noted", "by hand");
  form.set("meter", "SL-1");
  assert.equal(form.value("noted"), "by hand");
  form.set("meter", "SL-2");
  assert.equal(form.value("noted"), "SL-2/7");
});

test("a trigger may count on from its own answer, and opening a draft again does not set it off", () => {
  const form = open(definition);
  form.set("worn", "2");
  form.set("worn", "4");
  assert.equal(form.value("turns"), "2");
  const again = open(definition, JSON.parse(JSON.stringify(form.answers)));
  assert.equal(again.value("turns"), "2");
  assert.equal(again.sealedAnswers().turns, "2");
});

test("what is worked out in a question is shown and sealed, and nobody answers it", () => {
  const form = open(definition);
  form.set("n", "2");
  assert.equal(form.value("root"), 1.414);
  assert.equal(form.sealedAnswers().root, "1.414");
  assert.throws(() => form.set("root", "5"), RangeError);
});

test("a total over a half-filled repeat is the total of what is filled", () => {
  const form = open(definition, { member: [{ _id: "a", amount: "0.10" }, { _id: "b" }, { _id: "c", amount: "0.20" }] });
  assert.equal(form.sealedAnswers().total, "0.30");
  assert.equal(form.value("mean"), 0.10000000000000002);
});

test("a restored draft's totals are right before any page is opened", () => {
  const draft = { n: "2", child: [{ _id: "x", cage: "3" }, { _id: "y", cage: "40" }], member: [{ _id: "a", amount: "1860.00" }] };
  const form = open(definition, draft);
  assert.deepEqual(["ages", "minors", "total", "mean", "root"].map((name) => form.value(name)), [43, 1, 1860, 1860, 1.414]);
});

test("an income figure is never silently 0 or NaN", () => {
  for (const member of [[], [{ _id: "a" }], [{ _id: "a", amount: "twelve" }], [{ _id: "a", amount: "NaN" }], [{ _id: "a", amount: "Infinity" }]]) {
    const form = open(definition, { member });
    assert.equal(form.value("total"), null);
    assert.equal(form.value("mean"), null);
    assert.equal("total" in form.sealedAnswers(), false);
  }
  assert.equal(open(definition, { member: [{ _id: "a", amount: "0" }] }).value("total"), 0);
});

test("a change works out again only what depends on it", () => {
  const draft = { n: "2", child: [{ _id: "x" }, { _id: "y" }], member: Array.from({ length: 20 }, (_, at) => ({ _id: `m${at}`, amount: "5" })) };
  const form = open(definition, draft);
  assert.deepEqual(workedOut(() => form.set("member[m7].amount", "6")), ["total", "mean"]);
  assert.deepEqual(workedOut(() => form.set("member[m7].mname", "甲")), []);
  assert.deepEqual(workedOut(() => form.set("child[x].cage", "9")), ["child[x].older", "child[y].older", "minors", "ages"]);
  assert.deepEqual(workedOut(() => form.set("place", "none denied")), []);
  assert.deepEqual(workedOut(() => form.set("member[m7].amount", "6")), [], "the same answer again");
});

test("what does not differ is not followed further", () => {
  const form = open(definition, { n: "1", child: [{ _id: "x", cage: "30" }] });
  assert.deepEqual(form.set("child[x].cage", "31").changed, ["child[x].cage", "ages"]);
});

/**
 * The calculations that were evaluated while something was done, in their order.
 * @param {() => void} act
 */
function workedOut(act) {
  const found = [];
  const refresh = Recalculation.prototype._refresh;
  Recalculation.prototype._refresh = function (point, row) {
    if (point.aspect === "value" && point.item.node.calculate !== undefined) found.push(row.prefix + point.item.name);
    return refresh.call(this, point, row);
  };
  try {
    act();
  } finally {
    Recalculation.prototype._refresh = refresh;
  }
  return found;
}
