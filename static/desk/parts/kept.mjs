// A meeting's page that was kept for want of a network goes when whoever opened it signs out, or has to sign in.
export const KEPT_PAGES = "ruhu-meeting";

export function watchSigningOut(root) {
  root.addEventListener("submit", ({ target }) => {
    if (target.matches("[action$='/sign-out']")) forgetPages();
  });
  if (root.querySelector("[data-sign-in]")) forgetPages();
}

/** @returns {Promise<null>} */
export async function forgetPages() {
  await globalThis.caches?.delete(KEPT_PAGES).catch(() => false);
  return null;
}
