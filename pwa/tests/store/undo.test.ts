import { expect, it } from 'vitest'
import { note, town } from './phone'

it('a withdrawal keeps its number and changes nothing on the server', async () => {
  const { server, phone } = await town()
  const first = await note(phone, '3.1:1r', '写错了')
  await note(phone, '3.1:2r', '对的')
  await phone.store.undo(first.group)
  expect(phone.store.get('3.1:1r')?.values.note).toBeUndefined()
  expect(phone.store.unsent.value).toBe(1)
  await phone.cycle()
  expect(server.applied.map((edit) => [edit.n, edit.kind])).toEqual([[1, 'withdraw'], [2, 'set']])
  expect(server.value('3.1:1r', 'note')).toBeUndefined()
  expect(phone.store.outbox.value).toEqual([])
})

it('withdrawing a new household takes along who was registered in it', async () => {
  const { phone } = await town()
  const home = await phone.store.save([{ kind: 'create', entity: 'household', values: { grid: 'A', door: '三号' } }])
  await phone.store.save([{ kind: 'create', entity: 'resident', values: { household: home.ids[0], name: '王三' }, ref: 'w' }, { kind: 'create', entity: 'dose', values: { resident: '$w', number: 1 } }])
  await note(phone, '3.1:1r', '别的事')
  await phone.store.undo(home.group)
  expect(phone.store.outbox.value.map((entry) => entry.edit.kind)).toEqual(['withdraw', 'withdraw', 'withdraw', 'set'])
  expect(phone.store.all('household')).toHaveLength(2)
})

it('a later unsent edit of the same field is based on what the withdrawn one had replaced', async () => {
  const { phone } = await town()
  const first = await note(phone, '3.1:1r', '一')
  const second = await note(phone, '3.1:1r', '二')
  await phone.store.undo(first.group)
  const [, left] = phone.store.outbox.value
  expect(left?.edit.fields.note).toEqual({ value: '二', base: [] })
  await phone.store.undo(second.group)
  expect(phone.store.get('3.1:1r')?.values.note).toBeUndefined()
})

it('what may have left the phone is never altered: it is undone by a new edit', async () => {
  const { server, phone } = await town()
  await note(phone, '3.1:1r', '原来')
  await phone.cycle()
  const saved = await note(phone, '3.1:1r', '改了')
  server.cuts = ['after']
  expect((await phone.cycle()).ok).toBe(false)
  await phone.store.undo(saved.group)
  expect(phone.store.outbox.value.map(({ id, edit }) => [id, edit.kind, edit.fields.note?.value])).toEqual([['17.2', 'set', '改了'], ['17.3', 'set', '原来']])
  await phone.cycle()
  expect(server.value('3.1:1r', 'note')).toBe('原来')
})

it('a visit that the server already has is voided by a record of its own', async () => {
  const { server, phone } = await town()
  const saved = await phone.store.save([{ kind: 'create', entity: 'visit', values: { household: '3.1:1h', outcome: 'spoke' } }])
  await phone.cycle()
  expect(phone.store.outbox.value).toEqual([])
  await phone.store.undo(saved.group)
  await phone.cycle()
  expect(server.applied.at(-1)).toMatchObject({ kind: 'create', entity: 'visit', fields: { voids: { value: '17.1' }, retract: { value: true } } })
})

it('undo leaves alone what somebody else has changed since', async () => {
  const { server, phone } = await town()
  const saved = await note(phone, '3.1:1r', '我的')
  await phone.cycle()
  server.change('3.1:1r', 'note', '别人的', '18.1')
  await phone.cycle()
  await phone.store.undo(saved.group)
  expect(phone.store.outbox.value).toEqual([])
  expect(phone.store.get('3.1:1r')?.values.note).toBe('别人的')
})
