/**
 * Every resident with what the rules say of them today. A judgement is kept as long as nothing that it was made from
 * has changed, so that one tap in a lane of 2,000 people judges one person again and not all.
 */
import { judge } from '@/rules'
import type { Appointment, Campaign, Contraindication, Dose, Judgement, Resident } from '@/rules'
import { store, type Shown } from '@/store'
import { effective, text } from './values'

export interface Person {
  row: Shown
  judgement: Judgement
  doses: Shown[]
  contraindications: Shown[]
  appointments: Shown[]
}

interface Kept {
  made: readonly unknown[]
  person: Person
}

const kept = new Map<string, Kept>()

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}

/** Before the campaign has arrived nobody can be judged; nobody is then asked for. */
const UNJUDGED: Judgement = {
  status: 'not_eligible',
  why: 'no_campaign',
  finding: 'defer',
  ask_again: null,
  age: null,
  doses: 0,
  counted: [],
  full: false,
  boosters: 0,
  before: null,
  next: null,
  notes: [],
}

function withId(row: Shown): { id: string } & Record<string, unknown> {
  return { ...row.values, id: row.id }
}

/** An appointment as the rules read it: with the date and state of its session, when the session is known here. */
export function dated(row: Shown, session: Shown | undefined): { id: string } & Record<string, unknown> {
  if (!session) return withId(row)
  return { ...withId(row), on: session.values['on'], session_state: session.values['state'] }
}

/** A resident with doses, contraindications, appointments and what follows from them. */
export function personOf(row: Shown): Person {
  const doses = store.children('dose', row.id)
  const contraindications = store.children('contraindication', row.id)
  const appointments = store.children('appointment', row.id)
  const campaign = store.campaign.value
  const today = store.today()
  const sessions = appointments.map((a) => store.get(text(a, 'session')))
  const made = [row, campaign, today, ...doses, 0, ...contraindications, 0, ...appointments, 0, ...sessions]
  const before = kept.get(row.id)
  if (before && same(before.made, made)) return before.person
  const judgement = campaign
    ? judge(
        campaign as unknown as Campaign,
        row.values as Resident,
        doses.map(withId) as Dose[],
        contraindications.map(withId) as Contraindication[],
        appointments.map((one) => dated(one, store.get(text(one, 'session')))) as Appointment[],
        today,
      )
    : UNJUDGED
  const person: Person = { row, judgement, doses: effective(doses), contraindications, appointments }
  kept.set(row.id, { made, person })
  return person
}
