/**
 * Room on a phone that is full. What can be fetched again goes first and what the server has had for long; an edit in the
 * outbox never goes.
 */
import type { State } from './state'
import { Failure, isFull } from './fault'

/** How long answered edits are kept, to be sent again to a server that was restored from a backup (ADR 9). */
const KEPT_FOR = 14 * 86_400_000

/** Drops kept edits that are older than they need to be, by the server's clock. */
export async function forget({ db, offset }: State): Promise<void> {
  await db.kept.where('keptAt').below(Date.now() + offset.value - KEPT_FOR).delete()
}

/** Runs `write`; if the phone is full, makes room and runs it once more. Still no room: rejects with a Failure of this code. */
export async function withRoom<T>(state: State, code: 'storage_full' | 'no_room', write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!isFull(error)) throw error
  }
  await makeRoom(state)
  return write().catch((error: unknown) => {
    throw isFull(error) ? new Failure(code) : error
  })
}

async function makeRoom(state: State): Promise<void> {
  await state.db.chunks.clear()
  await forget(state)
}
