// One form being filled in: see tests/vectors/forms, which Python reads too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { compiled, household, open } from "./form_factories.mjs";

const definition = compiled("home-visit@1");
const vectors = JSON.parse(readFileSync(new URL("../vectors/forms/home-visit.json", import.meta.url), "utf8"));

for (const vector of vectors) {
  test(`a visit: ${vector.says}`, () => {
    const answers = structuredClone(vector.answers);
    if (vector.untouched) answers.visit_date = null;
    const form = open(definition, answers, `${vector.today}T04:00:00Z`);
    assert.deepStrictEqual(form.missing(), vector.missing);
    assert.deepStrictEqual(form.wrong(), vector.wrong);
    for (const [path, value] of Object.entries(vector.values)) assert.deepStrictEqual(form.value(path), value, path);
    for (const path of vector.hidden ?? []) {
      assert.equal(form.relevant(path), false);
      assert.notEqual(form.answer(path), null, `${path} stays in the draft`);
      assert.equal(form.value(path), null);
    }
    const sealed = form.sealedAnswers();
    for (const [name, value] of Object.entries(vector.sealed ?? {})) assert.equal(sealed[name], value);
    for (const name of vector.unsealed ?? []) assert.equal(name in sealed, false);
  });
}

test("a restored draft's totals are right before any page is opened", () => {
  assert.equal(open(definition, household()).value("income_total"), 1860);
});

test("a change touches only what depends on it", () => {
  const form = open(definition, household());
  const { changed } = form.set("member[m2].income[i2].amount", "40");
  assert.deepStrictEqual(changed, ["member[m2].income[i2].amount", "member[m2].member_income", "income_total", "income_per_capita"]);
  assert.deepStrictEqual(form.set("living_note", "整洁").changed, ["living_note"]);
});

test("an answer that is hidden again stays in the draft and comes back with its question", () => {
  const form = open(definition, household());
  form.set("tenure", "rent");
  form.set("rent", "800.00");
  form.set("tenure", "own");
  assert.equal(form.value("rent"), null);
  assert.equal(form.answers.rent, "800.00");
  assert.equal("rent" in form.sealedAnswers(), false);
  form.set("tenure", "rent");
  assert.equal(form.value("rent"), "800.00");
});

test("a row that is removed takes its income along and brings it back", () => {
  const form = open(definition, household());
  const { restore, changed } = form.removeRow("member[m2]");
  assert.ok(changed.includes("income_total"));
  assert.equal(form.value("income_total"), null);
  assert.equal(form.value("persons"), 1);
  restore();
  assert.equal(form.value("income_total"), 1860);
  assert.deepStrictEqual(form.rows("member"), ["m1", "m2"]);
});

test("a row put back stands where it stood", () => {
  const form = open(definition, household());
  const { restore } = form.removeRow("member[m1]");
  restore();
  assert.deepStrictEqual(form.answers.member.map((row) => row._id), ["m1", "m2"]);
});

test("a new row has an id of its own and is written into the tree", () => {
  const form = open(definition, household());
  const id = form.addRow("member[m1].income");
  assert.equal(id, "new1");
  assert.deepStrictEqual(form.answers.member[0].income, [{ _id: "new1" }]);
  form.set("member[m1].income[new1].amount", "5.00");
  assert.equal(form.value("income_total"), 1865);
});

test("a default fills what nobody touched and not what somebody emptied", () => {
  assert.equal(open(definition).value("visit_date"), "2026-03-12");
  assert.equal(open(definition, { visit_date: null }).value("visit_date"), null);
  const form = open(definition);
  form.set("visit_date", "");
  assert.equal(open(definition, JSON.parse(JSON.stringify(form.answers))).value("visit_date"), null);
});

test("today is the day in Shanghai, not in London", () => {
  assert.equal(open(definition, {}, "2026-03-11T16:30:00Z").value("visit_date"), "2026-03-12");
});

test("rows without an id get one, and months of a task become dates", () => {
  const form = open(definition, { member: [{ name: "甲", income: [{ since: "2025-06" }] }] });
  const [member] = form.answers.member;
  assert.match(member._id, /^new/);
  assert.equal(member.income[0].since, "2025-06-01");
});

test("what is wrong is said in both languages with the answer in it", () => {
  const form = open(definition, household());
  form.set("member[m2].income[i1].since", "2026-04-01");
  assert.deepStrictEqual(form.error("member[m2].income[i1].since"), {
    zh: "2026年4月还没到。请填第一次领到钱的月份。",
    en: "April 2026 has not come yet. Enter the first month money arrived.",
  });
});

test("sections are the form's own, and know what is missing in them", () => {
  const form = open(definition, household());
  assert.deepStrictEqual(form.sections.map((section) => section.name), ["privacy", "arrival", "members", "housing", "living", "originals", "opinion_section"]);
  assert.deepStrictEqual(form.missing("privacy"), ["privacy_read"]);
  assert.equal(form.sectionOf("member[m2].income[i1].amount"), 2);
  assert.equal(form.sectionOf("opinion"), 6);
  assert.deepStrictEqual(form.missing("member[m2]"), ["kind", "source", "amount", "basis"].map((name) => `member[m2].income[i2].${name}`));
});

test("an answer is shown as a person reads it", () => {
  const form = open(definition, household());
  assert.equal(form.display("member[m2].income[i1].amount", "zh"), "1,860.00");
  assert.equal(form.display("member[m2].relation", "en"), "Spouse");
  assert.equal(form.display("member[m2].age", "zh"), "49 岁");
  assert.equal(form.display("member[m2].income[i1].basis", "zh"), "工资条");
});

test("what is not asked cannot be answered, and what is not there is refused", () => {
  const form = open(definition, household());
  assert.throws(() => form.set("income_total", "5"), RangeError);
  assert.throws(() => form.set("nowhere", "5"), RangeError);
  assert.throws(() => form.value("member[gone].name"), RangeError);
  assert.throws(() => form.addRow("tenure"), RangeError);
});

test("a form opened anew from its answers says exactly the same", () => {
  const form = open(definition, household());
  form.set("member[m2].income[i2].amount", "0.10");
  form.addRow("original");
  const again = open(definition, JSON.parse(JSON.stringify(form.answers)));
  assert.deepStrictEqual(again.sealedAnswers(), form.sealedAnswers());
  assert.deepStrictEqual(again.missing(), form.missing());
});
