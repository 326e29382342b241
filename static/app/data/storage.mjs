// Space on this tablet, and whether the browser promised to keep what lies here.

const NEEDED_BYTES = 60_000_000; // a visit with some hundred photos

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

/** The version the service worker holds whole, or empty before it does. */
export async function readVersion() {
  const names = (await globalThis.caches?.keys()) ?? [];
  return names.filter((name) => name.startsWith("ruhu-")).map((name) => name.slice("ruhu-".length)).join(" → ");
}
