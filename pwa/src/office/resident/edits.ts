/** Turning what a form holds into edits with the bases of the page that it was filled from. */
import type { Row } from '../api/shapes'
import { kept } from '../pieces/fields'
import { bases, elementBases, seen } from './bases'

export interface Change {
  kind: 'set' | 'create'; entity: string; record?: string; fields: Record<string, unknown>
  bases?: Record<string, unknown>; saw?: string[]
}

const CLOSING = new Set(['moved_out', 'died', 'registered_only', 'duplicate', 'mistake', 'gone'])

/** The changed fields of one row as one edit; null when nothing differs. `bundle` is everything the page was showing. */
export function changeOf(row: Row, form: Record<string, unknown>, bundle: Row[]): Change | null {
  const change: Change = { kind: 'set', entity: row.entity, record: row.id, fields: {}, bases: {} }
  for (const [field, given] of Object.entries(form)) {
    if (Array.isArray(given)) setChange(row, field, given as string[], change)
    else {
      const value = kept(row.entity, field, given)
      const before = row.values[field] ?? null
      if (value === before || (value === false && before === null)) continue
      change.fields[field] = value
      change.bases![field] = bases(row, field)
    }
  }
  if (Object.keys(change.fields).length === 0) return null
  if (CLOSING.has(String(change.fields.life_state))) change.saw = seen(bundle)
  return change
}

function setChange(row: Row, field: string, given: string[], change: Change): void {
  const before = new Set((row.values[field] as string[] | undefined) ?? [])
  const add = given.filter((each) => !before.has(each))
  const remove = [...before].filter((each) => !given.includes(each))
  if (!add.length && !remove.length) return
  change.fields[field] = { add, remove }
  change.bases![field] = elementBases(row, field, remove)
}

/** A form's fields as the edit that makes a new record. */
export function creation(entity: string, form: Record<string, unknown>): Change {
  const fields: Record<string, unknown> = {}
  for (const [field, given] of Object.entries(form)) {
    const value = Array.isArray(given) ? (given.length ? { add: given, remove: [] } : null) : kept(entity, field, given)
    if (value !== null && value !== false) fields[field] = value
  }
  return { kind: 'create', entity, fields }
}
