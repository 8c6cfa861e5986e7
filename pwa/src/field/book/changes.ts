/** What a form changed: only fields whose value differs from the one shown become an edit. */
import type { Draft, Row } from '@/store'

export type Wanted = Record<string, string | number | boolean | string[] | null | undefined>

function plain(value: unknown): unknown {
  return value === '' || value === undefined ? null : value
}

function equal(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    const left = Array.isArray(a) ? [...a].sort() : []
    const right = Array.isArray(b) ? [...b].sort() : []
    return left.length === right.length && left.every((item, index) => item === right[index])
  }
  return a === b
}

/** Fields of `wanted` that differ from `before`; an emptied field is null. */
export function differing(before: Record<string, unknown>, wanted: Wanted): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(wanted)) {
    const had = plain(before[field])
    const now = plain(value)
    if (equal(had, now) || (had === null && (now === false || (Array.isArray(now) && now.length === 0)))) continue
    out[field] = now
  }
  return out
}

export function changesOf(row: Row, wanted: Wanted): Draft[] {
  const values = differing(row.values, wanted)
  return Object.keys(values).length ? [{ kind: 'set', record: row.id, values }] : []
}
