// The tablet's service worker. It imports nothing. A version is fetched whole and checked file by file before it is
// offered; the page asks before switching. Only the shell is kept here: /device and /couch are never touched.
// VERSION and FILES are filled in by build.mjs.

const VERSION = __VERSION__;
const FILES = __FILES__; // address → SHA-256 of its bytes, in hex
const CACHE = `ruhu-${VERSION}`;
const SHELL = "/tablet/";
const WHOLE = "/tablet/whole"; // an entry of the cache, written last: every file is here

self.addEventListener("install", (event) => event.waitUntil(fetchWhole()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", ({ data }) => { if (data === "switch") self.skipWaiting(); });
self.addEventListener("fetch", (event) => {
  const address = shellAddress(event.request);
  if (address) event.respondWith(answer(address, event.request));
});

/** What a fetch that was cut off brought stays, unoffered: the next one goes on from there. */
async function fetchWhole() {
  const cache = await caches.open(CACHE);
  await Promise.all(Object.entries(FILES).map(([address, digest]) => keepFile(cache, address, digest)));
  await cache.put(WHOLE, new Response(VERSION));
}

/** A file that lies here already, in this version or the one before, is not fetched again. */
async function keepFile(cache, address, digest) {
  if (await cache.match(address)) return;
  const held = await caches.match(address);
  const response = held && (await isOf(held, digest)) ? held : await fetchChecked(address, digest);
  await cache.put(address, response);
}

/** A file of another version (a half-finished deployment) is refused, and so is the whole version. */
async function fetchChecked(address, digest) {
  const response = await fetch(address, { cache: "no-cache", credentials: "omit" });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  if (!(await isOf(response, digest))) throw new Error(`${address} is of another version`);
  return response;
}

async function isOf(response, digest) {
  return (await hex(await response.clone().arrayBuffer())) === digest;
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("ruhu-") && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The cached address that answers a request, or null when it is not ours. */
function shellAddress(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return null;
  if (request.mode === "navigate") return url.pathname === SHELL ? SHELL : null;
  return url.pathname in FILES ? url.pathname : null;
}

async function answer(address, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address)) ?? fetch(request);
}

async function hex(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
