/**
 * The phone's service worker, by hand. It keeps complete versions of the app and serves the one that was taken, without
 * the network. A new version is fetched whole beside it and waits until a page takes it, when nothing is unsent: browsers
 * start a waiting worker by themselves when the app was closed, but it goes on serving the version of before.
 */
const sw = globalThis as unknown as ServiceWorkerGlobalScope

/** Filled in by build/precache.ts: [path, revision], where an empty revision means that the path is hashed. */
declare const PRECACHE_LIST: { version: string, files: [string, string][], desk: [string, string][] }
const { version, files, desk } = PRECACHE_LIST
const PREFIX = 'ruhu-'
const NAME = PREFIX + version
/** A cache with one entry: the name of the cache of the version that was taken. */
const TAKEN = 'taken'
/** An entry beside it: this device is a vaccination site's, and every version has to bring the desk along. */
const DESK = 'desk'

sw.addEventListener('install', (event) => event.waitUntil(install()))
sw.addEventListener('activate', (event) => event.waitUntil(begin()))
sw.addEventListener('message', (event) => {
  if (event.data === 'activate') event.waitUntil(take())
  if (event.data === 'desk') event.waitUntil(bringDesk())
  if (event.data === 'newer?') event.waitUntil(taken().then((name) => event.source?.postMessage(name === NAME ? 'newest' : 'newer')))
})
sw.addEventListener('push', (event) => event.waitUntil(show(event.data)))
sw.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data as string))
})
sw.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== sw.location.origin) return
  if (url.pathname.startsWith('/api/') || url.pathname.startsWith('/office')) return
  event.respondWith(answer(event.request, event.request.mode === 'navigate' ? '/' : url.pathname))
})

/** All or nothing: a version with a missing file is not installed, and the browser tries again later. */
async function install(): Promise<void> {
  const marked = await caches.match(DESK, { cacheName: TAKEN })
  await fetchAll(marked ? [...files, ...desk] : files)
}

async function bringDesk(): Promise<void> {
  await (await caches.open(TAKEN)).put(DESK, new Response(DESK))
  await fetchAll(desk)
}

async function fetchAll(wanted: [string, string][]): Promise<void> {
  const cache = await caches.open(NAME)
  await Promise.all(wanted.map(async ([path, revision]) => {
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

/** The cache of the version to serve: this one, unless another was taken and is still there. */
async function taken(): Promise<string> {
  const name = await (await caches.match(TAKEN, { cacheName: TAKEN }))?.text()
  return name && await caches.has(name) ? name : NAME
}

async function begin(): Promise<void> {
  const name = await taken()
  await (await caches.open(TAKEN)).put(TAKEN, new Response(name))
  const names = await caches.keys()
  await Promise.all(names.filter((one) => one.startsWith(PREFIX) && one !== NAME && one !== name).map((one) => caches.delete(one)))
  await sw.clients.claim()
}

/** A page takes this version: from now on it is the one that is served, and the pages load it. */
async function take(): Promise<void> {
  await (await caches.open(TAKEN)).put(TAKEN, new Response(NAME))
  if (sw.serviceWorker.state === 'activated') {
    await begin()
    for (const client of await sw.clients.matchAll()) client.postMessage('taken')
  } else await sw.skipWaiting()
}

async function answer(request: Request, path: string): Promise<Response> {
  const options = { ignoreVary: true }
  return await caches.match(path, { ...options, cacheName: await taken() }) ?? await caches.match(path, { ...options, cacheName: NAME }) ?? fetch(request)
}

/** A reminder (docs/protocol.md, N2): words with counts. A later one of its kind takes its place. */
async function show(data: PushMessageData | null): Promise<void> {
  if (!data) return
  const { kind, title, body, at } = data.json() as { kind: string, title: string, body: string, at: string }
  await sw.registration.showNotification(title, { body, tag: kind, icon: '/icon-192.png', data: at })
}

/** The app at a screen: the page that is open, else a new one. */
async function open(at: string): Promise<void> {
  const address = new URL(`/#${at}`, sw.location.origin).href
  const pages = await sw.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const page = pages.find((one) => !new URL(one.url).pathname.startsWith('/office'))
  if (!page) await sw.clients.openWindow(address)
  else await (await page.focus()).navigate(address).catch(() => undefined)
}
