/** A phone for tests: one tab of one browser profile, enrolled with the model server. Everyone in it is invented. */
import { createStore, type Inner } from '@/store/create'
import type { Row } from '@/store'
import { createCycle, type Cycle } from '@/sync/cycle'
import { enrolInto } from '@/sync/enrol'
import type { Wants } from '@/sync/places'
import { ModelServer } from './server'

export interface Phone extends Pick<Inner, 'store'>, Cycle { inner: Inner['state'], name: string }

let profiles = 0

/** Opens one tab; the same `name` again is a second tab, or the browser opened again after it was killed. */
export async function open(name = `profile-${++profiles}`, wants?: Wants): Promise<Phone> {
  const inner = createStore(name)
  await inner.store.open()
  return { store: inner.store, inner: inner.state, ...createCycle(inner.state, 'test', wants), name }
}

export function household(id: string, scope: string, door: string): Row {
  return { id, entity: 'household', scope, values: { grid: scope, door }, by: id.split(':')[0] ?? id }
}

export function resident(id: string, household: string, scope: string, name: string): Row {
  return { id, entity: 'resident', scope, values: { household, name, groups: ['elderly'] }, by: id.split(':')[0] ?? id, also: { phone: ['2.1'] } }
}

/** A server with one grid A (two households), and a phone that has it. */
export async function town<S extends ModelServer = ModelServer>(server = new ModelServer() as S, wants?: Wants): Promise<{ server: S, phone: Phone }> {
  server.install()
  for (const row of [
    household('3.1:1h', 'A', '一号'), resident('3.1:1r', '3.1:1h', 'A', '张一'),
    household('3.1:2h', 'A', '二号'), resident('3.1:2r', '3.1:2h', 'A', '李二'),
  ]) server.put(row)
  server.put({ id: 'campaign:1', entity: 'campaign', scope: 'T', values: { document: { id: 'flu' } }, by: '1.1' })
  const phone = await open(undefined, wants)
  await enrolInto(phone.inner, 'CODE')
  const result = await phone.cycle()
  if (!result.ok) throw new Error(JSON.stringify(result))
  return { server, phone }
}

export function note(phone: Phone, record: string, text: string): ReturnType<Phone['store']['save']> {
  return phone.store.save([{ kind: 'set', record, values: { note: text } }])
}

/** Waits until something becomes true, as another tab's message arrives in its own time. */
export async function until(true_: () => boolean): Promise<void> {
  while (!true_()) await new Promise((resolve) => setImmediate(resolve))
}
