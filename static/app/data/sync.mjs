// One round at a time: first up (outbox), then down (tasks, receipts). No live feeds: a round starts on opening,
// on reconnect, on sealing, on leaving a section; while something waits it is tried again by itself.

import { NotReached, Refused, plainWords } from "./requests.mjs";
import { push, pull } from "./replication.mjs";
import { applyReceipts } from "./receipts.mjs";

const RETRY_S = [5, 10, 20, 40, 60]; // not reached
const ASK_S = [2, 3, 5, 10, 20, 40, 60]; // sent, no receipt yet

/**
 * @param {object} parts
 * @param {any} parts.outbox @param {any} parts.tasks @param {any} parts.drafts
 * @param {() => any} parts.remotes opens both remote databases: {outbox, tasks, failure()}
 * @param {() => void} parts.onChange something people see has changed
 */
export function createSync({ outbox, tasks, drafts, remotes, onChange, now = () => new Date() }) {
  const state = {
    phase: "idle", reached: true, error: null, photos: { done: 0, total: 0 },
    sent: null, received: null, fetchedAt: null, waiting: { photos: 0, visits: 0 }, unanswered: 0, bytes: 0, dropped: 0, lastSuccess: null,
  };
  let running = null;
  let again = false;
  let timer = null;
  let tries = 0;
  let stopped = false; // a round that runs may end; none follows it

  async function round() {
    const remote = remotes();
    await countWaiting();
    const before = { ...state.waiting };
    await upward(remote, before);
    await downward(remote);
    state.lastSuccess = iso(now());
    state.error = null;
  }

  async function upward(remote, before) {
    const marks = await outbox.revisions();
    const { done } = state.photos; // of a round that was cut off: counting goes on from there
    Object.assign(state, { phase: "sending", photos: { done, total: done + before.photos }, bytes: 0 });
    onChange();
    await push(outbox.db, remote.outbox, { failure: remote.failure, onSent: noteSent });
    await outbox.markSent(await unchanged(marks));
    await markSealsSent();
  }

  async function noteSent(docs) {
    await outbox.markSent(docs.map((doc) => [doc._id, doc._rev]));
    state.photos = { ...state.photos, done: state.photos.done + docs.filter((doc) => doc.type === "photo").length };
    state.bytes += docs.reduce((sum, doc) => sum + sizeOf(doc), 0);
    state.reached = true;
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
    await pull(tasks.db, remote.tasks, remote.failure);
    state.fetchedAt = iso(now());
    state.dropped += await applyReceipts({ outbox, tasks, drafts });
  }

  async function countWaiting() {
    const waiting = await outbox.waiting();
    state.waiting = { photos: waiting.photos.length, visits: waiting.visits.length };
    const seals = await drafts.seals();
    state.unanswered = seals.filter((seal) => seal.sent && !seal.received_at && !seal.set_aside_at).length;
    state.sent = latest(seals, "sent_at");
    state.received = latest(seals, "received_at");
  }

  async function attempt() {
    try {
      await round();
      Object.assign(state, { reached: true, phase: "idle", photos: { done: 0, total: 0 } });
    } catch (error) {
      Object.assign(state, { phase: "idle", reached: !isNotReached(error), error: wordsOf(error, now()) });
    }
    await countWaiting().catch(() => {});
    await drafts.saveNote("sync", { fetchedAt: state.fetchedAt, lastSuccess: state.lastSuccess, error: state.error, reached: state.reached }).catch(() => {});
    plan();
    onChange();
  }

  /** Try again when something waits; ask for receipts while they are due. */
  function plan() {
    clearTimeout(timer);
    const due = !state.reached || state.error ? RETRY_S : state.unanswered > 0 ? ASK_S : null;
    if (!due || stopped || document.hidden) { tries = 0; return; }
    timer = setTimeout(() => run(), due[Math.min(tries, due.length - 1)] * 1000);
    tries += 1;
  }

  /** Run a round now; when one runs already, one more follows it. */
  function run({ fresh = false } = {}) {
    if (fresh) tries = 0;
    if (running) { again = true; return running; }
    running = attempt().finally(() => {
      running = null;
      if (again) { again = false; run(); }
    });
    return running;
  }

  return {
    state,
    run,
    /** What was known when the app was closed. */
    async recall() {
      Object.assign(state, (await drafts.note("sync")) ?? {});
      await countWaiting();
    },
    async recount() {
      await countWaiting();
      onChange();
    },
    stop() {
      clearTimeout(timer);
      again = false;
      stopped = true;
    },
  };
}

/** Bytes of a document and its photo as they travel. */
function sizeOf({ sealed, _attachments: attachments }) {
  return sealed.length + (attachments?.photo?.length ?? 0);
}

/** Visits and photos of the latest day's work at an instant: `{visits, photos, at}`. */
function latest(seals, field) {
  const at = seals.map((seal) => seal[field]).filter(Boolean).sort().at(-1);
  if (!at) return null;
  const together = seals.filter((seal) => seal[field] === at);
  return { at, visits: together.length, photos: together.reduce((sum, seal) => sum + seal.photos.length, 0) };
}

function isNotReached(error) {
  return error instanceof NotReached || error.message === "Failed to fetch" || error.name === "AbortError";
}

function wordsOf(error, at) {
  if (isNotReached(error)) return null;
  const words = error instanceof Refused ? error.words : error.status ? plainWords(error.status) : { zh: `没想到的问题：${error.message}`, en: `Unexpected: ${error.message}` };
  return { code: error.code ?? error.name ?? "unknown", ...words, at: iso(at) };
}

function iso(date) {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
