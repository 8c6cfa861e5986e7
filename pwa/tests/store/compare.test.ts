import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Row } from '@/store'
import { canonical, digestOf } from '@/sync/digest'
import { patched, type Patch } from '@/sync/patches'
import { household, note, town, type Phone } from './phone'
import type { ModelServer } from './server'

const stored = (phone: Phone): Promise<Row[]> => phone.inner.db.rows.orderBy('id').toArray()
const asServer = (server: ModelServer): Row[] => ['A', 'T'].flatMap((scope) => server.rows(scope)).sort((a, b) => (a.id < b.id ? -1 : 1))
const asked = (server: ModelServer): string[] => server.paths.map((path) => path.split('/').at(-1) ?? '')

/** The next pull asks for digests, as one does some hours later. */
async function later(phone: Phone): Promise<void> {
  await phone.inner.db.meta.delete('checked')
}

describe('patches', () => {
  it('only the changed fields of a row come, and make it what the server has', async () => {
    const { server, phone } = await town()
    server.change('3.1:1r', 'phone', '10012345678', '18.1')
    server.change('3.1:1r', 'phone', null, '18.2')
    server.change('3.1:1r', 'job', '木工', '18.3')
    server.put({ ...server.row('3.1:2r')!, open: ['name'] })
    expect((await phone.cycle()).received).toBe(2)
    expect(await stored(phone)).toEqual(asServer(server))
    server.put({ ...server.row('3.1:2r')!, open: undefined } as unknown as Row)
    await phone.cycle()
    expect((await phone.inner.db.rows.get('3.1:2r'))?.open).toBeUndefined()
  })

  it('a patch tells of bases that came and of bases that went', () => {
    const row: Row = { id: '3.1:1r', entity: 'resident', scope: 'A', values: { name: '张', note: '旧' }, by: '3.1', also: { note: ['17.1'], phone: ['2.1'] }, open: ['name'] }
    const patch: Patch = { id: row.id, values: { note: null, job: '木工' }, also: { note: null, job: ['18.1'] }, open: [] }
    expect(patched(row, patch)).toEqual({ id: '3.1:1r', entity: 'resident', scope: 'A', values: { name: '张', job: '木工' }, by: '3.1', also: { phone: ['2.1'], job: ['18.1'] } })
    expect(patched({ ...row, also: { note: ['17.1'] } }, { id: row.id, values: { note: '新' }, also: { note: null } })).toEqual({ id: '3.1:1r', entity: 'resident', scope: 'A', values: { name: '张', note: '新' }, by: '3.1', open: ['name'] })
  })

  it('a patch for a record that is not here leads to a comparison, and the record comes', async () => {
    const { server, phone } = await town()
    await phone.inner.db.rows.delete('3.1:1r')
    await phone.inner.changed({ all: true })
    server.change('3.1:1r', 'job', '木工', '18.1')
    server.paths = []
    expect((await phone.cycle()).ok).toBe(true)
    expect(asked(server)).toEqual(['pull', 'pull', 'repair'])
    expect(phone.store.get('3.1:1r')?.values.job).toBe('木工')
    expect(await stored(phone)).toEqual(asServer(server))
  })
})

describe('digests', () => {
  it('are asked for after the first sync, and then only from time to time', async () => {
    const { server, phone } = await town()
    const digests = (): unknown[] => server.bodies.flatMap((body) => ((body as { digest?: boolean } | null)?.digest === undefined ? [] : [(body as { digest: boolean }).digest]))
    expect(digests()).toEqual([true])
    await phone.cycle()
    expect(digests()).toEqual([true, false])
    await later(phone)
    await phone.cycle()
    expect(digests()).toEqual([true, false, true])
    expect(server.paths.some((path) => path.endsWith('repair'))).toBe(false)
  })

  it.each([
    ['a lost row', (phone: Phone) => phone.inner.db.rows.delete('3.1:2r')],
    ['a changed value', (phone: Phone) => phone.inner.db.rows.update('3.1:2r', { 'values.name': '别人' })],
    ['a lost base', (phone: Phone) => phone.inner.db.rows.update('3.1:2r', { also: undefined })],
    ['a row that should be gone', (phone: Phone) => phone.inner.db.rows.put(household('3.9:1h', 'A', '鬼屋'))],
    ['an open field', (phone: Phone) => phone.inner.db.rows.update('3.1:2r', { open: ['name'] })],
  ])('%s is found, fetched again and told, and nothing unsent is touched', async (_, damage) => {
    const { server, phone } = await town()
    await damage(phone)
    await phone.inner.changed({ all: true })
    await later(phone)
    await note(phone, '3.1:1r', '未传')
    server.during = async (path) => {
      if (path.endsWith('repair')) await note(phone, '3.1:2h', '比对中')
    }
    expect((await phone.cycle()).ok).toBe(true)
    expect(await stored(phone)).toEqual(asServer(server))
    expect(phone.store.repairs.value).toMatchObject([{ scope: 'A', rows: 1 }])
    expect(phone.store.get('3.1:2r')?.values.name).toBe('李二')
    expect(phone.store.get('3.1:2h')?.values.note).toBe('比对中')
    expect(phone.store.unsent.value).toBe(1)
  })

  it('a repair that is cut changes nothing and is made at the next sync', async () => {
    const { server, phone } = await town()
    await phone.inner.db.rows.delete('3.1:2r')
    await later(phone)
    server.cuts = [null, 'after']
    expect((await phone.cycle()).error?.code).toBe('offline')
    expect(await phone.inner.db.rows.count()).toBe(4)
    await phone.cycle()
    expect(await stored(phone)).toEqual(asServer(server))
  })

  it('do not depend on the order of rows and keys, and sum beyond 64 bits', () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.array(fc.string()))
    const row = fc.record({ id: fc.string(), values: fc.dictionary(fc.string({ unit: 'binary' }), value) })
    fc.assert(fc.property(fc.array(row, { minLength: 3 }), (rows) => {
      const turned = [...rows].reverse().map(({ id, values }) => ({ values: Object.fromEntries(Object.entries(values).reverse()), id }))
      expect(digestOf(turned as unknown as Row[])).toBe(digestOf(rows as unknown as Row[]))
    }))
  })

  it('take keys in the order of code points, as every other language does', () => {
    expect(canonical({ '\ue000': 1, '\u{1f600}': 2, a: [{ z: null, b: '"\n\u2028汉' }] })).toBe('{"a":[{"b":"\\"\\n\u2028汉","z":null}],"\ue000":1,"\u{1f600}":2}')
  })
})
