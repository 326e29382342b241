import assert from "node:assert/strict";
import { test } from "node:test";
import { buildCaseload, daysLeft, findCases, groupByDue, inTab } from "../../static/app/core/cases.mjs";
import { receiptKey } from "../../static/app/core/receipts.mjs";
import { draft, receipt, seal, task } from "./factories.mjs";

const caseload = ({ tasks = [task()], drafts = [], seals = [], receipts = [] }) =>
  buildCaseload({ tasks, drafts, seals, receipts: new Map(receipts.map((each) => [receiptKey(each), each])) });
const stateOf = (facts) => caseload(facts)[0].state;

test("a case goes from to visit, by draft, sealed and sent, to received", () => {
  assert.equal(stateOf({}), "to_visit");
  assert.equal(stateOf({ drafts: [draft()] }), "draft");
  assert.equal(stateOf({ drafts: [draft()], seals: [seal()] }), "waiting");
  assert.equal(stateOf({ seals: [seal({ sent: true })] }), "sent");
  assert.equal(stateOf({ seals: [seal({ sent: true })], receipts: [receipt()] }), "received");
});

test("a record set aside and a second round ask for attention first", () => {
  assert.equal(stateOf({ seals: [seal({ sent: true })], receipts: [receipt({ status: "set_aside" })] }), "aside");
  const [again] = caseload({ tasks: [task({ round: 2 })] });
  assert.equal(again.state, "returned");
  assert.equal(groupByDue([again], "2026-03-01").first.length, 1);
});

test("a case reassigned away stays visible while its draft is here", () => {
  assert.equal(stateOf({ tasks: [], drafts: [draft()] }), "withdrawn");
});

test("a received case keeps its name after its task is gone", () => {
  const [item] = caseload({ tasks: [], seals: [seal({ sent: true })], receipts: [receipt()] });
  assert.deepEqual([item.state, item.head], ["received", "周例平"]);
});

test("late and today are today's; the rest is later, by due date", () => {
  const items = caseload({ tasks: [task({ case: "A-1", due_on: "2026-03-20" }), task({ case: "A-2", due_on: "2026-03-10" }), task({ case: "A-3", due_on: "2026-03-12" }), task({ case: "A-4", due_on: "2026-03-15" })] });
  const groups = groupByDue(items, "2026-03-12");
  assert.deepEqual(groups.today.map((item) => item.case), ["A-2", "A-3"]);
  assert.deepEqual(groups.later.map((item) => item.case), ["A-4", "A-1"]);
  assert.equal(daysLeft(items[0], "2026-03-12"), -2);
});

test("a search finds by name, address and number, every word of it", () => {
  const items = caseload({ tasks: [task(), task({ case: "SL-2026-0200", head: "何示安", address: "安定里 6 号" })] });
  assert.equal(findCases(items, "周例").length, 1);
  assert.equal(findCases(items, "安定里 0200").length, 1);
  assert.equal(findCases(items, "槐安路 0200").length, 0);
  assert.equal(findCases(items, " ").length, 2);
});

test("a received case is in no open tab", () => {
  const [item] = caseload({ seals: [seal({ sent: true })], receipts: [receipt()] });
  assert.deepEqual(["open", "draft", "waiting", "returned", "received"].filter((tab) => inTab(item, tab)), ["received"]);
});

const BESIDE = { role: "colleague", lead: { id: "a-0218", name: "罗样青" } };

test("a home a colleague leads stands in a group of its own and is nobody's errand for today", () => {
  const [item] = caseload({ tasks: [task({ ...BESIDE, due_on: "2026-03-12", round: 2 })] });
  assert.equal(item.state, "beside");
  assert.equal(item.lead.name, "罗样青");
  const groups = groupByDue([item], "2026-03-12");
  assert.deepEqual([groups.beside.length, groups.today.length, groups.first.length], [1, 0, 0]);
});

test("what a colleague began is still theirs to seal once the lead's visit is in and the task gone", () => {
  const [begun] = caseload({ tasks: [], drafts: [draft(BESIDE)] });
  assert.equal(begun.state, "draft");
  const [sealed] = caseload({ tasks: [], seals: [seal({ ...BESIDE, sent: true })] });
  assert.equal(sealed.state, "sent");
});
