/** The lane: doors in walking order, cut into the stretches one walks, and the filters that say which doors to show. */
import type { Door } from '../book/doors'
import type { Status } from '@/ui/status'

export const FILTERS = ['all', 'unknocked', 'overdue', 'due', 'unsure', 'booked', 'away', 'done'] as const
export type Filter = (typeof FILTERS)[number]

const WANTED: Record<Exclude<Filter, 'all' | 'unknocked' | 'done'>, readonly Status[]> = {
  overdue: ['overdue'],
  due: ['due'],
  unsure: ['hesitant', 'refuses'],
  booked: ['booked'],
  away: ['away'],
}

/** Statuses that leave nothing to do for a vaccination. */
const SETTLED: readonly Status[] = ['done', 'not_eligible', 'contraindicated']

export function passes(door: Door, filter: Filter): boolean {
  if (filter === 'all') return true
  if (filter === 'unknocked') return door.visits === 0
  if (filter === 'done') return door.visits > 0 && door.marks.every((m) => SETTLED.includes(m.status))
  const wanted = WANTED[filter]
  return door.marks.some((m) => wanted.includes(m.status))
}

export interface Stretch {
  key: string
  name: string
  doors: Door[]
  unknocked: number
}

/** Neighbouring doors of one lane or one staircase, in the order given; a lane that comes twice is two stretches. */
export function stretches(doors: readonly Door[]): Stretch[] {
  const out: Stretch[] = []
  for (const door of doors) {
    const last = out[out.length - 1]
    if (!last || last.name !== door.address.stretch) {
      out.push({ key: `${out.length}:${door.address.stretch}`, name: door.address.stretch, doors: [], unknocked: 0 })
    }
    const stretch = out[out.length - 1]!
    stretch.doors.push(door)
    if (door.visits === 0) stretch.unknocked += 1
  }
  return out
}

export interface Progress {
  doors: number
  knocked: number
  /** People whom the campaign is for and who may be vaccinated; refusals, absence and waiting stay in it. */
  people: number
  done: number
}

/** Coverage of a lane. People out of range or with a contraindication are not in the denominator. */
export function progressOf(doors: readonly Door[]): Progress {
  const progress: Progress = { doors: doors.length, knocked: 0, people: 0, done: 0 }
  for (const door of doors) {
    if (door.visits > 0) progress.knocked += 1
    for (const mark of door.marks) {
      if (mark.status === 'not_eligible' || mark.status === 'contraindicated') continue
      progress.people += mark.count
      if (mark.status === 'done') progress.done += mark.count
    }
  }
  return progress
}

/** The door that comes after `id` in walking order within its grid, if any. */
export function nextDoor(doors: readonly Door[], id: string): Door | null {
  const at = doors.findIndex((door) => door.id === id)
  const next = at < 0 ? undefined : doors[at + 1]
  return next && next.grid === doors[at]!.grid ? next : null
}
