// A meeting's page that was kept for want of a network goes when whoever opened it signs out, or has to sign in.
export const KEPT_PAGES = "ruhu-meeting";
/** How the keys begin under which a tab remembers what is entered in it and not yet noted down. */
export const DRAFTS = "ruhu-meeting-draft:";

export function watchSigningOut(root) {
  root.addEventListener("submit", ({ target }) => {
    if (target.matches("[action$='/sign-out']")) forgetPages();
  });
  if (root.querySelector("[data-sign-in]")) forgetPages();
}

/** @returns {Promise<null>} */
export async function forgetPages() {
  forgetDrafts();
  await globalThis.caches?.delete(KEPT_PAGES).catch(() => false);
  return null;
}

function forgetDrafts() {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(DRAFTS)) sessionStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
