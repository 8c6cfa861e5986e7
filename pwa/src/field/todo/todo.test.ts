import { describe, expect, test } from 'vitest'
import type { Person } from '../book/judged'
import { sectionOf } from './todo'

function person(status: string, values: Record<string, unknown> = {}, again: string | null = null): Person {
  return {
    row: { id: 'r', entity: 'resident', scope: 'g', values, by: '1.1', pending: false, refused: false },
    judgement: { status, ask_again: again } as Person['judgement'],
    doses: [],
    contraindications: [],
    appointments: [],
  }
}
const today = '2026-11-20'

describe('still to vaccinate', () => {
  test('who is done or out of range is not on the list', () => {
    expect(sectionOf(person('done'), today)).toBeNull()
    expect(sectionOf(person('not_eligible'), today)).toBeNull()
  })
  test('a next step whose day has come stands before everything else', () => {
    expect(sectionOf(person('away', { next_step: 'call', next_on: today }), today)).toBe('followup')
    expect(sectionOf(person('due', { next_step: 'call', next_on: '2026-11-21' }), today)).toBe('due')
  })
  test('a step that says there is nothing to do brings nobody up', () => {
    expect(sectionOf(person('refuses', { next_step: 'none', next_on: today }), today)).toBe('refuses')
  })
  test('a deferral that ends today is asked about today', () => {
    expect(sectionOf(person('contraindicated', {}, today), today)).toBe('followup')
    expect(sectionOf(person('contraindicated', {}, '2026-12-20'), today)).toBe('contraindicated')
  })
})
