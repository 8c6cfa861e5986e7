/** Enrolment (docs/protocol.md, E1–E4): turns a code into this browser's device, or gives the browser a new number when it had one. */
import { Failure, fromStorage } from '../store/fault'
import type { State } from '../store/state'
import type { Device } from '../store/types'
import { call } from './wire'

interface Enrolled extends Pick<Device, 'token' | 'writer' | 'epoch' | 'person'> { township: Device['township'] | null, now: number }

/**
 * A new enrolment is a new writer, so what the old one has not sent must go first: rejects with unsent_left until it
 * has. A revoked or unknown old device cannot send; its edits then stay on the refused list under left_behind.
 */
export async function enrolInto(state: State, code: string): Promise<void> {
  const { db } = state
  const stuck = state.device.value?.revoked === true || state.device.value?.unknown === true
  if (state.unsent.value > 0 && !stuck) throw new Failure('unsent_left')
  const got = await call<Enrolled>('/api/enrol', { body: { code } })
  const { token, writer, epoch, person } = got
  const township = got.township ?? { code: '', name: '' }
  await db.transaction('rw', db.tables, async () => {
    const left = (await db.outbox.toArray()).filter((entry) => entry.state !== 'answered' && entry.edit.kind !== 'withdraw')
    await db.refused.bulkPut(left.map(({ id, edit, scope }) => ({ id, edit, scope, code: 'left_behind', at: Date.now(), held: 'held' as const })))
    await Promise.all([db.outbox.clear(), db.rows.clear(), db.chunks.clear(), db.cards.clear(), db.kept.clear(), db.meta.clear(), db.tickets.clear()])
    await db.write('device', { token, writer, epoch, person, township, enrolledAt: Date.now() })
    await db.write('offset', got.now - Date.now())
  }).catch((error: unknown) => {
    throw fromStorage(error)
  })
  await state.changed({ all: true })
  void state.persist()
}
