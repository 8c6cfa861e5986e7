/** The phone's side of push (docs/protocol.md, P1–P10): what is unsent, oldest first, in batches cut only between groups. */
import type { Database } from '../store/database'
import type { State } from '../store/state'
import type { Answer, Edit, OutboxEntry } from '../store/types'
import { call } from './wire'
import { Failure } from '../store/fault'

const BATCH = 200

interface Reply { answers: Answer[], expect?: number, retry_after?: number }
interface Resent extends Edit { eff?: number, ack?: string }
export interface Pushed { sent: number, refused: number, failed: boolean, retryAfter?: number }

/**
 * Pushes until nothing is left unsent or the server failed on an edit. An edit saved meanwhile goes with a later batch:
 * only ids that the server answered change their state. `ask`: begin by asking from which number on the server lacks
 * edits, as after a restored backup. Throws Failure when the server cannot be reached.
 */
export async function push(state: State, ask = false): Promise<Pushed> {
  const done: Pushed = { sent: 0, refused: 0, failed: false }
  let from = ask ? await expected(state) : 0
  for (;;) {
    const batch = await take(state.db, from)
    if (batch.length === 0) return done
    await state.changed({})
    const reply = await send(state, batch)
    const answered = await settle(state.db, reply.answers)
    await state.changed({})
    done.sent += answered.applied
    done.refused += answered.refused
    if (reply.retry_after) done.retryAfter = reply.retry_after
    if (answered.failed > 0) return { ...done, failed: true }
    const back = reply.expect !== undefined && reply.expect < (batch[0]?.n ?? 0)
    if (answered.applied + answered.refused === 0 && !(back && from === 0)) throw new Failure(back ? 'gap' : 'server')
    from = back ? reply.expect ?? 0 : 0
  }
}

async function send({ db }: State, edits: Resent[]): Promise<Reply> {
  const device = await db.read('device')
  if (!device) throw new Failure('not_enrolled')
  return call<Reply>('/api/sync/push', { token: device.token, body: { epoch: device.epoch, now: Date.now(), edits } })
}

/** The number from which acknowledged edits must go again, or 0 when the server lacks none of them. */
async function expected(state: State): Promise<number> {
  const { expect = 0 } = await send(state, [])
  return await state.db.kept.where('n').aboveOrEqual(expect).count() > 0 ? expect : 0
}

/**
 * The next edits to send, marked as on their way in the same transaction: from then on they may have reached the server
 * and are never altered. `from` > 0 (P4, a gap): the server lacks edits from there on, so acknowledged ones go again, with their proof.
 */
async function take(db: Database, from: number): Promise<Resent[]> {
  return db.transaction('rw', db.outbox, db.kept, async () => {
    const again = from > 0 ? await db.kept.where('n').aboveOrEqual(from).sortBy('n') : []
    const fresh = (await db.outbox.orderBy('n').toArray()).filter((entry) => entry.state !== 'answered')
    const resent: Resent[] = again.map(({ edit, answer }) => ({ ...edit, eff: answer.eff, ack: answer.ack }))
    const batch = cut([...resent, ...fresh.map((entry) => entry.edit)].sort((a, b) => a.n - b.n))
    const going = new Set(batch.map((edit) => edit.n))
    await db.outbox.bulkPut(fresh.filter((entry) => going.has(entry.n) && entry.state === 'unsent').map(sending))
    return batch
  })
}

function sending(entry: OutboxEntry): OutboxEntry {
  return { ...entry, state: 'sending' }
}

/** At most 200 edits; a larger single group goes alone, whole. */
function cut(edits: Resent[]): Resent[] {
  if (edits.length <= BATCH) return edits
  let end = BATCH
  while (end > 0 && edits[end]?.group === edits[end - 1]?.group) end--
  if (end > 0) return edits.slice(0, end)
  const first = edits[0]?.group
  return edits.filter((edit) => edit.group === first)
}

/**
 * P8, P9. Stores the answers: applied entries wait for a pull to pass them, refused ones move to the refused list. An answer to
 * an edit that went again counts as well. Returns how many of our edits were answered how.
 */
async function settle(db: Database, answers: Answer[]): Promise<Record<Answer['result'], number>> {
  const count = { applied: 0, refused: 0, failed: 0 }
  await db.transaction('rw', db.outbox, db.refused, db.kept, async () => {
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
      await db.kept.put({ n, id, edit, before, scope, answer, keptAt: Date.now() })
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
