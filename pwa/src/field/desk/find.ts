/** Who is meant by what was scanned or typed; and, when nobody on the list is, why not and what to do. */
import type { Row } from '@/store'
import { initialsOf } from '../find/initials'
import { text } from '../book/values'
import type { Person } from './person'
import { plain, type Asked } from './slip'

/** Why there is nobody to show. The words name what to do. */
export type Nobody =
  /** A slip of ours that cannot be read to its end. */
  | { code: 'broken' }
  /** The slip's appointment is not on the list of today and tomorrow, and its session not among today's of this site. */
  | { code: 'other_site', on: string, from: string, to: string, site: string }
  | { code: 'other_day', on: string, from: string, to: string }
  | { code: 'session_cancelled', from: string, to: string }
  /** Nobody made such a slip, or it was made after the list was fetched. */
  | { code: 'unknown_slip' }
  | { code: 'identity_wrong', problem: string }
  | { code: 'unknown_identity', number: string }
  | { code: 'unknown_ticket', n: number }
  | { code: 'unknown_name', text: string }

export type Found =
  /** `differs`: the number that the list has, where the slip says another. */
  | { kind: 'one', person: Person, how: How, differs?: number | null }
  | { kind: 'some', people: Person[], how: How }
  | { kind: 'nobody', why: Nobody }
  | { kind: 'nothing' }

export type How = 'slip' | 'id_number' | 'ticket' | 'name'

/** What the desk knows of sessions: `site` is its own; `get` finds any record of the township. */
export interface Place { today: string, site: string, get: (id: string) => Row | undefined }

const MOST = 40

export function find(asked: Asked, people: readonly Person[], place: Place): Found {
  if (asked.kind === 'nothing') return asked
  if (asked.kind === 'broken') return { kind: 'nobody', why: { code: 'broken' } }
  if (asked.kind === 'slip') return bySlip(asked.slip, people, place)
  if (asked.kind === 'identity') return byIdentity(asked.number, asked.problem, people)
  if (asked.kind === 'number') return byNumber(asked.number, asked.text, people)
  return byWords(asked.text, people)
}

function bySlip(slip: { appointment: string, session: string, ticket: number }, people: readonly Person[], { today, site, get }: Place): Found {
  const person = people.find((one) => one.card?.appointment === slip.appointment || text(one.row ?? undefined, 'appointment') === slip.appointment)
  const listed = person?.card
  if (person) {
    const same = !listed || (listed.session === slip.session && (slip.ticket === 0 || listed.ticket === slip.ticket))
    return { kind: 'one', person, how: 'slip', ...(same ? {} : { differs: listed.ticket }) }
  }
  const session = get(slip.session)
  const on = text(session, 'on')
  if (!session || !on) return { kind: 'nobody', why: { code: 'unknown_slip' } }
  if (text(session, 'site') !== site) return { kind: 'nobody', why: { code: 'other_site', on, ...band(session), site: text(get(text(session, 'site')), 'name') } }
  if (on !== today) return { kind: 'nobody', why: { code: 'other_day', on, ...band(session) } }
  if (text(session, 'state') === 'cancelled') return { kind: 'nobody', why: { code: 'session_cancelled', ...band(session) } }
  return { kind: 'nobody', why: { code: 'unknown_slip' } }
}

function band(session: Row | undefined): { from: string, to: string } {
  return { from: text(session, 'from'), to: text(session, 'to') }
}

function byIdentity(number: string, problem: string | null, people: readonly Person[]): Found {
  const found = people.filter((one) => one.identity.toUpperCase() === number)
  if (found.length > 0) return oneOrSome(found, 'id_number')
  return { kind: 'nobody', why: problem ? { code: 'identity_wrong', problem } : { code: 'unknown_identity', number } }
}

function byNumber(number: number, typed: string, people: readonly Person[]): Found {
  const byTicket = people.filter((one) => one.ticket === number)
  /* Four digits and more may as well be the end of a number; whoever holds the ticket stands first. */
  const byEnd = typed.length < 4 ? [] : people.filter((one) => !byTicket.includes(one) && (one.identity.endsWith(typed) || one.phone.endsWith(typed)))
  const found = [...byTicket, ...byEnd]
  return found.length > 0 ? oneOrSome(found, byTicket.length > 0 ? 'ticket' : 'id_number') : { kind: 'nobody', why: { code: 'unknown_ticket', n: number } }
}

function byWords(words: string, people: readonly Person[]): Found {
  const wanted = tight(words)
  const latin = /^[A-Z]+$/.test(wanted)
  const rank = (one: Person): number => {
    const name = tight(one.name)
    if (name === wanted) return 0
    if (name.startsWith(wanted)) return 1
    if (name.includes(wanted)) return 2
    if (latin) {
      const initials = initialsOf(one.name)
      if (initials === wanted) return 0
      if (initials.startsWith(wanted)) return 1
      if (initials.includes(wanted)) return 3
    }
    return wanted.length >= 4 && (one.phone.includes(wanted) || one.identity.includes(wanted)) ? 4 : -1
  }
  const found = people.map((one) => ({ one, at: rank(one) })).filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at).map(({ one }) => one)
  return found.length > 0 ? oneOrSome(found, 'name') : { kind: 'nobody', why: { code: 'unknown_name', text: words } }
}

function tight(words: string): string {
  return plain(words).replaceAll(/[\s·•.]/g, '').toUpperCase()
}

function oneOrSome(found: readonly Person[], how: How): Found {
  const [only] = found
  return found.length === 1 && only ? { kind: 'one', person: only, how } : { kind: 'some', people: found.slice(0, MOST), how }
}
