/** What leaves a phone and what it carries: nothing is altered once it has left, nothing entrusted is lost. */
import { Buffer } from 'node:buffer'
import { createDecipheriv, createECDH, createHash, hkdfSync } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { beforeEach, expect, it } from 'vitest'
import type { Edit } from '@/store'
import { createRescue, type Rescue } from '@/store/rescue'
import { isStuck } from '@/field/rescue/stuck'
import { enrolInto } from '@/sync/enrol'
import { note, open, town, type Phone } from '../store/phone'

const township = createECDH('prime256v1')
township.generateKeys()
const key = { id: createHash('sha256').update(township.getPublicKey()).digest('hex').slice(0, 16), public: township.getPublicKey().toString('base64') }

interface Contents { writer: number, offset: number | null, token: string, edits: (Edit & { ack?: string })[] }

/** What the township's server would find in an envelope. */
function opened(envelope: Uint8Array): Contents {
  const all = Buffer.from(envelope)
  const start = all.indexOf('\n') + 1
  const point = all.subarray(start, start + 65)
  const said = all.subarray(0, start + 77)
  const salt = Buffer.concat([point, township.getPublicKey()])
  const secret = hkdfSync('sha256', township.computeSecret(point), salt, 'ruhu rescue 1', 32)
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(secret), said.subarray(-12))
  decipher.setAAD(said)
  decipher.setAuthTag(all.subarray(-16))
  const plain = Buffer.concat([decipher.update(all.subarray(said.length, -16)), decipher.final()])
  return JSON.parse(gunzipSync(plain.subarray(32)).toString()) as Contents
}

let phone: Phone
let rescue: Rescue
let profiles = 0
beforeEach(async () => {
  ;({ phone } = await town())
  rescue = createRescue(phone.inner, `rescue-${++profiles}`)
  await rescue.open()
})
const left = async (): Promise<Contents> => opened((await rescue.sealUnsent()).envelope)

it('cannot seal before it has heard of a key, and has nothing to seal when all is sent', async () => {
  await expect(rescue.sealUnsent()).rejects.toMatchObject({ code: 'rescue_no_key' })
  await rescue.learn(key, 'e1')
  await expect(rescue.sealUnsent()).rejects.toMatchObject({ code: 'rescue_nothing' })
})

it('lets every unsent edit leave, withdrawals included, and keeps them all', async () => {
  await rescue.learn(key, 'e1')
  await note(phone, '3.1:1r', '一')
  const { group } = await note(phone, '3.1:2r', '二')
  await phone.store.undo(group)
  expect(rescue.exportable.value).toBe(1)
  const contents = await left()
  expect(contents.edits.map(({ n, kind }) => [n, kind])).toEqual([[1, 'set'], [2, 'withdraw']])
  expect(contents).toMatchObject({ writer: 17, token: createHash('sha256').update('t17').digest('hex') })
  expect(phone.store.outbox.value.map((one) => one.edit)).toEqual(contents.edits)
  expect(rescue.last.value?.edits).toBe(2)
})

it('never alters an edit that has left: taking it back becomes another edit', async () => {
  await rescue.learn(key, 'e1')
  const { group } = await note(phone, '3.1:1r', '一')
  const before = (await left()).edits
  await phone.store.undo(group)
  const after = (await left()).edits
  expect(after.slice(0, 1)).toEqual(before)
  expect(after.map(({ kind }) => kind)).toEqual(['set', 'set'])
})

it('seals the same edits to the same envelope, so that codes caught earlier still count', async () => {
  await rescue.learn(key, 'e1')
  await note(phone, '3.1:1r', '一')
  const one = await rescue.sealUnsent()
  expect((await rescue.sealUnsent()).envelope).toBe(one.envelope)
  await note(phone, '3.1:1r', '二')
  expect((await rescue.sealUnsent()).envelope).not.toBe(one.envelope)
})

it('sends itself what had left, and the server takes it once', async () => {
  await rescue.learn(key, 'e1')
  await note(phone, '3.1:1r', '一')
  await left()
  expect(await phone.cycle()).toMatchObject({ ok: true, sent: 1 })
  expect(rescue.exportable.value).toBe(0)
})

it('gives a server that has forgotten this phone all that is still kept, with its proof', async () => {
  await rescue.learn(key, 'e1')
  await note(phone, '3.1:1r', '一')
  await phone.cycle()
  await note(phone, '3.1:1r', '二')
  expect((await left()).edits.map(({ n }) => n)).toEqual([2])
  const device = (await phone.inner.db.read('device'))!
  await phone.inner.db.write('device', { ...device, unknown: true })
  expect((await left()).edits.map(({ n, ack }) => [n, ack])).toEqual([[1, 'a'], [2, undefined]])
})

it('takes along what an earlier enrolment left behind', async () => {
  await note(phone, '3.1:1r', '一')
  await phone.inner.db.write('device', { ...(await phone.inner.db.read('device'))!, unknown: true })
  await phone.inner.changed({})
  await enrolInto(phone.inner, 'CODE')
  await rescue.learn(key, 'e1')
  expect(rescue.exportable.value).toBe(1)
  const { writer, edits } = await left()
  expect([writer, edits.map(({ id }) => id)]).toEqual([18, ['17.1']])
})

it('carries an envelope until the server has taken it, over a new enrolment and a restart', async () => {
  await rescue.learn(key, 'e1')
  await note(phone, '3.1:1r', '一')
  const { envelope } = await rescue.sealUnsent()
  const ben = await open()
  await enrolInto(ben.inner, 'CODE')
  const carrying = createRescue(ben.inner, `rescue-${++profiles}`)
  await expect(carrying.carry(new Uint8Array([1, 2]))).rejects.toMatchObject({ code: 'rescue_not_envelope' })
  const { id } = await carrying.carry(envelope)
  await carrying.carry(envelope)
  await enrolInto(ben.inner, 'CODE')
  const again = createRescue(ben.inner, `rescue-${profiles}`)
  await again.open()
  expect(again.carried.value.map((one) => [one.writer, one.edits, one.envelope?.length])).toEqual([[17, 1, envelope.length]])
  const counts = { edits: 1, applied: 0, already: 0, held: 0, failed: 1, waiting: 0 }
  await again.settle(id, { counts })
  expect(again.carried.value[0]?.envelope).not.toBeNull()
  await again.settle(id, { counts: { ...counts, applied: 1, failed: 0 } })
  expect(again.carried.value[0]).toMatchObject({ envelope: null, counts: { applied: 1 } })
  await again.forget(id)
  expect(again.carried.value).toEqual([])
})

it('offers a way out when something is unsent for long or the server says no, and not for a day in the yards', () => {
  const hour = 3_600_000
  const at = (oldest: number | null, error?: string, stopped = false): boolean => isStuck({ oldest, error, stopped, now: 100 * hour })
  expect([at(null, 'server', true), at(99 * hour), at(99 * hour, 'offline'), at(80 * hour)]).toEqual([false, false, false, false])
  expect([at(95 * hour, 'offline'), at(99 * hour, 'server'), at(75 * hour), at(99 * hour, undefined, true)]).toEqual([true, true, true, true])
})
