/**
 * A town in which nothing happens by itself: every request, every answer and every transaction of a phone waits until
 * the scheduler takes it, in any order. A crash drops everything that is not on the disk.
 */
import { Dexie } from 'dexie'
import type * as fc from 'fast-check'
import { expect } from 'vitest'
import { heads } from '@/store/overlay'
import type { Wants } from '@/sync/places'
import { open, town, type Phone } from './phone'
import type { ModelServer } from './server'

export class Stepped {
  /** Numbers of which the phone has said that they are saved. */
  promised = new Set<number>()
  groups: string[] = []
  looks = 0
  /** A row was deleted beside the phone: until the repair is shown, the screen may lack it. */
  damaged = false
  private crashed!: Promise<never>
  private crash!: (why: Error) => void

  private constructor(readonly scheduler: fc.Scheduler, readonly server: ModelServer, public tabs: [Phone, Phone], private readonly wants?: Wants) {
    this.begin()
  }

  static async begin(scheduler: fc.Scheduler, empty?: ModelServer, wants?: Wants): Promise<Stepped> {
    const { server, phone } = await town(empty, wants)
    const made = new Stepped(scheduler, server, [phone, await open(phone.name, wants)], wants)
    const handle = server.handle.bind(server)
    server.handle = async (path, init) => {
      await made.step(`request ${path}`)
      const answer = await handle(path, init).catch((error: unknown) => error)
      await made.step(`answer ${path}`)
      if (answer instanceof Response) return answer
      throw answer
    }
    return made
  }

  get phone(): Phone {
    return this.tabs[0]
  }

  /** Everything in memory is gone; what was under way may or may not have reached the disk or the server. */
  async crashes(): Promise<void> {
    const { name } = this.phone
    for (const tab of this.tabs) tab.inner.close()
    this.crash(new Error('crashed'))
    this.tabs = [await open(name, this.wants), await open(name, this.wants)]
    this.begin()
  }

  /** What somebody does on the phone; a crash ends it wherever it is. */
  async lives(doing: Promise<unknown>): Promise<void> {
    await Promise.race([doing, this.crashed]).catch((error: { name?: string, message?: string }) => {
      if (error.message !== 'crashed' && error.name !== 'DatabaseClosedError') throw error
    })
  }

  async saves(tab: number, record: string, note: string): Promise<void> {
    const phone = this.tabs[tab]!
    const { group } = await phone.store.save([
      { kind: 'set', record, values: { note } },
      { kind: 'create', entity: 'visit', values: { household: '3.1:1h', note } },
    ])
    const n = Number(group.split('.')[1])
    this.promised.add(n).add(n + 1)
    this.groups.push(group)
  }

  async losesARow(id: string): Promise<void> {
    this.damaged = true
    await this.phone.inner.db.rows.delete(id)
  }

  /** One look at the disk: nothing promised is missing, numbers have no gap, and the screen shows rows and outbox. */
  async looksWell(): Promise<void> {
    const { inner: { db, outbox: shown }, store } = this.phone
    const take = async () => ({
      n: await db.meta.get('n'), rows: await db.rows.toArray(), outbox: await db.outbox.toArray(), kept: await db.kept.toArray(),
      screen: JSON.stringify(shown.value), values: new Map(['3.1:1r', '3.1:2r'].map((id) => [id, store.get(id)?.values.note])),
    })
    const unslowed = Dexie.prototype.transaction.bind(db) as unknown as (mode: 'r', tables: unknown, scope: typeof take) => ReturnType<typeof take>
    const look = await unslowed('r', db.tables, take).catch((error: { name?: string }) => {
      if (error.name !== 'DatabaseClosedError') throw error
    })
    if (!look) return
    const numbers = new Set([...look.outbox, ...look.kept].map((one) => one.n))
    expect([...this.promised].filter((n) => !numbers.has(n)), 'saved and gone').toEqual([])
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: Number(look.n?.value ?? 0) }, (_, i) => i + 1))
    for (const row of look.rows) {
      const waiting = new Set(look.outbox.map((one) => one.n))
      const done = look.kept.filter(({ n, edit, answer }) => !waiting.has(n) && edit.record === row.id && 'note' in edit.fields && answer.result === 'applied')
      const shows = Number((heads(row, 'note') as string[])[0]?.split('.')[1])
      if (edited(done) > 0) expect(shows, 'left the outbox before its row came').toBeGreaterThanOrEqual(edited(done))
    }
    if (look.screen !== JSON.stringify(look.outbox)) return
    this.looks++
    for (const [id, note] of look.values) {
      const mine = look.outbox.filter(({ edit }) => edit.record === id && edit.kind === 'set' && 'note' in edit.fields).at(-1)
      const there = look.rows.some((row) => row.id === id) && !(this.damaged && note === undefined)
      if (mine && there) expect(note).toEqual(mine.edit.fields.note?.value ?? undefined)
    }
  }

  step(what: string): Promise<unknown> {
    return this.scheduler.schedule(Promise.resolve(), what)
  }

  private begin(): void {
    this.crashed = new Promise((_, reject) => (this.crash = reject))
    this.crashed.catch(() => undefined)
    for (const [index, tab] of this.tabs.entries()) this.slowed(tab, `tab ${index}`)
  }

  /** Every transaction, and every reading and writing of `meta` outside of one, waits to be scheduled. */
  private slowed({ inner: { db } }: Phone, who: string): void {
    const { read, write, transaction } = db
    const turn = (what: string): Promise<unknown> => this.step(`${who} ${what}`)
    db.read = async (key) => (Dexie.currentTransaction ? read.call(db, key) : turn(`reads ${key}`).then(() => read.call(db, key))) as never
    db.write = async (key, value) => (Dexie.currentTransaction ? write.call(db, key, value) : turn(`writes ${key}`).then(() => write.call(db, key, value)))
    db.transaction = (async (...args: unknown[]) => {
      await turn(`transaction ${String(args[0])}`)
      return (transaction as (...args: unknown[]) => Promise<unknown>).apply(db, args)
    }) as never
  }
}

function edited(kept: { n: number }[]): number {
  return Math.max(0, ...kept.map((one) => one.n))
}
