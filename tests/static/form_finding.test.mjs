// Finding in a form: the next open answer, the photos it names, what a value would read like.

import assert from "node:assert/strict";
import { test } from "node:test";

import { checksBeforeSealing } from "../../static/app/core/visit.mjs";
import { draft, task } from "./factories.mjs";
import { compiled, household, open } from "./form_factories.mjs";

const definition = compiled("home-visit@1");
const DIGEST = "0123456789abcdef".repeat(4);

test("the next open answer goes through sections, rows and the rows in them, and round again", () => {
  const form = open(definition, household());
  const way = [];
  for (let at = form.nextOpen(); !way.includes(at); at = form.nextOpen(at)) way.push(at);
  assert.deepEqual(way, [...new Set([...form.missing(), ...form.wrong()])]);
  assert.ok(way.includes("privacy_read"), "a section");
  assert.ok(way.includes("member[m2].income[i2].amount"), "a row in a row");
  assert.ok(way.includes("opinion"), "the last section");
});

test("what must be changed comes in its place among what is missing", () => {
  const form = open(definition, household());
  form.set("member[m2].income[i1].since", "2099-04-01");
  assert.equal(form.nextOpen("member[m2].income[i1].amount"), "member[m2].income[i1].since");
  assert.equal(form.nextOpen("member[m2].income[i1].since"), "member[m2].income[i2].kind");
});

test("from an answered question the next open one is after it, not the first of the form", () => {
  const form = open(definition, household());
  assert.equal(form.nextOpen("member[m2].name"), "member[m2].income[i2].kind");
  assert.equal(form.nextOpen("gone[x].y"), "privacy_read");
  assert.equal(form.nextOpen("opinion", "privacy"), "privacy_read");
});

test("a form with nothing open has no next answer", () => {
  const form = open({ nodes: [{ type: "text", name: "a", label: { zh: "甲", en: "a" } }], lists: {} });
  assert.equal(form.nextOpen(), null);
  assert.equal(form.nextOpen("a"), null);
});

test("a text that looks like a photo's digest is a text", () => {
  const form = open(definition, { ...household(), living_note: DIGEST, photo_door: ["a".repeat(64)], member: [{ _id: "m1", name: "b".repeat(64) }] });
  assert.deepEqual([...form.photoDigests()], ["a".repeat(64)]);
  const saved = new Set(["a".repeat(64)]);
  const checks = checksBeforeSealing({ task: task(), draft: draft(), form, savedDigests: saved, savedBytes: 0, minTeam: 3 });
  assert.equal(checks.find(({ key }) => key === "check_photos").state, "ok");
});

test("photos are found in rows and in rows of rows, and not where they are hidden", () => {
  const image = (name) => ({ type: "image", name, label: { zh: name, en: name } });
  const form = open({
    lists: {},
    nodes: [
      { type: "text", name: "any", label: { zh: "甲", en: "a" } },
      { ...image("shut"), relevant: ["=", ["at", 0, "any"], ["text", "yes"]] },
      { type: "repeat", name: "row", nodes: [image("one"), { type: "repeat", name: "inner", nodes: [image("two")] }] },
    ],
  }, { shut: ["c".repeat(64)], row: [{ _id: "r", one: ["a".repeat(64)], inner: [{ _id: "i", two: ["b".repeat(64)] }] }] });
  assert.deepEqual([...form.photoDigests()], ["a".repeat(64), "b".repeat(64)]);
  form.set("any", "yes");
  assert.equal(form.photoDigests().size, 3);
});

test("a declared value reads as an answer would", () => {
  const form = open(definition, household());
  assert.equal(form.displayAs("member[m2].relation", "spouse", "en"), "Spouse");
  assert.equal(form.displayAs("member[m2].income[i1].amount", "1200", "zh"), "1,200.00");
  assert.equal(form.displayAs("member[m2].income[i1].basis", ["bank", "payslip"], "zh"), "银行流水、工资条");
});
