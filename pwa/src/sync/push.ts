/** The phone's side of push (docs/protocol.md, P1–P10): what is unsent, oldest first, in batches cut only between groups. */
import type { Database } from '../store/database'
import { Failure } from '../store/fault'
import type { State } from '../store/state'
import type { Answer, OutboxEntry } from '../store/types'
import { lean, type Resent } from './lean'
import type { Pace } from './pace'
import type { DeliverFirst } from './page'
import { witness } from './witness'
import { call } from './wire'

/** Fewer than the server takes; a larger single group goes alone, whole. */
const MOST = 1000

interface Reply { answers: Answer[], expect: number, retry_after?: number }
interface Batch { edits: Resent[], size: number }
type Range = [from: number, to: number]

export interface Pushed {
  sent: number
  refused: number
  /** The server failed on an edit and will be asked again. */
  failed: boolean
  /** The server lacks edits that are no longer here. */
  gap: boolean
  retryAfter?: number
}

/**
 * Pushes until nothing is left unsent, the server failed on an edit, or it wants what is no longer here. An edit saved
 * meanwhile goes with a later batch: only ids that the server answered change their state. `why` with a new epoch: the
 * server comes from a backup; what it lacks goes again, and what is no longer here is given up. Throws Failure when it
 * cannot be reached.
 */
export async function push(state: State, pace: Pace, why?: DeliverFirst): Promise<Pushed> {
  const done: Pushed = { sent: 0, refused: 0, failed: false, gap: false }
  const anew = why?.epoch !== undefined
  let restored = why?.restored
  let from = anew ? (await send(state, pace, { edits: [], size: 0 })).expect : 0
  for (;;) {
    const batch = await take(state.db, from, pace.size)
    const lost = from > 0 ? await missing(state.db, from, batch) : null
    if (lost && !anew) return { ...done, gap: true }
    if (restored && (lost || batch.edits.length === 0)) {
      await witness(state, restored, lost !== null)
      restored = undefined
    }
    if (batch.edits.length === 0 && !lost) return done
    await state.changed({})
    const reply = await send(state, pace, batch, lost)
    const answered = await settle(state.db, reply.answers)
    await state.changed({})
    done.sent += answered.applied
    done.refused += answered.refused
    if (reply.retry_after) done.retryAfter = reply.retry_after
    if (answered.failed > 0) return { ...done, failed: true }
    if (lost && reply.expect <= lost[1]) return { ...done, gap: true }
    const first = lost?.[0] ?? batch.edits[0]?.n ?? 0
    const back = reply.expect < first
    if (!back && !lost && answered.applied + answered.refused === 0) throw new Failure('server')
    if (back && from > 0) return { ...done, gap: true }
    from = back || from > 0 ? reply.expect : 0
  }
}

/** `lost`: numbers from the first to the second that are no longer here. The request tells how fast the network is. */
async function send({ db }: State, pace: Pace, { edits, size }: Batch, lost?: Range | null): Promise<Reply> {
  const device = await db.read('device')
  if (!device) throw new Failure('not_enrolled')
  const begun = performance.now()
  const short = edits.map((edit) => lean(edit, device.writer))
  const body = { epoch: device.epoch, now: Date.now(), edits: short, ...(lost ? { lost } : {}) }
  try {
    const reply = await call<Reply>('/api/sync/push', { token: device.token, body })
    pace.took(size, performance.now() - begun)
    return reply
  } catch (error) {
    pace.broke()
    throw error
  }
}

/**
 * The next edits to send, marked as on their way in the same transaction: from then on they may have reached the server
 * and are never altered. `from` > 0 (P4, a gap): the server lacks edits from there on, so acknowledged ones go again, with their proof.
 */
async function take(db: Database, from: number, size: number): Promise<Batch> {
  return db.transaction('rw', db.outbox, db.kept, async () => {
    const again = from > 0 ? await db.kept.where('n').aboveOrEqual(from).sortBy('n') : []
    const fresh = (await db.outbox.orderBy('n').toArray()).filter((entry) => entry.state !== 'answered')
    const resent: Resent[] = again.map(({ edit, answer }) => ({ ...edit, eff: answer.eff, ack: answer.ack }))
    const batch = cut([...resent, ...fresh.map((entry) => entry.edit)].sort((a, b) => a.n - b.n), size)
    const going = new Set(batch.edits.map((edit) => edit.n))
    await db.outbox.bulkPut(fresh.filter((entry) => going.has(entry.n) && entry.state === 'unsent').map(sending))
    return batch
  })
}

function sending(entry: OutboxEntry): OutboxEntry {
  return { ...entry, state: 'sending' }
}

/** As many whole groups from the front as fit, one at least. */
function cut(edits: Resent[], most: number): Batch {
  let end = 0
  let size = 0
  for (let next = 0; next < edits.length;) {
    const { group, device } = edits[next]!
    let after = next
    let more = 0
    for (; edits[after]?.group === group; after++) more += JSON.stringify(lean(edits[after]!, device)).length + 1
    if (end > 0 && (size + more > most || after > MOST)) break
    size += more
    end = next = after
  }
  return { edits: edits.slice(0, end), size }
}

/** The numbers from `from` on that this phone can no longer supply, or null. */
async function missing(db: Database, from: number, { edits }: Batch): Promise<Range | null> {
  const next = edits[0]?.n ?? (await db.read('n') ?? 0) + 1
  return next > from ? [from, next - 1] : null
}

/**
 * P8, P9. Stores the answers: applied entries wait for a pull to pass them, refused ones move to the refused list. An answer to
 * an edit that went again counts as well. Returns how many of our edits were answered how.
 */
async function settle(db: Database, answers: Answer[]): Promise<Record<Answer['result'], number>> {
  const count = { applied: 0, refused: 0, failed: 0 }
  await db.transaction('rw', db.outbox, db.refused, db.kept, db.meta, async () => {
    const keptAt = Date.now() + (await db.read('offset') ?? 0)
    for (const answer of answers) {
      const entry = await db.outbox.get(answer.n)
      const ours = entry ?? await db.kept.get(answer.n)
      if (ours?.id !== answer.id) continue
      count[answer.result]++
      if (answer.result === 'failed') {
        if (entry) await db.outbox.put({ ...entry, failed: true })
        continue
      }
      const { n, id, edit, before, scope } = ours
      await db.kept.put({ n, id, edit, before, scope, answer, keptAt })
      if (answer.result === 'applied') {
        if (entry) await db.outbox.put({ ...entry, state: 'answered', answer, failed: false })
        continue
      }
      await db.outbox.delete(n)
      if (edit.kind !== 'withdraw') await db.refused.put({ id, edit, scope, code: answer.code ?? '', at: Date.now(), held: 'held' })
    }
  })
  return count
}
