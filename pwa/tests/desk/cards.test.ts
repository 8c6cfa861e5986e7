/** The desk's cards on the disk: the newest list is the truth, without a network the last one stays. */
import { afterEach, expect, it, vi } from 'vitest'
import { createCards, type Cards } from '@/store/cards'
import { createStore } from '@/store/create'
import { card, TODAY } from './people'

let profiles = 0
afterEach(() => vi.unstubAllGlobals())

async function desk(name = `desk-${++profiles}`): Promise<Cards> {
  vi.stubGlobal('navigator', {})
  const { store, state } = createStore(name)
  await store.open()
  await state.db.write('device', { writer: 3, token: 't', person: { id: 'p', name: '接种点', role: 'site' }, township: { code: '990101100000', name: '镇' }, epoch: 'e', enrolledAt: 1 })
  await state.changed({ all: true })
  const cards = createCards(state)
  await cards.open()
  return cards
}
function answers(body: object, status = 200): ReturnType<typeof vi.fn> {
  const asked = vi.fn(() => Promise.resolve(new Response(JSON.stringify(body), { status })))
  vi.stubGlobal('fetch', asked)
  return asked
}

it('shows the list of the day, and still after a restart without a network', async () => {
  const cards = await desk('desk-restart')
  const asked = answers({ now: 7, on: TODAY, cards: [card('1'), card('2')] })
  await cards.fetch(TODAY)
  expect(asked.mock.calls[0]).toMatchObject([`/api/desk/list?on=${TODAY}`, { headers: { Authorization: 'Bearer t' } }])
  expect([cards.all.value.length, cards.at.value, cards.fault.value]).toEqual([2, 7, null])
  const again = await desk('desk-restart')
  expect([again.all.value.map((one) => one.appointment), again.at.value]).toEqual([['1', '2'], 7])
})

it('forgets yesterday, and whoever is no longer on the list', async () => {
  const cards = await desk()
  answers({ now: 7, cards: [card('1'), card('2')] })
  await cards.fetch('2026-11-24')
  answers({ now: 8, cards: [card('2'), card('3')] })
  await cards.fetch(TODAY)
  expect(cards.all.value.map((one) => one.appointment)).toEqual(['2', '3'])
})

it('keeps the last list when the server cannot be reached, and says why', async () => {
  const cards = await desk()
  answers({ now: 7, cards: [card('1')] })
  await cards.fetch(TODAY)
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
  await cards.fetch(TODAY)
  expect([cards.all.value.length, cards.at.value, cards.fault.value?.code]).toEqual([1, 7, 'offline'])
  answers({ code: 'scope_not_granted', message: {} }, 403)
  await cards.fetch(TODAY)
  expect(cards.fault.value?.code).toBe('scope_not_granted')
})

it('keeps whoever was asked for by number for the day, also when a new list comes', async () => {
  const cards = await desk()
  answers({ card: card('', { appointment: null, session: null, resident: 'r9' }) })
  await cards.seek('990101', TODAY)
  answers({ now: 7, cards: [card('1')] })
  await cards.fetch(TODAY)
  expect(cards.all.value.map((one) => [one.resident, one.sought ?? false])).toEqual([['r9', true], ['r1', false]])
  await cards.fetch('2026-11-26')
  expect(cards.all.value.map((one) => one.resident)).toEqual(['r1'])
})

it('says that a number is nobody', async () => {
  const cards = await desk()
  answers({ card: null })
  expect(await cards.seek('990101', TODAY)).toBeNull()
  expect(cards.all.value).toEqual([])
})
