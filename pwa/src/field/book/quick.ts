/**
 * The most frequent act at a door: knocked, spoke, willing, booked. Who of a household it can be said of, and which
 * sessions would fit them.
 */
import { store, type Shown } from '@/store'
import type { Person } from './judged'
import { clock } from '@/ui/dates'
import { siteOrder } from './near'
import { text, whole } from './values'

/** People for whom a next dose could be arranged now: not done, not barred, not booked. */
export function canBook(person: Person): boolean {
  const { status, next } = person.judgement
  return Boolean(next) && !['done', 'not_eligible', 'contraindicated', 'booked'].includes(status)
}

/** Those of them whom the composite "spoke, willing, book" covers by itself: at home, and not said otherwise. */
export function canBookQuickly(person: Person): boolean {
  return canBook(person) && ['overdue', 'due', 'hesitant', 'refuses'].includes(person.judgement.status)
}

export interface Slot {
  id: string
  row: Shown
  site: Shown | undefined
  on: string
  from: string
  to: string
  product: string
}

/** Open sessions that have not begun yet, soonest first. */
export function openSessions(): Slot[] {
  const today = store.today()
  const now = clock(Date.now(), today)
  return store
    .all('session')
    .filter((row) => text(row, 'state') !== 'cancelled' && text(row, 'on') >= today)
    .map((row) => ({
      id: row.id,
      row,
      site: store.get(text(row, 'site')),
      on: text(row, 'on'),
      from: text(row, 'from'),
      to: text(row, 'to'),
      product: text(row, 'product'),
    }))
    .filter((slot) => slot.site?.values['open'] !== false && (slot.on > today || !slot.from || slot.from > now))
    .sort((a, b) => a.on.localeCompare(b.on) || a.from.localeCompare(b.from) || a.id.localeCompare(b.id))
}

/** May this person be given this session's product on its day? A session without a product takes everybody. */
export function fits(person: Person, slot: Pick<Slot, 'on' | 'product'>): boolean {
  const next = person.judgement.next
  if (!next || slot.on < next.earliest) return false
  return !slot.product || slot.product === 'unknown' || next.products.includes(slot.product)
}

/** Sessions that fit at least one of `people`: those that fit most of them first, then those with a place on this phone, then the soonest and nearest. */
export function proposals(people: readonly Person[]): { slot: Slot; fitting: Person[] }[] {
  if (people.length === 0) return []
  const order = siteOrder.value
  return openSessions()
    .map((slot) => ({
      slot,
      fitting: people.filter((person) => fits(person, slot)),
      key: [typeof store.places.in(slot.id) === 'string' ? '1' : '0', slot.on, String(order.get(text(slot.row, 'site')) ?? 99).padStart(2, '0'), slot.from].join(' '),
    }))
    .filter((proposal) => proposal.fitting.length > 0)
    .sort((a, b) => b.fitting.length - a.fitting.length || a.key.localeCompare(b.key))
}

/** The live appointment of a person for the next dose, if any. */
export function liveAppointment(person: Person): Shown | null {
  const live = person.appointments.filter((a) => ['requested', 'confirmed'].includes(text(a, 'state') || 'requested'))
  const number = person.judgement.next?.number
  return live.find((a) => number === undefined || whole(a, 'number') === number) ?? live[0] ?? null
}

