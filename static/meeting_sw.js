// The chair's service worker: a meeting that is under way can be opened again without a network. It imports nothing.
// The page itself puts itself and its parts into the cache, and takes them out when the meeting is closed or somebody
// signs out (desk/chair/keeper.mjs); nothing of any other page is kept.

const CACHE = "ruhu-meeting";
const WAIT_MS = 4000;
const KEPT_MS = 12 * 3600 * 1000; // no meeting lasts longer; an older page is shown to nobody

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const ours = request.method === "GET" && url.origin === self.location.origin;
  if (ours && (request.mode === "navigate" || url.pathname.startsWith("/static/"))) event.respondWith(answer(request, url));
});

/** From the network where it answers soon, else what the page kept; a file named by its digest never changes. */
async function answer(request, url) {
  const kept = await find(request);
  if (!kept) return fetch(request);
  if (url.searchParams.has("v")) return kept;
  return Promise.race([fetch(request), later(kept)]).catch(() => kept);
}

async function find(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: request.mode === "navigate", ignoreVary: true });
  if (!kept || Date.now() - Date.parse(kept.headers.get("Date") ?? 0) < KEPT_MS) return kept;
  await caches.delete(CACHE);
  return null;
}

function later(response) {
  return new Promise((resolve) => { setTimeout(resolve, WAIT_MS, response); });
}
