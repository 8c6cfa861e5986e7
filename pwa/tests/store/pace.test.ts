import { describe, expect, it } from 'vitest'
import { lean } from '@/sync/lean'
import { sha256 } from '@/sync/sha256'
import { Pace } from '@/sync/pace'
import type { Edit } from '@/store'
import { Buffer } from 'node:buffer'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { note, town } from './phone'

describe('the size of a request', () => {
  it('begins moderate and follows what the network takes in eight seconds, within bounds', () => {
    const pace = new Pace()
    expect(pace.size).toBe(64_000)
    pace.took(64_000, 8_000)
    expect(pace.size).toBe(64_000)
    pace.took(64_000, 32_000)
    expect(pace.size).toBe(40_000)
    for (let i = 0; i < 9; i++) pace.took(16_000, 60_000)
    expect(pace.size).toBe(16_000)
    for (let i = 0; i < 9; i++) pace.took(100_000, 20)
    expect(pace.size).toBe(512_000)
  })

  it('halves when a request is lost, and learns nothing from one that is too small to tell', () => {
    const pace = new Pace()
    pace.took(200, 900)
    expect(pace.size).toBe(64_000)
    pace.broke()
    expect(pace.size).toBe(32_000)
    for (let i = 0; i < 9; i++) pace.broke()
    expect(pace.size).toBe(16_000)
  })
})

describe('a lean edit', () => {
  it('leaves out what follows from the rest, and the server understands the same', async () => {
    const { server, phone } = await town()
    await note(phone, '3.1:1r', '一')
    await phone.store.save([
      { kind: 'create', entity: 'visit', values: { household: '3.1:1h', outcome: 'spoke' } },
      { kind: 'set', record: '3.1:1r', values: { phone: '10012345678', groups: [] } },
    ])
    const stored = phone.store.outbox.value.map((entry) => entry.edit)
    await phone.cycle()
    const sent = server.bodies.flatMap((body) => (body as { edits?: object[] } | null)?.edits ?? [])
    expect(sent.map((edit) => Object.keys(edit).sort().join(' '))).toEqual([
      'at entity fields kind n record schema', 'at entity fields kind n schema size', 'at entity fields group kind n record schema size',
    ])
    expect(server.arrived.flat()).toEqual(stored)
  })

  it('a day of 300 edits takes less than twice the least that its bare contents can be packed to', () => {
    const edits = Array.from({ length: 300 }, (_, index) => ordinary(index))
    const body = { epoch: 'ac3bb8c194bf', now: 1_795_167_602_000, edits: edits.map((edit) => lean(edit, 17)) }
    const bare = edits.map(({ id, at, record, entity, fields }) => ({ id, at, record, entity, ...Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one.value])) }))
    const sent = gzipSync(JSON.stringify(body)).length
    const floor = brotliCompressSync(Buffer.from(JSON.stringify(bare))).length
    expect(sent).toBeLessThan(2 * floor)
    expect(sent).toBeLessThan(0.9 * gzipSync(JSON.stringify({ ...body, edits })).length)
  })
})

/** Two of three change a resident, the third is a visit; as if by chance, and the same every time. */
function ordinary(index: number): Edit {
  let state = sha256(String(index))[0]!
  const some = (of: number): number => (state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) >>> 0) % of
  const id = `17.${index + 1}`
  const edit = { id, device: 17, n: index + 1, group: id, size: 1, at: 1_795_100_000_000 + index * 97_003 + some(60_000), schema: 2, saw: [], lease: null }
  if (index % 3 === 2) {
    const values = { household: `3.1:${some(700)}h`, on: '2026-11-21', outcome: ['spoke', 'family', 'nobody'][some(3)], leaflet: some(2) === 0 }
    return { ...edit, kind: 'create', entity: 'visit', record: id, fields: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, base: [] }])) }
  }
  const values = { willingness: ['willing', 'hesitant', 'refuses'][some(3)], phone: `100${String(some(99_999_989)).padStart(8, '0')}`, note: ['下午在家', '周末再来', '由女儿代为联系', '耳背请大声'][some(4)] }
  const base = index % 5 === 0 ? [`9.${some(400)}`] : ['3.1']
  return { ...edit, kind: 'set', entity: 'resident', record: `3.1:${some(2100)}r`, fields: Object.fromEntries(Object.entries(values).slice(0, 1 + some(3)).map(([name, value]) => [name, { value, base }])) }
}
