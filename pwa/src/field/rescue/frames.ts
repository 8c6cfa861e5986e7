/**
 * An envelope as a series of QR codes (docs/protocol.md, X5): cut, and joined again from codes caught in any order. The
 * text is Base45 (RFC 9285), which QR codes hold almost as tightly as bytes, and which every reader gives back unharmed.
 */
import { hex, sha256 } from './seal'

/** Bytes of the envelope in one code: 93 × 93 modules at error correction M, for a cheap camera. */
export const PART = 580
const MOST = 999
const MARK = 'RUHU1'
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const VALUES = new Map([...ALPHABET].map((sign, value) => [sign, value]))

type Bytes = Uint8Array<ArrayBuffer>

/** The texts of the codes, or null when there would be too many: then only a file will do. */
export async function cut(envelope: Bytes, part = PART): Promise<string[] | null> {
  const count = Math.ceil(envelope.length / part)
  if (count > MOST) return null
  const name = await nameOf(envelope)
  return Array.from({ length: count }, (_, at) =>
    `${MARK}:${name}:${at + 1}:${count}:${base45(envelope.subarray(at * part, (at + 1) * part))}`)
}

async function nameOf(envelope: Bytes): Promise<string> {
  return hex(await sha256(envelope)).slice(0, 8).toUpperCase()
}

/** One series on its way in. */
export interface Catching { name: string, count: number, parts: Map<number, Bytes> }

/** What a code did: it was new, it had been caught, it is of no series, or it made the series whole. */
export type Caught = { kind: 'new' | 'again', series: Catching } | { kind: 'foreign' } | { kind: 'broken' } | { kind: 'whole', envelope: Bytes }

/** Catches codes of any number of series at once. */
export class Net {
  readonly series = new Map<string, Catching>()

  async take(text: string): Promise<Caught> {
    const found = /^RUHU1:([0-9A-F]{8}):(\d{1,3}):(\d{1,3}):(.+)$/s.exec(text)
    const [, name = '', index = '', count = '', data = ''] = found ?? []
    const part = found ? unbase45(data) : null
    if (!part || Number(index) < 1 || Number(index) > Number(count)) return { kind: 'foreign' }
    const series = this.series.get(name) ?? { name, count: Number(count), parts: new Map<number, Bytes>() }
    if (series.count !== Number(count)) return { kind: 'foreign' }
    this.series.set(name, series)
    if (series.parts.has(Number(index))) return { kind: 'again', series }
    series.parts.set(Number(index), part)
    if (series.parts.size < series.count) return { kind: 'new', series }
    this.series.delete(name)
    const envelope = joined(series)
    return await nameOf(envelope) === name ? { kind: 'whole', envelope } : { kind: 'broken' }
  }
}

/** Numbers of the codes that are still missing. */
export function missing({ count, parts }: Catching): number[] {
  return Array.from({ length: count }, (_, at) => at + 1).filter((index) => !parts.has(index))
}

function joined({ count, parts }: Catching): Bytes {
  return new Uint8Array(Array.from({ length: count }, (_, at) => [...parts.get(at + 1) ?? []]).flat())
}

export function base45(data: Uint8Array): string {
  let out = ''
  for (let at = 0; at < data.length; at += 2) {
    const high = data[at] ?? 0
    const low = data[at + 1]
    let number = low === undefined ? high : high * 256 + low
    for (let digits = low === undefined ? 2 : 3; digits > 0; digits--) {
      out += ALPHABET[number % 45]
      number = Math.floor(number / 45)
    }
  }
  return out
}

/** Null for what is no Base45. */
export function unbase45(text: string): Bytes | null {
  if (text.length % 3 === 1) return null
  const out: number[] = []
  for (let at = 0; at < text.length; at += 3) {
    const values = Array.from(text.slice(at, at + 3), (sign) => VALUES.get(sign) ?? Number.NaN)
    const number = values.reduceRight((sum, value) => sum * 45 + value, 0)
    if (!(number < (values.length === 3 ? 65_536 : 256))) return null
    if (values.length === 3) out.push(number >> 8)
    out.push(number & 255)
  }
  return new Uint8Array(out)
}
