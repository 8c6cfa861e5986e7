import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { open, town, type Phone } from './phone'
import type { ModelServer } from './server'

/**
 * Whatever a canvasser and the network do: nothing said to be saved is lost, each edit takes effect once, and what is
 * shown is the server's last word with this phone's own unsent edits on top.
 */
type Step =
  | { do: 'save', record: number, tab: number }
  | { do: 'create' | 'undo' | 'pull' | 'lost' | 'cut' | 'other' | 'kill' | 'refused' | 'fails' }

const RECORDS = ['3.1:1r', '3.1:2r', '3.1:1h']
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('save' as const), record: fc.nat(2), tab: fc.nat(1) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('create' as const, 'undo' as const, 'pull' as const, 'lost' as const, 'cut' as const, 'other' as const, 'kill' as const, 'refused' as const, 'fails' as const) }) },
)

class World {
  saved: string[] = []
  made: string[] = []
  count = 0

  constructor(public server: ModelServer, public tabs: [Phone, Phone]) {}

  async take(one: Step): Promise<void> {
    const [phone, tab] = this.tabs
    const text = `${one.do}${++this.count}`
    if (one.do === 'save') return this.note(one.tab ? tab : phone, RECORDS[one.record] ?? '', text)
    if (one.do === 'refused') return this.note(phone, RECORDS[0] ?? '', `bad${text}`)
    if (one.do === 'fails') return this.note(phone, RECORDS[1] ?? '', text)
    if (one.do === 'create') {
      const { group, ids } = await phone.store.save([
        { kind: 'create', entity: 'visit', values: { household: '3.1:1h', note: text }, ref: 'v' },
        { kind: 'set', record: '3.1:1r', values: { job: text } },
      ])
      this.saved.push(group)
      this.made.push(...ids)
      return
    }
    if (one.do === 'undo') return phone.store.undo(this.saved.pop() ?? '').catch(onlyUnknown)
    if (one.do === 'other') return this.server.change(RECORDS[1] ?? '', 'door', text, `18.${this.count}`)
    if (one.do === 'kill') {
      for (const one of this.tabs) one.inner.close()
      this.tabs = [await open(phone.name), await open(phone.name)]
      return
    }
    this.server.cuts = one.do === 'lost' ? ['after'] : one.do === 'cut' ? [null, 'before'] : []
    await Promise.all([phone.cycle(), one.do === 'lost' ? this.note(tab, '3.1:2r', text) : null])
    this.server.cuts = []
  }

  private async note(phone: Phone, record: string, text: string): Promise<void> {
    this.saved.push((await phone.store.save([{ kind: 'set', record, values: { note: text } }])).group)
  }
}

function onlyUnknown(error: { code?: string }): void {
  if (error.code !== 'unknown_group') throw error
}

/** Numbers without gap; every one either still in the outbox, or refused, or applied exactly once. */
async function accounted(world: World): Promise<void> {
  const { db } = world.tabs[0].inner
  const [n = 0, outbox, refused] = await Promise.all([db.read('n'), db.outbox.toArray(), db.refused.toArray()])
  const applied = world.server.applied.map((edit) => edit.n)
  expect(new Set(applied).size).toBe(applied.length)
  const somewhere = new Set([...applied, ...outbox.map((one) => one.n), ...refused.map((one) => one.edit.n)])
  expect([...somewhere].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i + 1))
  expect(outbox.filter((one) => one.state === 'answered').every((one) => applied.includes(one.n))).toBe(true)
}

/** Confirmed rows with the outbox laid over, computed the slow way. */
async function shownAsExpected(world: World): Promise<void> {
  const [phone] = world.tabs
  await phone.inner.changed({})
  const { db } = phone.inner
  const outbox = await db.outbox.toArray()
  for (const id of [...RECORDS, ...world.made]) {
    let values = (await db.rows.get(id))?.values
    for (const { edit } of outbox) {
      if (edit.record !== id || edit.kind === 'withdraw') continue
      if (!values && edit.kind !== 'create') continue
      values = { ...values, ...Object.fromEntries(Object.entries(edit.fields).map(([field, { value }]) => [field, value])) }
    }
    expect(phone.store.get(id)?.values).toEqual(values && Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)))
  }
}

it('any interleaving of saving, undoing, killing and syncing loses nothing and does nothing twice', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
    const { server, phone } = await town()
    const world = new World(server, [phone, await open(phone.name)])
    for (const one of steps) {
      await world.take(one)
      await accounted(world)
      await shownAsExpected(world)
    }
    for (let i = 0; i < 4 * steps.length && !(await world.tabs[0].cycle()).ok;) i++
    await world.tabs[0].cycle()
    await accounted(world)
    expect(await world.tabs[0].inner.db.outbox.count()).toBe(0)
    const rows = await world.tabs[0].inner.db.rows.toArray()
    expect(rows.sort(byId)).toEqual([...server.rows('A'), ...server.rows('T')].sort(byId))
  }), { numRuns: Number(process.env.RUNS ?? 60) })
})

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)
