/** One cycle: push, then pull, by one tab at a time. Decides what a failure means for the phone. */
import { ref, watch, type Ref } from 'vue'
import { Failure } from '../store/fault'
import { forget, withRoom } from '../store/space'
import type { State } from '../store/state'
import type { Fault } from '../store/types'
import type { CycleResult, SyncState } from './index'
import type { Progress } from './enter'
import { Pace } from './pace'
import { DeliverFirst } from './page'
import { places, type Wants } from './places'
import { pull } from './pull'
import { push, type Pushed } from './push'

const NOTHING: CycleResult = { ok: false, sent: 0, refused: 0, received: 0 }

export interface Cycle {
  state: Ref<SyncState>
  cycle(): Promise<CycleResult>
}

/** `app` is the version told to the office's list of devices; `wants` says how many places the phone is to hold. */
export function createCycle(inner: State, app: string, wants: Wants = () => null): Cycle {
  const state = ref<SyncState>({ phase: 'idle', lastOk: null })
  watch(inner.lastOk, (at) => (state.value = { ...state.value, lastOk: at }), { flush: 'sync' })
  let running: Promise<CycleResult> | null = null
  let notBefore = 0
  const pace = new Pace()
  const show = (phase: SyncState['phase'], progress?: SyncState['progress']): void => {
    state.value = { ...state.value, phase, progress }
  }

  const wait = (result: CycleResult, seconds: number | undefined): void => {
    if (!seconds) return
    result.retryAfter = seconds
    notBefore = performance.now() + seconds * 1000
  }

  async function run(): Promise<CycleResult> {
    const result = { ...NOTHING }
    try {
      await exchange(result)
      state.value = { ...state.value, error: result.error }
    } catch (error) {
      result.error = await fault(inner, error)
      if (error instanceof Failure) wait(result, error.retryAfter)
      state.value = { ...state.value, error: result.error }
    } finally {
      show('idle')
    }
    return result
  }

  async function exchange(result: CycleResult): Promise<void> {
    let pushed = await send(result)
    if (inner.device.value?.revoked) return
    const settled = await places(inner, wants)
    let first = await receive(result)
    for (let again = 3; first && again > 0 && !pushed.failed; again--) {
      pushed = await send(result, first)
      first = await receive(result, first)
    }
    if (!settled && !first) await places(inner, wants)
    result.ok = !first && !pushed.failed && !pushed.gap
    if (!result.ok) result.error = new Failure(pushed.gap ? 'gap' : 'server')
    wait(result, pushed.retryAfter)
    await forget(inner)
    if (result.ok) await inner.db.write('lastOk', Date.now())
    if (inner.device.value?.unknown) await mark(inner, { unknown: false })
    await inner.changed({})
  }

  /** What another push is needed for before this pull can be finished, or null when it is in step. */
  async function receive(result: CycleResult, before?: DeliverFirst): Promise<DeliverFirst | null> {
    show('pulling')
    try {
      const progress: Progress = (done, total) => show('snapshot', { done, total })
      result.received += await withRoom(inner, 'no_room', () => pull(inner, app, progress, before?.epoch))
      return null
    } catch (error) {
      if (error instanceof DeliverFirst) return error.epoch ? error : new DeliverFirst(before?.epoch, before?.restored)
      throw error
    }
  }

  async function send(result: CycleResult, why?: DeliverFirst): Promise<Pushed> {
    show('pushing')
    const pushed = await withRoom(inner, 'no_room', () => push(inner, pace, why))
    result.sent += pushed.sent + pushed.refused
    result.refused += pushed.refused
    return pushed
  }

  async function alone(): Promise<CycleResult> {
    if (!inner.device.value) return { ...NOTHING, skipped: true }
    if (performance.now() < notBefore) return { ...NOTHING, skipped: true, error: new Failure('busy') }
    if (!navigator.locks) return run()
    return navigator.locks.request(`ruhu-sync:${inner.db.name}`, { ifAvailable: true }, (lock) =>
      lock ? run() : { ...NOTHING, skipped: true })
  }

  return {
    state,
    cycle: () => (running ??= alone().finally(() => (running = null))),
  }
}

/** What a failure means: a revoked phone loses its records, an unknown one keeps everything, the rest waits. */
async function fault(inner: State, error: unknown): Promise<Fault> {
  if (!(error instanceof Failure)) return { code: 'internal', message: new Failure('internal').message }
  if (error.code === 'device_revoked') await revoke(inner)
  if (error.code === 'token_unknown') await mark(inner, { unknown: true }).then(() => inner.changed({}))
  return { code: error.code, message: error.message }
}

/** The office stopped this phone: everything goes but the edits that have not been handed over. */
async function revoke(inner: State): Promise<void> {
  const { db } = inner
  await db.transaction('rw', db.tables, async () => {
    await Promise.all([db.rows.clear(), db.chunks.clear(), db.cards.clear(), db.kept.clear(), db.refused.clear(), db.tickets.clear()])
    await db.outbox.filter((entry) => entry.state === 'answered').delete()
    await db.meta.bulkDelete(['cursor', 'entering', 'steps', 'repairs', 'places'])
    await mark(inner, { revoked: true })
  })
  await inner.changed({ all: true })
}

async function mark({ db }: State, what: { revoked?: boolean, unknown?: boolean }): Promise<void> {
  const device = await db.read('device')
  if (device) await db.write('device', { ...device, ...what })
}
