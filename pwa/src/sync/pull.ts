/**
 * The phone's side of pull (docs/protocol.md, L1–L8). Rows and the cursor that vouches for them are stored in one
 * transaction, so a cut at any moment leaves either both or neither.
 */
import type { Database, Entering } from '../store/database'
import { Failure } from '../store/fault'
import type { State } from '../store/state'
import type { OutboxEntry, RefusedEntry, Row } from '../store/types'
import { call } from './wire'
import { enter, type Progress } from './enter'

export interface Page {
  epoch: string
  rows: Row[]
  gone: { scope: string, id: string }[]
  enter: { scope: string, seq: number, rows: number }[]
  leave: string[]
  cursor: string
  more: boolean
  held?: { id: string, state: RefusedEntry['held'], code: string, record: string }[]
  now: number
}

/**
 * Another push must come before this pull: unsent edits belong to a scope that is to be left, or the server was restored
 * from a backup (`epoch` is its new one) and may lack what it had acknowledged.
 */
export class DeliverFirst extends Error {
  readonly epoch: string | undefined
  constructor(epoch?: string) {
    super('push first')
    this.epoch = epoch
  }
}

/**
 * Pulls page after page until in step and returns the number of rows received. An answered entry leaves the outbox when
 * the last page of a pull that began after its answer is stored: only then do the rows surely show it.
 * `told` is a new epoch that has been pushed to already. Throws Failure, or DeliverFirst.
 */
export async function pull(state: State, app: string, progress: Progress, told?: string): Promise<number> {
  const { db } = state
  let received = await resume(state, progress) ?? 0
  const passable = (await db.outbox.toArray()).filter((entry) => entry.state === 'answered').map((entry) => entry.n)
  for (let stale = 0; stale < STALE_TRIES;) {
    const page = await next(state, app)
    const epoch = (await db.read('device'))?.epoch
    if (page.epoch !== epoch && page.epoch !== told) throw new DeliverFirst(page.epoch)
    received += page.rows.length
    const first = await db.read('cursor') === undefined || page.epoch !== epoch
    const leave = first ? [...page.leave, ...await notIn(db, page)] : page.leave
    await mayLeave(db, leave)
    if (page.enter.length > 0) {
      await store(db, page, null, [])
      await db.write('entering', { epoch: page.epoch, cursor: page.cursor, wanted: page.enter, done: [], leave })
      await state.changed({ ids: touched(page) })
      const rows = await resume(state, progress)
      received += rows ?? 0
      if (rows === null) {
        stale++
        continue
      }
    } else {
      await store(db, page, page.cursor, leave)
      await state.changed({ ids: touched(page), scopes: leave })
    }
    if (page.more) continue
    await passed(db, passable)
    await state.changed({})
    return received
  }
  throw new Failure('server')
}

async function next(state: State, app: string): Promise<Page> {
  const { db } = state
  const device = await db.read('device')
  if (!device) throw new Failure('not_enrolled')
  const ask = async (cursor: string | null): Promise<Page> =>
    call<Page>('/api/sync/pull', { token: device.token, body: { cursor, unsent: state.unsent.value, app } })
  try {
    return await ask(await db.read('cursor') ?? null)
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'bad_cursor') throw error
    await db.meta.delete('cursor')
    return ask(null)
  }
}

/**
 * Finishes an entry into scopes that an earlier cut may have left half done; what was fetched then is not fetched again.
 * Returns the rows received, or null when the scopes to enter have changed meanwhile and must be asked for anew.
 */
async function resume(state: State, progress: Progress): Promise<number | null> {
  const { db } = state
  const entering = await db.read('entering')
  if (!entering) return 0
  try {
    const received = await enter(state, entering, progress)
    await mayLeave(db, entering.leave)
    await adopt(db, entering)
    await state.changed({ scopes: entering.leave })
    return received
  } catch (error) {
    if (!(error instanceof Failure) || !STALE.has(error.code)) throw error
    await db.meta.delete('entering')
    return null
  }
}

