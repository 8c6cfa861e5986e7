/**
 * Registers the service worker and offers a new version when one is ready. It is taken only when the user says so, and
 * after what is unsent has been sent: an update must never strand work.
 */
import { ref, watch } from 'vue'
import { store } from '../store'
import { sync } from './index'

/** A new version is downloaded and waits. */
export const updateReady = ref(false)

/** Addresses after the # load nothing, so the browser would look for a new version only when the app is started. */
const LOOK_AGAIN = 3_600_000

let waiting: ServiceWorker | null = null

/** Call once in the phone's entry, after mounting. Does nothing in development or where workers are not available. */
export async function registerWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  /* The very first worker takes over a page of its own version; every later one brings another. One that was deleted with
     the site's data brings none, and the page may hold what is nowhere else. */
  let had = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (!navigator.serviceWorker.controller) return
    if (had) location.reload()
    had = true
  })
  const registration = await navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' }).catch(() => null)
  if (!registration) return
  /* The desk's screens are kept on a site's devices only. */
  watch(() => store.device.value?.person.role === 'site', (desk) => {
    if (desk) void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage('desk'))
  }, { immediate: true })
  const ready = (worker: ServiceWorker | null): void => {
    waiting = worker
    updateReady.value = worker !== null
  }
  const offer = (worker: ServiceWorker | null): void => {
    if (worker?.state === 'installed' && navigator.serviceWorker.controller) ready(worker)
  }
  /* After a start the worker of a new version may be there already, and still serve the version of before. */
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data === 'newer' && !waiting) ready(navigator.serviceWorker.controller)
    if (data === 'taken') location.reload()
  })
  navigator.serviceWorker.controller?.postMessage('newer?')
  offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => offer(worker))
  })
  let looked = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - looked < LOOK_AGAIN) return
    looked = Date.now()
    registration.update().catch(() => undefined)
  })
}

/** Sends what is unsent, then takes the new version; the page reloads. Returns how many edits kept it from doing so. */
export async function applyUpdate(): Promise<number> {
  if (store.unsent.value > 0) await sync.cycle()
  if (store.unsent.value === 0) waiting?.postMessage('activate')
  return store.unsent.value
}
