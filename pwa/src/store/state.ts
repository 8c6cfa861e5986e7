/**
 * The reactive face of the database: one memory, one set of refs, refreshed from disk after every committed change in
 * this tab or another. `changed` is called by whatever wrote (saving, syncing) and tells the other tabs.
 */
import { computed, ref, shallowRef } from 'vue'
import type { Database, Meta } from './database'
import { Failure } from './fault'
import { ServerClock } from '../leases/clock'
import { noted, noteDown, type Marker } from './marker'
import { Memory } from './memory'
import type { Ticket } from './places'
import type { Device, OutboxEntry, RefusedEntry, Repair, Row, ScopeStep } from './types'

/** What a transaction touched: rows by id, whole scopes, everything. The outbox and the device are always read again. */
export interface Change { ids?: string[], scopes?: string[], all?: boolean }

/** Between two attempts to open a database that the browser has closed (ms). */
const LONGEST_WAIT = 2000

export class State {
  readonly version = ref(0)
  readonly device = shallowRef<Device | null>(null)
  readonly outbox = shallowRef<OutboxEntry[]>([])
  readonly refused = shallowRef<RefusedEntry[]>([])
  readonly steps = shallowRef<ScopeStep[]>([])
  readonly repairs = shallowRef<Repair[]>([])
  readonly tickets = shallowRef<Ticket[]>([])
  /** What the server last said of places, or null. */
  readonly places = shallowRef<Meta['places'] | null>(null)
  readonly clock = new ServerClock()
  readonly offset = ref(0)
  readonly lastOk = ref<number | null>(null)
  /** Whether the browser promised not to clear the data; null until it answered. */
  readonly persisted = ref<boolean | null>(null)
  /** What this browser was before its data were deleted, or null. */
  readonly cleared = shallowRef<Marker | null>(null)
  readonly unsent = computed(() => this.outbox.value.filter((one) => one.state !== 'answered' && one.edit.kind !== 'withdraw').length)
  memory = new Memory()
  /** The last n whose edit is in memory. */
  n = 0
  private channel: BroadcastChannel | null = null
  private closing = false
  private reopening = false
  private turn: Promise<void> = Promise.resolve()

  constructor(readonly db: Database) {}

  async open(): Promise<void> {
    await this.db.open().catch(() => {
      throw new Failure('storage_unavailable')
    })
    this.channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`ruhu:${this.db.name}`)
    this.channel?.addEventListener('message', (event: MessageEvent<Change>) => void this.refresh(event.data))
    await this.refresh({ all: true })
    this.db.on('close', () => void this.reopen())
  }

  /**
   * The browser closed the database, mostly to delete it. While it does so an attempt to open it again may fail, and Dexie
   * makes only one.
   */
  private async reopen(): Promise<void> {
    if (this.reopening) return
    this.reopening = true
    for (let wait = 0; !this.closing; wait = Math.min(2 * wait + 50, LONGEST_WAIT)) {
      await new Promise((done) => setTimeout(done, wait))
      try {
        if (!this.db.isOpen()) await this.db.open()
        await this.refresh({ all: true })
        break
      } catch {
        this.db.close({ disableAutoOpen: false })
      }
    }
    this.reopening = false
  }

  close(): void {
    this.closing = true
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
    const got = await db.transaction('r', [db.rows, db.outbox, db.refused, db.meta, db.tickets], async () => ({
      rows: await this.rows(change),
      outbox: await db.outbox.toArray(),
      refused: await db.refused.toArray(),
      device: await db.read('device'),
      steps: await db.read('steps'),
      repairs: await db.read('repairs'),
      offset: await db.read('offset'),
      n: await db.read('n'),
      lastOk: await db.read('lastOk'),
      tickets: await db.tickets.toArray(),
      places: await db.read('places'),
    }))
    if (!got.device && this.device.value) {
      await this.salvage(this.device.value)
      return this.read({ all: true })
    }
    if (change.all) this.memory = new Memory()
    const present = new Set(got.rows.map((row) => row.id))
    const asked = [...change.ids ?? [], ...(change.scopes ?? []).flatMap((scope) => this.memory.inScope(scope))]
    this.memory.forget(asked.filter((id) => !present.has(id)))
    this.memory.confirm(got.rows)
    this.memory.edits(got.outbox, got.refused)
    this.outbox.value = got.outbox
    this.refused.value = got.refused
    this.device.value = got.device ?? null
    this.repairs.value = got.repairs ?? []
    this.tickets.value = got.tickets
    this.places.value = got.places ?? null
    this.n = got.n ?? 0
    this.lastOk.value = got.lastOk ?? null
    this.offset.value = got.offset ?? 0
    const counts = this.memory.counts()
    this.steps.value = (got.steps ?? []).map((step) => ({ ...step, rows: counts.get(step.scope) ?? 0 }))
    if (got.device) noteDown(db.name, { writer: got.device.writer, lastOk: this.lastOk.value, unsent: this.unsent.value })
    this.cleared.value = got.device ? null : noted(db.name)
    this.version.value++
  }

  /**
   * The database was deleted under an open page: what the page still holds is written again, before another tab does.
   * Without a cursor the rows are fetched anew; an edit may have left meanwhile, so none is altered any more. Places are
   * not: another tab may have given them, and the server tells which are left.
   */
  private async salvage(device: Device): Promise<void> {
    const { db } = this
    await db.transaction('rw', db.rows, db.outbox, db.refused, db.meta, async () => {
      if (await db.read('device')) return
      await db.rows.bulkPut(this.memory.rows())
      await db.outbox.bulkPut(this.outbox.value.map((one) => (one.state === 'unsent' ? { ...one, state: 'sending' } : one)))
      await db.refused.bulkPut(this.refused.value)
      await db.write('device', device)
      await db.write('n', this.n)
      await db.write('steps', this.steps.value)
      await db.write('offset', this.offset.value)
      if (this.lastOk.value !== null) await db.write('lastOk', this.lastOk.value)
    })
  }

  private async rows(change: Change): Promise<Row[]> {
    const { rows } = this.db
    if (change.all) return rows.toArray()
    const byId = change.ids?.length ? (await rows.bulkGet(change.ids)).filter((row) => row !== undefined) : []
    const byScope = change.scopes?.length ? await rows.where('scope').anyOf(change.scopes).toArray() : []
    return [...byId, ...byScope]
  }
}
