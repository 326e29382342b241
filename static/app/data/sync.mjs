// One round at a time: first up (outbox), then down (tasks, receipts). No live feeds: a round starts on opening,
// on reconnect, on sealing, on leaving a section; while something waits it is tried again by itself. A person may
// pause it; that is remembered, and nothing moves until they let it go on.

import { NotReached, Refused, plainWords, stopRequests, traffic } from "./requests.mjs";
import { Stopped, push, pull } from "./replication.mjs";
import { applyReceipts, forgetOld } from "./receipts.mjs";
import { isCall } from "../core/hardship.mjs";
import { isFull } from "./storage.mjs";

const RETRY_S = [5, 10, 20, 40, 60]; // not reached
const ASK_S = [2, 3, 5, 10, 20, 40, 60]; // sent, no receipt yet
const KEPT = ["ahead", "fetchedAt", "lastSuccess", "lastFailure", "error", "reached", "paused", "dropped", "moved"]; // over a reload

/**
 * @param {object} parts
 * @param {any} parts.outbox @param {any} parts.tasks @param {any} parts.drafts
 * @param {() => any} parts.remotes opens both remote databases: {outbox, tasks, failure()}
 * @param {() => void} parts.onChange something people see has changed
 * @param {(work: () => Promise<void>) => Promise<void>} [parts.alone] lets one tab at a time do the work
 * @param {(fetchedAt: string | null) => Promise<string[]>} [parts.lacks] what is missing for opening with no network
 * @param {() => number} [parts.minutesAhead] of this tablet's clock before the server's
 */
