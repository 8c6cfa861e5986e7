import { expect, it } from 'vitest'
import { asking, told } from '@/store/places'
import { open, until } from '../store/phone'
import { HOUR } from './leasing'
import { asks, holding, numbers } from './phone'

it('the first sync after enrolment brings places already, and each later one tops them up', async () => {
  const { server, phone } = await holding()
  expect(await numbers(phone)).toEqual({ free: [1, 2] })
  await asks(phone)
  await phone.cycle()
  expect(await numbers(phone)).toEqual({ done: [1], free: [2, 3] })
  expect([server.given.get('s1 1'), phone.store.places.told.value?.free]).toEqual(['17.1', { s1: 3 }])
})

it('what is held beyond what is wanted is marked before the server is asked, and is never given again', async () => {
  const { server, phone, wanted } = await holding({ s1: 5 })
  wanted.s1 = 1
  server.cuts = ['before']
  await phone.cycle()
  expect(await numbers(phone)).toEqual({ free: [1], back: [2, 3, 4, 5] })
  expect([(await asks(phone)).places, (await asks(phone, 's1', '3.1:2r')).places]).toEqual([['given'], ['none']])
  wanted.s1 = 0
  await phone.cycle()
  expect(await numbers(phone)).toEqual({ done: [1, 2, 3, 4, 5] })
  expect(server.asked.at(-1)).toMatchObject({ back: [{ lease: 'L1', session: 's1', tickets: [2, 3, 4, 5] }], want: { s1: 0 } })
  expect(server.free('s1')).toEqual([2, 3, 4, 5, 6])
})

it('a few spare places are not sent back and forth', async () => {
  const { server, phone, wanted } = await holding({ s1: 4 })
  wanted.s1 = 2
  await phone.cycle()
  expect([await numbers(phone), server.asked.at(-1)?.back]).toEqual([{ free: [1, 2, 3, 4] }, []])
})

it('a return whose answer was lost is asked again and frees nothing that was leased anew', async () => {
  const { server, phone, wanted } = await holding({ s1: 3 })
  wanted.s1 = 0
  server.cuts = ['after']
  await phone.cycle()
  for (let i = 0; i < 3; i++) server.books('s1')
  await phone.cycle()
  expect(await numbers(phone)).toEqual({ done: [1, 2, 3] })
  expect([...server.given.values()]).toEqual(['somebody', 'somebody', 'somebody'])
})

it('an answer that comes after a later one says nothing any more', async () => {
  const { server, phone, wanted } = await holding({ s1: 3 })
  const old = { ...server.places({ have: [], back: [], want: {} }), now: server.clock() - 1000 }
  wanted.s1 = 0
  await phone.cycle()
  await told(phone.inner.db, old)
  expect(await numbers(phone)).toEqual({ done: [1, 2, 3] })
})

it('a place that the server lists again, though it was given or returned, is not free', async () => {
  const { server, phone } = await holding({ s1: 3 })
  const before = server.places({ have: [], back: [], want: {} })
  await asks(phone)
  await phone.cycle()
  await told(phone.inner.db, { ...before, now: server.clock() + 1 })
  expect((await numbers(phone)).given).toEqual([1])
})

it('after the data were deleted under the page, a place that an unsent appointment uses is not free', async () => {
  const { server, phone } = await holding()
  await asks(phone)
  await new Promise((done, failed) => Object.assign(indexedDB.deleteDatabase(phone.name), { onsuccess: done, onerror: failed }))
  await phone.inner.changed({})
  await until(() => phone.store.unsent.value === 1)
  expect(await numbers(phone)).toEqual({})
  await told(phone.inner.db, server.places({ have: [], back: [], want: {} }))
  expect(await numbers(phone)).toEqual({ given: [1], free: [2] })
})

it('a place in an appointment that was refused stays with that appointment', async () => {
  const { server, phone } = await holding()
  await phone.store.save([{ kind: 'create', entity: 'appointment', values: { resident: '3.1:1r', session: 's1', number: 1, state: 'requested', note: 'bad' } }])
  await phone.cycle()
  expect([phone.store.refused.value.length, server.leased.has('s1 1')]).toEqual([1, true])
  expect(await numbers(phone)).toEqual({ given: [1], free: [2] })
})

it('held places are told with their proofs, those that unsent appointments use among them', async () => {
  const { phone, wanted } = await holding()
  await asks(phone)
  const tickets = [{ n: 1, proof: 'proof of L1 1' }, { n: 2, proof: 'proof of L1 2' }]
  expect((await asking(phone.inner.db, wanted))?.have).toMatchObject([{ lease: 'L1', session: 's1', tickets }])
  await phone.cycle()
  expect((await asking(phone.inner.db, { s1: 1 }))?.have.flatMap((one) => one.tickets.map(({ n }) => n))).toEqual([2, 3])
})

it('a server from before there were places, or one from a backup, disturbs no sync', async () => {
  const { server, phone } = await holding()
  server.restore('e2', 0)
  expect((await phone.cycle()).ok).toBe(true)
  expect([phone.store.places.told.value?.epoch, await numbers(phone)]).toEqual(['e2', { free: [1, 2] }])
  const act = server.handle.bind(server)
  server.handle = (path, init) => (path === '/api/sync/places' ? Promise.resolve(new Response('{"code":"not_found"}', { status: 404 })) : act(path, init))
  expect((await phone.cycle()).ok).toBe(true)
  expect(await numbers(phone)).toEqual({ free: [1, 2] })
})

it('the place of an appointment that was cancelled before the server had it is given back, not kept until the lease ends', async () => {
  const { server, phone } = await holding()
  const { ids } = await asks(phone)
  await phone.store.save([{ kind: 'set', record: ids[0]!, values: { state: 'cancelled' } }])
  const { leased } = server
  await phone.cycle()
  leased.set('s1 1', { lease: 'L1', until: server.clock() + HOUR })
  await phone.cycle()
  expect((await numbers(phone)).back).toEqual([1])
  await phone.cycle()
  expect([leased.get('s1 1')?.lease === 'L1', (await numbers(phone)).back]).toEqual([false, undefined])
})

it('long after its lease a ticket is forgotten', async () => {
  const { server, phone } = await holding()
  await asks(phone)
  await phone.cycle()
  const { clock } = server
  server.clock = () => clock() + 61 * HOUR
  server.reclaim()
  await phone.cycle()
  expect((await phone.inner.db.tickets.toArray()).some((one) => one.lease === 'L1')).toBe(false)
})

it('another tab shows what this one holds', async () => {
  const { phone, wanted } = await holding()
  const tab = await open(phone.name, () => wanted)
  await asks(phone)
  await until(() => tab.store.places.tickets.value.some((one) => one.state === 'given'))
  expect(tab.store.places.tickets.value).toHaveLength(2)
})
