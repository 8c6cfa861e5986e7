/** The one door to syncing: `sync.cycle()` by hand, `sync.state` for the strip, `sync.start()` once in the entry. */
import type { Ref } from 'vue'
import { inner } from '../store'
import type { Fault } from '../store/types'
import { createCycle } from './cycle'
import type { Wants } from './places'
import { schedule } from './schedule'

export interface SyncState {
  phase: 'idle' | 'pushing' | 'pulling' | 'snapshot'
  /** Bytes of the lists being fetched. */
  progress?: { done: number, total: number }
  /** When a whole cycle last succeeded (ms), or null. */
  lastOk: number | null
  error?: Fault
}

export interface CycleResult {
  ok: boolean
  /** Edits answered in this cycle. */
  sent: number
  refused: number
  /** Rows received. */
  received: number
  /** Another tab was syncing already, or the phone is not enrolled. */
  skipped?: boolean
  error?: Fault
  /** Seconds that the server asked to be left alone. Cycles before that are skipped. */
  retryAfter?: number
}

export interface Sync {
  state: Ref<SyncState>
  /** Push, then pull. Never rejects: what went wrong is in the result and in `state`. */
  cycle(): Promise<CycleResult>
  /** Runs cycles on start, soon after a save, when the network comes back, and every five minutes with jitter. */
  start(): void
  /** Who says how many places this phone is to hold; without one it wants none. */
  wants(fn: Wants): void
}

let wants: Wants = () => null
const { state, cycle } = createCycle(inner.state, import.meta.env.VITE_APP ?? 'dev', () => wants())

/** How often the clocks are looked at (ms): whoever sets one back meanwhile is noticed. */
const LOOK = 60_000

function start(): void {
  schedule(cycle, inner.store.unsent)
  setInterval(() => inner.state.clock.now(), LOOK)
}

export const sync: Sync = { state, cycle, start, wants: (fn) => (wants = fn) }
