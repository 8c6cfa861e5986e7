/** Reading a record's values: what is absent or of another shape reads as empty, never as an error at the door. */
import type { Row } from '@/store'

export function text(row: Pick<Row, 'values'> | undefined, field: string): string {
  const value = row?.values[field]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

export function whole(row: Pick<Row, 'values'> | undefined, field: string): number | null {
  const value = row?.values[field]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function yes(row: Pick<Row, 'values'> | undefined, field: string): boolean {
  return row?.values[field] === true
}

export function list(row: Pick<Row, 'values'> | undefined, field: string): string[] {
  const value = row?.values[field]
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}

/** Life states that take a record out of everybody's task. A vacant household stays on the lane: people move in. */
const OUT = new Set(['moved_out', 'died', 'registered_only', 'duplicate', 'mistake', 'gone'])

export function isLive(row: Pick<Row, 'values'>): boolean {
  return !OUT.has(text(row, 'life_state'))
}

/**
 * Append-only records that count: a correction is a new record that `voids` the old one, and one with `retract` only
 * voids. A chain of corrections is followed to its end.
 */
export function effective<T extends Row>(rows: readonly T[]): T[] {
  const voided = new Set(rows.map((row) => text(row, 'voids')).filter(Boolean))
  return rows.filter((row) => !voided.has(row.id) && !yes(row, 'retract'))
}
