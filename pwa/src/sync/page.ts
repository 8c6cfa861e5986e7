/** One page of a pull, and how it is stored: rows and the cursor that vouches for them in one transaction, or neither. */
import type { Database, Entering, Manifest } from '../store/database'
import type { OutboxEntry, RefusedEntry, Row } from '../store/types'
import { patched, type Patch } from './patches'

/** What a server restored from a backup knows: the last n of every writer. */
export interface Restored { writers: Record<string, number> }

export interface Page {
  epoch: string
  rows: Row[]
  patches?: Patch[]
  gone: { scope: string, id: string }[]
  enter: Manifest[]
  leave: string[]
  cursor: string
  more: boolean
  held?: { id: string, state: RefusedEntry['held'], code: string, record: string }[]
  digests?: Record<string, string>
  restored?: Restored
  now: number
}

/**
 * Another push must come before this pull: unsent edits belong to a scope that is to be left, or the server was restored
 * from a backup (`epoch` is its new one) and may lack what it had acknowledged.
 */
export class DeliverFirst extends Error {
  readonly epoch: string | undefined
  readonly restored: Restored | undefined
  constructor(epoch?: string, restored?: Restored) {
    super('push first')
    this.epoch = epoch
    this.restored = restored
  }
}

/** Rows, departures and (unless it waits for snapshots) the cursor that vouches for them, in one transaction. */
export async function store(db: Database, page: Page, cursor: string | null, leave: string[]): Promise<void> {
  await db.transaction('rw', db.rows, db.outbox, db.refused, db.meta, async () => {
    const gone = new Map(page.gone.map((one) => [one.id, one.scope]))
    const had = await db.rows.bulkGet([...gone.keys()])
    await db.rows.bulkDelete(had.filter((row) => row !== undefined && row.scope === gone.get(row.id)).map((row) => row?.id ?? ''))
    await db.rows.bulkPut(page.rows)
    await patch(db, page.patches ?? [])
    await drop(db, leave)
    for (const { id, state } of page.held ?? []) await db.refused.update(id, { held: state })
    await db.write('offset', page.now - Date.now())
    if (cursor !== null) await vouch(db, page.epoch, cursor)
  })
}

/** A patch for a row that is not here shows that something is missing: the digests will tell where. */
async function patch(db: Database, patches: Patch[]): Promise<void> {
  const rows = await db.rows.bulkGet(patches.map((one) => one.id))
  const known = rows.flatMap((row, index) => (row ? [patched(row, patches[index]!)] : []))
  await db.rows.bulkPut(known)
  if (known.length < patches.length) await db.write('doubt', true)
}

/** Adopts the cursor of a page whose snapshots are all stored. */
export async function adopt(db: Database, { epoch, cursor, leave }: Entering): Promise<void> {
  await db.transaction('rw', db.rows, db.outbox, db.chunks, db.meta, async () => {
    await drop(db, leave)
    await vouch(db, epoch, cursor)
    await db.meta.bulkDelete(['entering', 'checked'])
    await db.chunks.clear()
  })
}

/** A new epoch counts as passed for what the old one answered (it stays in `kept`, to be sent again). */
async function vouch(db: Database, epoch: string, cursor: string): Promise<void> {
  const device = await db.read('device')
  if (device && device.epoch !== epoch) {
    const old = (await db.outbox.toArray()).filter((entry) => entry.answer && entry.answer.epoch !== epoch)
    await db.outbox.bulkDelete(old.map((entry) => entry.n))
    await db.write('device', { ...device, epoch })
  }
  await db.write('cursor', cursor)
}

/** A scope left counts as passed for what was answered in it. Unsent entries are never dropped. */
async function drop(db: Database, scopes: string[]): Promise<void> {
  if (scopes.length === 0) return
  await db.rows.where('scope').anyOf(scopes).delete()
  const left = (await db.outbox.toArray()).filter((entry) => entry.answer && scopes.includes(entry.answer.scope ?? entry.scope))
  await db.outbox.bulkDelete(left.map((entry) => entry.n))
  await db.write('steps', (await db.read('steps') ?? []).filter((step) => !scopes.includes(step.scope)))
}

/** Throws DeliverFirst while something without an answer belongs to one of these scopes. */
export async function mayLeave(db: Database, scopes: string[]): Promise<void> {
  const stays = (entry: OutboxEntry): boolean => entry.state !== 'answered' && scopes.includes(entry.scope)
  if (scopes.length > 0 && (await db.outbox.toArray()).some(stays)) throw new DeliverFirst()
}

/** After a null cursor or a new epoch the entered scopes are all there is: the others that are held here. */
export async function notIn(db: Database, page: Page): Promise<string[]> {
  const held = await db.rows.orderBy('scope').uniqueKeys()
  const kept = new Set(page.enter.map((one) => one.scope))
  return held.map(String).filter((scope) => !kept.has(scope))
}

/** A pull that began after these were answered has been stored to its end: they leave the outbox (P10). */
export async function passed(db: Database, numbers: number[]): Promise<void> {
  await db.transaction('rw', db.outbox, db.meta, async () => {
    const entries = (await db.outbox.bulkGet(numbers)).filter((entry) => entry !== undefined)
    await db.outbox.bulkDelete(entries.map((entry) => entry.n))
    const seqs = new Map(entries.map(({ scope, answer }) => [answer?.scope ?? scope, answer?.seq ?? 0]))
    const steps = await db.read('steps') ?? []
    await db.write('steps', steps.map((step) => ({ ...step, seq: Math.max(step.seq, seqs.get(step.scope) ?? 0), at: Date.now() })))
  })
}

export function touched(page: Page): string[] {
  return [...page.rows, ...page.patches ?? [], ...page.gone].map((one) => one.id)
}
