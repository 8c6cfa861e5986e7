/** What each step at the desk records. The attendance is the desk's one record of a person; the rest is the server's. */
import type { Draft, Values } from '@/store'
import type { Person } from './person'
import { OBSERVED } from './watch'

export interface Arrival { desk: string, today: string, now: number, session: string, how: string }

export function arrival(person: Person, at: Arrival): Draft {
  const { card } = person
  return {
    kind: 'create',
    entity: 'attendance',
    values: {
      ...kept({ resident: card?.resident, appointment: card?.appointment, ticket: person.ticket, name: person.name, id_number: person.identity, birth: person.birth, sex: person.sex }),
      ...(card ? {} : kept({ phone: person.phone })),
      ...kept({ desk: at.desk, session: at.session, on: at.today, how: at.how }),
      state: 'arrived',
      arrived_at: at.now,
    },
  }
}

/** Without what is empty: a field that nobody gave is not written. */
function kept(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null && value !== undefined))
}

export interface Screened { answers: string[], screening: 'ok' | 'deferred' | 'refused' | 'referred', until: string, consent: boolean, guardian: string, note: string }

export function screened(record: string, said: Screened, now: number): Draft {
  const ok = said.screening === 'ok'
  return {
    kind: 'set',
    record,
    values: {
      answers: said.answers.length > 0 ? said.answers : null,
      screening: said.screening,
      screened_at: now,
      until: said.screening === 'deferred' ? said.until || null : null,
      consent: ok ? said.consent : null,
      guardian: ok ? said.guardian || null : null,
      note: said.note || null,
      state: ok ? 'arrived' : 'screened_out',
    },
  }
}

export interface Injected { dose_number: number, product: string, batch: string }

export function injected(record: string, dose: Injected, now: number): Draft {
  return { kind: 'set', record, values: { ...dose, checked: true, vaccinated_at: now, leave_at: now + OBSERVED, state: 'vaccinated' } }
}

export function gone(record: string, now: number): Draft {
  return { kind: 'set', record, values: { state: 'left', left_at: now } }
}

/** One step back, when it was recorded by mistake: what that step wrote is taken out. */
export function stepBack(record: string, stage: string): Draft | null {
  const undone: Record<string, Values> = {
    left: { state: 'vaccinated', left_at: null },
    vaccinated: { state: 'arrived', vaccinated_at: null, leave_at: null, checked: null, dose_number: null, product: null, batch: null },
    ready: { screening: null, screened_at: null, consent: null, guardian: null },
    screened_out: { state: 'arrived', screening: null, screened_at: null, until: null, consent: null, guardian: null },
  }
  const values = undone[stage]
  return values ? { kind: 'set', record, values } : null
}

/** The record was made by mistake, or is the second of the same person. */
export function struckOut(record: string): Draft {
  return { kind: 'set', record, values: { state: 'mistake' } }
}
