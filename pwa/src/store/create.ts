/** Builds one store over one database: the app has one, tests make several (two tabs are two stores of one name). */
import { computed } from 'vue'
import { compose } from './compose'
import { Database, NAME } from './database'
import { Failure } from './fault'
import { give, given, placeIn, regain } from './places'
import type { Store } from './index'
import { withRoom } from './space'
import { State } from './state'
import type { Campaign, Draft, OutboxEntry, Saved } from './types'
import { counter, withdraw, withdrawable } from './undo'

const SHANGHAI = 8 * 3_600_000
/** Below this the phone's clock is believed; above it the server's, as last heard. */
const TRUSTED = 10 * 60_000

export interface Inner { store: Omit<Store, 'enrol'>, state: State }

export function createStore(name = NAME): Inner {
  const state = new State(new Database(name))
  const { db } = state
  const seen = <T>(read: () => T): T => (void state.version.value, read())

  /**
   * Takes numbers and writes in one transaction; another tab's save waits for this one's commit. Bases are what this
   * tab shows: when another save came between, it is shown first; a database that was deleted is written again first.
   */
  async function write(make: () => Promise<Draft[]> | Draft[]): Promise<Saved> {
    for (;;) {
      const saved = await withRoom(state, 'storage_full', () => db.transaction('rw', db.outbox, db.kept, db.meta, db.tickets, async (): Promise<Saved | null> => {
        const device = await db.read('device')
        if (!device && state.device.value) return null
        if (!device || device.revoked) throw new Failure(device ? 'device_revoked' : 'not_enrolled')
        const n = await db.read('n') ?? 0
        if (n !== state.n) return null
        const { drafts, places } = await give(db, await make(), state.clock.now())
        const { entries, ids } = compose(drafts, state.memory, { writer: device.writer, n: n + 1, at: Date.now() })
        await db.outbox.bulkAdd(entries)
        await given(db, entries)
        await db.write('n', n + entries.length)
        return { group: entries[0]?.edit.group ?? '', ids, ...(places.length > 0 ? { places } : {}) }
      }))
      await state.changed({})
      if (saved) return saved
    }
  }

  async function undo(group: string): Promise<void> {
    if (!group) return
    await write(async () => {
      const outbox = await db.outbox.toArray()
      const mine = outbox.filter((entry) => entry.edit.group === group)
      if (withdrawable(mine)) {
        const entries = withdraw(group, outbox)
        await db.outbox.bulkPut(entries)
        await regain(db, entries)
        return []
      }
      const kept = await db.kept.where('edit.group').equals(group).filter((one) => one.answer.result === 'applied').toArray()
      const known = new Map<number, Pick<OutboxEntry, 'edit' | 'before'>>([...kept, ...mine].map((one) => [one.n, one]))
      if (known.size === 0) throw new Failure('unknown_group')
      return counter([...known.values()], state.memory)
    })
  }

  async function dismiss(id: string): Promise<void> {
    await db.refused.delete(id)
    await state.changed({})
  }

  async function open(): Promise<void> {
    await state.open()
    if (state.device.value) void state.persist()
  }

  return {
    state,
    store: {
      open,
      device: state.device,
      get: (id) => seen(() => state.memory.get(id)),
      all: (entity) => seen(() => state.memory.all(entity)),
      children: (entity, parent) => seen(() => state.memory.children(entity, parent)),
      version: state.version,
      save: (drafts) => write(() => drafts),
      undo,
      outbox: state.outbox,
      unsent: state.unsent,
      refused: state.refused,
      dismiss,
      steps: state.steps,
      repairs: state.repairs,
      places: {
        tickets: state.tickets,
        told: state.places,
        in: (session) => placeIn(state.tickets.value, session, seen(() => state.clock.now())),
      },
      campaign: computed(() => seen(() => (state.memory.all('campaign')[0]?.values.document as Campaign | undefined) ?? null)),
      today: () => day(Date.now() + (Math.abs(state.offset.value) > TRUSTED ? state.offset.value : 0)),
      persisted: state.persisted,
      cleared: state.cleared,
    },
  }
}

/** China has one time zone and no summer time. */
function day(now: number): string {
  return new Date(now + SHANGHAI).toISOString().slice(0, 10)
}
