/** Sealing makes, byte for byte, the envelope of the protocol's example; splitting and joining lose nothing. */
import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { array, assert, asyncProperty, infiniteStream, integer, nat, property, uint8Array } from 'fast-check'
import { expect, it } from 'vitest'
import { base45, cut, missing, Net, unbase45 } from '@/field/rescue/frames'
import { armour, headerOf, hex, pack, seal, unarmour, type Fixed } from '@/field/rescue/seal'

interface Vector {
  given: {
    township: { public: string, id: string }
    fresh: { private: string, public: string }
    nonce: string
    token: string
    at: number
    packed: string
    part: number
  }
  expect: { header: string, envelope: string, frames: string[] }
}
const { given, expect: wanted } = JSON.parse(readFileSync('../tests/vectors/rescue/envelope.json', 'utf8')) as Vector
const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'hex'))
const envelope = bytes(wanted.envelope)
const header = { key: given.township.id, writer: 17, edits: 2, at: given.at }

async function fixed(): Promise<Fixed> {
  const point = Buffer.from(given.fresh.public, 'hex')
  const url = (part: Uint8Array): string => Buffer.from(part).toString('base64url')
  const d = url(Buffer.from(given.fresh.private, 'hex'))
  const key = { kty: 'EC', crv: 'P-256', x: url(point.subarray(1, 33)), y: url(point.subarray(33)) }
  const curve = { name: 'ECDH', namedCurve: 'P-256' }
  const publicKey = await crypto.subtle.importKey('jwk', key, curve, true, [])
  const privateKey = await crypto.subtle.importKey('jwk', { ...key, d }, curve, true, ['deriveBits'])
  return { pair: { publicKey, privateKey }, nonce: bytes(given.nonce) }
}

it('seals what is given to the envelope of the example', async () => {
  const sealed = await seal(new TextEncoder().encode(given.packed), header, given.token, given.township, await fixed())
  expect(hex(sealed)).toBe(wanted.envelope)
})

it('seals the same contents differently every time', async () => {
  const packed = new TextEncoder().encode(given.packed)
  const [one, other] = await Promise.all([0, 1].map(() => seal(packed, header, given.token, given.township)))
  expect(hex(one!)).not.toBe(hex(other!))
  expect(one).toHaveLength(envelope.length)
})

it('reads the header of an envelope and of nothing else', () => {
  expect(headerOf(envelope)).toEqual(header)
  for (const other of ['', 'PK', '{}\n', '{"ruhu":"rescue","version":2}\n', '{"ruhu":"rescue","version":1,"key":"a","writer":"1"}\n']) {
    expect(headerOf(new TextEncoder().encode(other))).toBeNull()
  }
})

it('packs contents so that gzip opens them, and leaves them plain where the browser cannot pack', async () => {
  expect(JSON.parse(gunzipSync(await pack({ note: '下午' })).toString())).toEqual({ note: '下午' })
  const had = globalThis.CompressionStream
  Reflect.deleteProperty(globalThis, 'CompressionStream')
  expect(new TextDecoder().decode(await pack([1]))).toBe('[1]')
  globalThis.CompressionStream = had
})

it('gives the envelope back from its text, whatever stands around it, and not from half of it', () => {
  const text = `看下面\r\n${armour(envelope).replaceAll('\n', '\r\n')}\r\n谢谢`
  expect(hex(unarmour(new TextEncoder().encode(text))!)).toBe(wanted.envelope)
  expect(hex(unarmour(envelope)!)).toBe(wanted.envelope)
  expect(unarmour(new TextEncoder().encode(text.slice(0, 500)))).toBeNull()
  expect(unarmour(new TextEncoder().encode(text.replace('eyJ', 'é!!')))).toBeNull()
})

it('cuts the envelope of the example into its codes', async () => {
  expect(await cut(envelope, given.part)).toEqual(wanted.frames)
  expect(await cut(new Uint8Array(1_048_576))).toBeNull()
})

it('joins the codes of several envelopes caught in any order, more than once, among other codes', async () => {
  await assert(asyncProperty(
    array(uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 3 }),
    integer({ min: 1, max: 60 }),
    infiniteStream(nat()),
    async (envelopes, part, chance) => {
      const wholes = new Set<string>()
      const distinct = [...new Map(envelopes.map((one) => [hex(one), Uint8Array.from(one)])).values()]
      const texts = (await Promise.all(distinct.map((one) => cut(one, part)))).flat() as string[]
      const mixed = [...texts, ...texts.slice(0, 3), 'https://example.org/', 'RUHU1:x'].map((text) => ({ text, at: chance.next().value as number }))
      const net = new Net()
      for (const { text } of mixed.sort((a, b) => a.at - b.at)) {
        const caught = await net.take(text)
        if (caught.kind === 'whole') wholes.add(hex(caught.envelope))
        expect(caught.kind).not.toBe('broken')
      }
      expect(wholes).toEqual(new Set(distinct.map(hex)))
    },
  ), { numRuns: 60 })
})

it('says which codes are missing, and notices a series that does not join to its name', async () => {
  const net = new Net()
  const [first, second] = wanted.frames as [string, string]
  const caught = await net.take(second)
  expect(caught.kind === 'new' && missing(caught.series)).toEqual([1])
  expect((await net.take(second)).kind).toBe('again')
  expect((await net.take(first.replace(/..$/, '00'))).kind).toBe('broken')
  expect((await net.take(first.replace(':1:2:', ':1:3:'))).kind).toBe('new')
  expect((await net.take(second)).kind).toBe('foreign')
  expect((await net.take(first.replace(':1:2:', ':3:2:'))).kind).toBe('foreign')
})

it('knows the Base45 of its document, and what is none', () => {
  expect(base45(new TextEncoder().encode('Hello!!'))).toBe('%69 VD92EX0')
  assert(property(uint8Array(), (data) => {
    expect(unbase45(base45(data))).toEqual(Uint8Array.from(data))
  }))
  for (const bad of ['A', 'GGW', ':::', '::', 'ab', 'ü0']) expect(unbase45(bad)).toBeNull()
})
