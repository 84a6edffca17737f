// Keeps one version of the program on the device, so that it works without a network.
//
// VERSION and FILES are written by .ci/name-files.mjs: every file of the build with the hash of its bytes. A version is
// fetched whole, each file held against its hash, before any of it is used; it waits until the page asks for it; and what
// older versions kept goes once no page of theirs is open. Nothing but GETs for these files is answered here.
const VERSION = "";
const FILES = {};

const NAME = "floodmark ";
const here = (name) => new URL(name === "index.html" ? "./" : name, location).href;
const known = new Map(Object.entries(FILES).map(([name, integrity]) => [here(name), integrity]));
/** Names that say what is in the file, as those of an older version do that is still open. */
const exact = (url) => /-[0-9a-f]{12,16}(_bg)?\.(js|wasm|css|json)$/.test(url);

const isRight = async (response, integrity) => {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return integrity === `sha256-${btoa(String.fromCharCode(...hash))}`;
};

/** A file of this version: from what an older one kept, from the browser's cache or from the network, in this order. */
const fetched = async (url, integrity) => {
  const kept = await caches.match(url, { ignoreVary: true });
  if (kept && await isRight(kept.clone(), integrity)) return kept;
  const response = await fetch(url, { integrity }).catch(() => fetch(url, { integrity, cache: "reload" }));
  if (!response.ok || response.redirected) throw new Error(`${url} cannot be fetched`);
  return response;
};

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const name = NAME + VERSION;
  const cache = await caches.open(name);
  try {
    for (const [url, integrity] of known) await cache.put(url, await fetched(url, integrity));
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
  // The first version has nobody to wait for.
  if (!self.registration.active) await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(self.skipWaiting());
  if (event.data === "runs") event.waitUntil(forgetOlder());
});

/** Removes what other versions kept, once no other page is open and no version is on its way. */
const forgetOlder = async () => {
  const pages = await self.clients.matchAll({ type: "window" });
  if (pages.length > 1 || self.registration.installing || self.registration.waiting) return;
  const others = (await caches.keys()).filter((name) => name.startsWith(NAME) && name !== NAME + VERSION);
  await Promise.all(others.map((name) => caches.delete(name)));
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = request.url.replace(/#.*$/, "").replace(/\/index\.html$/, "/");
  if (request.method !== "GET" || !url.startsWith(here("index.html")) || !(known.has(url) || exact(url))) return;
  event.respondWith((async () => {
    // Asked by name: opening it would make it anew where a newer version has just removed it.
    const own = await caches.match(url, { ignoreVary: true, cacheName: NAME + VERSION });
    // A page of an older version that is still open asks for files of its own.
    return own ?? await caches.match(url, { ignoreVary: true }) ?? fetch(request);
  })());
});
