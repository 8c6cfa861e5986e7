/**
 * Lays this phone's own edits over the server's last word on a record. Pure. The bases follow along, so that the next
 * edit of the same field names the edit whose value the screen showed.
 */
import { isSet } from './policies'
import type { Edit, Heads, OutboxEntry, Row, Shown, Values } from './types'

interface SetEdit { add?: string[], remove?: string[] }

/** What is shown for one record, or undefined when there is nothing to show. `entries` are its edits in order of n. */
export function lay(confirmed: Row | undefined, entries: readonly OutboxEntry[], refused: boolean): Shown | undefined {
  const live = entries.filter((entry) => entry.edit.kind !== 'withdraw')
  const start = confirmed ?? born(live)
  if (!start) return undefined
  const shown: Shown = { ...start, pending: live.length > 0, refused }
  if (live.length === 0) return shown
  shown.values = { ...start.values }
  shown.also = { ...start.also }
  for (const { edit } of live) apply(shown, edit)
  return shown
}

/** Heads of the displayed value of one field; none where nobody has written it (one that was cleared is in `also`). */
export function heads(row: Row, field: string): Heads {
  return row.also?.[field] ?? (field in row.values ? [row.by] : [])
}

/** Heads of one element of a set field. */
export function elementHeads(row: Row, field: string, element: string): string[] {
  const all = heads(row, field)
  return Array.isArray(all) ? all : all[element] ?? []
}

/** Ids of every live edit that the row shows. */
export function liveIds(row: Row): string[] {
  const also = Object.values(row.also ?? {}).flatMap((one) => (Array.isArray(one) ? one : Object.values(one).flat()))
  return [...new Set([row.by, ...also])]
}

function born(entries: readonly OutboxEntry[]): Row | undefined {
  const first = entries.find((entry) => entry.edit.kind === 'create')
  if (!first) return undefined
  const { id, entity } = first.edit
  return { id: first.edit.record, entity, scope: first.scope, values: {}, by: id }
}

function apply(shown: Shown, edit: Edit): void {
  const also: Record<string, Heads> = shown.also ?? {}
  for (const [field, { value }] of Object.entries(edit.fields)) {
    if (isSet(shown.entity, field)) {
      also[field] = applySet(shown, field, value as SetEdit, edit.id)
      continue
    }
    setValue(shown.values, field, value)
    if (edit.id === shown.by) delete also[field]
    else also[field] = [edit.id]
  }
  shown.also = also
}

function applySet(shown: Shown, field: string, change: SetEdit, id: string): Record<string, string[]> {
  const had = listOf(shown.values[field])
  const removed = new Set(change.remove)
  const next = had.filter((element) => !removed.has(element))
  for (const element of change.add ?? []) if (!next.includes(element)) next.push(element)
  setValue(shown.values, field, next)
  return Object.fromEntries(next.map((element) => [
    element, change.add?.includes(element) ? [id] : elementHeads(shown, field, element),
  ]))
}

export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}

function setValue(values: Values, field: string, value: unknown): void {
  if (value === null || value === undefined) delete values[field]
  else values[field] = value
}
