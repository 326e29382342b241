// Two tabs of the app on one tablet: what must not be done in both at once is held by a lock of the browser
// (Web Locks; released by itself when a tab dies). A browser without them has each tab alone.

export const VISIT = "ruhu-visit-"; // how the name of an open visit begins
const WAIT_MS = 1500; // a page that is being reloaded lets go of its locks within moments

/** Do the work when no other tab does work of this name. */
export async function inTurn(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}

/** Take something for this tab alone. @returns {Promise<(() => void) | null>} lets it go; null when another tab has it */
export async function takeAlone(name) {
  if (!navigator.locks) return () => {};
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), WAIT_MS);
  return new Promise((resolve) => {
    const held = () => {
      clearTimeout(timer);
      return new Promise((letGo) => resolve(letGo));
    };
    navigator.locks.request(name, { signal: giveUp.signal }, held).catch(() => resolve(null));
  });
}

/** Whether any tab has something whose name begins so. */
export async function isTaken(prefix) {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return held.some(({ name }) => name.startsWith(prefix));
}
