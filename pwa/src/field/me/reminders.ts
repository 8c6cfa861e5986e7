/**
 * The evening's reminder on this phone (docs/protocol.md, N): the browser subscribes with its push service, the server is
 * told where. Both can be undone here, and a server whose key has changed is subscribed with anew when one looks.
 */
import { ref } from 'vue'
import { store } from '@/store'
import { call } from '@/sync/wire'
import { lang } from '@/ui/words'

/** `absent`: this browser has no push. `blocked`: its user has forbidden messages. `unknown`: not asked yet, or offline. */
export type Reminding = 'absent' | 'blocked' | 'unknown' | 'off' | 'on'
/** So long (ms) a push service may keep a browser waiting: where it is not to be reached, some wait for ever. */
const PATIENCE = 15_000
interface Told { key: string, on: boolean }

export const reminding = ref<Reminding>('unknown')

/** How things stand; repairs what the server or the browser has forgotten. Never throws. */
export async function lookAtReminders(): Promise<void> {
  if (!('PushManager' in globalThis && 'Notification' in globalThis && navigator.serviceWorker?.controller)) reminding.value = 'absent'
  else if (Notification.permission === 'denied') reminding.value = 'blocked'
  else reminding.value = await look().catch(() => 'unknown')
}

/** Switches it; throws when browser or server would not. */
export async function remind(on: boolean): Promise<void> {
  if (on && await Notification.requestPermission() !== 'granted') {
    await lookAtReminders()
    return
  }
  const { key } = await ask({})
  const told = on ? await subscribe(key) : await unsubscribe()
  reminding.value = told.on ? 'on' : 'off'
}

async function look(): Promise<Reminding> {
  const { key, on } = await ask({})
  const has = await (await manager()).getSubscription()
  if (!on) return 'off'
  if (Notification.permission !== 'granted') return (await unsubscribe()).on ? 'on' : 'off'
  return has && keyOf(has) === key ? 'on' : (await subscribe(key)).on ? 'on' : 'off'
}

async function subscribe(key: string): Promise<Told> {
  const pushes = await manager()
  const had = await pushes.getSubscription()
  if (had && keyOf(had) !== key) await had.unsubscribe()
  const late = new Promise<never>((_, fail) => setTimeout(() => fail(new Error('the push service is silent')), PATIENCE))
  const made = await Promise.race([pushes.subscribe({ userVisibleOnly: true, applicationServerKey: key }), late])
  const { endpoint, keys } = made.toJSON()
  return ask({ subscription: { endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'], lang: lang.value } })
}

async function unsubscribe(): Promise<Told> {
  const told = await ask({ subscription: null })
  await (await (await manager()).getSubscription())?.unsubscribe()
  return told
}

async function manager(): Promise<PushManager> {
  return (await navigator.serviceWorker.ready).pushManager
}

function ask(body: object): Promise<Told> {
  return call<Told>('/api/sync/reminders', { token: store.device.value!.token, body })
}

/** The key that a subscription was made with, base64url without padding. */
function keyOf(made: PushSubscription): string {
  const bytes = new Uint8Array(made.options.applicationServerKey ?? new ArrayBuffer(0))
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
