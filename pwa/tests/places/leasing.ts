/**
 * The model server with numbered places: it leases them to the phone, hears what is given out with the edits, and keeps
 * count of every promise that does not hold. Everybody else who books is one method.
 */
import type { Edit } from '@/store'
import type { Asked, Lease, Told } from '@/store/places'
import { ModelServer } from '../store/server'

interface Leased { lease: string, until: number }

export const HOUR = 3_600_000

export class LeasingServer extends ModelServer {
  capacity: Record<string, number> = { s1: 6 }
  /** Appointment by "session number". */
  given = new Map<string, string>()
  leased = new Map<string, Leased>()
  /** Confirmed on the phone, but somebody else's here. */
  broken: string[] = []
  asked: Asked[] = []
  /** How long a lease lasts. */
  term = 36 * HOUR
  private settled = 0
  private leases = 0

  /** Somebody else is given a place, if one is free. */
  books(session: string): void {
    this.settle()
    const n = this.free(session)[0]
    if (n !== undefined) this.given.set(`${session} ${n}`, 'somebody')
  }

  /** All that was leased and not given goes back at once, as after a grace that has passed. */
  reclaim(): void {
    this.settle()
    this.leased.clear()
  }

  protected override act(path: string, body: unknown): Response {
    if (path !== '/api/sync/places' || this.revoked) return super.act(path, body)
    return new Response(JSON.stringify(this.places(body as Asked)))
  }

  places({ have, back, want }: Asked): Told {
    this.asked.push({ have, back, want })
    this.settle()
    for (const { lease, session, tickets } of back) {
      for (const n of tickets) if (this.leased.get(`${session} ${n}`)?.lease === lease) this.leased.delete(`${session} ${n}`)
    }
    for (const [session, most] of Object.entries(want)) this.topUp(session, most)
    const sessions = Object.keys(this.capacity)
    return { leases: sessions.flatMap((session) => this.told(session)), free: Object.fromEntries(sessions.map((one) => [one, this.free(one).length])), now: this.clock(), epoch: this.epoch }
  }

  /** What the phone has pushed since: places given and given up. */
  settle(): void {
    for (const edit of this.applied.slice(this.settled)) this.follow(edit)
    this.settled = this.applied.length
  }

  /** Numbers of a session that nobody has. */
  free(session: string): number[] {
    return Array.from({ length: this.capacity[session] ?? 0 }, (_, i) => i + 1).filter((n) => !this.given.has(`${session} ${n}`) && !this.leased.has(`${session} ${n}`))
  }

  private follow(edit: Edit): void {
    if (edit.entity !== 'appointment') return
    if (edit.fields.state?.value === 'cancelled') {
      for (const [place, record] of this.given) if (record === edit.record) this.given.delete(place)
    } else if (edit.kind === 'create' && edit.lease) {
      const place = `${String(edit.fields.session?.value)} ${String(edit.fields.ticket?.value)}`
      if (this.leased.get(place)?.lease !== edit.lease.id) this.broken.push(edit.record)
      else this.given.set(place, edit.record)
      this.leased.delete(place)
    }
  }

  private topUp(session: string, most: number): void {
    const missing = most - this.of(session).length
    const lease = `L${++this.leases}`
    for (const n of this.free(session).slice(0, Math.max(0, missing))) this.leased.set(`${session} ${n}`, { lease, until: this.clock() + this.term })
  }

  private of(session: string): [number, Leased][] {
    return [...this.leased].filter(([place]) => place.startsWith(`${session} `)).map(([place, leased]) => [Number(place.split(' ')[1]), leased])
  }

  private told(session: string): Lease[] {
    const byLease = new Map<string, Lease>()
    for (const [n, { lease, until }] of this.of(session)) {
      const one = byLease.get(lease) ?? { id: lease, session, until, tickets: [] }
      one.tickets.push({ n, proof: `proof of ${lease} ${n}` })
      byLease.set(lease, one)
    }
    return [...byLease.values()]
  }
}
