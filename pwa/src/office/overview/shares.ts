/** What the figures of the overview count, and how the ten statuses are put in a row. One meaning with the phone's. */
import type { Status } from '@/ui/status'
import type { Tally, VillageTally } from '../api/shapes'

/** Still to vaccinate. Contraindicated, away and refused stand apart, so that nobody is ranked by pressing people. */
export const REMAINING: readonly Status[] = ['overdue', 'due', 'booked', 'hesitant', 'waiting']

/** The order of a bar: done, then what remains, then what stands apart. */
export const BAR: readonly Status[] = ['done', 'booked', 'waiting', 'due', 'overdue', 'hesitant', 'refuses', 'away', 'contraindicated', 'not_eligible']

export interface Part { status: Status; people: number; percent: number }

/** The parts of one bar in order, without those of nobody; percent of all residents of the line. */
export function parts(statuses: Record<string, number>, residents: number): Part[] {
  return BAR.filter((status) => (statuses[status] ?? 0) > 0).map((status) => ({
    status, people: statuses[status] ?? 0, percent: residents ? ((statuses[status] ?? 0) / residents) * 100 : 0,
  }))
}

const sum = (line: Tally, statuses: readonly Status[]): number => statuses.reduce((all, status) => all + (line.statuses[status] ?? 0), 0)

export const remaining = (line: Tally): number => sum(line, REMAINING)
export const done = (line: Tally): number => sum(line, ['done'])

/** Whom the campaign can reach: neither out of range nor contraindicated. The phone's lane has the same below its "done". */
export const eligible = (line: Tally): number => line.residents - sum(line, ['not_eligible', 'contraindicated'])

/** What the table of villages can be put in order by; a share of nothing comes last. */
export const ORDERS: Record<string, (line: VillageTally) => number> = {
  households: (line) => line.households,
  knocked: (line) => line.knocked,
  coverage: (line) => (line.households ? line.knocked / line.households : Infinity),
  residents: (line) => line.residents,
  eligible,
  done,
  rate: (line) => (eligible(line) ? done(line) / eligible(line) : Infinity),
  remaining,
  one: (line) => line.one,
  full: (line) => line.full,
  booster: (line) => line.booster,
  doses: (line) => line.doses,
  age: (line) => (line.devices ? (line.last_sync ?? 0) : Infinity),
}

/** The villages in order: `rate` smallest first, `-rate` largest first, else as their codes stand. Villages with nothing come last. */
export function ordered(villages: readonly VillageTally[], by: string): VillageTally[] {
  const key = ORDERS[by.replace(/^-/, '')]
  if (!key) return [...villages]
  const sign = by.startsWith('-') ? -1 : 1
  return [...villages].sort((a, b) => {
    const [one, other] = [key(a), key(b)]
    if (one === other) return a.code.localeCompare(b.code)
    if (!Number.isFinite(one) || !Number.isFinite(other)) return Number.isFinite(one) ? -1 : 1
    return sign * (one - other)
  })
}
