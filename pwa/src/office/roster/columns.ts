/** What the columns of a file are taken for: the clerk's choice over what was recognised. Pure, so that it is tested alone. */
import type { AreaChoice } from '../pieces/choices'
import type { Column, Known } from './shapes'

/**
 * recognised: it goes in · twice: another column of this meaning is read · known: what it is, but not kept ·
 * left: the clerk does not want it read · unknown: to be looked at.
 */
export type Mark = 'recognised' | 'twice' | 'known' | 'left' | 'unknown'
export type Choice = Record<number, string | null>

export const GROUPS = ['person', 'household', 'place', 'health', 'other'] as const
export type Group = (typeof GROUPS)[number]

const PERSON = new Set(['name', 'relation', 'sex', 'birth', 'id_number', 'id_kind', 'phone', 'phone_of', 'residency', 'employer', 'job', 'groups', 'note', 'remark'])
const HOUSEHOLD = new Set(['household_no', 'head_name', 'head_id', 'dwelling'])
const PLACE = new Set(['village', 'group', 'grid', 'area_code', 'address', 'door', 'lane', 'compound', 'building', 'unit', 'room'])
const HEALTH = /^(dose|booster|product|maker|vaccin|contraindication|health|batch|route|reason|willingness)/

/** Under which heading a key stands in the list of all. */
export function groupOf(key: string): Group {
  if (PERSON.has(key)) return 'person'
  if (HOUSEHOLD.has(key)) return 'household'
  if (PLACE.has(key)) return 'place'
  return HEALTH.test(key) ? 'health' : 'other'
}

/** All keys under their headings, each in the order in which the server names them. */
export function grouped(keys: Known[]): { group: Group; keys: Known[] }[] {
  return GROUPS.map((group) => ({ group, keys: keys.filter((each) => groupOf(each.key) === group) })).filter((each) => each.keys.length)
}

/** What was recognised, as a choice to begin with. Of two columns of one meaning the one that is read keeps it. */
export function begun(columns: Column[]): Choice {
  return Object.fromEntries(columns.map((column) => [column.index, column.taken ? column.key : null]))
}

/** The choice after one column was given a key: no two columns have one meaning, so the other lets go of it. */
export function chosen(now: Choice, index: number, key: string | null): Choice {
  const freed = Object.entries(now).map(([at, held]) => [at, key !== null && held === key ? null : held] as const)
  return { ...Object.fromEntries(freed), [index]: key }
}

/** How a column stands under a choice. `touched`: the clerk has said what it is, also when that is nothing; `settled`: for all of them, earlier. */
export function markOf(column: Column, choice: Choice, touched: ReadonlySet<number>, settled = false): Mark {
  if (choice[column.index]) return 'recognised'
  if (touched.has(column.index)) return 'left'
  if (!column.key) return settled ? 'left' : 'unknown'
  return Object.values(choice).includes(column.key) ? 'twice' : 'known'
}

/** What the server is told: every column that is read or left; one that is known and never kept stays what it is. */
export function asMapping(columns: Column[], choice: Choice, touched: ReadonlySet<number>): Record<string, string | null> {
  const said = columns.filter((column) => choice[column.index] || !column.key || column.taken || touched.has(column.index))
  return Object.fromEntries(said.map((column) => [String(column.index), choice[column.index] ?? null]))
}

/** What is lacking for a check: without the name nobody can go in; without number and birth date people are hardly told apart. */
export function lacking(choice: Choice, kind: 'residents' | 'vaccinated'): { must: string | null; better: string | null } {
  const has = new Set(Object.values(choice))
  const must = kind === 'vaccinated' ? (has.has('id_number') ? null : 'id_number') : has.has('name') ? null : 'name'
  return { must, better: has.has('id_number') || must === 'id_number' ? null : 'id_number' }
}

/**
 * Where a file most likely belongs: the one village that its name speaks of, unless its rows name villages of their own;
 * nothing when it is not sure.
 */
export function likelyArea(said: string, areas: AreaChoice[], villageSamples: string[] | null): string {
  const villages = areas.filter((area) => area.level === 'village' && area.name)
  const town = areas.find((area) => area.level === 'township')?.code ?? ''
  const longest = villages.filter((area) => said.includes(area.name)).sort((a, b) => b.name.length - a.name.length)[0]
  const named = longest && villages.every((area) => area === longest || !said.includes(area.name) || longest.name.includes(area.name)) ? longest : undefined
  if (villageSamples === null) return named?.code ?? ''
  return named && villageSamples.every((sample) => sample.includes(named.name)) ? named.code : town
}
