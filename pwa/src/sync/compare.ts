/**
 * Whether this phone really holds what the server thinks it holds (docs/protocol.md, D): digests are compared, and where
 * they differ the rows are fetched again. What is unsent, kept or refused is never touched.
 */
import type { Database } from '../store/database'
import { Failure } from '../store/fault'
import type { State } from '../store/state'
import type { Row } from '../store/types'
import { bucketOf, canonical, digestOf, digestsOf } from './digest'
import { call } from './wire'

/** Reading and hashing every row takes a cheap phone some tenths of a second. */
const PERIOD = 4 * 3_600_000
const REMEMBERED = 5

interface Repaired { epoch: string, scope: string, buckets: number[], rows: Row[] }

/** Whether to ask for digests: from time to time, after an entry into scopes, or when something was missing. */
export async function due(db: Database): Promise<boolean> {
  const [checked = 0, doubt] = await Promise.all([db.read('checked'), db.read('doubt')])
  return doubt === true || Math.abs(Date.now() - checked) > PERIOD
}

/** Compares right after the last page was stored. Returns the number of rows fetched again. Throws Failure. */
export async function compare(state: State, digests: Record<string, string>): Promise<number> {
  const { db } = state
  let received = 0
  for (const [scope, theirs] of Object.entries(digests)) {
    const rows = await db.rows.where('scope').equals(scope).toArray()
    if (digestOf(rows) !== theirs) received += await repair(state, scope, rows)
  }
  await db.transaction('rw', db.meta, async () => {
    await db.write('checked', Date.now())
    await db.meta.delete('doubt')
  })
  return received
}

async function repair(state: State, scope: string, had: Row[]): Promise<number> {
  const { db } = state
  const device = await db.read('device')
  if (!device) throw new Failure('not_enrolled')
  const got = await call<Repaired>('/api/sync/repair', { token: device.token, body: { scope, buckets: digestsOf(had) } })
  if (got.epoch !== device.epoch) return 0
  const differing = new Set(got.buckets)
  const old = had.filter((row) => differing.has(bucketOf(row.id)))
  const rows = changed(old, got.rows)
  await db.transaction('rw', db.rows, db.meta, async () => {
    await db.rows.bulkDelete(old.map((row) => row.id))
    await db.rows.bulkPut(got.rows)
    if (rows > 0) await db.write('repairs', [{ scope, at: Date.now(), rows }, ...await db.read('repairs') ?? []].slice(0, REMEMBERED))
  })
  await state.changed({ ids: [...old, ...got.rows].map((row) => row.id) })
  return got.rows.length
}

/** How many records are in one list only, or differ. */
function changed(old: Row[], now: Row[]): number {
  const texts = new Map(old.map((row) => [row.id, canonical(row)]))
  const other = now.filter((row) => texts.get(row.id) !== canonical(row)).length
  const ids = new Set(now.map((row) => row.id))
  return other + old.filter((row) => !ids.has(row.id)).length
}
