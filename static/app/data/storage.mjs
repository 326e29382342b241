// Space on this tablet, and whether the browser promised to keep what lies here.

const NEEDED_BYTES = 60_000_000; // a visit with some hundred photos
const WHOLE = "/tablet/whole"; // written by the service worker when every file of a version lies here, checked

/** Ask the browser not to clear what lies here; its answer is shown as it is. */
export async function askToPersist() {
  if (!navigator.storage?.persist) return "unknown";
  if (await navigator.storage.persisted()) return "yes";
  return (await navigator.storage.persist()) ? "yes" : "no";
}

/** @returns {Promise<{used: number, left: number, enough: boolean} | null>} */
export async function readSpace() {
  if (!navigator.storage?.estimate) return null;
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return { used: usage, left: Math.max(0, quota - usage), enough: quota - usage > NEEDED_BYTES };
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
