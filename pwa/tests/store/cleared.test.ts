import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { enrolInto } from '@/sync/enrol'
import { note, open, town, until, type Phone } from './phone'

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) })
})
afterEach(() => vi.unstubAllGlobals())

/** As a browser does it that clears the data of a site, whether the site is open or not. */
async function deleted({ name }: Phone): Promise<void> {
  await new Promise((done, failed) => Object.assign(indexedDB.deleteDatabase(name), { onsuccess: done, onerror: failed }))
}

it('a browser whose data were deleted says so, with what had not been sent, and not "welcome"', async () => {
  const { phone } = await town()
  await note(phone, '3.1:1r', '没传')
  const { lastOk } = phone.inner
  phone.inner.close()
  await deleted(phone)
  const again = await open(phone.name)
  expect(again.store.device.value).toBeNull()
  expect(again.store.cleared.value).toEqual({ writer: 17, lastOk: lastOk.value, unsent: 1 })
  await enrolInto(again.inner, 'NEXT')
  expect(again.store.cleared.value).toBeNull()
  expect((await again.cycle()).ok).toBe(true)
})

it('a browser that never was a phone is greeted as one', async () => {
  expect((await open()).store.cleared.value).toBeNull()
})

it('what an open page still holds is written again when the database is deleted under it', async () => {
  const { server, phone } = await town()
  await note(phone, '3.1:1r', '一')
  await phone.cycle()
  await note(phone, '3.1:2r', '没传')
  await deleted(phone)
  await until(() => phone.store.version.value > 0 && phone.store.unsent.value === 1)
  await note(phone, '3.1:1r', '接着写')
  expect(phone.store.outbox.value.map((entry) => entry.n)).toEqual([2, 3])
  expect(phone.store.get('3.1:2r')?.values).toMatchObject({ name: '李二', note: '没传' })
  const again = await open(phone.name)
  expect(again.store.unsent.value).toBe(2)
  expect((await again.cycle()).ok).toBe(true)
  expect([server.value('3.1:1r', 'note'), server.value('3.1:2r', 'note')]).toEqual(['接着写', '没传'])
  expect(server.applied.map((edit) => edit.n)).toEqual([1, 2, 3])
})

it('an edit that may have left before the database was deleted is not altered afterwards', async () => {
  const { server, phone } = await town()
  const saved = await note(phone, '3.1:1r', '一')
  await deleted(phone)
  await phone.inner.changed({})
  await phone.store.undo(saved.group)
  expect(phone.store.outbox.value.map(({ edit }) => edit.kind)).toEqual(['set', 'set'])
  await phone.cycle()
  expect(server.value('3.1:1r', 'note')).toBeUndefined()
})

it('two open tabs write it again once', async () => {
  const { phone } = await town()
  const tab = await open(phone.name)
  await note(tab, '3.1:1r', '一')
  await until(() => phone.store.unsent.value === 1)
  await deleted(phone)
  await Promise.all([phone.inner.changed({}), tab.inner.changed({})])
  await Promise.all([note(phone, '3.1:1r', '二'), note(tab, '3.1:2r', '三')])
  expect((await phone.inner.db.outbox.toArray()).map((entry) => entry.n)).toEqual([1, 2, 3])
})
