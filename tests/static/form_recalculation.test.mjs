// Recalculation as laws, under long runs of answers, new rows, removed rows and rows put back: the form always says
// what a form opened afresh over the same answers says, tells of everything that looks different, and looks at
// nothing that does not depend on the change.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isAsked } from "../../static/app/core/form_schema.mjs";
import { withInner } from "../../static/app/core/form_rows.mjs";
import { compiled, household, hundred, open, trial } from "./form_factories.mjs";

const NOW = "2026-03-12T02:26:00Z";
const DEFINITIONS = { "a hundred questions": hundred(), "every type": trial(), "a home visit": compiled("home-visit@1") };
const RUNS = 12;
const ACTS = 30;
const ANSWERS = {
  integer: ["", "0", "1", "2", "3", "17", "x"], decimal: ["", "0", "3.10", "12.50", "-4", "1e3"], date: ["", "1960-02-29", "2010-05-06", "2030-01-01"],
  time: ["", "08:30"], text: ["", "a", "陈示兰", "110105194912310021"], acknowledge: ["", "OK"], range: ["", "0", "2", "0.3"], barcode: ["", "SL-1"],
  geopoint: ["", "31.2 121.4 0.0 5"], image: [null, ["a".repeat(64)]], hidden: ["", "h"],
};

for (const [name, definition] of Object.entries(DEFINITIONS)) {
  test(`${name}: after any changes the form is as one opened afresh on the same answers`, () => {
    for (let run = 1; run <= RUNS; run += 1) {
      const form = open(definition, {}, NOW);
      const random = dice(run);
      for (let act = 0; act < ACTS; act += 1) {
        change(form, random);
        if (act % 5 === 4) assert.deepStrictEqual(looks(form), looks(afresh(form)), `run ${run}, act ${act}`);
      }
    }
  });

  test(`${name}: whatever looks different after a change is told`, () => {
    for (let run = 1; run <= RUNS; run += 1) {
      const form = open(definition, {}, NOW);
      const random = dice(100 + run);
      let before = looks(form);
      for (let act = 0; act < ACTS; act += 1) {
        const told = new Set(change(form, random));
        const after = looks(form);
        const silent = Object.keys(after.items).filter((path) => path in before.items && !told.has(path) && !sameLook(before.items[path], after.items[path]));
        assert.deepStrictEqual(silent, [], `run ${run}, act ${act}`);
        before = after;
      }
    }
  });
}

test("the work of a change does not grow with the household", () => {
  const work = [2, 20].map((members) => counted(withMembers(members), "member[m1].income[m1-0].amount", "777"));
  assert.equal(work[0], work[1]);
  assert.ok(work[0] < 20, `${work[0]} points looked at`);
});

test("a change looks at each point it touches once, and at no other", () => {
  const form = withMembers(5);
  assert.deepStrictEqual(looked(form, "remarks", "整洁"), ["look remarks"]);
  const seen = looked(form, "member[m1].income[m1-0].amount", "777");
  assert.equal(new Set(seen).size, seen.length);
  assert.ok(seen.every((point) => /amount|member_income|income_total|income_per_capita/.test(point)), seen.join());
});

test("what is open is looked for again only where something changed", () => {
  const form = withMembers(20);
  form.missing();
  const asked = [];
  const ask = form._isMissing;
  form._isMissing = (row, item) => { asked.push(row.prefix); return ask.call(form, row, item); };
  form.set("member[m1].income[m1-0].amount", "");
  assert.ok(form.missing().includes("member[m1].income[m1-0].amount"));
  assert.deepStrictEqual(new Set(asked), new Set(["", "member[m1].", "member[m1].income[m1-0]."]));
});

/** One change, drawn by chance. @returns {string[]} the paths that are told to differ */
function change(form, random) {
  const act = random(10);
  if (act < 1) return addRow(form, random);
  if (act < 2) return removeRow(form, random);
  const asked = questions(form);
  const { path, item } = asked[random(asked.length)];
  return form.set(path, answerFor(form, path, item.node, random)).changed;
}

function addRow(form, random) {
  const repeats = paths(form).filter(({ item }) => item.inner && item.node.count === undefined);
  return form.addRowWith(repeats[random(repeats.length)].path).changed;
}

/** A row goes, and as often as not comes back after something else has changed. */
function removeRow(form, random) {
  const rows = paths(form).flatMap(({ path, item }) => (item.inner && item.node.count === undefined ? form.rows(path).map((id) => `${path}[${id}]`) : []));
  if (rows.length === 0) return addRow(form, random);
  const { changed, restore } = form.removeRow(rows[random(rows.length)]);
  if (random(2) === 0) return changed;
  const outside = questions(form);
  const { path, item } = outside[random(outside.length)];
  const between = form.set(path, answerFor(form, path, item.node, random)).changed;
  return [...changed, ...between, ...restore().changed];
}

function answerFor(form, path, node, random) {
  if (!node.list) return one(ANSWERS[node.type] ?? ["", "a"], random);
  const values = form.choices(path).map(({ value }) => value);
  if (node.type === "select_one") return one(["", "nonsense", ...values], random);
  if (node.type === "rank") return random(2) === 0 ? null : values;
  return values.filter(() => random(2) === 0);
}

/** Everything a person could see of a form. */
function looks(form) {
  const items = Object.fromEntries(paths(form).map(({ path, item }) => [path, look(form, path, item)]));
  const sections = form.sections.map(({ name }) => [form.missing(name), form.wrong(name)]);
  return { items, sections, missing: form.missing(), wrong: form.wrong(), sealed: form.sealedAnswers() };
}

function look(form, path, item) {
  const words = ["label", "hint", "required_message"].map((name) => item.node[name] && form.text(path, item.node[name], "zh"));
  return {
    value: form.value(path), relevant: form.relevant(path), error: form.error(path), required: form.required(path), words,
    choices: item.node.list ? form.choices(path).map(({ value }) => value) : null, rows: item.inner ? form.rows(path) : null,
  };
}

function afresh(form) {
  return open(form.definition, structuredClone(form.answers), NOW);
}

function sameLook(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function paths(form) {
  return withInner(form._root).flatMap((row) => (isLive(row) ? [...row.scope.items.values()].map((item) => ({ path: row.prefix + item.name, item })) : []));
}

/** Rows beyond their count wait unseen. */
function isLive(row) {
  if (!row.parent) return true;
  const count = row.parent.counts.get(row.scope.repeat.name);
  return isLive(row.parent) && (count === undefined || row.parent.below.get(row.scope.repeat.name).indexOf(row) < count);
}

function questions(form) {
  return paths(form).filter(({ item }) => isAsked(item) && !item.inner);
}

function one(values, random) {
  return values[random(values.length)];
}

/** Numbers below a bound, the same for the same seed (mulberry32). */
function dice(seed) {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

function withMembers(members) {
  const [, model] = household().member;
  const income = model.income[0];
  const member = Array.from({ length: members }, (_, at) => ({ ...model, _id: `m${at}`, income: [0, 1, 2].map((place) => ({ ...income, _id: `m${at}-${place}` })) }));
  return open(DEFINITIONS["a hundred questions"], { member }, NOW);
}

function counted(form, path, value) {
  return looked(form, path, value).length;
}

/** The points that a change makes the form look at, as "aspect path". */
function looked(form, path, value) {
  const seen = [];
  const refresh = form._work._refresh;
  form._work._refresh = (point, row) => { seen.push(`${point.aspect} ${row.prefix}${point.item.name}`); return refresh.call(form._work, point, row); };
  form.set(path, value);
  form._work._refresh = refresh;
  return seen;
}
