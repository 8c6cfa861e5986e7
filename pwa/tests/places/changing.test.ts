import { expect, it } from 'vitest'
import { draftsFor } from '@/field/appointment/booking'
import type { Person } from '@/field/book/judged'
import { asks, holding, numbers } from './phone'

function personWith(appointments: Person['appointments']): Person {
  const row = { id: '3.1:1r', entity: 'resident' as const, scope: 'A', values: { next_step: 'book', next_on: '2026-11-30' }, by: '3.1', pending: false, refused: false }
  return { row, judgement: { next: { number: 2 } } as Person['judgement'], doses: [], contraindications: [], appointments }
}

it('another session cancels the place of before first, in one group, and the step to book is done', async () => {
  const { phone } = await holding()
  const { ids } = await asks(phone)
  const drafts = draftsFor(personWith([phone.store.get(ids[0]!)!]), 's2')
  expect(drafts).toEqual([
    { kind: 'set', record: ids[0], values: { state: 'cancelled' } },
    { kind: 'set', record: '3.1:1r', values: { next_step: null, next_on: null } },
    { kind: 'create', entity: 'appointment', values: { resident: '3.1:1r', session: 's2', number: 2, state: 'requested' } },
  ])
})

it('the number of a cancelled place is not given again before the server has heard of it', async () => {
  const { server, phone } = await holding({ s1: 1 })
  const { ids } = await asks(phone)
  await phone.store.save(draftsFor(personWith([phone.store.get(ids[0]!)!]), 's1'))
  expect(await numbers(phone)).toEqual({ given: [1] })
  expect(phone.store.all('appointment').map((one) => one.values.state)).toEqual(['cancelled', 'requested'])
  await phone.cycle()
  expect([server.broken, server.given.size]).toEqual([[], 0])
  expect((await asks(phone, 's1', '3.1:2r')).places).toEqual(['given'])
})

it('who missed the day is booked anew with a place of its own; what was missed stays as it was', async () => {
  const { server, phone } = await holding()
  const { ids } = await asks(phone)
  await phone.cycle()
  await phone.store.save([{ kind: 'set', record: ids[0]!, values: { state: 'missed' } }])
  const { ids: anew } = await phone.store.save(draftsFor(personWith([phone.store.get(ids[0]!)!]), 's1'))
  await phone.cycle()
  expect([server.value(ids[0]!, 'state'), server.value(anew.at(-1)!, 'ticket')]).toEqual(['missed', 2])
})
