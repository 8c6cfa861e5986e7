/** The bases of a form that was filled from a record: for every value shown, the edits that hold it. */
import type { Site } from '../api/shapes'

export function basesOf(row: Site | null): { bases?: Record<string, string[]> } {
  if (!row) return {}
  const also = (row.also ?? {}) as Record<string, string[]>
  return { bases: Object.fromEntries(Object.keys(row.values).map((field) => [field, also[field] ?? [row.by]])) }
}
