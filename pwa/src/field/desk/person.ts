/**
 * Everybody whom the desk has to do with today: an appointment's card, what was recorded of the person here (attendance),
 * or both. Whoever came without a card is a walk-in, or was booked after the list was fetched.
 */
import type { Row } from '@/store'
import type { Card } from '@/store/cards'
import { text, whole } from '../book/values'

/** `arrived` waits for screening, `ready` for the injection, `vaccinated` is under observation. */
export type Stage = 'booked' | 'arrived' | 'ready' | 'screened_out' | 'vaccinated' | 'left'

export interface Person {
  /** The attendance's id, or the appointment's while there is none. */
  id: string
  card: Card | null
  row: Row | null
  stage: Stage
  name: string
  identity: string
  birth: string
  sex: string
  phone: string
  session: string
  ticket: number | null
}

/** What was struck out does not count. */
export function isLive(row: Row): boolean {
  return text(row, 'state') !== 'mistake'
}

const ORDER: readonly Stage[] = ['booked', 'arrived', 'ready', 'screened_out', 'vaccinated', 'left']

export function stageOf(row: Row): Stage {
  const state = ORDER.find((one) => one === text(row, 'state')) ?? 'arrived'
  return state === 'arrived' && text(row, 'screening') === 'ok' ? 'ready' : state
}

export function personOf(card: Card | null, row: Row | null): Person {
  const of = (field: string, mine: string | null | undefined): string => text(row ?? undefined, field) || (mine ?? '')
  return {
    id: row?.id ?? card?.appointment ?? '',
    card,
    row,
    stage: row ? stageOf(row) : 'booked',
    name: of('name', card?.name),
    identity: of('id_number', card?.id_number),
    birth: of('birth', card?.birth),
    sex: of('sex', card?.sex),
    phone: of('phone', card?.phone),
    session: of('session', card?.session),
    ticket: whole(row ?? undefined, 'ticket') ?? card?.ticket ?? null,
  }
}

/** Whose attendance it is: by appointment, else by resident, else by number. */
export function namesOf(one: Row | Card): string[] {
  const [appointment, resident, identity] = 'values' in one
    ? [text(one, 'appointment'), text(one, 'resident'), text(one, 'id_number')]
    : [one.appointment ?? '', one.resident, one.id_number ?? '']
  return [appointment && `a:${appointment}`, resident && `r:${resident}`, identity && `i:${identity.toUpperCase()}`].filter(Boolean)
}

/** The people of a day: every card, with the attendance that went furthest, then those without a card. */
export function people(cards: readonly Card[], attendances: readonly Row[]): Person[] {
  const rows = attendances.filter(isLive).sort((a, b) => ORDER.indexOf(stageOf(b)) - ORDER.indexOf(stageOf(a)))
  const byName = new Map<string, Row>()
  for (const row of rows) for (const name of namesOf(row)) if (!byName.has(name)) byName.set(name, row)
  const used = new Set<Row>()
  /* Whoever was looked up by number is expected by nobody: only an attendance makes a person of the card. */
  const carded = [...cards].sort((a, b) => Number(a.sought ?? false) - Number(b.sought ?? false)).flatMap((card) => {
    const row = namesOf(card).map((name) => byName.get(name)).find((found) => found !== undefined && !used.has(found)) ?? null
    if (row) used.add(row)
    return row || !card.sought ? [personOf(card, row)] : []
  })
  const others = rows.filter((row) => !used.has(row)).map((row) => personOf(null, row))
  return [...carded, ...others]
}

/** For each attendance, the others of the same person on that day: a warning until one of them is struck out. */
export function doubles(attendances: readonly Row[]): Map<string, Row[]> {
  const byName = new Map<string, Row[]>()
  const rows = attendances.filter(isLive)
  for (const row of rows) for (const name of namesOf(row)) byName.set(name, [...byName.get(name) ?? [], row])
  const found = new Map<string, Row[]>()
  for (const row of rows) {
    const others = new Set(namesOf(row).flatMap((name) => byName.get(name) ?? []).filter((other) => other !== row && text(other, 'on') === text(row, 'on')))
    if (others.size > 0) found.set(row.id, [...others])
  }
  return found
}

export interface Counts { booked: number, asked: number, arrived: number, waiting: number, ready: number, out: number, done: number, watching: number, left: number }

/** Of one session, or of the whole day when `session` is empty. Every figure is people. */
export function counts(all: readonly Person[], session = ''): Counts {
  const mine = session ? all.filter((one) => one.session === session) : all
  const at = (...stages: Stage[]): number => mine.filter((one) => stages.includes(one.stage)).length
  const cards = mine.filter((one) => one.card?.appointment).map((one) => one.card?.state)
  return {
    booked: cards.filter((state) => state !== 'requested').length,
    asked: cards.filter((state) => state === 'requested').length,
    arrived: mine.filter((one) => one.row !== null).length,
    waiting: at('arrived'),
    ready: at('ready'),
    out: at('screened_out'),
    done: at('vaccinated', 'left'),
    watching: at('vaccinated'),
    left: at('left'),
  }
}

/** What a room may read of a name: the first sign and, of longer ones, the last. */
export function maskName(name: string): string {
  const signs = [...name.trim()]
  if (signs.length < 2) return signs.join('')
  if (signs.length === 2) return `${signs[0]}*`
  return `${signs[0]}${'*'.repeat(Math.min(signs.length - 2, 2))}${signs.at(-1)}`
}
