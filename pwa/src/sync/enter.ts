/** Snapshots (docs/protocol.md, S1–S3): fetches those of newly granted scopes, one by one, each stored whole; a cut keeps those already stored. */
import type { Entering } from '../store/database'
import { Failure } from '../store/fault'
import type { State } from '../store/state'
import type { Row } from '../store/types'
import { call } from './wire'

export type Progress = (done: number, total: number) => void
interface Snapshot { epoch: string, scope: string, seq: number, rows: Row[] }

/** Bytes of a row before any snapshot has told how large rows are here. */
const ROW = 350

/** Returns the number of rows stored. Throws Failure; `entering` on disk then names what is left to fetch. */
export async function enter(state: State, entering: Entering, progress: Progress): Promise<number> {
  const { db } = state
  const meter = new Meter(entering.wanted, progress)
  let received = 0
  for (const { scope, seq, rows } of entering.wanted) {
    if (entering.done.includes(scope)) {
      meter.finish(rows)
      continue
    }
    const device = await db.read('device')
    const path = `/api/sync/snapshot/${encodeURIComponent(scope)}/${seq}`
    const got = await call<Snapshot>(path, { token: device?.token, onBytes: (done, total) => meter.show(done, total, rows) })
    if (got.epoch !== entering.epoch) throw new Failure('epoch_changed')
    await keep(state, entering, got)
    meter.finish(rows)
    received += got.rows.length
  }
  return received
}

async function keep(state: State, entering: Entering, got: Snapshot): Promise<void> {
  const { db } = state
  const before = await db.rows.where('scope').equals(got.scope).primaryKeys()
  await db.transaction('rw', db.rows, db.meta, async () => {
    await db.rows.where('scope').equals(got.scope).delete()
    await db.rows.bulkPut(got.rows)
    const steps = (await db.read('steps') ?? []).filter((step) => step.scope !== got.scope)
    await db.write('steps', [...steps, { scope: got.scope, seq: got.seq, at: Date.now(), rows: got.rows.length }])
    entering.done.push(got.scope)
    await db.write('entering', entering)
  })
  await state.changed({ ids: before, scopes: [got.scope] })
}

/** Bytes done and expected over all snapshots; those not begun are estimated from the size of the rows so far. */
class Meter {
  private done = 0
  private bytes = 0
  private known = 0
  private rowsLeft: number
  private readonly progress: Progress

  constructor(wanted: { rows: number }[], progress: Progress) {
    this.progress = progress
    this.rowsLeft = wanted.reduce((sum, one) => sum + one.rows, 0)
  }

  show(bytes: number, total: number, rows: number): void {
    this.bytes = Math.max(bytes, total)
    const perRow = this.known > 0 ? this.done / this.known : ROW
    this.progress(this.done + bytes, Math.round(this.done + this.bytes + (this.rowsLeft - rows) * perRow))
  }

  finish(rows: number): void {
    this.done += this.bytes
    this.known += this.bytes > 0 ? rows : 0
    this.bytes = 0
    this.rowsLeft -= rows
  }
}
