/**
 * The little that the phone must know about record types: which field names the parent, which fields are sets, and how
 * an entry of each type is taken back. Everything else about merging is the server's (sync/policies.py).
 */
import type { Edit, Entity, Values } from './types'

/** The field that names the parent record; types that stand alone are absent. */
export const PARENT: Partial<Record<Entity, string>> = {
  resident: 'household',
  visit: 'household',
  dose: 'resident',
  contraindication: 'resident',
  appointment: 'resident',
  ruling: 'about',
  review: 'about',
  reaction: 'attendance',
  session: 'site',
  area: 'parent',
}

/** The field that holds the scope itself, of a record that belongs to no other. */
export const ANCHOR: Partial<Record<Entity, string>> = { household: 'grid', attendance: 'desk' }

const SETS: Partial<Record<Entity, readonly string[]>> = { resident: ['groups'] }
const APPEND_ONLY: readonly Entity[] = ['visit', 'dose', 'ruling']
/** Values of life_state that put a record out of everyone's task. A vacant home is still to be visited. */
const CLOSING: Partial<Record<Entity, readonly string[]>> = {
  household: ['gone', 'duplicate', 'mistake'],
  resident: ['moved_out', 'died', 'registered_only', 'duplicate', 'mistake'],
}

/** What a field without a value means, where clearing it is not a value of its own. */
const INITIAL: Partial<Record<Entity, Values>> = {
  household: { life_state: 'active' },
  resident: { life_state: 'active', willingness: 'not_asked' },
}

export function initial(entity: Entity, field: string): unknown {
  return INITIAL[entity]?.[field] ?? null
}

export function isSet(entity: Entity, field: string): boolean {
  return SETS[entity]?.includes(field) ?? false
}

export function isClosing(entity: Entity, state: unknown): boolean {
  return typeof state === 'string' && (CLOSING[entity]?.includes(state) ?? false)
}

/** How a creation that the server already has is taken back: a record that voids it, or its way out of the lists. */
export function retraction(edit: Edit): { kind: 'create' | 'set', values: Values } | null {
  const value = (field: string): unknown => edit.fields[field]?.value
  if (APPEND_ONLY.includes(edit.entity)) {
    const values: Values = {}
    for (const [field, { value }] of Object.entries(edit.fields)) values[field] = value
    return { kind: 'create', values: { ...values, voids: edit.record, retract: true } }
  }
  if (edit.entity === 'contraindication') return value('state') === 'cleared' ? null : { kind: 'set', values: { state: 'cleared' } }
  if (edit.entity === 'attendance') return { kind: 'set', values: { state: 'mistake' } }
  if (edit.entity === 'reaction') return { kind: 'set', values: { mistake: true } }
  if (edit.entity === 'appointment') return { kind: 'set', values: { state: 'cancelled' } }
  return CLOSING[edit.entity] ? { kind: 'set', values: { life_state: 'mistake' } } : null
}
