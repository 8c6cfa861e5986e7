/**
 * Turns what a screen wants to save into edits: numbers, bases, what the author saw. Pure, so that it can run inside the
 * transaction that takes the numbers.
 */
import { Failure } from './fault'
import type { View } from './memory'
import { parentOf } from './memory'
import { elementHeads, heads, lay, listOf, liveIds } from './overlay'
import { ANCHOR, isClosing, isSet, PARENT } from './policies'
import type { Draft, Edit, Entity, FieldEdit, Heads, OutboxEntry, Shown, Values } from './types'

/** Of the records as this app writes them (docs/protocol.md, P11). */
const SCHEMA = 3

export interface Author {
  writer: number
  /** The n of the first edit. */
  n: number
  /** This phone's raw clock, ms. */
  at: number
}

/**
 * One group of entries for the drafts, in order, and the record id of each draft. Fields that already show the wanted
 * value make no edit, so there may be fewer entries than drafts. Throws Failure missing_record.
 */
export function compose(drafts: readonly Draft[], view: View, author: Author): { entries: OutboxEntry[], ids: string[] } {
  const entries: OutboxEntry[] = []
  const refs = new Map<string, string>()
  const group = `${author.writer}.${author.n}`
  const now = (id: string): Shown | undefined =>
    lay(view.get(id), entries.filter((one) => one.edit.record === id), false)
  const ids = drafts.map((draft) => {
    const n = author.n + entries.length
    const id = `${author.writer}.${n}`
    const values = resolve(plain(draft.values), refs)
    const part = draft.kind === 'create' ? created(draft.entity, id, values, now) : changed(resolveOne(draft.record, refs), values, now)
    if (draft.kind === 'create' && draft.ref) refs.set(draft.ref, id)
    if (draft.kind === 'set' && Object.keys(part.fields).length === 0) return part.record
    const { scope, before, ...rest } = part
    const saw = seen(rest, values, now, view)
    const edit: Edit = { id, device: author.writer, n, group, size: 0, at: author.at, kind: draft.kind, ...rest, saw, schema: SCHEMA }
    if (draft.kind === 'create' && draft.lease) edit.lease = draft.lease
    entries.push({ n, id, edit, scope, state: 'unsent', before })
    return part.record
  })
  for (const { edit } of entries) edit.size = entries.length
  return { entries, ids }
}

interface Part { entity: Entity, record: string, fields: Record<string, FieldEdit>, scope: string, before: Values }
type Now = (id: string) => Shown | undefined

function created(entity: Entity, record: string, values: Values, now: Now): Part {
  const fields: Record<string, FieldEdit> = {}
  for (const [field, value] of Object.entries(values)) {
    if (value === null || value === undefined) continue
    fields[field] = isSet(entity, field) ? { value: { add: listOf(value), remove: [] }, base: {} } : { value, base: [] }
  }
  const parent = values[PARENT[entity] ?? '']
  const home = values[ANCHOR[entity] ?? ''] ?? (typeof parent === 'string' ? now(parent)?.scope : undefined)
  return { entity, record, fields, scope: typeof home === 'string' ? home : '', before: {} }
}

function changed(record: string, values: Values, now: Now): Part {
  const row = now(record)
  if (!row) throw new Failure('missing_record')
  const fields: Record<string, FieldEdit> = {}
  const before: Values = {}
  for (const [field, value] of Object.entries(values)) {
    const had = row.values[field] ?? null
    if (same(had, value ?? null)) continue
    before[field] = had
    fields[field] = isSet(row.entity, field) ? setEdit(row, field, listOf(value)) : { value: value ?? null, base: flat(heads(row, field)) }
  }
  for (const [field, { value }] of Object.entries(fields)) if (nothing(value)) delete fields[field]
  return { entity: row.entity, record, fields, scope: row.scope, before }
}

function setEdit(row: Shown, field: string, wanted: string[]): FieldEdit {
  const had = listOf(row.values[field])
  const add = wanted.filter((element) => !had.includes(element))
  const remove = had.filter((element) => !wanted.includes(element))
  return { value: { add, remove }, base: Object.fromEntries(remove.map((element) => [element, elementHeads(row, field, element)])) }
}

/**
 * Which edits its author knew of, as far as the server needs to know: that the resident or household was already closed,
 * or, for an edit that closes it, everything that stood below it.
 */
function seen(part: Omit<Part, 'scope' | 'before'>, values: Values, now: Now, view: View): string[] {
  const ids = new Set<string>()
  const parent = values[PARENT[part.entity] ?? '']
  for (let at = now(part.record) ?? (typeof parent === 'string' ? now(parent) : undefined), depth = 0; at && depth < 4; depth++) {
    if (isClosing(at.entity, at.values.life_state)) for (const id of flat(heads(at, 'life_state'))) ids.add(id)
    const up = parentOf(at)
    at = up === undefined ? undefined : now(up)
  }
  if (isClosing(part.entity, part.fields.life_state?.value)) for (const id of bundle(part.record, now, view)) ids.add(id)
  return [...ids]
}

function bundle(id: string, now: Now, view: View): string[] {
  const row = now(id)
  const own = row && row.entity !== 'review' ? liveIds(row) : []
  return [...own, ...view.below(id).flatMap((child) => bundle(child.id, now, view))]
}

function flat(base: Heads): string[] {
  return Array.isArray(base) ? base : [...new Set(Object.values(base).flat())]
}

function nothing(value: unknown): boolean {
  const change = value as { add?: unknown[], remove?: unknown[] } | null
  return Array.isArray(change?.add) && Array.isArray(change.remove) && change.add.length + change.remove.length === 0
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

/** Half a character: what a length limit leaves of an emoji. (toWellFormed() does the same, on newer browsers only.) */
const HALVES = /[\ud800-\udfff]/gu

/**
 * A copy without reactive wrappers, which IndexedDB cannot store. An emptied text field means no value. No server and no
 * database takes half a character.
 */
function plain(values: Values): Values {
  const one = (_key: string, value: unknown): unknown =>
    typeof value !== 'string' ? value : value.trim() ? value.replace(HALVES, '\ufffd') : null
  return JSON.parse(JSON.stringify(values, one)) as Values
}

function resolve(values: Values, refs: Map<string, string>): Values {
  const one = (value: unknown): unknown =>
    typeof value === 'string' ? resolveOne(value, refs) : Array.isArray(value) ? value.map(one) : value
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, one(value)]))
}

function resolveOne(value: string, refs: Map<string, string>): string {
  return value.startsWith('$') ? refs.get(value.slice(1)) ?? value : value
}
