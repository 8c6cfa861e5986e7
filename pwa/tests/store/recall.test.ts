import { expect, it } from 'vitest'
import { note, town } from './phone'
import type { ModelServer } from './server'

/** Requests by their last name; a chunk is just "chunk". */
const asked = (server: ModelServer): string[] => server.paths.map((path) => path.split('/')[3] ?? '')

it('a server restored from an older backup gets again what it has lost, with the proof of its first answer', async () => {
  const { server, phone } = await town()
  await note(phone, '3.1:1r', '一')
  await phone.cycle()
  await note(phone, '3.1:2r', '二')
  await phone.cycle()
  server.restore('e2', 0)
  await note(phone, '3.1:1h', '三')
  await phone.cycle()
  expect(server.applied.map((edit) => edit.n)).toEqual([1, 2, 3])
  expect(server.arrived.find((batch) => batch.length === 3)?.map((edit) => (edit as { ack?: string }).ack)).toEqual(['a', 'a', undefined])
  expect(phone.store.device.value?.epoch).toBe('e2')
  expect(phone.store.outbox.value).toEqual([])
})

it('it gets what it has lost even when nothing new is to be sent, before its snapshot is taken', async () => {
  const { server, phone } = await town()
  await note(phone, '3.1:1r', '一')
  await phone.cycle()
  server.forget('3.1:1r', 'note')
  server.restore('e2', 0)
  server.paths = []
  expect((await phone.cycle()).ok).toBe(true)
  expect(asked(server)).toEqual(['pull', 'push', 'push', 'pull', 'chunk', 'chunk', 'pull'])
  expect(phone.store.get('3.1:1r')).toMatchObject({ pending: false, values: { note: '一' } })
  await note(phone, '3.1:1r', '二')
  await phone.cycle()
  expect(server.applied.map((edit) => edit.n)).toEqual([1, 2])
})

it('hands in what others had written and the backup lacks, before its own rows are replaced', async () => {
  const { server, phone } = await town()
  server.change('3.1:1r', 'job', '木工', '18.7')
  server.change('3.1:2r', 'job', '瓦工', '2.1')
  await phone.cycle()
  server.forget('3.1:1r', 'job')
  server.restore('e2', 0)
  server.paths = []
  expect((await phone.cycle()).ok).toBe(true)
  expect(server.witnessed.map((row) => [row.id, row.values.job])).toEqual([['3.1:1r', '木工']])
  expect(asked(server).indexOf('witness')).toBeLessThan(asked(server).indexOf('chunk'))
})

it('gives up numbers that are no longer here, hands in the rows that tell of them, and goes on', async () => {
  const { server, phone } = await town()
  for (const text of ['一', '二', '三', '四']) {
    await note(phone, '3.1:1r', text)
    await phone.cycle()
  }
  await phone.inner.db.kept.bulkDelete([1, 2])
  server.restore('e2', 0)
  await note(phone, '3.1:2r', '新')
  expect((await phone.cycle()).ok).toBe(true)
  expect(server.lost).toEqual([[1, 2]])
  expect(server.witnessed.map((row) => row.id)).toEqual(['3.1:1r'])
  expect(server.applied.map((edit) => edit.n)).toEqual([3, 4, 5])
  expect(phone.store.outbox.value).toEqual([])
})

it('a hole in what is kept is given up alone', async () => {
  const { server, phone } = await town()
  for (const text of ['一', '二', '三', '四']) await note(phone, '3.1:1r', text)
  await phone.cycle()
  await phone.inner.db.kept.bulkDelete([2, 4])
  server.restore('e2', 0)
  expect((await phone.cycle()).ok).toBe(true)
  expect(server.lost).toEqual([[2, 2], [4, 4]])
  expect(server.applied.map((edit) => edit.n)).toEqual([1, 3])
})

it('a cut anywhere on the way loses nothing: the next sync begins again', async () => {
  for (let at = 0; at < 8; at++) {
    for (const cut of ['before', 'after'] as const) {
      const { server, phone } = await town()
      server.change('3.1:2r', 'job', '瓦工', '18.7')
      await note(phone, '3.1:1r', '一')
      await phone.cycle()
      await note(phone, '3.1:1r', '二')
      await phone.cycle()
      await phone.inner.db.kept.delete(1)
      await note(phone, '3.1:2r', '三')
      server.restore('e2', 0)
      server.cuts = [...Array.from({ length: at }, () => null), cut]
      await phone.cycle()
      expect((await phone.cycle()).ok, `${cut} ${at}`).toBe(true)
      expect(server.lost).toEqual([[1, 1]])
      expect(new Set(server.witnessed.map((row) => row.id))).toEqual(new Set(['3.1:1r', '3.1:2r']))
      expect(server.applied.map((edit) => edit.n)).toEqual([2, 3])
    }
  }
})

it('a server that lacks numbers without having been restored is told nothing of the kind: the phone says that it must enrol again', async () => {
  const { server, phone } = await town()
  await note(phone, '3.1:1r', '一')
  await phone.cycle()
  await phone.inner.db.kept.clear()
  server.restore('e1', 0)
  await note(phone, '3.1:1r', '二')
  expect(await phone.cycle()).toMatchObject({ ok: false, error: { code: 'gap' } })
  expect(server.lost).toEqual([])
  expect(phone.store.unsent.value).toBe(1)
})
