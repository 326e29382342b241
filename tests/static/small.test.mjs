import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, daysBetween, formatDay, formatDayAndWeekday, formatInstant, formatWhen, timeOf } from "../../static/app/core/days.mjs";
import { formatMoney } from "../../static/app/core/money.mjs";
import { inkOf, isScratch } from "../../static/app/core/ink.mjs";
import { formatBytes } from "../../static/app/core/bytes.mjs";
import { parsePlace } from "../../static/app/ui/places.mjs";
import { codeIn } from "../../static/app/core/enrolment.mjs";

test("a day is Shanghai's, whatever the tablet's zone", () => {
  assert.equal(dayOf("2026-03-11T16:00:00Z"), "2026-03-12");
  assert.equal(dayOf("2026-03-11T15:59:59Z"), "2026-03-11");
  assert.equal(timeOf("2026-03-12T01:42:00Z"), "9:42");
  assert.equal(daysBetween("2026-02-27", "2026-03-02"), 3);
});

test("days read as people write them", () => {
  assert.equal(formatDayAndWeekday("2026-03-12", "zh"), "3月12日 星期四");
  assert.equal(formatDayAndWeekday("2026-03-12", "en"), "Thursday, 12 March");
  assert.equal(formatDay("2027-06-30", "zh", { year: true }), "2027年6月30日");
  assert.equal(formatWhen("2026-03-11T01:42:00Z", "2026-03-12", "zh"), "3月11日 9:42");
  assert.equal(formatInstant(new Date("2026-03-12T02:26:00.417Z")), "2026-03-12T02:26:00Z");
});

test("money has two decimals and thousands", () => {
  assert.deepEqual(["1860", "1860.5", "1234567.89", "0", "-5", "未填"].map(formatMoney), ["1,860.00", "1,860.50", "1,234,567.89", "0.00", "-5.00", "未填"]);
});

test("ink becomes whole-number paths cut to what was drawn, a dot too; a scratch is no name", () => {
  const ink = inkOf([{ points: [{ x: 101.2, y: 202.7 }, { x: 101.3, y: 202.9 }, { x: 110, y: 199 }] }, { points: [{ x: 105, y: 205 }] }, { points: [] }]);
  assert.deepEqual(ink, { width: 33, height: 30, paths: ["M12 16L21 12", "M16 18L17 18"] });
  assert.ok(isScratch(inkOf([{ points: [{ x: 5, y: 5 }] }])) && isScratch(inkOf([])));
});

test("sizes read short", () => {
  assert.deepEqual([312_000, 5_200_000, 12].map(formatBytes), ["312 kB", "5.2 MB", "1 kB"]);
});

test("addresses name places; what is not known is the caseload", () => {
  assert.deepEqual(parsePlace("#/case/SL-2026-0137/1/section/3"), { name: "visit", case: "SL-2026-0137", round: 1, page: "section", section: 2, base: "#/case/SL-2026-0137/1" });
  assert.equal(parsePlace("#enrol=ABCD2345EFGH").code, "ABCD2345EFGH");
  assert.equal(parsePlace("#/nowhere").name, "cases");
});

test("an enrolment code is read from its link, or typed with spaces and dashes", () => {
  assert.equal(codeIn("https://ruhu.example/tablet/#enrol=ABCD2345EFGH"), "ABCD2345EFGH");
  assert.equal(codeIn(" abcd-2345 efgh "), "ABCD2345EFGH");
  assert.equal(codeIn("https://example.org/"), null);
});
