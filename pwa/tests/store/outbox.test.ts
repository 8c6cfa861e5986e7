import { afterEach, describe, expect, it, vi } from 'vitest'
import { heads, lay } from '../../src/store/overlay'
import type { OutboxEntry, Row } from '../../src/store/types'
import { note, open, town, until } from './phone'

afterEach(() => vi.restoreAllMocks())

describe('saving', () => {
  it('shows at once what was saved and keeps it when the browser is opened again', async () => {
    const { phone } = await town()
    await note(phone, '3.1:1r', '下午再来')
    expect(phone.store.get('3.1:1r')).toMatchObject({ pending: true, values: { note: '下午再来' } })
    const again = await open(phone.name)
    expect(again.store.get('3.1:1r')?.values.note).toBe('下午再来')
    expect(again.store.unsent.value).toBe(1)
  })

  it('writes the outbox in one transaction with strict durability', async () => {
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
    const { phone } = await town()
    transaction.mockClear()
    await note(phone, '3.1:1r', '一')
    expect(transaction.mock.calls.filter(([, mode]) => mode === 'readwrite').map(([, , options]) => options)).toEqual([{ durability: 'strict' }])
  })

  it('puts the parts of one visit into one group of consecutive numbers and resolves references', async () => {
    const { phone } = await town()
    const saved = await phone.store.save([
      { kind: 'create', entity: 'household', values: { grid: 'A', door: '三号' }, ref: 'home' },
      { kind: 'create', entity: 'resident', values: { household: '$home', name: '王三', phone: '' }, ref: 'who' },
      { kind: 'create', entity: 'visit', values: { household: '$home', outcome: 'spoke', informed: ['$who'] } },
    ])
    expect(saved).toEqual({ group: '17.1', ids: ['17.1', '17.2', '17.3'] })
    expect(phone.store.outbox.value.map(({ edit }) => [edit.n, edit.group, edit.size])).toEqual([[1, '17.1', 3], [2, '17.1', 3], [3, '17.1', 3]])
    expect(phone.store.children('resident', '17.1').map((one) => one.values)).toEqual([{ household: '17.1', name: '王三' }])
    expect(phone.store.get('17.3')).toMatchObject({ scope: 'A', values: { informed: ['17.2'] } })
  })

  it('keeps whole characters and replaces half an emoji, which no server takes', async () => {
    const { phone } = await town()
    await phone.store.save([
      { kind: 'set', record: '3.1:1r', values: { note: '有狗\ud83d' } },
      { kind: 'create', entity: 'household', values: { grid: 'A', door: '\udc36 三号 😀' } },
    ])
    expect(phone.store.outbox.value.map(({ edit }) => edit.fields.note?.value ?? edit.fields.door?.value)).toEqual(['有狗\ufffd', '\ufffd 三号 😀'])
  })

  it('takes no number and writes nothing when the transaction is killed half way', async () => {
    const { phone } = await town()
    await note(phone, '3.1:1r', '已保存')
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('killed', 'AbortError')
    })
    await expect(note(phone, '3.1:2r', '没写完')).rejects.toThrow()
    put.mockRestore()
    const again = await open(phone.name)
    expect(again.store.outbox.value.map((entry) => entry.id)).toEqual(['17.1'])
    await note(again, '3.1:2r', '再来')
    expect(again.store.outbox.value.map((entry) => entry.id)).toEqual(['17.1', '17.2'])
  })

  it('says that the phone is full, in words', async () => {
    const { phone } = await town()
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await expect(note(phone, '3.1:1r', '一')).rejects.toMatchObject({ code: 'storage_full' })
  })

  it('says so when the browser keeps no data at all', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('private mode', 'InvalidStateError')
    })
    await expect(open()).rejects.toMatchObject({ code: 'storage_unavailable' })
  })

  it('never lets two tabs share a number, however they interleave', async () => {
    const { phone } = await town()
    const tab = await open(phone.name)
    await Promise.all(Array.from({ length: 20 }, (_, i) => note(i % 2 ? phone : tab, i % 3 ? '3.1:1r' : '3.1:2r', `第${i}次`)))
    await until(() => phone.store.outbox.value.length === 20 && tab.store.outbox.value.length === 20)
    expect(phone.store.outbox.value.map((entry) => entry.n)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expect(tab.store.get('3.1:1r')?.values).toEqual(phone.store.get('3.1:1r')?.values)
  })

  it('bases an edit on what the other tab saved before, not on what this tab showed', async () => {
    const { phone } = await town()
    const tab = await open(phone.name)
    await Promise.all([note(phone, '3.1:1r', '先'), note(tab, '3.1:1r', '后')])
    await until(() => phone.store.outbox.value.length === 2)
    expect(phone.store.outbox.value[1]?.edit.fields.note?.base).toEqual(['17.1'])
  })
})

describe('bases and what was seen', () => {
  it('names the edit that set the field, an exception where there is one, and an own unsent edit', async () => {
    const { phone } = await town()
    await phone.store.save([{ kind: 'set', record: '3.1:1r', values: { name: '张一一', phone: '10012345678' } }])
    await phone.store.save([{ kind: 'set', record: '3.1:1r', values: { phone: '10087654321', name: '张一一' } }])
    const [first, second] = phone.store.outbox.value.map((entry) => entry.edit.fields)
    expect(first).toEqual({ name: { value: '张一一', base: ['3.1'] }, phone: { value: '10012345678', base: ['2.1'] } })
    expect(second).toEqual({ phone: { value: '10087654321', base: ['17.1'] } })
  })

  it('what an own creation still covers on the screen has the creation as its base', () => {
    const others: Row = { id: '17.1', entity: 'household', scope: 'A', values: { grid: 'A', note: '别人后来写的' }, by: '17.1', also: { note: ['18.3'] } }
    const edit = { id: '17.1', n: 1, kind: 'create', entity: 'household', record: '17.1', fields: { note: { value: '我写的', base: [] } } }
    const shown = lay(others, [{ n: 1, id: '17.1', scope: 'A', state: 'answered', edit } as unknown as OutboxEntry], false)
    expect(shown && [shown.values.note, heads(shown, 'note')]).toEqual(['我写的', ['17.1']])
  })

  it('turns a wanted list into adds and removes that name the adds they saw', async () => {
    const { phone } = await town()
    await phone.store.save([{ kind: 'set', record: '3.1:1r', values: { groups: ['medical'] } }])
    await phone.store.save([{ kind: 'set', record: '3.1:1r', values: { groups: [] } }])
    expect(phone.store.outbox.value.map((entry) => entry.edit.fields.groups)).toEqual([
      { value: { add: ['medical'], remove: ['elderly'] }, base: { elderly: ['3.1'] } },
      { value: { add: [], remove: ['medical'] }, base: { medical: ['17.1'] } },
    ])
    expect(phone.store.get('3.1:1r')?.values.groups).toEqual([])
  })

  it('a death names all that stood below the resident, and a later dose names the death', async () => {
    const { phone } = await town()
    await phone.store.save([{ kind: 'create', entity: 'dose', values: { resident: '3.1:1r', number: 1, product: 'unknown' } }])
    await phone.store.save([{ kind: 'set', record: '3.1:1r', values: { life_state: 'died' } }])
    await phone.store.save([{ kind: 'create', entity: 'dose', values: { resident: '3.1:1r', number: 2, product: 'unknown' } }])
    const [before, death, after] = phone.store.outbox.value.map((entry) => [...entry.edit.saw].sort())
    expect([before, death, after]).toEqual([[], ['17.1', '2.1', '3.1'], ['17.2']])
  })
})
