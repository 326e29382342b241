// Keeps the page of a meeting under way with its parts, so that it opens again without a network; forgets it when
// the meeting is closed. It names families: nothing of it outlives the meeting or a signing out (parts/kept.mjs).
import { forgetPages, KEPT_PAGES } from "../parts/kept.mjs";

const WORKER = "/desk/meetings/sw.js";

/** Keeps the page as the server has it now; the newest act it knows of, or null where it could not be kept. */
export async function keepPage(page) {
  if (!navigator.serviceWorker || !globalThis.caches) return null;
  try {
    const answer = await fetch(page, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return null;
    const meeting = meetingOf(await answer.clone().text());
    if (!meeting?.open) return await forgetPages();
    await navigator.serviceWorker.register(WORKER);
    const cache = await caches.open(KEPT_PAGES);
    await cache.addAll(await missing(cache, partsOf(document)));
    await cache.put(page, answer);
    return meeting.seen;
  } catch {
    return null;
  }
}

function meetingOf(text) {
  const root = new DOMParser().parseFromString(text, "text/html").querySelector("[data-meeting]");
  return root && JSON.parse(root.dataset.meeting);
}

function partsOf(shown) {
  const linked = [...shown.querySelectorAll("link[href], script[src]")].map((element) => element.href || element.src);
  const drawn = [...shown.querySelectorAll("use[href]")].map((element) => element.getAttribute("href").split("#")[0]);
  return [...new Set([...linked, ...drawn].map((address) => new URL(address, location.origin).href))];
}

async function missing(cache, parts) {
  const held = new Set((await cache.keys()).map(({ url }) => url));
  return parts.filter((address) => !held.has(address));
}
