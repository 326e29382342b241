// The check page's service worker: once it was opened, the page answers without a network, with the roster it last
// had. It imports nothing. The page itself puts its parts into the cache (app/check.mjs); a badge's code stands after
// "#" in the address and is in none of them.

const CACHE = "ruhu-check";
const WAIT_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && url.origin === self.location.origin) event.respondWith(answer(event.request));
});

/** From the network where it answers soon, else what the page kept; a file named by its digest never changes. */
async function answer(request) {
  const cache = await caches.open(CACHE);
  const page = request.mode === "navigate";
  const kept = await cache.match(request, { ignoreSearch: page, ignoreVary: true });
  if (!kept) return fetch(request);
  if (new URL(request.url).searchParams.has("v")) return kept;
  return Promise.race([fetch(request), later(kept)]).catch(() => kept);
}

function later(response) {
  return new Promise((resolve) => { setTimeout(resolve, WAIT_MS, response); });
}
