import { Buffer } from 'node:buffer'
import { gunzipSync } from 'node:zlib'
import { afterEach, expect, it, vi } from 'vitest'
import { call } from '@/sync/wire'
import { note, town } from './phone'

afterEach(() => vi.restoreAllMocks())

function answering(...responses: Response[]): { init: RequestInit }[] {
  const calls: { init: RequestInit }[] = []
  globalThis.fetch = (async (_path: string, init: RequestInit) => {
    calls.push({ init })
    return responses.shift()
  }) as unknown as typeof fetch
  return calls
}

it('packs a large body with gzip and leaves a small one alone', async () => {
  const calls = answering(Response.json({}), Response.json({}))
  const large = { text: '记'.repeat(2000) }
  await call('/api/x', { token: 't', body: large })
  await call('/api/x', { body: { a: 1 } })
  const [first, second] = calls.map((one) => one.init)
  expect(first?.headers).toMatchObject({ Authorization: 'Bearer t', 'Content-Encoding': 'gzip' })
  expect(JSON.parse(gunzipSync(Buffer.from(first?.body as ArrayBuffer)).toString())).toEqual(large)
  expect(second?.body).toBe('{"a":1}')
})

it('gives the code of the server with our own words for it, and a proxy page as a fault of the server', async () => {
  answering(
    Response.json({ code: 'scope_not_granted', message: { 'zh-CN': '不行', en: 'no' } }, { status: 403 }),
    Response.json({ code: 'brand_new', message: { 'zh-CN': '新的说明', en: 'news' } }, { status: 409 }),
    new Response('<html>Bad gateway</html>', { status: 502 }),
    new Response('<html>Please sign in to the network</html>'),
  )
  await expect(call('/api/x', {})).rejects.toMatchObject({ code: 'scope_not_granted' })
  await expect(call('/api/x', {})).rejects.toMatchObject({ code: 'brand_new', message: '新的说明' })
  await expect(call('/api/x', {})).rejects.toMatchObject({ code: 'server' })
  await expect(call('/api/x', {})).rejects.toMatchObject({ code: 'server' })
})

it('tells the decoded bytes of an answer as they come', async () => {
  const text = JSON.stringify({ rows: ['甲', '乙'] })
  answering(new Response(text))
  const heard: number[] = []
  expect(await call('/api/x', { onBytes: (done) => heard.push(done) })).toEqual({ rows: ['甲', '乙'] })
  expect(heard.at(-1)).toBe(Buffer.byteLength(text))
})

it('takes a time to wait from an answer that means one, and from no other', async () => {
  const waiting = { 'Retry-After': '30' }
  answering(...[429, 503, 500, 404].map((status) => Response.json({ code: 'x', message: {} }, { status, headers: waiting })))
  const waits: (number | undefined)[] = []
  for (let i = 0; i < 4; i++) await call('/api/x', {}).catch((error: { retryAfter?: number }) => waits.push(error.retryAfter))
  expect(waits).toEqual([30, 30, undefined, undefined])
})

it('leaves a busy server alone for as long as it asked', async () => {
  const { phone } = await town()
  await note(phone, '3.1:1r', '一')
  const calls = answering(Response.json({ code: 'busy', message: {} }, { status: 503, headers: { 'Retry-After': '30' } }))
  expect(await phone.cycle()).toMatchObject({ ok: false, retryAfter: 30, error: { code: 'busy' } })
  expect(await phone.cycle()).toMatchObject({ skipped: true, error: { code: 'busy' } })
  expect(calls).toHaveLength(1)
  expect(phone.store.unsent.value).toBe(1)
})

it('a phone that the server does not know keeps everything', async () => {
  const { phone } = await town()
  await note(phone, '3.1:1r', '一')
  answering(Response.json({ code: 'token_unknown', message: {} }, { status: 401 }))
  expect((await phone.cycle()).error?.code).toBe('token_unknown')
  expect(phone.store.device.value?.unknown).toBe(true)
  expect(phone.store.get('3.1:1r')?.values.note).toBe('一')
  expect(phone.store.unsent.value).toBe(1)
})

it('only one tab syncs at a time', async () => {
  const { server, phone } = await town()
  const { open } = await import('./phone')
  const tab = await open(phone.name)
  server.paths = []
  const results = await Promise.all([phone.cycle(), tab.cycle(), phone.cycle()])
  expect(results.map((one) => one.skipped ?? false).sort()).toEqual([false, false, true])
  expect(server.paths).toEqual(['/api/sync/pull'])
})
