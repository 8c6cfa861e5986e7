/** What changed of a row that this phone holds (docs/protocol.md, L): only the changed fields travel. Pure. */
import type { Heads, Row, Values } from '../store/types'

export interface Patch {
  id: string
  /** Changed fields with their new values; null: none any more. */
  values?: Values
  /** Bases of changed fields that are not the row's `by`; null: it has none of its own any more. */
  also?: Record<string, Heads | null>
  /** All fields under review, if that changed. */
  open?: string[]
}

/** The row as the server has it now. A patch tells the newest values, so it may also be laid over a newer row. */
export function patched(row: Row, { values = {}, also = {}, open = row.open ?? [] }: Patch): Row {
  const { also: _, open: __, ...rest } = row
  const heads = laid(row.also ?? {}, also)
  const made: Row = { ...rest, values: laid(row.values, values) }
  if (Object.keys(heads).length > 0) made.also = heads
  if (open.length > 0) made.open = open
  return made
}

function laid<T>(was: Record<string, T>, change: Record<string, T | null>): Record<string, T> {
  const now = { ...was }
  for (const [field, one] of Object.entries(change)) {
    if (one === null) delete now[field]
    else now[field] = one
  }
  return now
}