/** Failures of a snapshot that say: this scope or this version of it is no longer to be had. */
const STALE: ReadonlySet<string> = new Set(['scope_not_granted', 'epoch_changed', 'not_found'])
const STALE_TRIES = 3

async function adopt(db: Database, { epoch, cursor, leave }: Entering): Promise<void> {
  await db.transaction('rw', db.rows, db.outbox, db.meta, async () => {
    await drop(db, leave)
    await vouch(db, epoch, cursor)
    await db.meta.delete('entering')
  })
}

/** Adopts the cursor. A new epoch counts as passed for what the old one answered (it stays in `kept`, to be sent again). */
async function vouch(db: Database, epoch: string, cursor: string): Promise<void> {
  const device = await db.read('device')
  if (device && device.epoch !== epoch) {
    const old = (await db.outbox.toArray()).filter((entry) => entry.answer && entry.answer.epoch !== epoch)
    await db.outbox.bulkDelete(old.map((entry) => entry.n))
    await db.write('device', { ...device, epoch })
  }
  await db.write('cursor', cursor)
}

/** One page in one transaction. `cursor` null: the page also enters scopes, and its cursor waits for their snapshots. */
async function store(db: Database, page: Page, cursor: string | null, leave: string[]): Promise<void> {
  await db.transaction('rw', db.rows, db.outbox, db.refused, db.meta, async () => {
    const gone = new Map(page.gone.map((one) => [one.id, one.scope]))
    const had = await db.rows.bulkGet([...gone.keys()])
    await db.rows.bulkDelete(had.filter((row) => row !== undefined && row.scope === gone.get(row.id)).map((row) => row?.id ?? ''))
    await db.rows.bulkPut(page.rows)
    await drop(db, leave)
    for (const { id, state } of page.held ?? []) await db.refused.update(id, { held: state })
    await db.write('offset', page.now - Date.now())
    if (cursor !== null) await vouch(db, page.epoch, cursor)
  })
}

/** A scope left counts as passed for what was answered in it. Unsent entries are never dropped. */
async function drop(db: Database, scopes: string[]): Promise<void> {
  if (scopes.length === 0) return
  await db.rows.where('scope').anyOf(scopes).delete()
  const left = (await db.outbox.toArray()).filter((entry) => entry.answer && scopes.includes(entry.answer.scope ?? entry.scope))
  await db.outbox.bulkDelete(left.map((entry) => entry.n))
  await db.write('steps', (await db.read('steps') ?? []).filter((step) => !scopes.includes(step.scope)))
}

async function mayLeave(db: Database, scopes: string[]): Promise<void> {
  const stays = (entry: OutboxEntry): boolean => entry.state !== 'answered' && scopes.includes(entry.scope)
  if (scopes.length > 0 && (await db.outbox.toArray()).some(stays)) throw new DeliverFirst()
}

/** After a null cursor or a new epoch the entered scopes are all there is. */
async function notIn(db: Database, page: Page): Promise<string[]> {
  const held = await db.rows.orderBy('scope').uniqueKeys()
  const kept = new Set(page.enter.map((one) => one.scope))
  return held.map(String).filter((scope) => !kept.has(scope))
}

async function passed(db: Database, numbers: number[]): Promise<void> {
  await db.transaction('rw', db.outbox, db.meta, async () => {
    const entries = (await db.outbox.bulkGet(numbers)).filter((entry) => entry !== undefined)
    await db.outbox.bulkDelete(entries.map((entry) => entry.n))
    const seqs = new Map(entries.map(({ scope, answer }) => [answer?.scope ?? scope, answer?.seq ?? 0]))
    const steps = await db.read('steps') ?? []
    await db.write('steps', steps.map((step) => ({ ...step, seq: Math.max(step.seq, seqs.get(step.scope) ?? 0), at: Date.now() })))
  })
}

function touched(page: Page): string[] {
  return [...page.rows.map((row) => row.id), ...page.gone.map((one) => one.id)]
}
