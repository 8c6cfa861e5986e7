import { afterEach, describe, expect, it, vi } from 'vitest'
import '@/ui/words/phone'
import { household, note, open, resident, town } from './phone'

afterEach(() => vi.restoreAllMocks())

/** The phone is full: nothing can be written to these stores any more, at most after another store was cleared. */
function full(stores: string[], roomOnceCleared = false): void {
  let room = false
  const { clear } = IDBObjectStore.prototype
  vi.spyOn(IDBObjectStore.prototype, 'clear').mockImplementation(function (this: IDBObjectStore) {
    room = roomOnceCleared
    return clear.call(this)
  })
  for (const way of ['put', 'add'] as const) {
    const really = IDBObjectStore.prototype[way]
    vi.spyOn(IDBObjectStore.prototype, way).mockImplementation(function (this: IDBObjectStore, ...args: [unknown]) {
      if (!room && stores.includes(this.name)) throw new DOMException('no room', 'QuotaExceededError')
      return really.apply(this, args)
    })
  }
}

describe('a full phone', () => {
  it('stores nothing by halves when a list does not fit, says what to do, and goes on when there is room', async () => {
    const { server, phone } = await town()
    server.granted.add('B')
    for (let i = 0; i < 4; i++) server.put(household(`3.3:${i}h`, 'B', `${i}`))
    const before = await phone.inner.db.rows.toArray()
    const cursor = await phone.inner.db.read('cursor')
    full(['rows'])
    const result = await phone.cycle()
    expect(result).toMatchObject({ ok: false, error: { code: 'no_room' } })
    expect(result.error?.message).toContain('没有丢')
    expect(await phone.inner.db.rows.toArray()).toEqual(before)
    expect(await phone.inner.db.read('cursor')).toBe(cursor)
    vi.restoreAllMocks()
    expect((await phone.cycle()).ok).toBe(true)
    expect(phone.store.all('household')).toHaveLength(6)
  })

  it('still saves and sends while lists do not fit', async () => {
    const { server, phone } = await town()
    server.granted.add('B')
    server.put(resident('3.3:1r', '3.3:1h', 'B', '新来的'))
    full(['rows', 'chunks'])
    await note(phone, '3.1:1r', '满了也记')
    expect((await phone.cycle()).error?.code).toBe('no_room')
    expect(server.value('3.1:1r', 'note')).toBe('满了也记')
    expect(phone.store.unsent.value).toBe(0)
    expect(phone.store.get('3.1:1r')?.values.note).toBe('满了也记')
  })

  it('makes room for an edit by dropping what can be fetched again, and never what is unsent', async () => {
    const { phone } = await town()
    const { db } = phone.inner
    await note(phone, '3.1:1r', '早先')
    await db.chunks.put({ scope: 'B', hash: 'x', data: new Uint8Array(9) })
    full(['outbox'], true)
    await note(phone, '3.1:2r', '挤出来的')
    expect(await db.chunks.count()).toBe(0)
    expect(phone.store.outbox.value.map((entry) => entry.edit.fields.note?.value)).toEqual(['早先', '挤出来的'])
  })

  it('drops kept edits when the server has had them for two weeks by its own clock, whatever this phone thinks', async () => {
    const { server, phone } = await town()
    await note(phone, '3.1:1r', '一')
    await phone.cycle()
    const real = Date.now()
    server.clock = () => real
    vi.spyOn(Date, 'now').mockReturnValue(real + 9 * 365 * 86_400_000)
    await phone.cycle()
    expect(await phone.inner.db.kept.count()).toBe(1)
    vi.restoreAllMocks()
    await phone.inner.db.kept.update(1, { keptAt: Date.now() - 15 * 86_400_000 })
    await phone.cycle()
    expect(await phone.inner.db.kept.count()).toBe(0)
  })

  it('an edit that cannot be stored is said not to be saved, and takes no number', async () => {
    const { phone } = await town()
    full(['outbox'])
    await expect(note(phone, '3.1:1r', '一')).rejects.toMatchObject({ code: 'storage_full' })
    vi.restoreAllMocks()
    const again = await open(phone.name)
    expect((await note(again, '3.1:1r', '一')).group).toBe('17.1')
  })
})
