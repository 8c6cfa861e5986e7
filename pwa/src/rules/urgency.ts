/** The order of the list "still to vaccinate": the twin of server/rules/urgency.py. */
import { between, known } from './days.ts'
import type { Day, Judgement, Resident, Status } from './types.ts'

const ORDER: Status[] = [
  'overdue', 'due', 'hesitant', 'waiting', 'booked', 'away', 'contraindicated', 'refuses', 'done', 'not_eligible',
]
const NO_LIMIT = 9999

/** A key to sort by, ascending: the status's place, a next step that has come, days left, oldest first. */
export function urgency(judgement: Judgement, resident: Resident, today: Day): number[] {
  const { status, next, ask_again: askAgain, age } = judgement
  const nextOn = known(resident.next_on)
  const latest = status === 'waiting' || status === 'done' ? null : next?.latest
  const day = askAgain ?? latest ?? next?.due
  return [ORDER.indexOf(status), nextOn && nextOn <= today ? 0 : 1, day ? between(today, day) : NO_LIMIT, 0 - (age ?? 0)]
}

/** Compares two keys of `urgency`, for `sort`. */
export function byUrgency(one: number[], other: number[]): number {
  const at = one.findIndex((part, index) => part !== other[index])
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}
