import assert from "node:assert/strict";
import { test } from "node:test";
import { syncStatus } from "../../static/app/core/sync_status.mjs";
import { createSay } from "../../static/app/ui/words.mjs";

const facts = (more = {}) => ({
  saveFailed: null, lacking: [], paused: false, phase: "idle", reached: true, waiting: { photos: 0, visits: 0 }, photos: { done: 0, total: 0 }, unanswered: 0,
  sent: null, received: null, savedAt: null, fetchedAt: "2026-03-12T01:42:00Z", error: null, ...more,
});
const said = (more, times = {}) => {
  const status = syncStatus(facts(more));
  return [status.kind, createSay("zh")(status.key, { ...status.facts, ...times })];
};

test("offline is calm and says what is safe", () => {
  assert.deepEqual(said({ reached: false, savedAt: "2026-03-12T02:26:00Z", waiting: { photos: 2, visits: 1 } }, { savedTime: "10:26" }), ["off", "**没有网，照常填。**10:26 填的都在这台平板上，有网会自己发。"]);
});

test("a cut upload says how many went, how many did not, and where it goes on", () => {
  assert.deepEqual(said({ reached: false, photos: { done: 6, total: 8 }, waiting: { photos: 2, visits: 1 } }), ["part", "**发了 6 张，还有 2 张没发。**网断了。连上后从第 7 张接着发，不用再点。"]);
});

test("sending counts the photo under way", () => {
  assert.deepEqual(said({ phase: "sending", photos: { done: 2, total: 8 }, waiting: { photos: 6, visits: 1 } }), ["plain", "**正在发。**第 3 张照片，共 8 张；断了会从这张接着发。"]);
});

test("done is said only against a receipt", () => {
  assert.equal(said({ unanswered: 1, sent: { photos: 8, visits: 1, at: "t" } }, { sentTime: "9:40" })[1], "**发完了，等回执。**9:40 发出 1 份入户记录、8 张照片。");
  assert.deepEqual(said({ received: { photos: 8, visits: 1, at: "t" } }, { receivedTime: "9:42" }), ["done", "**全部发完。**街道 9:42 收讫 1 份入户记录、8 张照片。"]);
});

test("an answer that could not be written outweighs everything", () => {
  const under = { phase: "sending", photos: { done: 1, total: 2 }, lacking: ["shell"], paused: true };
  assert.deepEqual(said({ ...under, saveFailed: { what: "answer", full: true } }), ["bad", "**平板存不下了。**刚才这一题没存上。请先腾出空间，再点“再存一次”。"]);
  assert.deepEqual(said({ ...under, saveFailed: { what: "answer", full: false } }), ["bad", "**平板存不进去了。**刚才这一题没存上，还在屏幕上。先别关这一页，请点“再存一次”。"]);
});

test("a photo is tried again where it was taken, a copy to send and an answer from the bar", () => {
  const linkOf = (what) => syncStatus(facts({ saveFailed: { what, full: true } })).link;
  assert.deepEqual(["answer", "copy", "photo"].map(linkOf), ["save_again", "save_again", ""]);
});

test("what is missing for opening with no network is said before everything that goes well", () => {
  assert.deepEqual(said({ lacking: ["shell", "roster"], phase: "fetching" }), ["part", "**还没存全，先别关。**还差程序、名册，收全了没网也能打开。"]);
  assert.deepEqual(said({ lacking: ["shell"], reached: false }), ["part", "**还没存全，网断了。**还差程序。先别关这一页，连上网会自己接着收。"]);
  assert.equal(said({}, { fetchedTime: "10:26" })[1], "**没有要发的。**10:26 和街道对过任务，没网也能打开。");
  assert.equal(said({ lacking: null }, { fetchedTime: "10:26" })[1], "**没有要发的。**10:26 和街道对过任务。");
});

test("a pause says that nothing is lost, with a network and without", () => {
  for (const reached of [true, false]) {
    assert.deepEqual(said({ paused: true, reached, waiting: { photos: 2, visits: 1 } }), ["part", "**停着，没在发。**3 件待发的都在这台平板上，不会丢。"]);
  }
});

test("a refusal is told with its reason", () => {
  assert.deepEqual(said({ error: { code: "device.removed", zh: "这台平板已停用。", en: "Removed." } }), ["part", "**没发成。**这台平板已停用。填的都在平板上，过一会儿会自己再发。"]);
});

const UNSAVED = ["answer", "copy", "photo"].flatMap((what) => [true, false].map((full) => ({ saveFailed: { what, full } })));

test("every state has words in English too", () => {
  const say = createSay("en");
  for (const more of [{ phase: "fetching" }, { reached: false }, { waiting: { photos: 0, visits: 1 } }, { fetchedAt: null }, {}, { lacking: ["tasks", "forms"] }, { lacking: ["shell"], reached: false }, { paused: true }, ...UNSAVED]) {
    const status = syncStatus(facts(more));
    assert.ok(say(status.key, { ...status.facts, savedTime: "1:00", fetchedTime: "1:00" }).length > 10);
  }
});

test("a clock that is ten minutes off is told once everything is sent", () => {
  assert.deepEqual(said({ ahead: -23 }), ["part", "**这台平板的钟慢了 23 分钟。**东西都发了。请在系统设置里改成自动对时，再入户。"]);
  for (const ahead of [10, 1440]) assert.equal(syncStatus(facts({ ahead })).key, "sync_clock");
  for (const ahead of [0, 9, -9, undefined]) assert.notEqual(syncStatus(facts({ ahead })).key, "sync_clock");
  assert.equal(syncStatus(facts({ ahead: 60, reached: false })).kind, "off");
});
