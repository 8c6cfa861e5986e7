/** What the desk is told before it goes on with somebody. */
import { describe, expect, it } from 'vitest'
import { people } from '@/field/desk/person'
import { isChild, warnings, type Knowledge } from '@/field/desk/warnings'
import type { Judgement } from '@/rules'
import type { Card } from '@/store/cards'
import type { Row } from '@/store'
import { at, attendance, card, identity, session, TODAY } from './people'

const next = { number: 1, kind: 'primary' as const, products: ['bibp'], earliest: '2026-11-01', due: '2026-11-01', latest: null, overdue_since: null }
const fine: Judgement = { status: 'due', why: '', finding: 'advise', ask_again: null, age: 66, doses: 0, counted: [], full: false, boosters: 0, before: null, next, notes: [] }

function told(more: Partial<Knowledge> = {}, of: Partial<Card> = {}, row?: Row): string[] {
  const [person] = people([card('1', { id_number: identity('011'), ...of })], row ? [row] : [])
  const known: Knowledge = { today: TODAY, clock: '09:00', session: session('s1'), others: [], judgement: fine, product: 'bibp', ...more }
  return warnings(person!, known).map((one) => `${one.tone} ${one.code}`)
}

describe('before somebody is registered', () => {
  it('nothing is said when all is well', () => expect(told()).toEqual([]))
  it('a place of another day is held up', () => expect(told({ session: session('s2', { on: '2026-11-26' }) })).toEqual(['stop other_day']))
  it('other hours are only good to know', () => expect(told({ clock: '14:00' })).toEqual(['info other_band']))
  it('a place that is not confirmed is said', () => expect(told({}, { state: 'requested', ticket: null })).toEqual(['care requested']))
  it('a slip that differs from the list is said', () => expect(told({ differs: 12 })).toEqual(['care slip_differs']))
  it('missing papers are said', () => expect(told({}, { id_number: null })).toEqual(['care no_identity']))
  it('a child needs a guardian', () => expect(told({}, { birth: '2012-01-01' })).toEqual(['info child']))
})

describe('what the rules say', () => {
  it('holds up whoever is contraindicated', () => expect(told({ judgement: { ...fine, status: 'contraindicated', why: 'deferred:fever' } })).toEqual(['stop contraindicated']))
  it('holds up a dose too near the last', () => expect(told({ judgement: { ...fine, next: { ...next, earliest: '2026-12-01' } } })).toEqual(['stop too_early']))
  it('holds up when no dose is due', () => expect(told({ judgement: { ...fine, status: 'done', next: null } })).toEqual(['stop nothing_due']))
  it('says when another product would follow', () => expect(told({ product: 'zf2001' })).toEqual(['care other_product']))
  it('says nothing of a walk-in, whose doses nobody knows', () => expect(told({ judgement: null })).toEqual([]))
})

describe('nobody is vaccinated twice without a word', () => {
  it('when another entry of today has an injection', () => {
    const other = attendance('8.1', { state: 'left', vaccinated_at: at('08:40'), batch: 'B1' })
    expect(told({ others: [other] })).toEqual(['stop double_done'])
    expect(told({ others: [other] }, {}, attendance('9.1', { appointment: '1', state: 'vaccinated' }))).toEqual(['stop double_done'])
  })
  it('when another entry of today has none yet', () => expect(told({ others: [attendance('8.1', {})] })).toEqual(['care double']))
  it('and the warning leads to the other entry', () => {
    const [person] = people([], [attendance('9.1', {})])
    const known: Knowledge = { today: TODAY, clock: '09:00', session: session('s1'), others: [attendance('8.1', {})], judgement: fine, product: 'bibp' }
    expect(warnings(person!, known).find((one) => one.code === 'double')?.params['entry']).toBe('8.1')
  })
  it('when the list knows of a dose today', () => expect(told({}, { doses: [{ number: 1, on: TODAY, place: '东村' }] })).toEqual(['stop dose_today']))
  it('but the own injection of this entry is none', () => {
    expect(told({}, { doses: [{ number: 1, on: TODAY }] }, attendance('9.1', { appointment: '1', state: 'left' }))).toEqual([])
  })
})

it('the heaviest is said first', () => expect(told({ differs: 3, clock: '14:00', judgement: { ...fine, next: null } })).toEqual(['stop nothing_due', 'care slip_differs', 'info other_band']))

it.each([['2008-11-25', false], ['2008-11-26', true], ['', false]])('born on %s: a guardian consents is %s', (birth, child) => {
  const [person] = people([card('1', { birth: birth || null })], [])
  expect(isChild(person!, TODAY)).toBe(child)
})
