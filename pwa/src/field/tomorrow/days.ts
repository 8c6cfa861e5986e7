/** Who is booked when: today, tomorrow, later, by session; and whose day has passed without a dose. */
import { computed } from 'vue'
import { store, type Shown } from '@/store'
import { plusDays } from '@/ui/dates'
import { changeOf, slipOf, type Slip } from '../appointment/slip'
import { personOf } from '../book/judged'
import { canBook, liveAppointment } from '../book/quick'
import { day } from '../book/today'
import { isLive, text } from '../book/values'

export const DAYS = ['today', 'tomorrow', 'later', 'past'] as const
export type Day = (typeof DAYS)[number]

export interface Sitting {
  session: Shown
  slips: Slip[]
}

/** Who did not come is asked again for so many days. */
const ASKED_AGAIN = 14

/** Of the people on this phone only; the others of a session are other canvassers' business. */
const slips = computed(() => {
  void day.value
  return store
    .all('appointment')
    .map(slipOf)
    .filter(({ resident, session }) => resident && isLive(resident) && session)
})

function dayOf(slip: Slip, today: string): Day | null {
  const on = text(slip.session, 'on')
  if (on < today) return on >= plusDays(today, -ASKED_AGAIN) && stillMissing(slip) ? 'past' : null
  if (!slip.live || text(slip.session, 'state') === 'cancelled') return null
  return on === today ? 'today' : on === plusDays(today, 1) ? 'tomorrow' : 'later'
}

/** Not recorded as vaccinated, and not booked anew. */
function stillMissing(slip: Slip): boolean {
  if (!slip.live && slip.state !== 'missed') return false
  const person = personOf(slip.resident!)
  const live = liveAppointment(person)
  return canBook(person) && text(slip.row, 'number') === String(person.judgement.next?.number) && (slip.live ? live?.id === slip.row.id : !live)
}

/** By session, soonest first; confirmed ones by number, then those that wait. */
export const sittings = computed(() => {
  const today = store.today()
  const found = new Map<Day, Map<string, Sitting>>(DAYS.map((one) => [one, new Map()]))
  for (const slip of slips.value) {
    const list = found.get(dayOf(slip, today)!)
    if (!list) continue
    const sitting = list.get(slip.session!.id) ?? { session: slip.session!, slips: [] }
    sitting.slips.push(slip)
    list.set(slip.session!.id, sitting)
  }
  const key = ({ session }: Sitting): string => text(session, 'on') + text(session, 'from')
  const sorted = (list: Map<string, Sitting>): Sitting[] => {
    for (const { slips } of list.values()) slips.sort((a, b) => (a.ticket || 1e6) - (b.ticket || 1e6))
    return [...list.values()].sort((a, b) => key(a).localeCompare(key(b)))
  }
  return Object.fromEntries([...found].map(([one, list]) => [one, sorted(list)])) as Record<Day, Sitting[]>
})

export function countOf(list: readonly Sitting[]): number {
  return list.reduce((sum, one) => sum + one.slips.length, 0)
}

/** Slips about which the family has not been told the latest: who would go in vain first, and the soonest first. */
export const changed = computed(() => {
  const urgency = ({ row, session }: Slip): string => (changeOf(row) === 'confirmed' ? '1' : '0') + text(session, 'on') + text(session, 'from')
  return slips.value
    .filter(({ row, session, live }) => changeOf(row) && (live || text(row, 'change') === 'session_cancelled') && text(session, 'on') >= plusDays(store.today(), -1))
    .sort((a, b) => urgency(a).localeCompare(urgency(b)))
})
