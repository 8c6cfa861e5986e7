/**
 * The phone's service worker, by hand. It keeps one complete version of the app and serves it without the network.
 * A new version is fetched whole beside the old one and waits until the user takes it: it never strands unsent work.
 */
const sw = globalThis as unknown as ServiceWorkerGlobalScope

/** Filled in by build/precache.ts: [path, revision], where an empty revision means that the path is hashed. */
declare const PRECACHE_LIST: { version: string, files: [string, string][] }
const { version, files } = PRECACHE_LIST
const PREFIX = 'ruhu-'
const NAME = PREFIX + version

sw.addEventListener('install', (event) => event.waitUntil(fetchAll()))
sw.addEventListener('activate', (event) => event.waitUntil(dropOthers()))
sw.addEventListener('message', (event) => {
  if (event.data === 'activate') void sw.skipWaiting()
})
sw.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== sw.location.origin) return
  if (url.pathname.startsWith('/api/') || url.pathname.startsWith('/office')) return
  const path = event.request.mode === 'navigate' ? '/' : url.pathname
  if (files.some(([name]) => name === path)) event.respondWith(answer(event.request, path))
})

/** All or nothing: a version with a missing file is not installed, and the browser tries again later. */
async function fetchAll(): Promise<void> {
  const cache = await caches.open(NAME)
  await Promise.all(files.map(async ([path, revision]) => {
    const had = revision ? undefined : await caches.match(path)
    await cache.put(path, had ?? await download(path))
  }))
}

/** A redirected answer would be refused by the browser when served for a navigation, so it is never kept. */
async function download(path: string): Promise<Response> {
  const response = await fetch(path, { cache: 'no-cache', redirect: 'error', credentials: 'omit' })
  if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`)
  return response
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)))
  await sw.clients.claim()
}

async function answer(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(NAME)
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request)
}