export function createSync({ outbox, tasks, drafts, remotes, onChange, alone = (work) => work(), lacks = async () => [], minutesAhead = () => 0, now = () => new Date() }) {
  const state = {
    phase: "idle", reached: true, error: null, paused: false, photos: { done: 0, total: 0 }, lacking: null,
    sent: null, received: null, fetchedAt: null, waiting: { photos: 0, visits: 0 }, unanswered: 0, dropped: 0,
    moved: null, got: 0, ahead: 0, lastSuccess: null, lastFailure: null,
  };
  let running = null;
  let again = false;
  let timer = null;
  let tries = 0;
  let stopper = new AbortController();
  let stopped = false; // a round that runs may end; none follows it

  async function round() {
    if ((await drafts.note("sync"))?.paused) state.paused = true; // in another tab
    if (state.paused) throw new Stopped();
    const remote = remotes();
    const before = { ...traffic };
    outbox.reread();
    await countWaiting();
    await upward(remote, before);
    await downward(remote);
    state.got = traffic.received - before.received;
    Object.assign(state, { ahead: minutesAhead(), lastSuccess: iso(now()), error: null, reached: true, photos: { done: 0, total: 0 } });
  }

  async function upward(remote, before) {
    const gone = { photos: 0, visits: 0 };
    const marks = await outbox.revisions();
    if (marks.length === 0) return; // nothing lies here: straight to what the street has
    const { done } = state.photos; // of a round that was cut off: counting goes on from there
    Object.assign(state, { phase: "sending", photos: { done, total: done + state.waiting.photos } });
    onChange();
    const ears = { failure: remote.failure, onSent: (docs) => noteSent(docs, gone, before), signal: stopper.signal };
    const urgent = (await outbox.waiting()).visits.filter(isCall);
    if (urgent.length > 0) await push(outbox.db, remote.outbox, { ...ears, ids: urgent });
    await push(outbox.db, remote.outbox, ears);
    await outbox.markSent(await unchanged(marks));
    await markSealsSent();
  }

  /** @param {any[]} docs that arrived @param {{photos: number, visits: number}} gone in this round before them */
  async function noteSent(docs, gone, before) {
    await outbox.markSent(docs.map((doc) => [doc._id, doc._rev]));
    const photos = docs.filter((doc) => doc.type === "photo").length;
    const visits = docs.length - photos;
    Object.assign(gone, { photos: gone.photos + photos, visits: gone.visits + visits });
    Object.assign(state, {
      reached: true, photos: { ...state.photos, done: state.photos.done + photos },
      waiting: { photos: state.waiting.photos - photos, visits: state.waiting.visits - visits },
      moved: { ...gone, bytes: traffic.sent - before.sent, at: iso(now()) },
    });
    onChange();
  }

  /** The round ended well: everything that is still as it was at its start has arrived. */
  async function unchanged(marks) {
    const current = new Map(await outbox.revisions());
    return marks.filter(([id, rev]) => current.get(id) === rev);
  }

  async function markSealsSent() {
    const waiting = await outbox.waiting();
    const left = new Set([...waiting.visits, ...waiting.photos]);
    for (const seal of await drafts.seals()) {
      const ids = [seal.visit, ...seal.photos.map((photo) => `photo:${photo.digest}`)];
      if (!seal.sent && !ids.some((id) => left.has(id))) await drafts.saveSeal({ ...seal, sent: true, sent_at: iso(now()) });
    }
  }

  async function downward(remote) {
    state.phase = "fetching";
    onChange();
    await pull(tasks.db, remote.tasks, remote.failure, stopper.signal);
    state.fetchedAt = iso(now());
    state.dropped += await applyReceipts({ outbox, tasks, drafts });
    await forgetOld(drafts, now());
  }

  async function countWaiting() {
    const waiting = await outbox.waiting();
    state.waiting = { photos: waiting.photos.length, visits: waiting.visits.length };
    const seals = await drafts.seals();
    const unanswered = seals.filter((seal) => seal.sent && !seal.received_at && !seal.set_aside_at).length;
    state.unanswered = unanswered + (await outbox.countersigns()).length + (await outbox.authorisations()).length + (await outbox.calls()).length;
    state.sent = latest(seals, "sent_at");
    state.received = latest(seals, "received_at");
  }

  async function attempt() {
    try {
      await alone(round);
    } catch (error) {
      noteFailure(error);
    }
    state.phase = "idle";
    await countWaiting().catch(() => {});
    await look();
    await remember().catch(() => {});
    plan();
    onChange();
  }

  function noteFailure(error) {
    if (error instanceof Stopped) return;
    const failure = { ...describeFailure(error), at: iso(now()) };
    Object.assign(state, { reached: !failure.how, error: failure.how ? null : failure, lastFailure: failure });
  }

  async function look() {
    state.lacking = await lacks(state.fetchedAt).catch(() => state.lacking);
  }

  function remember() {
    return drafts.saveNote("sync", Object.fromEntries(KEPT.map((name) => [name, state[name]])));
  }

  /** Try again when something waits; ask for receipts while they are due. */
  function plan() {
    clearTimeout(timer);
    const due = !state.reached || state.error ? RETRY_S : state.unanswered > 0 ? ASK_S : null;
    if (!due || stopped || state.paused || globalThis.document?.hidden) { tries = 0; return; }
    timer = setTimeout(() => run(), due[Math.min(tries, due.length - 1)] * 1000);
    tries += 1;
  }

  /** Run a round now; when one runs already, one more follows it. */
  function run({ fresh = false } = {}) {
    if (fresh) tries = 0;
    if (state.paused || stopped) return Promise.resolve();
    if (running) { again = true; return running; }
    running = attempt().finally(() => {
      running = null;
      if (again) { again = false; run(); }
    });
    return running;
  }

  function halt() {
    clearTimeout(timer);
    again = false;
    stopper.abort();
    stopper = new AbortController();
    stopRequests();
  }

  return {
    state,
    run,
    /** What was known when the app was closed. */
    async recall() {
      Object.assign(state, (await drafts.note("sync")) ?? {});
      await countWaiting().catch(() => {}); // a full tablet cannot open PouchDB's databases; the pages say so
      await look();
    },
    async recount() {
      await countWaiting();
      onChange();
    },
    /** The app lies here whole now, or no longer. */
    async recheck() {
      await look();
      onChange();
    },
    /** Nothing moves until `resume`; the document under way is cut off and sent whole the next time. */
    async pause() {
      state.paused = true;
      halt();
      await remember();
      onChange();
    },
    /** What is urgent does not wait for photos that are under way: they are cut off, and sent after it. */
    hurry() {
      if (state.paused || stopped) return Promise.resolve();
      if (running) halt();
      return run({ fresh: true });
    },
    async resume() {
      state.paused = false;
      await remember();
      return run({ fresh: true });
    },
    /** Another assessor takes the tablet. */
    stop() {
      clearTimeout(timer);
      again = false;
      stopped = true;
    },
  };
}

/** Visits and photos of the latest day's work at an instant: `{visits, photos, at}`. */
function latest(seals, field) {
  const at = seals.map((seal) => seal[field]).filter(Boolean).sort().at(-1);
  if (!at) return null;
  const together = seals.filter((seal) => seal[field] === at);
  return { at, visits: together.length, photos: together.reduce((sum, seal) => sum + seal.photos.length, 0) };
}

/** `{how}` when the server was not reached, else `{code, zh, en}`. */
function describeFailure(error) {
  if (error instanceof NotReached) return { how: error.how };
  if (error.message === "Failed to fetch" || error.name === "AbortError") return { how: "none" };
  if (error instanceof Refused) return { code: error.code, ...error.words };
  if (isFull(error)) return { code: "tablet.full", zh: "平板满了，收来的存不下。请先腾出空间。", en: "This tablet is full and cannot keep what arrives. Free some space first." };
  if (error.status) return { code: `http.${error.status}`, ...plainWords(error.status) };
  return { code: error.name ?? "unknown", zh: `没想到的问题：${error.message}。`, en: `Unexpected: ${error.message}.` };
}

function iso(date) {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
