/**
 * After a backup was restored, the phones are witnesses of what it lacks (docs/protocol.md, B): each hands in the rows
 * that name edits which the server does not know, whoever made them.
 */
import { Failure } from '../store/fault'
import { liveIds } from '../store/overlay'
import { PARENT } from '../store/policies'
import type { State } from '../store/state'
import type { Row } from '../store/types'
import type { Restored } from './page'
import { call } from './wire'

/** The server hears 500 at a time. */
const AT_ONCE = 300

/** Sends all rows that tell of unknown edits; of own edits only if they could not be sent again themselves. Throws Failure. */
export async function witness({ db }: State, restored: Restored, ownToo: boolean): Promise<void> {
  const device = await db.read('device')
  if (!device) throw new Failure('not_enrolled')
  const writers = ownToo ? restored.writers : { ...restored.writers, [device.writer]: Infinity }
  const tells = (row: Row): boolean => row.entity !== 'review' && [row.id, ...liveIds(row)].some((id) => isUnknown(id, writers))
  const rows = (await db.rows.filter(tells).toArray()).sort((a, b) => depth(a) - depth(b))
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    await call('/api/sync/witness', { token: device.token, body: { rows: rows.slice(at, at + AT_ONCE) } })
  }
}

/** A number that its writer has not come to, as far as the server knows. A record's id names the edit that made it. */
function isUnknown(id: string, writers: Record<string, number>): boolean {
  const [, writer = '', n] = /^(\d+)\.(\d+)(?::|$)/.exec(id) ?? []
  return Number(n) > (writers[writer] ?? 0)
}

/** Parents first: what belongs to a record that is lost too is heard only after it. */
function depth({ entity }: Row): number {
  const parent = PARENT[entity]
  return parent === undefined ? 0 : parent === 'household' ? 1 : 2
}
