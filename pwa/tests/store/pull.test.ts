import { describe, expect, it } from 'vitest'
import { enrolInto } from '@/sync/enrol'
import { household, note, open, resident, town } from './phone'

describe('pull', () => {
  it('reads pages until there are no more', async () => {
    const { server, phone } = await town()
    for (let i = 0; i < 25; i++) server.put(household(`3.2:${i}h`, 'A', `${i}`))
    server.pageSize = 10
    expect((await phone.cycle()).received).toBe(25)
    expect(phone.store.all('household')).toHaveLength(27)
  })

  it('rows of a page and its cursor are stored together or not at all', async () => {
    const { server, phone } = await town()
    const cursor = await phone.inner.db.read('cursor')
    server.put(household('3.2:1h', 'A', '新'))
    const put = phone.inner.db.meta.put.bind(phone.inner.db.meta)
    phone.inner.db.meta.put = ((one: { key: string }) => (one.key === 'cursor' ? Promise.reject(new Error('killed')) : put(one as never))) as never
    expect((await phone.cycle()).ok).toBe(false)
    const again = await open(phone.name)
    expect(again.store.get('3.2:1h')).toBeUndefined()
    expect(await again.inner.db.read('cursor')).toBe(cursor)
    await again.cycle()
    expect(again.store.get('3.2:1h')).toBeDefined()
  })

  it('a grid taken away with unsent work: the work arrives, then the records leave', async () => {
    const { server, phone } = await town()
    await note(phone, '3.1:1r', '最后一次')
    server.granted.delete('A')
    let once = true
    server.during = async (path) => {
      if (once && path.endsWith('push')) await note(phone, '3.1:2r', '交出前')
      once = false
    }
    const result = await phone.cycle()
    expect(result.ok).toBe(true)
    expect(server.applied.map((edit) => edit.n)).toEqual([1, 2])
    expect(phone.store.all('resident')).toEqual([])
    expect(phone.store.outbox.value).toEqual([])
    expect(phone.store.steps.value.map((step) => step.scope)).toEqual(['T'])
  })

  it('records that leave wait while their unsent edits cannot be delivered', async () => {
    const { server, phone } = await town()
    await note(phone, '3.1:1r', 'fails')
    server.granted.delete('A')
    await phone.cycle()
    expect(phone.store.unsent.value).toBe(1)
    expect(phone.store.get('3.1:1r')?.values.note).toBe('fails')
    for (let i = 0; i < 3; i++) await phone.cycle()
    expect(server.applied).toHaveLength(1)
    expect(phone.store.all('resident')).toEqual([])
  })

  it('an edit saved in the very moment in which its records leave is still delivered', async () => {
    const { server, phone } = await town()
    const { db } = phone.inner
    const transaction = db.transaction.bind(db) as (...args: unknown[]) => Promise<unknown>
    let armed = true
    db.transaction = (async (...args: unknown[]) => {
      if (armed && args[0] === 'rw' && args.includes(db.rows)) {
        armed = false
        await note(phone, '3.1:2r', '最后一刻')
      }
      return transaction(...args)
    }) as never
    server.granted.delete('A')
    await phone.cycle()
    expect(phone.store.all('resident')).toEqual([])
    expect(phone.store.unsent.value).toBe(1)
    await phone.cycle()
    expect(server.value('3.1:2r', 'note')).toBe('最后一刻')
  })

  it('a household that moves to another of my grids is there once, with its residents', async () => {
    const { server, phone } = await town()
    server.granted.add('B')
    await phone.cycle()
    server.move('3.1:1r', 'B')
    server.move('3.1:1h', 'B')
    server.pageSize = 1
    await phone.cycle()
    expect(phone.store.get('3.1:1h')?.scope).toBe('B')
    expect(phone.store.children('resident', '3.1:1h').map((one) => one.scope)).toEqual(['B'])
  })

  it('a revoked phone hands over its unsent edits, drops every record and says so', async () => {
    const { server, phone } = await town()
    await note(phone, '3.1:1r', '未交')
    server.revoked = true
    server.cuts = [null, null]
    expect((await phone.cycle()).error?.code).toBe('device_revoked')
    expect(server.arrived.at(-1)?.map((edit) => edit.id)).toEqual(['17.1'])
    expect(phone.store.device.value?.revoked).toBe(true)
    expect(await phone.inner.db.rows.count()).toBe(0)
    expect(phone.store.all('resident')).toEqual([])
    expect(phone.store.unsent.value).toBe(0)
    await expect(note(phone, '3.1:1r', '再来')).rejects.toMatchObject({ code: 'device_revoked' })
  })
})

describe('enrolment', () => {
  it('is refused while something is unsent, and afterwards gives a new number', async () => {
    const { phone } = await town()
    await note(phone, '3.1:1r', '未交')
    await expect(enrolInto(phone.inner, 'NEXT')).rejects.toMatchObject({ code: 'unsent_left' })
    await phone.cycle()
    await enrolInto(phone.inner, 'NEXT')
    await phone.cycle()
    expect((await note(phone, '3.1:1r', '新')).group).toBe('18.1')
  })

  it('opens a grid of 2,000 residents in well under a second', async () => {
    const { server, phone } = await town()
    for (let i = 0; i < 600; i++) server.put(household(`3.4:${i}h`, 'A', `${i}`))
    for (let i = 0; i < 2000; i++) server.put(resident(`3.4:${i}r`, `3.4:${i % 600}h`, 'A', `居民${i}`))
    await phone.cycle()
    const begun = performance.now()
    const again = await open(phone.name)
    expect(performance.now() - begun).toBeLessThan(1000)
    expect(again.store.all('resident')).toHaveLength(2002)
    expect(again.store.campaign.value).toEqual({ id: 'flu' })
  })
})
