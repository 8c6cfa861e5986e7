/**
 * The held scopes in memory: a grid is small, so every screen reads from here, at once and without waiting. It follows
 * the disk: `confirm`, `forget` and `edits` are given what a committed transaction wrote, never something else.
 */
import { PARENT } from './policies'
import { lay } from './overlay'
import type { Entity, OutboxEntry, RefusedEntry, Row, Shown } from './types'

/** What composing an edit needs to see of the records. */
export interface View {
  get(id: string): Shown | undefined
  /** Every shown record whose parent is `id`, whatever its type. */
  below(id: string): Shown[]
}

export class Memory implements View {
  private confirmed = new Map<string, Row>()
  private entries = new Map<string, OutboxEntry[]>()
  private refused = new Set<string>()
  private shown = new Map<string, Shown>()
  private byEntity = new Map<Entity, Set<string>>()
  private byParent = new Map<string, Set<string>>()
  private lists = new Map<string, Shown[]>()

  get(id: string): Shown | undefined {
    return this.shown.get(id)
  }

  all(entity: Entity): Shown[] {
    return this.list(entity, () => this.byEntity.get(entity))
  }

  children(entity: Entity, parent: string): Shown[] {
    return this.list(`${entity} ${parent}`, () => this.byParent.get(parent), (one) => one.entity === entity)
  }

  below(id: string): Shown[] {
    return this.list(` ${id}`, () => this.byParent.get(id))
  }

  /** All confirmed rows. */
  rows(): Row[] {
    return [...this.confirmed.values()]
  }

  /** Ids of the confirmed rows of a scope. */
  inScope(scope: string): string[] {
    return [...this.confirmed.values()].filter((row) => row.scope === scope).map((row) => row.id)
  }

  /** How many confirmed rows each scope has. */
  counts(): Map<string, number> {
    const counts = new Map<string, number>()
    for (const { scope } of this.confirmed.values()) counts.set(scope, (counts.get(scope) ?? 0) + 1)
    return counts
  }

  confirm(rows: readonly Row[]): void {
    for (const row of rows) {
      this.confirmed.set(row.id, row)
      this.refresh(row.id)
    }
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) if (this.confirmed.delete(id)) this.refresh(id)
  }

  /** Replaces the whole outbox and refused list by what is on disk now. */
  edits(outbox: readonly OutboxEntry[], refused: readonly RefusedEntry[]): void {
    const touched = new Set([...this.entries.keys(), ...this.refused])
    this.entries = grouped(outbox)
    this.refused = new Set(refused.filter((one) => one.held === 'held' || one.held === 'waiting').map((one) => one.edit.record))
    for (const id of [...touched, ...this.entries.keys(), ...this.refused]) this.refresh(id)
  }

  private list(key: string, ids: () => Set<string> | undefined, keep: (one: Shown) => boolean = () => true): Shown[] {
    const had = this.lists.get(key)
    if (had) return had
    const made = [...ids() ?? []].map((id) => this.shown.get(id)).filter((one): one is Shown => one !== undefined && keep(one))
    this.lists.set(key, made)
    return made
  }

  private refresh(id: string): void {
    const was = this.shown.get(id)
    const now = lay(this.confirmed.get(id), this.entries.get(id) ?? [], this.refused.has(id))
    if (now) this.shown.set(id, now)
    else this.shown.delete(id)
    this.index(was, id, false)
    this.index(now, id, true)
  }

  private index(one: Shown | undefined, id: string, present: boolean): void {
    if (!one) return
    this.lists.delete(one.entity)
    if (present) within(this.byEntity, one.entity).add(id)
    else if (!this.shown.has(id)) this.byEntity.get(one.entity)?.delete(id)
    const parent = parentOf(one)
    if (parent === undefined) return
    this.lists.delete(`${one.entity} ${parent}`)
    this.lists.delete(` ${parent}`)
    if (present) within(this.byParent, parent).add(id)
    else if (parentOf(this.shown.get(id)) !== parent) this.byParent.get(parent)?.delete(id)
  }
}

/** The id that a record's parent field shows. */
export function parentOf(one: Row | undefined): string | undefined {
  const field = one && PARENT[one.entity]
  const value = field && one.values[field]
  return typeof value === 'string' ? value : undefined
}

function within<K>(index: Map<K, Set<string>>, key: K): Set<string> {
  let set = index.get(key)
  if (!set) index.set(key, set = new Set())
  return set
}

function grouped(outbox: readonly OutboxEntry[]): Map<string, OutboxEntry[]> {
  const groups = new Map<string, OutboxEntry[]>()
  for (const one of outbox) {
    const group = groups.get(one.edit.record)
    if (group) group.push(one)
    else groups.set(one.edit.record, [one])
  }
  return groups
}
