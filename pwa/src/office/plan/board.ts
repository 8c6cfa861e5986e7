/** The week as a table: which sessions stand under which day, what a village still needs, how full something is. */
import type { Board, BoardSession, Day } from './shapes'

/** Sessions that take place: what a sum may count. */
export const isOpen = (session: { state: string | null }): boolean => session.state !== 'cancelled'

export interface DayColumns { day: Day; sessions: BoardSession[] }

/** The days that have a session, each with its sessions in order; a day without any is left out, unless it is a holiday's working day. */
export function byDay(board: Board): DayColumns[] {
  return board.days.map((day) => ({ day, sessions: board.sessions.filter((session) => session.on === day.on) })).filter((each) => each.sessions.length > 0)
}

/** Residents of a village who still need one of the products that the week's sessions offer; products are never added up for one person. */
export function needOf(need: Record<string, number>, sessions: readonly BoardSession[]): number {
  const products = new Set(sessions.filter(isOpen).map((session) => session.product))
  return Math.max(0, ...Object.entries(need).filter(([product]) => products.size === 0 || products.has(product)).map(([, n]) => n))
}

/** What the week gives one village: places of its own, people with a place, people who wait. */
export function ofVillage(code: string, sessions: readonly BoardSession[]): { quota: number; people: number; requested: number } {
  const sum = { quota: 0, people: 0, requested: 0 }
  for (const session of sessions) {
    const cell = isOpen(session) ? session.cells[code] : undefined
    sum.quota += cell?.quota ?? 0
    sum.people += cell?.people ?? 0
    sum.requested += cell?.requested ?? 0
  }
  return sum
}

/** Widths in percent of a bar of places: given out, on phones; the rest is free. Never more than the bar, also when overfull. */
export function fill(given: number, leased: number, capacity: number): { given: number; leased: number } {
  if (capacity <= 0) return { given: 0, leased: 0 }
  const first = Math.min(100, (given / capacity) * 100)
  return { given: first, leased: Math.min(100 - first, (leased / capacity) * 100) }
}

/** How a session stands, for one word beside its bar: the first that applies. */
export function standing(session: BoardSession): 'cancelled' | 'waiting' | 'full' | 'beyond' | 'frozen' | null {
  if (!isOpen(session)) return 'cancelled'
  if (session.supply && session.supply.left < 0) return 'beyond'
  if (session.frozen > 0) return 'frozen'
  if (session.requested > 0) return 'waiting'
  return session.capacity > 0 && session.given >= session.capacity ? 'full' : null
}

/** The years of which the make-up working days are not known yet. */
export function unannounced(days: readonly Day[]): string[] {
  return [...new Set(days.filter((day) => !day.known).map((day) => day.on.slice(0, 4)))]
}
