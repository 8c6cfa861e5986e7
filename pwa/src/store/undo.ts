/**
 * Takes a saved group back. What has never left the phone is withdrawn in place and keeps its number; what may have
 * left is never altered (the same id with other content would be a fork), it is undone by new edits.
 */
import type { View } from './memory'
import { heads, listOf } from './overlay'
import { initial, isSet, retraction } from './policies'
import type { Draft, Edit, FieldEdit, Heads, OutboxEntry, Values } from './types'

/** Whether the group can still be withdrawn. */
export function withdrawable(entries: readonly OutboxEntry[]): boolean {
  return entries.length > 0 && entries.every((entry) => entry.state === 'unsent')
}

/**
 * The entries to write so that `group` never happened, given the whole outbox. Later unsent groups that stand on a
 * record created by it go with it; later edits of the same fields are based on what the group had replaced.
 */
export function withdraw(group: string, outbox: readonly OutboxEntry[]): OutboxEntry[] {
  const gone = new Set([group])
  const made = new Set<string>()
  const later = outbox.filter((entry) => entry.state === 'unsent' && entry.edit.kind !== 'withdraw').sort((a, b) => a.n - b.n)
  for (const { edit } of later) {
    if (made.has(edit.record) || Object.values(edit.fields).some(({ value }) => names(value, made))) gone.add(edit.group)
    if (!gone.has(edit.group)) continue
    for (const other of later) if (other.edit.group === edit.group && other.edit.kind === 'create') made.add(other.edit.record)
  }
  const withdrawn = later.filter((entry) => gone.has(entry.edit.group))
  const rebased = later.filter((entry) => !gone.has(entry.edit.group)).map((entry) => [...withdrawn].reverse().reduce(rebase, entry))
  return [
    ...withdrawn.map((entry) => {
      const { lease: _, ...edit } = entry.edit
      return { ...entry, before: {}, edit: { ...edit, kind: 'withdraw' as const, fields: {}, saw: [] } }
    }),
    ...rebased.filter((entry) => !later.includes(entry)),
  ]
}

function names(value: unknown, records: ReadonlySet<string>): boolean {
  return typeof value === 'string' ? records.has(value) : Array.isArray(value) && value.some((one) => names(one, records))
}

/** The entry as if `out` had not come before it. Returns the same object when nothing in it names `out`. */
function rebase(entry: OutboxEntry, out: OutboxEntry): OutboxEntry {
  const { edit } = entry
  const id = out.edit.id
  const base = (field: string): Heads => out.edit.fields[field]?.base ?? []
  const named = Object.entries(edit.fields).filter(([, one]) => Object.values(one.base).flat().includes(id))
  if (named.length === 0 && !edit.saw.includes(id)) return entry
  const fields: Record<string, FieldEdit> = { ...edit.fields }
  const before: Values = { ...entry.before }
  for (const [field, { value, base: was }] of named) {
    fields[field] = { value, base: replaced(was, id, base(field)) }
    if (field in before && field in out.before && !isSet(edit.entity, field)) before[field] = out.before[field]
  }
  return { ...entry, before, edit: { ...edit, fields, saw: edit.saw.filter((one) => one !== id) } }
}

function replaced(was: Heads, id: string, instead: Heads): Heads {
  const swap = (ids: string[], by: string[]): string[] => [...new Set(ids.flatMap((one) => (one === id ? by : [one])))]
  if (Array.isArray(was)) return swap(was, Array.isArray(instead) ? instead : [])
  return Object.fromEntries(Object.entries(was).map(([element, ids]) => [
    element, swap(ids, Array.isArray(instead) ? [] : instead[element] ?? []),
  ]))
}

/** New edits that take back what the group did, newest first, leaving alone whatever others have changed since. */
export function counter(edits: readonly { edit: Edit, before: Values }[], view: View): Draft[] {
  return [...edits].sort((a, b) => b.edit.n - a.edit.n).flatMap(({ edit, before }): Draft[] => {
    if (!view.get(edit.record)) return []
    if (edit.kind === 'set') return back(edit, before, view)
    const way = edit.kind === 'create' ? retraction(edit) : null
    if (!way) return []
    return way.kind === 'create'
      ? [{ kind: 'create', entity: edit.entity, values: way.values }]
      : [{ kind: 'set', record: edit.record, values: way.values }]
  })
}

function back(edit: Edit, before: Values, view: View): Draft[] {
  const row = view.get(edit.record)
  const values: Values = {}
  for (const [field, { value }] of Object.entries(edit.fields)) {
    if (!row || !Object.values(heads(row, field)).flat().includes(edit.id)) continue
    if (isSet(edit.entity, field)) {
      const { add = [], remove = [] } = value as { add?: string[], remove?: string[] }
      values[field] = [...listOf(row.values[field]).filter((one) => !add.includes(one)), ...remove]
    } else {
      values[field] = before[field] ?? initial(edit.entity, field)
    }
  }
  return Object.keys(values).length > 0 ? [{ kind: 'set', record: edit.record, values }] : []
}
