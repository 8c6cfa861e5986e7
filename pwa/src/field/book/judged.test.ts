import { expect, it } from 'vitest'
import type { Shown } from '@/store'
import { dated } from './judged'

const shown = (id: string, entity: Shown['entity'], values: Shown['values']): Shown => ({
  id, entity, scope: '990101100001-01', values, by: id, pending: false, refused: false,
})

it('the rules are told the day and the state of the session of an appointment, if the phone knows it', () => {
  const appointment = shown('2.1', 'appointment', { resident: '1.1', session: 'session:1', state: 'requested' })
  const session = shown('session:1', 'session', { site: 'site:1', on: '2026-11-22', state: 'cancelled' })
  expect(dated(appointment, session)).toMatchObject({ id: '2.1', state: 'requested', on: '2026-11-22', session_state: 'cancelled' })
  expect(dated(appointment, undefined)).not.toHaveProperty('on')
})
