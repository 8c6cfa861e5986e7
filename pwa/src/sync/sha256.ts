/**
 * SHA-256 (FIPS 180-4) of short texts, at once. The browser's own is asynchronous, and its way there and back costs a
 * cheap phone many times the hash of one row; whole chunks are still given to the browser.
 */
const K = new Uint32Array(64)
const START = new Uint32Array(8)

/** The constants are the first bits of the fractions of cube and square roots of the first primes. */
for (let candidate = 2, found = 0; found < 64; candidate++) {
  let prime = true
  for (let d = 2; d * d <= candidate; d++) if (candidate % d === 0) prime = false
  if (!prime) continue
  K[found] = fraction(Math.cbrt(candidate))
  if (found < 8) START[found] = fraction(Math.sqrt(candidate))
  found++
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32)
}

const encoder = new TextEncoder()
const W = new Uint32Array(64)

/** The eight words of the hash of a text's UTF-8 bytes. */
export function sha256(text: string): Uint32Array {
  const bytes = encoder.encode(text)
  const blocks = new DataView(new ArrayBuffer(((bytes.length + 8) >> 6) * 64 + 64))
  new Uint8Array(blocks.buffer).set(bytes)
  blocks.setUint8(bytes.length, 0x80)
  blocks.setUint32(blocks.byteLength - 8, Math.floor(bytes.length / 2 ** 29))
  blocks.setUint32(blocks.byteLength - 4, bytes.length << 3)
  const hash = START.slice()
  for (let at = 0; at < blocks.byteLength; at += 64) mix(hash, blocks, at)
  return hash
}

/** Words, or bytes, as hexadecimal digits. */
export function hexOf(hash: Uint32Array | DataView): string {
  const words = hash instanceof DataView ? Array.from({ length: hash.byteLength / 4 }, (_, i) => hash.getUint32(4 * i)) : [...hash]
  return words.map((word) => word.toString(16).padStart(8, '0')).join('')
}

function mix(hash: Uint32Array, blocks: DataView, at: number): void {
  for (let i = 0; i < 16; i++) W[i] = blocks.getUint32(at + 4 * i)
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15]!
    const y = W[i - 2]!
    const s0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3
    const s1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10
    W[i] = W[i - 16]! + s0 + W[i - 7]! + s1
  }
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number]
  for (let i = 0; i < 64; i++) {
    const t1 = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[i]! + W[i]! | 0
    const t2 = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0
    h = g
    g = f
    f = e
    e = d + t1 | 0
    d = c
    c = b
    b = a
    a = t1 + t2 | 0
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) hash[i]! += word
}
