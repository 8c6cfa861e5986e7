/**
 * The places that this phone holds (docs/protocol.md, T): numbered tickets that it may give out without asking anybody.
 * A ticket is given once, or given back once. Either is on the disk, in the transaction in which it happens, before
 * anybody is told; and what was written down stays until long after the lease's end, so that no late answer, no second
 * tab and no restored server makes it free again.
 */
import type { Database } from './database'
import type { Draft, OutboxEntry, RefusedEntry } from './types'

export interface Ticket {
  lease: string
  n: number
  session: string
  /** When the lease ends (ms, the server's clock). */
  until: number
  proof: string
  /** `back`: to be returned, never given any more. `done`: given or returned, and the server knows. */
  state: 'free' | 'given' | 'back' | 'done'
  /** The number of the edit that gave it. */
  by?: number
}

/** Why a place asked for now would only be requested: none is held, the time cannot be vouched for, all leases are over. */
export type Lack = 'none' | 'clock' | 'over'

/** Tickets of one lease as the server tells them, and as it is told. */
export interface Lease { id: string, session: string, until: number, tickets: { n: number, proof: string }[] }
/** What the server answers (T3): all that is leased to this phone and not given as far as it knows. */
export interface Told { leases: Lease[], free: Record<string, number>, now: number, epoch: string }
export interface Asked {
  have: { lease: string, session: string, until: number, tickets: { n: number, proof: string }[] }[]
  back: { lease: string, session: string, tickets: number[] }[]
  want: Record<string, number>
}

/** So long after a lease's end (ms) the server has taken back what it had not heard of. */
const FORGOTTEN = 24 * 3_600_000
/** Fewer spare places than these are not sent back and forth. */
const SPARE = 2

/** The ticket to give out at the server's time `now`, the one whose lease ends first; else why there is none. */
export function placeIn(tickets: readonly Ticket[], session: string, now: number | null): Ticket | Lack {
  const free = tickets.filter((one) => one.state === 'free' && one.session === session)
  if (free.length === 0) return 'none'
  if (now === null) return 'clock'
  return free.filter((one) => now < one.until).sort((a, b) => a.until - b.until || a.n - b.n)[0] ?? 'over'
}

/**
 * Inside the transaction that saves: every place that is asked for becomes a confirmed one if this phone holds a
 * ticket. Returns the drafts as they are to be saved, and for each place asked for what came of it.
 */
export async function give(db: Database, drafts: readonly Draft[], now: number | null): Promise<{ drafts: Draft[], places: ('given' | Lack)[] }> {
  const places: ('given' | Lack)[] = []
  if (!drafts.some(asks)) return { drafts: [...drafts], places }
  let tickets = await db.tickets.toArray()
  const placed = drafts.map((draft): Draft => {
    if (!asks(draft)) return draft
    const found = placeIn(tickets, String(draft.values.session), now)
    places.push(typeof found === 'string' ? found : 'given')
    if (typeof found === 'string') return draft
    tickets = tickets.filter((one) => one !== found)
    const { lease: id, n: ticket, until, proof } = found
    return { ...draft, values: { ...draft.values, state: 'confirmed', ticket }, lease: { id, until, proof } }
  })
  return { drafts: placed, places }
}

function asks(draft: Draft): draft is Draft & { kind: 'create' } {
  return draft.kind === 'create' && draft.entity === 'appointment' && draft.values.state === 'requested'
}

/** In the same transaction, once the edits have their numbers: these tickets are given. */
export async function given(db: Database, entries: readonly OutboxEntry[]): Promise<void> {
  for (const { n, edit } of entries) {
    if (edit.lease) await db.tickets.update([edit.lease.id, edit.fields.ticket?.value as number], { state: 'given', by: n })
  }
}

/** In the transaction that withdraws edits which never left: their tickets are free again, unless the lease was lost meanwhile. */
export async function regain(db: Database, entries: readonly OutboxEntry[]): Promise<void> {
  const gone = new Set(entries.filter((entry) => entry.edit.kind === 'withdraw').map((entry) => entry.n))
  await db.tickets.filter((one) => one.state === 'given' && gone.has(one.by ?? 0)).modify({ state: 'free', by: undefined })
}

/**
 * What to ask of the server. What is held beyond what is wanted is marked as going back, in the transaction that finds it:
 * from then on it is never given. Null when there is nothing to say. `want` null: not known yet, nothing goes back.
 */
