/** Still to vaccinate: everybody who is not done, by urgency, in sections that say what kind of need it is. */
import { byUrgency, urgency, type Resident } from '@/rules'
import { OPEN_STATUSES, type Status } from '@/ui/status'
import type { Door } from '../book/doors'
import type { Person } from '../book/judged'
import { text } from '../book/values'

/** `followup`: a next step whose day has come; the others are statuses, in the order of need. */
export const SECTIONS = ['followup', 'overdue', 'due', 'hesitant', 'waiting', 'booked', 'away', 'contraindicated', 'refuses'] as const
export type Section = (typeof SECTIONS)[number]

export interface Item {
  person: Person
  door: Door
  section: Section
  key: number[]
}

export function sectionOf(person: Person, today: string): Section | null {
  const { status, ask_again: again } = person.judgement
  if (!(OPEN_STATUSES as readonly Status[]).includes(status)) return null
  const on = text(person.row, 'next_on')
  const step = text(person.row, 'next_step')
  if (on && on <= today && step && step !== 'none') return 'followup'
  if (status === 'contraindicated' && again && again <= today) return 'followup'
  return status as Section
}

/** One list per section, most urgent first; empty sections are left out. */
export function todo(doors: readonly Door[], today: string): { section: Section; items: Item[] }[] {
  const lists = new Map<Section, Item[]>()
  for (const door of doors) {
    for (const person of door.people) {
      const section = sectionOf(person, today)
      if (!section) continue
      const item = { person, door, section, key: urgency(person.judgement, person.row.values as Resident, today) }
      const list = lists.get(section)
      if (list) list.push(item)
      else lists.set(section, [item])
    }
  }
  for (const items of lists.values()) items.sort((a, b) => byUrgency(a.key, b.key))
  return SECTIONS.filter((section) => lists.has(section)).map((section) => ({ section, items: lists.get(section)! }))
}
