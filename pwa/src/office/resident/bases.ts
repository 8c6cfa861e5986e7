/**
 * What an edit of this page was based on. The page names the edits whose values it showed; if somebody changed a field
 * meanwhile, the server finds two heads and keeps both for review instead of letting the last click win.
 */
import type { Row } from '../api/shapes'

/** Ids of the edits that hold the displayed value of one field (contract of the row: exceptions in `also`, else `by`). */
export function bases(row: Row, field: string): string[] | Record<string, string[]> {
  return row.also?.[field] ?? [row.by]
}

/** For a set field: the base of each element that is removed. */
export function elementBases(row: Row, field: string, removed: string[]): Record<string, string[]> {
  const known = row.also?.[field]
  const out: Record<string, string[]> = {}
  for (const element of removed) out[element] = known && !Array.isArray(known) ? (known[element] ?? [row.by]) : (known ?? [row.by])
  return out
}

/** Every edit id that holds a value of these records: what an author of a closing life state says to have seen. */
export function seen(rows: Row[]): string[] {
  const ids = new Set<string>()
  for (const row of rows) {
    ids.add(row.by)
    for (const value of Object.values(row.also ?? {})) {
      for (const list of Array.isArray(value) ? [value] : Object.values(value)) for (const id of list) ids.add(id)
    }
  }
  return [...ids]
}
