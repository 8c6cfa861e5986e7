import { describe, expect, it } from 'vitest'
import { note, town } from './phone'

describe('push', () => {
  it('an edit made during a push is still unsent and goes with the next', async () => {
    const { server, phone } = await town()
    await note(phone, '3.1:1r', '先')
    let once = true
    server.during = async (path) => {
      if (once && path.endsWith('push')) await note(phone, '3.1:2r', '中途')
      once = false
    }
    await phone.cycle()
    server.during = null
    await phone.cycle()
    expect(server.applied.map((edit) => edit.n)).toEqual([1, 2])
    expect(server.arrived.map((batch) => batch.map((edit) => edit.n))).toEqual([[1], [2]])
    expect(phone.store.outbox.value).toEqual([])
  })

  it('keeps an answered edit on the screen until a pull has brought it back', async () => {
    const { server, phone } = await town()
    await note(phone, '3.1:1r', '在')
    server.cuts = [null, 'before']
    await phone.cycle()
    expect(phone.store.outbox.value.map((entry) => entry.state)).toEqual(['answered'])
    expect(phone.store.unsent.value).toBe(0)
    expect(phone.store.get('3.1:1r')?.values.note).toBe('在')
    await phone.cycle()
    expect(phone.store.outbox.value).toEqual([])
    expect(phone.store.get('3.1:1r')).toMatchObject({ pending: false, values: { note: '在' } })
  })

  it('a lost answer leads to the same answer, not to a second edit', async () => {
    const { server, phone } = await town()
    await note(phone, '3.1:1r', '一次')
    server.cuts = ['after']
    expect((await phone.cycle()).error?.code).toBe('offline')
    await phone.cycle()
    expect(server.applied).toHaveLength(1)
    expect(server.arrived).toHaveLength(2)
    expect(phone.store.outbox.value).toEqual([])
  })

  it('a refused edit does not stop the ones behind it, and is shown until the office has released it', async () => {
    const { server, phone } = await town()
    await note(phone, '3.1:1r', 'bad')
    await note(phone, '3.1:2r', '好')
    const result = await phone.cycle()
    expect(result).toMatchObject({ ok: true, sent: 2, refused: 1 })
    expect(phone.store.refused.value).toMatchObject([{ id: '17.1', code: 'bad_value', held: 'held' }])
    expect(phone.store.get('3.1:1r')).toMatchObject({ refused: true, pending: false })
    expect(server.value('3.1:2r', 'note')).toBe('好')
    server.release('17.1')
    await phone.cycle()
    expect(phone.store.refused.value[0]?.held).toBe('released')
    expect(phone.store.get('3.1:1r')?.refused).toBe(false)
    await phone.store.dismiss('17.1')
    expect(phone.store.refused.value).toEqual([])
  })

  it('an edit on which the server fails is sent again, and nothing is lost meanwhile', async () => {
    const { server, phone } = await town()
    await note(phone, '3.1:1r', 'fails')
    await note(phone, '3.1:2r', '后')
    expect((await phone.cycle()).ok).toBe(false)
    expect(phone.store.outbox.value.map((entry) => entry.failed ?? false)).toEqual([true, false])
    await phone.cycle()
    expect((await phone.cycle()).ok).toBe(true)
    expect(server.applied.map((edit) => edit.n)).toEqual([1, 2])
  })

  it('cuts a batch only between groups', async () => {
    const { server, phone } = await town()
    for (let i = 0; i < 240; i++) {
      await phone.store.save([1, 2, 3].map((k) => ({ kind: 'create' as const, entity: 'visit' as const, values: { household: '3.1:1h', note: `${i}-${k}` } })))
    }
    server.during = () => new Promise((done) => setTimeout(done, 300))
    await phone.cycle()
    expect(server.arrived.length).toBeGreaterThan(1)
    expect(server.arrived.every((batch) => batch.length % 3 === 0)).toBe(true)
    expect(server.applied).toHaveLength(720)
  })
})
