/**
 * How many places this phone is to hold: as many as there are people to book, spread over the next sessions that fit
 * them, nearest sites first. Nobody is helped by places that lie unused on a phone.
 */
import { store } from '@/store'
import { dayNumber } from '@/ui/dates'
import { allDoors } from '../book/doors'
import { walkers } from '../book/grids'
import type { Person } from '../book/judged'
import { siteOrder } from '../book/near'
import { canBook, fits, openSessions, type Slot } from '../book/quick'
import { text } from '../book/values'

/** sync/leases/terms.py has the same limits. */
const OF_A_SESSION = 20
const OF_A_PHONE = { canvasser: 60, cadre: 20 } as Record<string, number>
/** A cadre's own in a village in which others knock: for whom they meet on the way. The rest is for those who go there. */
const IN_HAND = 2
const SESSIONS = 6
/** How many days later one goes to the first choice rather than at once to the next. */
const DETOUR = 2
/** So many days a session is preferred of which places are held already: they are not sent back and forth. */
const STAY = 4

/** Null as long as the lists that tell have not come. */
export function wanted(): Record<string, number> | null {
  const role = store.device.value?.person.role ?? ''
  const limit = OF_A_PHONE[role]
  if (!limit) return {}
  if (!store.campaign.value) return null
  const waiting = (one: Person): boolean => canBook(one) && ['overdue', 'due'].includes(one.judgement.status)
  const people = allDoors.value.flatMap((door) => door.people).filter(waiting)
  const walked = new Set(role === 'cadre' ? walkers.value.flatMap((one) => one.grids) : [])
  const own = allDoors.value.filter((door) => !walked.has(door.grid)).flatMap((door) => door.people).filter(waiting).length
  const most = walked.size > 0 ? Math.min(limit, own + IN_HAND) : limit
  const free = store.places.told.value?.free ?? {}
  const held = new Map<string, number>()
  for (const one of store.places.tickets.value) if (one.state === 'free') held.set(one.session, (held.get(one.session) ?? 0) + 1)
  return spread(people, openSessions(), most, (slot) => (slot.id in free ? free[slot.id]! + (held.get(slot.id) ?? 0) : OF_A_SESSION), (slot) => held.has(slot.id))
}

/** `room`: how many places of a session could be had. A session without any is still asked for one. `held`: has some already. */
export function spread(
  people: readonly Person[], slots: readonly Slot[], most: number, room: (slot: Slot) => number, held: (slot: Slot) => boolean = () => false,
): Record<string, number> {
  const today = store.today()
  const far = (slot: Slot): number =>
    dayNumber(slot.on) - dayNumber(today) + DETOUR * (siteOrder.value.get(text(slot.row, 'site')) ?? 0) - (held(slot) ? STAY : 0)
  const chosen: { id: string; limit: number }[] = []
  for (const slot of [...slots].filter((one) => text(one.row, 'kind') !== 'special').sort((a, b) => far(a) - far(b))) {
    const fitting = people.filter((person) => fits(person, slot)).length
    if (fitting > 0) chosen.push({ id: slot.id, limit: Math.min(OF_A_SESSION, fitting, Math.max(1, room(slot))) })
    if (chosen.length === SESSIONS) break
  }
  const want: Record<string, number> = {}
  let left = Math.min(most, people.length)
  for (let round = 1; left > 0 && chosen.some(({ limit }) => limit >= round); round++) {
    for (const { id, limit } of chosen) {
      if (left === 0 || limit < round) continue
      want[id] = round
      left--
    }
  }
  return want
}
