import { Dexie } from 'dexie'
import { afterEach, describe, expect, it, vi } from 'vitest'
import '@/ui/words/phone'
import { told } from '@/store/places'
import { enrolInto } from '@/sync/enrol'
import { household, note, open, until } from '../store/phone'
import { asks, holding, numbers } from './phone'
import { HOUR } from './leasing'

afterEach(() => vi.restoreAllMocks())

describe('giving out places', () => {
  it('confirms without a network, with the number, the lease and its proof, in the transaction of the edit', async () => {
    const { server, phone } = await holding()
    server.cuts = ['before']
    const { ids, places } = await asks(phone)
    expect(places).toEqual(['given'])
    expect(phone.store.get(ids[0]!)?.values).toEqual({ resident: '3.1:1r', session: 's1', number: 1, state: 'confirmed', ticket: 1 })
    const [entry] = phone.store.outbox.value
    expect(entry?.edit.lease).toMatchObject({ id: 'L1', proof: 'proof of L1 1' })
    expect(await numbers(phone)).toEqual({ given: [1], free: [2] })
  })

  it('a family of three with two places held: two are confirmed, the third is requested, and each is told', async () => {
    const { phone } = await holding()
    const draft = (resident: string) => ({ kind: 'create' as const, entity: 'appointment' as const, values: { resident, session: 's1', number: 1, state: 'requested' } })
    const { ids, places } = await phone.store.save([draft('3.1:1r'), draft('3.1:2r'), draft('3.1:1r')])
    expect(places).toEqual(['given', 'given', 'none'])
    expect(ids.map((id) => phone.store.get(id)?.values.ticket)).toEqual([1, 2, undefined])
    expect(phone.store.get(ids[2]!)?.values.state).toBe('requested')
  })

  it('two tabs never give one place twice', async () => {
    const { phone } = await holding({ s1: 4 })
    const tab = await open(phone.name)
    await tab.cycle()
    const saved = await Promise.all(Array.from({ length: 6 }, (_, i) => asks(i % 2 ? phone : tab)))
    await until(() => phone.store.outbox.value.length === 6)
    const tickets = saved.flatMap(({ ids }) => phone.store.get(ids[0]!)?.values.ticket ?? [])
    expect(tickets.sort()).toEqual([1, 2, 3, 4])
  })

  it('what could not be saved for want of room has given nothing', async () => {
    const { phone } = await holding()
    const add = IDBObjectStore.prototype.put
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...args: [unknown]) {
      if (this.name === 'outbox') throw new DOMException('no room', 'QuotaExceededError')
      return add.apply(this, args)
    })
    await expect(asks(phone)).rejects.toMatchObject({ code: 'storage_full' })
    expect(await numbers(phone)).toEqual({ free: [1, 2] })
  })
})

describe('whoever cannot vouch for the time only requests', () => {
  it('after a restart without a network; the places are still there and count again after the next sync', async () => {
    const { server, phone, wanted } = await holding()
    phone.inner.close()
    const again = await open(phone.name, () => wanted)
    expect(await numbers(again)).toEqual({ free: [1, 2] })
    expect(again.store.places.in('s1')).toBe('clock')
    expect((await asks(again)).places).toEqual(['clock'])
    expect(await numbers(again)).toEqual({ free: [1, 2] })
    server.cuts = []
    await again.cycle()
    expect((await asks(again, 's1', '3.1:2r')).places).toEqual(['given'])
  })

  it('when the clock was set back after the server was heard', async () => {
    const { phone } = await holding()
    const now = Date.now()
    vi.spyOn(Date, 'now').mockReturnValue(now - 24 * HOUR)
    expect((await asks(phone)).places).toEqual(['clock'])
  })

  it('and nothing is given when the lease is over, by the longer of the two clocks', async () => {
    const { phone } = await holding()
    const now = Date.now()
    const wall = vi.spyOn(Date, 'now').mockReturnValue(now + 35 * HOUR)
    expect((await asks(phone)).places).toEqual(['given'])
    wall.mockReturnValue(now + 37 * HOUR)
    expect((await asks(phone, 's1', '3.1:2r')).places).toEqual(['over'])
    wall.mockReturnValue(now + 35 * HOUR)
    expect((await asks(phone, 's1', '3.1:2r')).places, 'set back').toEqual(['clock'])
  })
})

