/**
 * The phone's store: the server's confirmed records and an outbox of this phone's own edits; what is shown is the two
 * together. Nothing here merges: that is the server's work. Everything the screens need passes through this interface.
 */
import type { ComputedRef, Ref } from 'vue'
import { enrolInto } from '../sync/enrol'
import { createStore } from './create'
import type { Meta } from './database'
import type { Marker } from './marker'
import type { Lack, Ticket } from './places'
import type { Campaign, Device, Draft, Entity, OutboxEntry, RefusedEntry, Repair, Saved, ScopeStep, Shown } from './types'

export type * from './types'
export type { Lack, Ticket } from './places'

export interface Store {
  /** Opens the database and loads all held scopes into memory. Await before mounting. Rejects with storage_unavailable. */
  open(): Promise<void>
  /** Who this phone is, or null before enrolment. */
  device: Ref<Device | null>
  /** Makes this browser one person's device. Rejects with a `Fault`. Follow it with `sync.cycle()` (or `sync.start()`). */
  enrol(code: string): Promise<void>
  get(id: string): Shown | undefined
  all(entity: Entity): Shown[]
  /** Records whose parent field names `parent`: children('resident', householdId), children('dose', residentId) … */
  children(entity: Entity, parent: string): Shown[]
  /** Bumps on any change. `get`, `all` and `children` read it, so a computed() that calls them follows by itself. */
  version: Ref<number>
  /**
   * One group in one strict transaction. An appointment with the state `requested` becomes a confirmed one if this phone
   * holds a place of its session and can vouch for the time. Resolves once it is on disk: now 已保存 may be said. Rejects with a `Fault`.
   */
  save(drafts: Draft[]): Promise<Saved>
  /** Unsent: withdrawn, keeping its number. Already on its way: undone by new edits. */
  undo(group: string): Promise<void>
  outbox: Ref<OutboxEntry[]>
  /** How many edits are not yet answered by the server (withdrawals do not count). */
  unsent: ComputedRef<number>
  refused: Ref<RefusedEntry[]>
  /** Takes a released or discarded entry off the refused list. */
  dismiss(id: string): Promise<void>
  steps: Ref<ScopeStep[]>
  /** Differences from the server's rows that were found and put right, newest first. */
  repairs: Ref<Repair[]>
  places: {
    /** All that is written down of this phone's tickets. */
    tickets: Ref<Ticket[]>
    /** What the server last said of places: how many of each session are to be had. Null before it said anything. */
    told: Ref<Meta['places'] | null>
    /** The ticket that a place asked for in this session would now be given, or why it would only be requested. */
    in(session: string): Ticket | Lack
  }
  campaign: ComputedRef<Campaign | null>
  /** The civil date in Asia/Shanghai, "YYYY-MM-DD". */
  today(): string
  /** Whether the browser promised not to clear the data; null until it answered. */
  persisted: Ref<boolean | null>
  /** What this browser was before its data were deleted; null while it is somebody's phone, or never was. */
  cleared: Ref<Marker | null>
}

/** The app's one store, and the state behind it for src/sync alone. */
export const inner = createStore()
export const store: Store = { ...inner.store, enrol: (code) => enrolInto(inner.state, code) }
