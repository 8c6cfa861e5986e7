/** Which figure of a table leads to which people: a figure that leads nowhere is one that nobody can check. */
import type { LocationQueryRaw } from 'vue-router'
import type { Line, TableMade } from './shapes'

const FILTERS: Record<string, Record<string, string>> = {
  population: {}, covered: { doses: 'one' }, done: { doses: 'one' }, full: { doses: 'full' }, boosted: { doses: 'booster' },
  contraindicated: { doses: 'none', status: 'contraindicated' }, away: { doses: 'none', status: 'away' }, declined: { doses: 'none', status: 'refuses' },
  unvaccinated: { doses: 'none', status: 'in_scope' }, remaining: { doses: 'none', status: 'remaining' },
}
const TODAYS = ['today1', 'today2', 'today3', 'today_booster']

/** The filters of the people behind a figure; null where no list says exactly them. */
export function people(made: TableMade, today: string, listed: boolean, line: Line, key: string): LocationQueryRaw | null {
  if (!listed || typeof line[key] !== 'number' || line[key] === 0) return null
  const place = String(line.code ?? '')
  const where: LocationQueryRaw = place.includes('-') ? { village: place.split('-')[0], grid: place } : place ? { village: place } : {}
  if (TODAYS.includes(key)) return made.on === today ? { ...where, dosed: made.on } : null
  const narrowed = FILTERS[key]
  if (!narrowed || made.on !== today) return null
  return { ...where, ...narrowed }
}

/** A figure as it is read: a share in per cent, a change with its sign. */
export function shown(key: string, value: string | number | null | undefined): string {
  if (value === null || value === undefined || value === '') return key === 'rate' ? '—' : ''
  if (key === 'rate') return (Number(value) * 100).toFixed(1) + '%'
  if (key === 'change') return (Number(value) > 0 ? '+' : '') + Number(value).toFixed(1)
  return typeof value === 'number' ? value.toLocaleString('en-US') : value
}

const WORDS = ['name', 'leader', 'address', 'village', 'product', 'place', 'batch', 'known', 'id_number', 'phone', 'sex', 'dose']

/** Whether a column holds numbers, which stand to the right. */
export function numeric(key: string): boolean {
  return !WORDS.includes(key)
}