describe('taking back', () => {
  it('an appointment that never left the phone frees its place, and the withdrawal carries no lease', async () => {
    const { server, phone } = await holding()
    const { group } = await asks(phone)
    await phone.store.undo(group)
    expect(await numbers(phone)).toEqual({ free: [1, 2] })
    expect(phone.store.outbox.value[0]?.edit).not.toHaveProperty('lease')
    expect((await asks(phone)).places).toEqual(['given'])
    await phone.cycle()
    expect([server.broken, server.given.get('s1 1')]).toEqual([[], '17.2'])
  })

  it('one that may have left is cancelled, and its number is not given again under that lease', async () => {
    const { server, phone } = await holding()
    const { group } = await asks(phone)
    server.cuts = ['after']
    await phone.cycle()
    await phone.store.undo(group)
    expect(await numbers(phone)).toEqual({ given: [1], free: [2] })
    await phone.cycle()
    expect(server.given.size).toBe(0)
    expect(await phone.inner.db.tickets.get(['L1', 1])).toMatchObject({ state: 'done' })
    const anew = (await phone.inner.db.tickets.toArray()).filter((one) => one.n === 1 && one.lease !== 'L1')
    expect(anew.map((one) => one.state)).toEqual(['free'])
  })

  it('one whose lease the server took back meanwhile frees nothing', async () => {
    const { server, phone } = await holding({ s1: 1 })
    const { group } = await asks(phone)
    server.reclaim()
    await told(phone.inner.db, { leases: [], free: {}, now: server.clock(), epoch: 'e1' })
    await phone.store.undo(group)
    expect(await numbers(phone)).toEqual({ done: [1] })
  })
})

describe('nothing else is lost', () => {
  it('a database of before keeps its outbox and its records', async () => {
    const before = new Dexie('of-before')
    before.version(2).stores({ rows: 'id, scope', outbox: 'n', refused: 'id', kept: 'n, edit.group, keptAt', meta: 'key', chunks: '[scope+hash], scope' })
    await before.open()
    await before.table('meta').bulkPut([{ key: 'device', value: { writer: 17, token: 't17', epoch: 'e1', person: { id: 'p', name: '甲', role: 'canvasser' }, township: { code: '', name: '' }, enrolledAt: 1 } }, { key: 'n', value: 1 }])
    await before.table('rows').put(household('3.1:1h', 'A', '一号'))
    await before.table('outbox').put({ n: 1, id: '17.1', scope: 'A', state: 'unsent', before: {}, edit: { id: '17.1', device: 17, n: 1, group: '17.1', size: 1, at: 1, kind: 'set', entity: 'household', record: '3.1:1h', fields: { note: { value: '没传', base: [] } }, saw: [], schema: 2 } })
    before.close()
    const phone = await open('of-before')
    expect([phone.store.unsent.value, phone.store.get('3.1:1h')?.values.note]).toEqual([1, '没传'])
    await note(phone, '3.1:1h', '接着写')
    expect(phone.store.outbox.value.map((one) => one.n)).toEqual([1, 2])
  })

  it('a new enrolment and a stop by the office leave no place behind', async () => {
    const { server, phone } = await holding()
    await enrolInto(phone.inner, 'NEXT')
    expect(await numbers(phone)).toEqual({})
    await phone.cycle()
    expect(await numbers(phone)).toMatchObject({ free: expect.anything() as unknown })
    server.revoked = true
    await phone.cycle()
    expect(await numbers(phone)).toEqual({})
  })
})
