/** Who has bound a phone: what the server tells, counted by village, and who gets a strip of which sheet. */
import { post, read } from '../api/call'
import type { Enrolment, Role } from '../api/shapes'

export type State = 'enrolled' | 'waiting' | 'expired' | 'revoked' | 'never'
export const STATES: State[] = ['never', 'expired', 'revoked', 'waiting', 'enrolled']
export interface Holder {
  id: number; name: string; role: Role; phone: string; areas: string[]; devices: number; enrolled_at: number | null; last_sync: number | null
  unsent: number; state: State; until: number | null
}
export interface Answer { people: Holder[]; now: number; days: number[] }
export interface Link extends Enrolment { account: number }
export interface Count { place: string; people: number; enrolled: number; waiting: number; without: number; silent: number; last: number | null }

/** The server makes so many codes at a time. */
export const AT_ONCE = 25
/** Where somebody belongs who is answerable for nothing yet. */
export const NOWHERE = ''

export const bound = (): Promise<Answer> => read('/staff/phones')
export const makeLinks = async (accounts: number[], days: number): Promise<Link[]> => (await post<{ links: Link[] }>('/staff/links', { accounts, days })).links

/** The villages (or sites) of somebody, ascending. A grid lies in its village; a site and the township stand for themselves. */
export function placesOf(holder: Holder): string[] {
  const found = new Set(holder.areas.map((code) => (isSite(code) ? code : code.slice(0, 12))))
  return found.size ? [...found].sort() : [NOWHERE]
}

function isSite(code: string): boolean {
  return code.includes('-') && code.slice(9, 12) === '000'
}

/** Whether a phone has been heard of on the day of `now`. */
export function heard(holder: Holder, now: number, dayOf: (at: number) => string): boolean {
  return holder.last_sync !== null && dayOf(holder.last_sync) === dayOf(now)
}

/** One line a place; `last` is when the phone that is silent for longest was last heard of. */
export function counted(people: Holder[], place: string, now: number, dayOf: (at: number) => string): Count {
  const phones = people.filter((each) => each.state === 'enrolled')
  const times = phones.map((each) => each.last_sync ?? 0)
  const waiting = people.filter((each) => each.state === 'waiting').length
  return {
    place, people: people.length, enrolled: phones.length, waiting, without: people.length - phones.length - waiting,
    silent: phones.filter((each) => !heard(each, now, dayOf)).length, last: times.length ? Math.min(...times) : null,
  }
}

/** The people of each place: villages, then sites, nowhere last; somebody with two villages is in both. */
export function byPlace(people: Holder[]): [string, Holder[]][] {
  const found = new Map<string, Holder[]>()
  for (const each of people) for (const place of placesOf(each)) found.set(place, [...(found.get(place) ?? []), each])
  return sorted(found)
}

/** The strips of each sheet: everybody once, in their first place. */
export function sheets(people: Holder[]): [string, Holder[]][] {
  const found = new Map<string, Holder[]>()
  for (const each of people) {
    const place = placesOf(each)[0] ?? NOWHERE
    found.set(place, [...(found.get(place) ?? []), each])
  }
  return sorted(found)
}

function sorted(found: Map<string, Holder[]>): [string, Holder[]][] {
  const rank = (place: string): string => (place === NOWHERE ? '2' : isSite(place) ? '1' : '0') + place
  return [...found].sort(([one], [other]) => (rank(one) < rank(other) ? -1 : 1))
}
