import { expect, it } from 'vitest'
import type { Shown } from '@/store'
import { dated } from './judged'

const shown = (id: string, entity: Shown['entity'], values: Shown['values']): Shown => ({
  id, entity, scope: '990101100001-01', values, by: id, pending: false, refused: false,
})

it('a place in a cancelled session is no place, whatever else is known of it', () => {
  const appointment = shown('2.1', 'appointment', { resident: '1.1', session: 'session:1', state: 'requested' })
  const session = { site: 'site:1', on: '2026-11-22' }
  expect(dated(appointment, shown('session:1', 'session', { ...session, state: 'open' }))).toMatchObject({ state: 'requested', on: '2026-11-22' })
  expect(dated(appointment, shown('session:1', 'session', { ...session, state: 'cancelled' }))).toMatchObject({ state: 'cancelled' })
  expect(dated(appointment, undefined)).not.toHaveProperty('on')
  const came = shown('2.2', 'appointment', { resident: '1.1', session: 'session:1', state: 'attended' })
  expect(dated(came, shown('session:1', 'session', { ...session, state: 'cancelled' }))).toMatchObject({ state: 'attended' })
})
