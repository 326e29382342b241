// The one sentence of the sync bar: what was sent, what was not, and why. Pure; the words are in ui/words.mjs.

const CLOCK_MINUTES = 10;

/** What is said of a thing that was not written: on a full tablet, and otherwise. */
const UNSAVED = {
  answer: ["sync_full", "sync_unsaved"],
  photo: ["sync_full_photo", "sync_unsaved_photo"], // tried again where it was taken
  copy: ["sync_full_copy", "sync_unsaved_copy"],
};

/**
 * @param {object} facts
 * @param {{what: "answer"|"copy"|"photo", full: boolean} | null} facts.saveFailed what could not be written
 * @param {string[] | null} facts.lacking what is missing for opening with no network; null while nobody knows
 * @param {boolean} facts.paused a person said to wait
 * @param {"idle"|"sending"|"fetching"} facts.phase
 * @param {boolean} facts.reached whether the server answered the last time
 * @param {{photos: number, visits: number}} facts.waiting documents not sent yet
 * @param {{done: number, total: number}} facts.photos of the round that runs or was cut off
 * @param {number} facts.unanswered sealed visits sent, without a receipt
 * @param {{photos: number, visits: number, at: string} | null} facts.sent the last sealed work that went out
 * @param {{photos: number, visits: number, at: string} | null} facts.received what the street last received
 * @param {string | null} facts.savedAt @param {string | null} facts.fetchedAt
 * @param {number} [facts.ahead] minutes this tablet's clock is ahead of the server's
 * @param {{code: string, zh: string, en: string} | null} facts.error what the server refused
 * @returns {{kind: "done"|"plain"|"off"|"part"|"bad", icon: string, key: string, facts: any, link: string, progress?: {done: number, total: number}}}
 */
export function syncStatus(facts) {
  if (facts.saveFailed) return unsaved(facts);
  if (facts.lacking?.length) return notReady(facts);
  if (facts.paused) return line("part", "pause", "sync_paused", facts, "go_on_sending");
  if (facts.phase === "sending" && facts.photos.total > 0) {
    return { ...line("plain", "sync", "sync_sending", facts, ""), progress: facts.photos };
  }
  if (facts.phase !== "idle") return line("plain", "sync", "sync_asking", facts, "");
  if (!facts.reached) return offline(facts);
  if (facts.error) return line("part", "warn", "sync_refused", facts, "see_details");
  if (isClockOff(facts.ahead)) return line("part", "clock", "sync_clock", facts, "see_details");
  return online(facts);
}

/** From here on the times of a visit raise a question at the desk (checks.clock_minutes of both packs). */
export function isClockOff(minutesAhead) {
  return Math.abs(minutesAhead ?? 0) >= CLOCK_MINUTES;
}

function unsaved(facts) {
  const { what, full } = facts.saveFailed;
  return line("bad", "cross", UNSAVED[what][full ? 0 : 1], facts, what === "photo" ? "" : "save_again");
}

function notReady(facts) {
  const away = facts.phase === "idle" && !facts.reached;
  return line("part", "warn", away ? "sync_not_ready_off" : "sync_not_ready", facts, "see_details");
}

function offline(facts) {
  const left = facts.waiting.photos;
  if (facts.photos.done > 0 && left > 0) return line("part", "warn", "sync_partly", facts, "see_details");
  return line("off", "offline", facts.savedAt ? "sync_offline" : "sync_offline_unused", facts, waitingCount(facts) ? "n_waiting" : "see_details");
}

function online(facts) {
  if (waitingCount(facts)) return line("plain", "up", "sync_waiting", facts, "n_waiting");
  if (facts.unanswered > 0) return line("plain", "clock", "sync_unanswered", facts, "see_details");
  if (facts.received) return line("done", "check", "sync_done", facts, "see_details");
  return facts.fetchedAt ? line("done", "check", "sync_nothing", facts, "see_details") : line("plain", "info", "sync_never", facts, "see_details");
}

function waitingCount({ waiting }) {
  return waiting.photos + waiting.visits;
}

function line(kind, icon, key, facts, link) {
  return { kind, icon, key, facts, link };
}
