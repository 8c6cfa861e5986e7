/**
 * The reactive face of the database: one memory, one set of refs, refreshed from disk after every committed change in
 * this tab or another. `changed` is called by whatever wrote (saving, syncing) and tells the other tabs.
 */
import { computed, ref, shallowRef } from 'vue'
import type { Database } from './database'
import { Failure } from './fault'
import { Memory } from './memory'
import type { Device, OutboxEntry, RefusedEntry, Row, ScopeStep } from './types'

/** What a transaction touched: rows by id, whole scopes, everything. The outbox and the device are always read again. */
export interface Change { ids?: string[], scopes?: string[], all?: boolean }

export class State {
  readonly version = ref(0)
  readonly device = shallowRef<Device | null>(null)
  readonly outbox = shallowRef<OutboxEntry[]>([])
  readonly refused = shallowRef<RefusedEntry[]>([])
  readonly steps = shallowRef<ScopeStep[]>([])
  readonly offset = ref(0)
  readonly lastOk = ref<number | null>(null)
  /** Whether the browser promised not to clear the data; null until it answered. */
  readonly persisted = ref<boolean | null>(null)
  readonly unsent = computed(() => this.outbox.value.filter((one) => one.state !== 'answered' && one.edit.kind !== 'withdraw').length)
  memory = new Memory()
  /** The last n whose edit is in memory. */
  n = 0
  private channel: BroadcastChannel | null = null
  private turn: Promise<void> = Promise.resolve()

  constructor(readonly db: Database) {}

  async open(): Promise<void> {
    await this.db.open().catch(() => {
      throw new Failure('storage_unavailable')
    })
    this.channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`ruhu:${this.db.name}`)
    this.channel?.addEventListener('message', (event: MessageEvent<Change>) => void this.refresh(event.data))
    await this.refresh({ all: true })
  }

  close(): void {
    this.channel?.close()
    this.db.close()
  }

  /** Call after a transaction committed: shows it here and tells the other tabs. */
  async changed(change: Change): Promise<void> {
    this.channel?.postMessage(change)
    await this.refresh(change)
  }

  /** Asks the browser to keep the data when space runs out. It may ask the user, or decide by itself. */
  async persist(): Promise<void> {
    this.persisted.value = await navigator.storage?.persist?.() ?? false
  }

  /** One at a time, so that an older reading never overwrites a newer one. */
  private refresh(change: Change): Promise<void> {
    const next = this.turn.then(() => this.read(change))
    this.turn = next.catch(() => undefined)
    return next
  }

  private async read(change: Change): Promise<void> {
    const { db } = this
    const got = await db.transaction('r', db.rows, db.outbox, db.refused, db.meta, async () => ({
      rows: await this.rows(change),
      outbox: await db.outbox.toArray(),
      refused: await db.refused.toArray(),
      device: await db.read('device'),
      steps: await db.read('steps'),
      offset: await db.read('offset'),
      n: await db.read('n'),
      lastOk: await db.read('lastOk'),
    }))
    if (change.all) this.memory = new Memory()
    const present = new Set(got.rows.map((row) => row.id))
    const asked = [...change.ids ?? [], ...(change.scopes ?? []).flatMap((scope) => this.memory.inScope(scope))]
    this.memory.forget(asked.filter((id) => !present.has(id)))
    this.memory.confirm(got.rows)
    this.memory.edits(got.outbox, got.refused)
    this.outbox.value = got.outbox
    this.refused.value = got.refused
    this.device.value = got.device ?? null
    this.n = got.n ?? 0
    this.lastOk.value = got.lastOk ?? null
    this.offset.value = got.offset ?? 0
    const counts = this.memory.counts()
    this.steps.value = (got.steps ?? []).map((step) => ({ ...step, rows: counts.get(step.scope) ?? 0 }))
    this.version.value++
  }

  private async rows(change: Change): Promise<Row[]> {
    const { rows } = this.db
    if (change.all) return rows.toArray()
    const byId = change.ids?.length ? (await rows.bulkGet(change.ids)).filter((row) => row !== undefined) : []
    const byScope = change.scopes?.length ? await rows.where('scope').anyOf(change.scopes).toArray() : []
    return [...byId, ...byScope]
  }
}
