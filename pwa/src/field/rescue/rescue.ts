/** The app's one rescue: its key is asked for, and what it carries is delivered, whenever a sync has succeeded. */
import { watch } from 'vue'
import { inner, store } from '@/store'
import { Failure } from '@/store/fault'
import { createRescue, type Carried, type Counts } from '@/store/rescue'
import { sync } from '@/sync'
import type { RescueKey } from './seal'

export const rescue = createRescue(inner.state, 'ruhu-rescue')

const KEY_LASTS = 7 * 86_400_000
const PATIENCE = 60_000

/** Call once, in the phone's entry. */
export function startRescue(): void {
  void rescue.open().catch(() => undefined)
  watch(() => sync.state.value.lastOk, (at) => {
    if (at !== null) void afterSync()
  })
}

async function afterSync(): Promise<void> {
  await learnKey().catch(() => undefined)
  await deliver()
}

/** Asks for the key when there is none, after a new epoch, and once a week. */
export async function learnKey(): Promise<void> {
  const epoch = store.device.value?.epoch ?? ''
  const had = rescue.key.value
  if (had?.epoch === epoch && Date.now() - had.at < KEY_LASTS) return
  const told = await request<RescueKey>('/api/rescue/key', {})
  await rescue.learn({ id: told.id, public: told.public }, epoch)
}

/** Sends every envelope that waits; by one tab at a time. Never rejects: what could not be sent goes on waiting. */
export async function deliver(): Promise<void> {
  const all = async (): Promise<void> => {
    await rescue.open()
    for (const one of rescue.carried.value) await deliverOne(one)
  }
  if (!navigator.locks) return all().catch(() => undefined)
  await navigator.locks.request('ruhu-rescue', { ifAvailable: true }, (lock) => (lock ? all() : undefined)).catch(() => undefined)
}

async function deliverOne(one: Carried): Promise<void> {
  const token = store.device.value?.token
  if (!one.envelope || one.refused || !token) return
  try {
    const headers = { 'Content-Type': 'application/octet-stream', Authorization: `Bearer ${token}` }
    const { edits, applied, already, held, failed, waiting } = await request<Counts>('/api/sync/rescue', { method: 'POST', headers, body: one.envelope })
    await rescue.settle(one.id, { counts: { edits, applied, already, held, failed, waiting } })
  } catch (error) {
    if (!(error instanceof Failure) || !(error.code.startsWith('rescue_') || FINAL.has(error.code))) throw error
    await rescue.settle(one.id, { refused: { code: error.code, message: error.message } })
  }
}
const FINAL = new Set(['too_large', 'malformed'])

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), PATIENCE)
  try {
    const response = await fetch(path, { ...init, cache: 'no-store', credentials: 'omit', redirect: 'error', signal: abort.signal })
    const told = await response.json() as T & { code?: string, message?: Record<string, string> }
    if (response.ok) return told
    throw new Failure(told.code ?? 'server', told.message)
  } catch (error) {
    throw error instanceof Failure ? error : new Failure('offline')
  } finally {
    clearTimeout(timer)
  }
}
