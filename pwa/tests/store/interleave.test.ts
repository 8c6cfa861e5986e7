import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Cut } from './server'
import { Stepped } from './stepped'

/**
 * The user, the cycle and the world go on at once, and their steps are mixed in every order at every request and every
 * transaction: with answers lost, a server that stumbles, refuses, or is restored from a backup, a grid that is taken and
 * given back, other people's edits, and the power failing in between. `RUHU_EXAMPLES` makes it longer; a failure, and a
 * long run, tell the seed (`RUHU_SEED` runs it again).
 */
const EXAMPLES = Math.ceil(Number(process.env.RUHU_EXAMPLES ?? 160) / 4)
const seed = Number(process.env.RUHU_SEED ?? Math.floor(Math.random() * 2 ** 31))
const RECORDS = ['3.1:1r', '3.1:2r'] as const

interface Act { do: 'save' | 'bad' | 'fails' | 'undo', record: number, tab: number }
type Event = 'other' | 'restore' | 'take' | 'give' | 'crash' | 'lose a row'

const act: fc.Arbitrary<Act> = fc.record({ do: fc.constantFrom('save', 'save', 'save', 'bad', 'fails', 'undo'), record: fc.nat(1), tab: fc.nat(1) })
const event = fc.constantFrom<Event>('other', 'other', 'restore', 'take', 'give', 'crash', 'lose a row')
const cut = fc.constantFrom<Cut>(null, null, null, 'before', 'after')

async function user(world: Stepped, acts: Act[]): Promise<void> {
  for (const [index, one] of acts.entries()) {
    await world.step(`user ${one.do}`)
    if (one.do === 'undo') await world.lives(world.phone.store.undo(world.groups.pop() ?? '').catch(unless('unknown_group')))
    else await world.lives(world.saves(one.tab, RECORDS[one.record]!, `${one.do}${one.tab}${index}`).catch(unless('missing_record')))
    await world.looksWell()
  }
}

async function around(world: Stepped, events: Event[]): Promise<void> {
  const { server } = world
  for (const [index, one] of events.entries()) {
    await world.step(`world: ${one}`)
    if (one === 'other') server.change(RECORDS[index % 2]!, 'job', `工作${index}`, `2.${index + 1}`)
    else if (one === 'restore') server.restore(`e-${index}`, Math.floor((server.applied.at(-1)?.n ?? 0) / 2))
    else if (one === 'take') server.granted.delete('A')
    else if (one === 'give') server.granted.add('A')
    else if (one === 'crash') await world.crashes()
    else await world.lives(world.losesARow(RECORDS[0]))
    await world.looksWell()
  }
}

async function syncing(world: Stepped, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await world.step('cycle')
    await world.lives(world.tabs[i % 2]!.cycle())
  }
}

function unless(code: string): (error: { code?: string }) => void {
  return (error) => {
    if (error.code !== code) throw error
  }
}

/** When the world has come to rest: in step, and everything that was ever numbered is with the server, once. */
async function comesToRest(world: Stepped, compare: boolean): Promise<void> {
  const { server } = world
  server.cuts = []
  server.granted.add('A')
  if (compare) await world.phone.inner.db.meta.delete('checked')
  let done = false
  for (let i = 0; i < 40 && !done; i++) done = (await world.phone.cycle()).ok
  expect(done, 'in step').toBe(true)
  await world.phone.cycle()
  await world.looksWell()
  const { db } = world.phone.inner
  const numbers = Array.from({ length: await db.read('n') ?? 0 }, (_, i) => i + 1)
  const refused = (await db.refused.toArray()).map((one) => one.edit.n)
  const applied = server.applied.map((edit) => edit.n)
  expect([...new Set([...applied, ...refused])].sort((a, b) => a - b)).toEqual(numbers)
  expect(new Set(applied).size, 'applied once').toBe(applied.length)
  expect(await db.outbox.toArray()).toEqual([])
  const rows = await db.rows.orderBy('id').toArray()
  expect(rows).toEqual([...server.rows('A'), ...server.rows('T')].sort((a, b) => (a.id < b.id ? -1 : 1)))
}

it('in every order of steps nothing saved is lost, nothing happens twice, and all comes to the server', async () => {
  if (process.env.RUHU_EXAMPLES) console.info(`interleavings: RUHU_SEED=${seed}`)
  let looks = 0
  await fc.assert(fc.asyncProperty(
    fc.scheduler(), fc.array(act, { maxLength: 8 }), fc.array(event, { maxLength: 4 }), fc.array(cut, { maxLength: 12 }), fc.integer({ min: 1, max: 3 }), fc.boolean(),
    async (scheduler, acts, events, cuts, cycles, restored) => {
      const world = await Stepped.begin(scheduler)
      world.server.cuts = cuts
      const tabs = [0, 1].map((tab) => user(world, acts.filter((one) => one.tab === tab)))
      await scheduler.waitFor(Promise.all([...tabs, around(world, events), syncing(world, cycles)]))
      await scheduler.waitFor(comesToRest(world, events.includes('lose a row')))
      if (restored) {
        world.server.restore('last', 0)
        await scheduler.waitFor(comesToRest(world, false))
      }
      looks += world.looks
      for (const tab of world.tabs) tab.inner.close()
    },
  ), { numRuns: EXAMPLES, seed })
  expect(looks).toBeGreaterThan(EXAMPLES)
}, Math.max(60_000, EXAMPLES * 1_000))
