/** The phone's side of pull (docs/protocol.md, L1–L8): page after page until it is in step. */
import { Failure } from '../store/fault'
import type { State } from '../store/state'
import { compare, due } from './compare'
import { enter, type Progress } from './enter'
import { adopt, DeliverFirst, mayLeave, notIn, passed, store, touched, type Page } from './page'
import { call } from './wire'

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
    const digest = await due(db)
    const page = await next(state, app, digest)
    const epoch = (await db.read('device'))?.epoch
    if (page.epoch !== epoch && page.epoch !== told) throw new DeliverFirst(page.epoch, page.restored)
    received += page.rows.length + (page.patches?.length ?? 0)
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
    if (page.more || (!digest && await due(db))) continue
    await passed(db, passable)
    await state.changed({})
    if (page.digests) received += await compare(state, page.digests)
    return received
  }
  throw new Failure('server')
}

async function next(state: State, app: string, digest: boolean): Promise<Page> {
  const { db } = state
  const device = await db.read('device')
  if (!device) throw new Failure('not_enrolled')
  const ask = async (cursor: string | null): Promise<Page> => {
    const asked = state.clock.moment()
    const page = await call<Page>('/api/sync/pull', { token: device.token, body: { cursor, unsent: state.unsent.value, app, patch: true, digest } })
    state.clock.hear(page.now, asked)
    return page
  }
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

/** Failures of a chunk that say: this scope or this version of it is no longer to be had. */
const STALE: ReadonlySet<string> = new Set(['scope_not_granted', 'not_found'])
const STALE_TRIES = 3
