/** The one door to syncing: `sync.cycle()` by hand, `sync.state` for the strip, `sync.start()` once in the entry. */
import { ref, type Ref } from 'vue'
import type { Fault } from '@/store/types'

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
}

export interface Sync {
  state: Ref<SyncState>
  /** Push, then pull. Never rejects: what went wrong is in the result and in `state`. */
  cycle(): Promise<CycleResult>
  /** Runs cycles on start, when the network comes back, and every five minutes with jitter. */
  start(): void
}

const state = ref<SyncState>({ phase: 'idle', lastOk: null })

export const sync: Sync = {
  state,
  cycle: async () => ({ ok: false, sent: 0, refused: 0, received: 0, skipped: true }),
  start: () => undefined,
}
