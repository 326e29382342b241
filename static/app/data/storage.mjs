// Space on this tablet, and whether the browser promised to keep what lies here.

const NEEDED_BYTES = 60_000_000; // a visit with some hundred photos
const WHOLE = "/tablet/whole"; // written by the service worker when every file of a version lies here, checked

/** Ask the browser not to clear what lies here; its answer is shown as it is. */
export async function askToPersist() {
  if (!navigator.storage?.persist) return "unknown";
  if (await navigator.storage.persisted()) return "yes";
  return (await navigator.storage.persist()) ? "yes" : "no";
}

/**
 * What is used here and what would still fit. Browsers name a round figure of ten gigabytes whatever the disk has
 * left (so that sites cannot tell tablets apart), so it is tried out where that can be done.
 * @returns {Promise<{used: number, left: number, enough: boolean} | null>}
 */
export async function readSpace() {
  if (!navigator.storage?.estimate) return null;
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  const named = Math.max(0, quota - usage);
  const left = canTry() ? await tryOut(named).catch(() => named) : named;
  return { used: usage, left, enough: left >= NEEDED_BYTES };
}

/** Bisects down from what was named, to within a few hundredths. */
async function tryOut(named) {
  if (await fits(named)) return named;
  let [low, high] = [0, named];
  if (!(await fits(NEEDED_BYTES))) high = Math.min(named, NEEDED_BYTES);
  while (high - low > Math.max(500_000, low / 32)) {
    const middle = Math.round((low + high) / 2);
    if (await fits(middle)) low = middle; else high = middle;
  }
  return low;
}

/** A file of that length is asked for and given back; nothing is written. */
async function fits(bytes) {
  try {
    const file = await (await navigator.storage.getDirectory()).getFileHandle("space", { create: true });
    const writable = await file.createWritable();
    try {
      await writable.truncate(bytes);
      return true;
    } finally {
      await writable.abort();
    }
  } catch (error) {
    if (!isFull(error)) throw error;
    return false;
  }
}

function canTry() {
  return Boolean(navigator.storage.getDirectory && globalThis.FileSystemFileHandle?.prototype.createWritable);
}

/** Whether a visit can begin: a browser that does not tell is believed to have room. */
export async function hasRoom() {
  return (await readSpace())?.enough ?? true;
}

/** Whether a write failed because nothing more fits; PouchDB wraps the browser's error. */
export function isFull(error) {
  return [error?.name, error?.reason?.name, error?.reason].some((said) => said === "QuotaExceededError");
}

/** The versions of the app that lie here whole, the newest last; empty before one does. */
export async function readVersions() {
  const names = ((await globalThis.caches?.keys()) ?? []).filter((name) => name.startsWith("ruhu-"));
  const whole = await Promise.all(names.map(async (name) => Boolean(await (await caches.open(name)).match(WHOLE))));
  return names.filter((_, at) => whole[at]).map((name) => name.slice("ruhu-".length));
}
