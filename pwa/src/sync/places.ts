/** Places between push and pull (docs/protocol.md, T): says what is held and goes back, hears what is held now. */
import { Failure } from '../store/fault'
import { asking, told, type Told } from '../store/places'
import type { State } from '../store/state'
import { call } from './wire'

/** How many places of which sessions are wanted in all; null as long as nobody can tell. */
export type Wants = () => Record<string, number> | null

/** A server from before there were places. */
const OLDER: ReadonlySet<string> = new Set(['not_found', 'method_not_allowed'])

/**
 * Returns whether it was settled: false when the lists that tell what is wanted have not come yet, or the server comes
 * from a backup; then it is asked again after the pull. Throws Failure.
 */
export async function places(state: State, wants: Wants): Promise<boolean> {
  const { db, clock } = state
  const device = await db.read('device')
  const want = wants()
  const body = device && await asking(db, want)
  if (!body) return want !== null
  const asked = clock.moment()
  try {
    const answer = await call<Told>('/api/sync/places', { token: device.token, body })
    if (answer.epoch !== device.epoch) return false
    clock.hear(answer.now, asked)
    await told(db, answer)
  } catch (error) {
    if (!(error instanceof Failure) || !OLDER.has(error.code)) throw error
  } finally {
    await state.changed({})
  }
  return want !== null
}