export async function asking(db: Database, want: Record<string, number> | null): Promise<Asked | null> {
  return db.transaction('rw', db.tickets, db.outbox, async () => {
    if (want) await returnBeyond(db, want)
    const tickets = await db.tickets.toArray()
    const unanswered = new Set((await db.outbox.toArray()).filter((one) => one.state !== 'answered').map((one) => one.n))
    const mine = tickets.filter((one) => one.state === 'free' || (one.state === 'given' && unanswered.has(one.by ?? 0)))
    const back = tickets.filter((one) => one.state === 'back')
    if (mine.length + back.length === 0 && Object.keys(want ?? {}).length === 0) return null
    return {
      have: byLease(mine).map(([{ lease, session, until }, some]) => ({ lease, session, until, tickets: some.map(({ n, proof }) => ({ n, proof })) })),
      back: byLease(back).map(([{ lease, session }, some]) => ({ lease, session, tickets: some.map((one) => one.n) })),
      want: { ...Object.fromEntries(back.map((one) => [one.session, 0])), ...want },
    }
  })
}

/** Those whose lease ends first go back first, of one lease the highest numbers. */
async function returnBeyond(db: Database, want: Record<string, number>): Promise<void> {
  const free = await db.tickets.filter((one) => one.state === 'free').toArray()
  for (const session of new Set(free.map((one) => one.session))) {
    const wanted = want[session] ?? 0
    const held = free.filter((one) => one.session === session).sort((a, b) => b.until - a.until || a.n - b.n)
    if (wanted > 0 && held.length <= wanted + SPARE) continue
    await db.tickets.bulkPut(held.slice(wanted).map(back))
  }
}

/**
 * The server's answer takes the place of what was known. It decides what is leased, never what is free: what was given
 * or goes back stays so; the place of an appointment that is cancelled, here and there, goes back. An answer older than
 * the last one says nothing any more.
 */
export async function told(db: Database, answer: Told): Promise<void> {
  await db.transaction('rw', [db.tickets, db.rows, db.outbox, db.refused, db.meta], async () => {
    const { epoch, at = 0 } = await db.read('places') ?? {}
    if (epoch === answer.epoch && answer.now < at) return
    const had = new Map((await db.tickets.toArray()).map((one) => [key(one.lease, one.n), one]))
    const used = new Map([...await db.outbox.toArray(), ...await db.refused.toArray()].flatMap(claimOf))
    const now: Ticket[] = answer.leases.flatMap(({ id, session, until, tickets }) => tickets.map(({ n, proof }) => {
      const before = had.get(key(id, n))
      const by = before?.by ?? used.get(key(id, n))
      had.delete(key(id, n))
      const one = { lease: id, n, session, until, proof }
      return by === undefined ? { ...one, state: before && before.state !== 'free' ? 'back' : 'free' } : { ...one, state: 'given', by }
    }))
    const written = [...had.values()].filter((one) => one.state !== 'free' && answer.now < one.until + FORGOTTEN)
    const writer = (await db.read('device'))?.writer
    const rows = await db.rows.bulkGet(now.map((one) => `${writer}.${one.by}`))
    for (const [index, one] of now.entries()) if (one.by && !used.has(key(one.lease, one.n)) && rows[index]?.values.state === 'cancelled') now[index] = back(one)
    await db.tickets.clear()
    await db.tickets.bulkPut([...now, ...written.map((one) => ({ ...one, state: 'done' as const }))])
    await db.write('places', { free: answer.free, at: answer.now, epoch: answer.epoch })
  })
}

function back(ticket: Ticket): Ticket {
  const { by: _, ...one } = ticket
  return { ...one, state: 'back' }
}

function claimOf({ edit }: OutboxEntry | RefusedEntry): [string, number][] {
  return edit.lease ? [[key(edit.lease.id, edit.fields.ticket?.value as number), edit.n]] : []
}

function key(lease: string, n: number): string {
  return `${lease} ${n}`
}

function byLease(tickets: readonly Ticket[]): [Ticket, Ticket[]][] {
  const found = new Map<string, Ticket[]>()
  for (const one of tickets) found.set(one.lease, [...found.get(one.lease) ?? [], one])
  return [...found.values()].map((some) => [some[0]!, some])
}
