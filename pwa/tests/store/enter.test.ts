import { expect, it } from 'vitest'
import { household, note, open, resident, town, type Phone } from './phone'
import type { ModelServer } from './server'

/** A second grid is granted whose snapshot comes in five chunks. */
async function granted(): Promise<{ server: ModelServer, phone: Phone }> {
  const { server, phone } = await town()
  server.granted.add('B')
  for (let i = 0; i < 10; i++) server.put(i % 2 ? resident(`3.3:${i}r`, `3.3:${i - 1}h`, 'B', `居民${i}`) : household(`3.3:${i}h`, 'B', `${i}号`))
  server.chunkSize = 2
  server.paths = []
  return { server, phone }
}
const fetched = (server: ModelServer): string[] => server.paths.filter((path) => path.includes('/chunk/'))

it('a first sync that is cut goes on where it was, without fetching again what it has', async () => {
  const { server, phone } = await granted()
  server.cuts = [null, null, null, null, 'after']
  expect((await phone.cycle()).error?.code).toBe('offline')
  expect(phone.store.get('3.3:0h')).toBeUndefined()
  const again = await open(phone.name)
  expect(again.store.all('household').map((one) => one.scope)).toEqual(['A', 'A'])
  expect((await again.cycle()).ok).toBe(true)
  expect(again.store.children('resident', '3.3:8h')).toHaveLength(1)
  expect(fetched(server)).toHaveLength(6)
  expect(new Set(fetched(server)).size).toBe(5)
  expect(again.store.steps.value.map((step) => [step.scope, step.rows]).sort()).toEqual([['A', 4], ['B', 10], ['T', 1]])
  expect(await again.inner.db.chunks.count()).toBe(0)
})

it('rows from columns are exactly the rows that the server has', async () => {
  const { server, phone } = await granted()
  server.put({ ...resident('3.3:1r', '3.3:0h', 'B', '改名'), open: ['name'], also: { groups: { elderly: ['3.1'] } } })
  await phone.cycle()
  const rows = await phone.inner.db.rows.where('scope').equals('B').toArray()
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)
  expect(rows.sort(byId)).toEqual(server.rows('B').sort(byId))
})

it('tells exactly how much has come, also after a cut', async () => {
  const { server, phone } = await granted()
  server.cuts = [null, null, null, 'before']
  await phone.cycle()
  const heard: [number, number][] = []
  const { enter } = await import('@/sync/enter')
  const entering = (await phone.inner.db.read('entering'))!
  await enter(phone.inner, entering, (done, total) => heard.push([done, total]))
  const total = entering.wanted.reduce((sum, one) => sum + one.bytes, 0)
  expect(new Set(heard.map((one) => one[1]))).toEqual(new Set([total]))
  expect(heard[0]?.[0]).toBeGreaterThan(entering.wanted[0]!.chunks[0]!.bytes)
  expect(heard.map((one) => one[0])).toEqual(heard.map((one) => one[0]).sort((a, b) => a - b))
  expect(heard.at(-1)?.[0]).toBe(total)
})

it('a chunk that was damaged on the way is not taken, and fetched again', async () => {
  const { server, phone } = await granted()
  const handle = server.handle.bind(server)
  let damaged = 0
  server.handle = async (path, init) => {
    const answer = await handle(path, init)
    return path.includes('/chunk/') && damaged++ === 1 ? new Response((await answer.text()).replace('居民', '坏民')) : answer
  }
  expect((await phone.cycle()).error?.code).toBe('server')
  expect((await phone.cycle()).ok).toBe(true)
  expect(phone.store.all('resident').map((one) => one.values.name)).not.toContain('坏民1')
  expect(phone.store.all('resident')).toHaveLength(7)
})

it('a snapshot that is no longer to be had is asked for anew, with what has come kept', async () => {
  const { server, phone } = await granted()
  server.cuts = [null, null, null, 'before']
  await phone.cycle()
  server.change('3.3:9r', 'note', '新', '18.1')
  server.dropChunks()
  server.paths = []
  expect((await phone.cycle()).ok).toBe(true)
  expect(phone.store.get('3.3:9r')?.values.note).toBe('新')
  expect(fetched(server).length).toBeLessThan(6)
})

it('a scope taken away while its snapshot is fetched does not stop the first sync', async () => {
  const { server, phone } = await granted()
  server.during = (path) => void (path.endsWith('pull') && server.granted.delete('B'))
  expect((await phone.cycle()).ok).toBe(true)
  expect(phone.store.get('3.3:0h')).toBeUndefined()
  expect(phone.store.steps.value.map((step) => step.scope).sort()).toEqual(['A', 'T'])
})

it('a phone with the database of an earlier version keeps its records and what it has not sent', async () => {
  const { Dexie } = await import('dexie')
  const { server, phone } = await town()
  await note(phone, '3.1:1r', '升级前')
  const old = new Dexie('older')
  old.version(1).stores({ rows: 'id, scope', outbox: 'n', refused: 'id', kept: 'n, edit.group, keptAt', meta: 'key' })
  for (const { name } of old.tables) await old.table(name).bulkPut(await phone.inner.db.table(name).toArray())
  await old.table('meta').put({ key: 'entering', value: { epoch: 'e1', cursor: 'x', wanted: [{ scope: 'A', seq: 1, rows: 4 }], done: [], leave: [] } })
  old.close()
  const newer = await open('older')
  expect(newer.store.unsent.value).toBe(1)
  expect(newer.store.get('3.1:1r')?.values).toMatchObject({ name: '张一', note: '升级前' })
  expect((await newer.cycle()).ok).toBe(true)
  expect(server.value('3.1:1r', 'note')).toBe('升级前')
})
