/**
 * Snapshots (docs/protocol.md, S): those of newly granted scopes, chunk by chunk. Each chunk is checked against its name
 * and stored as it comes, so that a cut costs one chunk at most; the rows of a scope change places when all are there.
 */
import type { Entering, Manifest } from '../store/database'
import { Failure } from '../store/fault'
import type { State } from '../store/state'
import type { Row } from '../store/types'
import { rowsOf } from './columns'
import { hexOf, sha256 } from './sha256'
import { download } from './wire'

/** Bytes before compression: those that have come, and all. */
export type Progress = (done: number, total: number) => void
type Data = Uint8Array<ArrayBuffer>

/** Returns the number of rows stored. Throws Failure; `entering` on disk then names what is left to fetch. */
export async function enter(state: State, entering: Entering, progress: Progress): Promise<number> {
  const total = entering.wanted.reduce((sum, one) => sum + one.bytes, 0)
  let done = 0
  let received = 0
  for (const manifest of entering.wanted) {
    if (!entering.done.includes(manifest.scope)) {
      const last = await fetchMissing(state, manifest, (bytes) => progress(done + bytes, total))
      await place(state, entering, manifest, last)
      received += manifest.rows
    }
    done += manifest.bytes
    progress(done, total)
  }
  return received
}

/** All chunks of the scope that are not on the disk yet. The last one is returned instead: its rows follow at once. */
async function fetchMissing({ db }: State, { scope, chunks }: Manifest, heard: (bytes: number) => void): Promise<[string, Data] | null> {
  const names = new Set(chunks.map((chunk) => chunk.hash))
  await db.chunks.where('scope').equals(scope).filter((chunk) => !names.has(chunk.hash)).delete()
  const had = new Set((await db.chunks.where('scope').equals(scope).primaryKeys()).map(([, hash]) => hash))
  const missing = chunks.filter((chunk) => !had.has(chunk.hash))
  let done = chunks.filter((chunk) => had.has(chunk.hash)).reduce((sum, chunk) => sum + chunk.bytes, 0)
  const token = (await db.read('device'))?.token
  for (const [index, { hash, bytes }] of missing.entries()) {
    const path = `/api/sync/chunk/${encodeURIComponent(scope)}/${hash}`
    const before = done
    const data = await download(path, { token, onBytes: (some) => heard(before + some) })
    if (await hashOf(data) !== hash) throw new Failure('server')
    if (index === missing.length - 1) return [hash, data]
    await db.chunks.put({ scope, hash, data })
    done += bytes
  }
  return null
}

async function place(state: State, entering: Entering, { scope, seq, chunks }: Manifest, last: [string, Data] | null): Promise<void> {
  const { db } = state
  const before = await db.rows.where('scope').equals(scope).primaryKeys()
  const rows: Row[] = []
  for (const { hash } of chunks) {
    const data = last?.[0] === hash ? last[1] : (await db.chunks.get([scope, hash]))?.data
    rows.push(...rowsOf(new TextDecoder().decode(data), scope))
  }
  await db.transaction('rw', db.rows, db.chunks, db.meta, async () => {
    await db.rows.where('scope').equals(scope).delete()
    await db.rows.bulkPut(rows)
    await db.chunks.where('scope').equals(scope).delete()
    const steps = (await db.read('steps') ?? []).filter((step) => step.scope !== scope)
    await db.write('steps', [...steps, { scope, seq, at: Date.now(), rows: rows.length }])
    await db.write('entering', { ...entering, done: [...entering.done, scope] })
  })
  entering.done.push(scope)
  await state.changed({ ids: before, scopes: [scope] })
}

/** Without the browser's own (a page that did not come by HTTPS) it takes longer. */
async function hashOf(data: Data): Promise<string> {
  if (!globalThis.crypto?.subtle) return hexOf(sha256(new TextDecoder().decode(data)))
  return hexOf(new DataView(await crypto.subtle.digest('SHA-256', data)))
}
