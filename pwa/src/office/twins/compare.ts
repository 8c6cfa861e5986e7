/** A pair as the page lays it out: which fields there are, which differ, and what is chosen before anybody chooses. */
import type { Row } from '../api/shapes'
import type { Compared, Side } from './shapes'

/** `free`: both say something, and not the same: somebody chooses. */
export interface Facing { field: string; values: [unknown, unknown]; same: boolean; both: boolean; free: boolean }

const JOINED = new Set(['groups'])

function empty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** The fields of which anything is known, in the server's order. Groups are put together, so they are nobody's choice. */
export function facing(compared: Compared): Facing[] {
  return compared.fields.map((field) => {
    const values = compared.sides.map((side) => side.resident.values[field]) as [unknown, unknown]
    const same = JSON.stringify(values[0] ?? null) === JSON.stringify(values[1] ?? null)
    const both = JOINED.has(field)
    return { field, values, same, both, free: !same && !both && !values.some(empty) }
  }).filter((each) => !each.values.every(empty))
}

/** Which of the two, 0 or 1, a field is taken from as long as nobody chooses: the one that stays, if it says anything. */
export function offered(each: Facing, stays: number): number {
  return empty(each.values[stays]) ? 1 - stays : stays
}

/** The fields to take over from the one that does not stay. */
export function taken(rows: Facing[], chosen: Record<string, number>, stays: number): string[] {
  return rows.filter((each) => !each.same && !each.both && (chosen[each.field] ?? offered(each, stays)) !== stays).map((each) => each.field)
}

/** Doses, findings and appointments of both: how many will come along. */
export function belongings(side: Side): Row[] {
  return [...side.doses, ...side.contraindications, ...side.appointments]
}
