import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Cut } from '../store/server'
import { Stepped } from '../store/stepped'
import { LeasingServer } from './leasing'
import { numbers, type Wanted } from './phone'

/**
 * Two tabs give out places and take them back, the phone syncs and returns what it no longer wants, answers are lost, the
 * power fails, and others book: in every order of requests and transactions. As long as no lease is taken away, a
 * confirmed place holds, and no number is given twice. `RUHU_EXAMPLES` makes it longer, `RUHU_SEED` runs one again.
 */
const EXAMPLES = Math.ceil(Number(process.env.RUHU_EXAMPLES ?? 160) / 4)
const seed = Number(process.env.RUHU_SEED ?? Math.floor(Math.random() * 2 ** 31))
const act = fc.record({ do: fc.constantFrom('ask', 'ask', 'ask', 'undo', 'want'), tab: fc.nat(1), n: fc.nat(2) })
const event = fc.constantFrom('books', 'books', 'crash')
const cut = fc.constantFrom<Cut>(null, null, null, 'before', 'after')

async function asks(world: Stepped, tab: number): Promise<void> {
  const draft = { kind: 'create' as const, entity: 'appointment' as const, values: { resident: '3.1:1r', session: 's1', number: 1, state: 'requested' } }
  const { group } = await world.tabs[tab]!.store.save([draft])
  world.promised.add(Number(group.split('.')[1]))
  world.groups.push(group)
}

it('in every order of steps no number is given twice and every confirmed place holds', async () => {
  let held = 0
  await fc.assert(fc.asyncProperty(
    fc.scheduler(), fc.array(act, { maxLength: 10 }), fc.array(event, { maxLength: 4 }), fc.array(cut, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }),
    async (scheduler, acts, events, cuts, cycles) => {
      const server = new LeasingServer()
      server.capacity.s1 = 8
      const wanted: Wanted = { s1: 5 }
      const world = await Stepped.begin(scheduler, server, () => wanted)
      server.cuts = cuts
      const user = async (tab: number): Promise<void> => {
        for (const one of acts.filter((one) => one.tab === tab)) {
          await world.step(`user ${one.do}`)
          if (one.do === 'want') wanted.s1 = 2 * one.n
          else if (one.do === 'ask') await world.lives(asks(world, tab))
          else await world.lives(world.tabs[tab]!.store.undo(world.groups.pop() ?? '').catch(unknown))
          await world.looksWell()
        }
      }
      const around = async (): Promise<void> => {
        for (const one of events) {
          await world.step(`world: ${one}`)
          if (one === 'books') server.books('s1')
          else await world.crashes()
        }
      }
      const syncing = async (): Promise<void> => {
        for (let i = 0; i < cycles; i++) {
          await world.step('cycle')
          await world.lives(world.tabs[i % 2]!.cycle())
        }
      }
      await scheduler.waitFor(Promise.all([user(0), user(1), around(), syncing()]))
      server.cuts = []
      wanted.s1 = 2
      await scheduler.waitFor(rests(world))
      held += await holds(world, server)
      for (const tab of world.tabs) tab.inner.close()
    },
  ), { numRuns: EXAMPLES, seed })
  expect(held).toBeGreaterThan(EXAMPLES / 4)
}, Math.max(60_000, EXAMPLES * 1_000))

async function rests(world: Stepped): Promise<void> {
  let done = false
  for (let i = 0; i < 40 && !done; i++) done = (await world.phone.cycle()).ok
  expect(done, 'in step').toBe(true)
  await world.phone.cycle()
}

/** How many confirmed appointments stand, each with its own number that nobody else has. */
async function holds(world: Stepped, server: LeasingServer): Promise<number> {
  server.settle()
  expect(server.broken).toEqual([])
  const live = world.phone.store.all('appointment').filter((one) => one.values.state === 'confirmed')
  const own = live.map((one) => Number(one.values.ticket))
  expect(new Set(own).size, 'given once').toBe(own.length)
  for (const one of live) expect(server.given.get(`s1 ${String(one.values.ticket)}`)).toBe(one.id)
  expect(server.given.size + server.leased.size + server.free('s1').length).toBe(server.capacity.s1)
  const { free = [] } = await numbers(world.phone)
  expect([...server.leased.keys()].sort()).toEqual(free.map((n) => `s1 ${n}`).sort())
  return live.length
}

function unknown(error: { code?: string }): void {
  if (error.code !== 'unknown_group' && error.code !== 'missing_record') throw error
}
