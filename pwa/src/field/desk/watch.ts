/**
 * Thirty minutes under observation, counted from the moment of the injection that is on the record, in the server's time:
 * so two screens in one room say the same, and a reload loses nothing.
 */
import type { Row } from '@/store'
import { text, whole } from '../book/values'
import { maskName } from './person'

/** How long one stays after an injection (ms). */
export const OBSERVED = 30 * 60_000
const MINUTE = 60_000

export interface Watched {
  id: string
  ticket: number | null
  /** Masked: the whole room reads it. */
  name: string
  /** When one may leave (ms). */
  until: number
  /** Whole minutes that are left, 30 at first, 0 when over. */
  minutes: number
  over: boolean
}

export function watch(row: Row, now: number): Watched | null {
  const at = whole(row, 'vaccinated_at')
  if (at === null || text(row, 'state') !== 'vaccinated') return null
  const until = at + OBSERVED
  const minutes = Math.min(OBSERVED / MINUTE, Math.max(0, Math.ceil((until - now) / MINUTE)))
  return { id: row.id, ticket: whole(row, 'ticket'), name: maskName(text(row, 'name')), until, minutes, over: now >= until }
}

/** Everybody in the room: who may leave first stands first. */
export function watched(rows: readonly Row[], now: number): Watched[] {
  return rows
    .map((row) => watch(row, now))
    .filter((one) => one !== null)
    .sort((a, b) => a.until - b.until || (a.ticket ?? 0) - (b.ticket ?? 0) || (a.id < b.id ? -1 : 1))
}
