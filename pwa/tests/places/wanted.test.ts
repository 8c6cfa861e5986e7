import { beforeEach, expect, it } from 'vitest'
import type { Row, Shown } from '@/store'
import { inner, store } from '@/store'
import type { Person } from '@/field/book/judged'
import { fits, openSessions } from '@/field/book/quick'
import { spread, wanted } from '@/field/appointment/wanted'
import { plusDays } from '@/ui/dates'

const row = (id: string, entity: Row['entity'], values: Record<string, unknown>, scope = 'T'): Row => ({ id, entity, scope, values, by: '1.1' })
const day = (n: number): string => plusDays(store.today(), n)
const session = (id: string, site: string, on: string, more: Record<string, unknown> = {}): Row =>
  row(id, 'session', { site, on, from: '08:30', to: '11:30', product: 'a', state: 'open', ...more })
const people = (n: number, products = ['a']): Person[] => Array.from({ length: n }, (_, i) => ({
  row: { id: `r${i}`, entity: 'resident', scope: 'g', values: {}, by: '1.1', pending: false, refused: false } as Shown,
  judgement: { status: 'due', next: { number: 1, earliest: day(-9), products } } as unknown as Person['judgement'],
  doses: [], contraindications: [], appointments: [],
}))
const room = (n: number) => (): number => n
const total = (want: Record<string, number>): number => Object.values(want).reduce((sum, n) => sum + n, 0)

beforeEach(async () => {
  await store.open()
  await inner.state.db.transaction('rw', inner.state.db.tables, async () => {
    await Promise.all(inner.state.db.tables.map((table) => table.clear()))
    await inner.state.db.rows.bulkPut([
      row('near', 'site', { name: '近', area: '990101100001' }), row('far', 'site', { name: '远', area: '990101100000' }),
      row('h', 'household', { grid: '990101100001-01' }, '990101100001-01'),
      session('n1', 'near', day(1)), session('n2', 'near', day(2)), session('f1', 'far', day(1)), session('gone', 'near', day(1), { state: 'cancelled' }),
      session('firm', 'near', day(1), { kind: 'special', for: '某厂' }), session('b', 'near', day(1), { product: 'b' }),
    ])
  })
  await inner.state.changed({ all: true })
})

it('wants as many places as there are people, over the next sessions that fit them, the near site first', () => {
  expect(spread(people(1), openSessions(), 60, room(20))).toEqual({ n1: 1 })
  const want = spread(people(7), openSessions(), 60, room(20))
  expect(want).toEqual({ n1: 3, n2: 2, f1: 2 })
})

it('wants nothing of a cancelled session, a special one, or of a product that fits nobody', () => {
  expect(Object.keys(spread(people(90), openSessions(), 60, room(20)))).toEqual(['n1', 'n2', 'f1'])
  expect(spread(people(5, ['c']), openSessions(), 60, room(20))).toEqual({})
})

it('never wants more than twenty of a session and sixty in all', () => {
  const want = spread(people(200), openSessions(), 60, room(500))
  expect([want, total(want)]).toEqual([{ n1: 20, n2: 20, f1: 20 }, 60])
})

it('asks a full session for one place only, and the others for more', () => {
  const free: Record<string, number> = { n1: 0, n2: 9, f1: 9 }
  expect(spread(people(9), openSessions(), 60, (slot) => free[slot.id] ?? 0)).toEqual({ n1: 1, n2: 4, f1: 4 })
})

it('keeps to the sessions of which it holds places, when another becomes as good a choice', async () => {
  await inner.state.db.rows.bulkPut(Array.from({ length: 7 }, (_, i) => session(`m${i}`, 'far', day(1))))
  await inner.state.changed({ all: true })
  const without = spread(people(6), openSessions(), 60, room(20))
  expect(without).not.toHaveProperty('m6')
  expect(spread(people(6), openSessions(), 60, room(20), (slot) => slot.id === 'm6')).toMatchObject({ m6: 1 })
})

it('a phone without its lists says that it does not know yet, and a desk wants none', async () => {
  const device = { writer: 1, token: 't', person: { id: 'p', name: '甲', role: 'canvasser' }, township: { code: '', name: '' }, epoch: 'e', enrolledAt: 1 }
  await inner.state.db.write('device', device)
  await inner.state.changed({})
  expect(wanted()).toBeNull()
  await inner.state.db.write('device', { ...device, person: { ...device.person, role: 'site' } })
  await inner.state.changed({})
  expect(wanted()).toEqual({})
})

it('the sessions of a person are those on or after the day of the dose', () => {
  const [person] = people(1)
  person!.judgement.next!.earliest = day(2)
  expect(openSessions().filter((slot) => fits(person!, slot)).map((slot) => slot.id)).toEqual(['n2'])
})
