/** How the ten statuses are put in a row: what still asks for work first, what is settled last. */
import type { Status } from '@/ui/status'

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
