/**
 * One knock at one door as one group of edits: the visit, what each person said, and the places asked for. All of it is
 * saved, and taken back, together.
 */
import type { Draft, Shown } from '@/store'
import { text } from '../book/values'

export const OUTCOMES = ['spoke', 'family', 'nobody', 'refused_entry', 'vacant', 'moved'] as const
export type Outcome = (typeof OUTCOMES)[number]
export type Said = 'willing' | 'hesitant' | 'refuses'

/** Below this age a guardian is informed, not the child. */
const ADULT_ENOUGH = 14

/** Who is taken to have been informed unless somebody says otherwise: who is at home and old enough. */
export function likelyInformed(status: string, age: number | null): boolean {
  return status !== 'away' && (age === null || age >= ADULT_ENOUGH)
}

/** Somebody of the household talked with us, so people can be informed and asked. */
export const TALKED: readonly Outcome[] = ['spoke', 'family']

/** Nobody lives there (any more): no leaflet is left and nobody is informed. */
export const EMPTY: readonly string[] = ['vacant', 'moved'] satisfies Outcome[]

export interface Told {
  row: Shown
  /** '' when nothing new was said about this person. */
  willingness: Said | ''
  reason: string
  /** The dose number of the place asked for; null without one. */
  number: number | null
  /** Whether this person still has something to be followed up. */
  open: boolean
}

export interface Knock {
  household: Shown
  outcome: Outcome
  on: string
  at: number
  leaflet: boolean
  informed: readonly string[]
  othersInformed: number
  people: readonly Told[]
  /** Record id of the session chosen for those with a dose number; '' when none was. */
  session: string
  nextStep: string
  nextOn: string
  note: string
  markVacant: boolean
  /** The whole family has left the town: everybody listed here is marked as moved out. */
  markMoved: boolean
}

function changed(row: Shown, wanted: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(wanted).filter(([field, value]) => (row.values[field] ?? null) !== value))
}

function personDrafts(knock: Knock, person: Told): Draft[] {
  const { row } = person
  const booked = knock.session !== '' && person.number !== null
  const wanted: Record<string, unknown> = {}
  if (person.willingness) {
    wanted['willingness'] = person.willingness
    if (person.willingness === 'willing') wanted['reason'] = null
    else if (person.reason) wanted['reason'] = person.reason
  }
  if (booked) {
    wanted['next_step'] = null
    wanted['next_on'] = null
  } else if (knock.nextStep && person.open) {
    wanted['next_step'] = knock.nextStep
    wanted['next_on'] = knock.nextOn || null
  }
  const values = changed(row, wanted)
  const drafts: Draft[] = Object.keys(values).length ? [{ kind: 'set', record: row.id, values }] : []
  if (booked) {
    drafts.push({
      kind: 'create',
      entity: 'appointment',
      values: { resident: row.id, session: knock.session, number: person.number, state: 'requested' },
    })
  }
  return drafts
}

export function draftsOf(knock: Knock): Draft[] {
  const talked = TALKED.includes(knock.outcome)
  const visit: Record<string, unknown> = {
    household: knock.household.id,
    on: knock.on,
    at: knock.at,
    outcome: knock.outcome,
    leaflet: knock.leaflet && !EMPTY.includes(knock.outcome),
    informed: talked ? [...knock.informed] : [],
  }
  if (talked && knock.othersInformed > 0) visit['others_informed'] = knock.othersInformed
  if (knock.nextStep) visit['next_step'] = knock.nextStep
  if (knock.nextStep && knock.nextOn) visit['next_on'] = knock.nextOn
  if (knock.note.trim()) visit['note'] = knock.note.trim()
  const drafts: Draft[] = [{ kind: 'create', entity: 'visit', values: visit }]
  const told = talked ? knock.people : knock.people.map((p): Told => ({ ...p, willingness: '', number: null }))
  const left = knock.outcome === 'moved' && knock.markMoved
  for (const person of told) {
    drafts.push(...(left ? [{ kind: 'set' as const, record: person.row.id, values: { life_state: 'moved_out' } }] : personDrafts(knock, person)))
  }
  const life = text(knock.household, 'life_state') || 'active'
  if ((left || (knock.outcome === 'vacant' && knock.markVacant)) && life === 'active') {
    drafts.push({ kind: 'set', record: knock.household.id, values: { life_state: 'vacant' } })
  } else if (talked && life === 'vacant') {
    drafts.push({ kind: 'set', record: knock.household.id, values: { life_state: 'active' } })
  }
  return drafts
}
