/**
 * What a scope amounts to in a few bytes (docs/protocol.md, D): the count of its rows and the sum of their hashes. Phone
 * and server compute it apart; where they differ, one of them holds something wrong. Pure.
 */
import type { Row } from '../store/types'
import { hexOf, sha256 } from './sha256'

/** "<count>.<sum modulo 2^64 as 16 hex digits>" of rows in any order. */
export function digestOf(rows: readonly Row[]): string {
  let high = 0
  let low = 0
  for (const row of rows) {
    const [first = 0, second = 0] = sha256(canonical(row))
    low += second
    high = (high + first + (low > 0xffff_ffff ? 1 : 0)) % 2 ** 32
    low %= 2 ** 32
  }
  return `${rows.length}.${hexOf(Uint32Array.of(high, low))}`
}

/** The same for each of the sixteen buckets. */
export function digestsOf(rows: readonly Row[]): string[] {
  const buckets = Array.from({ length: 16 }, (): Row[] => [])
  for (const row of rows) buckets[bucketOf(row.id)]?.push(row)
  return buckets.map(digestOf)
}

/** The first hexadecimal digit of the hash of the record's id. */
export function bucketOf(id: string): number {
  return (sha256(id)[0] ?? 0) >>> 28
}

/** JSON with keys in the order of their code points, without spaces, without escapes that are not needed. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const one = value as Record<string, unknown>
  return `{${Object.keys(one).filter((key) => one[key] !== undefined).sort(byCodePoint).map((key) => `${JSON.stringify(key)}:${canonical(one[key])}`).join()}}`
}

/** JavaScript orders by halves of characters; that differs for those beyond the first 65,536 only. */
function byCodePoint(a: string, b: string): number {
  if (!HALF.test(a + b)) return a < b ? -1 : 1
  const [x, y] = [a, b].map((text) => Array.from(text, (one) => one.codePointAt(0) ?? 0))
  const at = x!.findIndex((one, index) => one !== y![index])
  return at < 0 ? -1 : x![at]! - (y![at] ?? -1)
}

const HALF = /[\ud800-\udfff]/
