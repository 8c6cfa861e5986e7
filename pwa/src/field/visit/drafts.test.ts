import { expect, test } from 'vitest'
import type { Shown } from '@/store'
import { draftsOf, likelyInformed, type Knock, type Told } from './drafts'

const row = (id: string, values: Record<string, unknown>): Shown => ({
  id,
  entity: id.startsWith('h') ? 'household' : 'resident',
  scope: 'g',
  values,
  by: '1.1',
  pending: false,
  refused: false,
})
const told = (over: Partial<Told>): Told => ({ row: row('r1', {}), willingness: '', reason: '', number: null, open: true, ...over })
const knock = (over: Partial<Knock>): Knock => ({
  household: row('h1', {}),
  outcome: 'spoke',
  on: '2026-11-20',
  at: 1,
  leaflet: true,
  informed: ['r1'],
  othersInformed: 0,
  people: [],
  session: '',
  nextStep: '',
  nextOn: '',
  note: '',
  markVacant: false,
  markMoved: false,
  ...over,
})

test('knocked, spoke, willing, booked is one visit, one willingness and one requested place', () => {
  const drafts = draftsOf(knock({ people: [told({ willingness: 'willing', number: 2 })], session: 's1' }))
  expect(drafts).toEqual([
    { kind: 'create', entity: 'visit', values: { household: 'h1', on: '2026-11-20', at: 1, outcome: 'spoke', leaflet: true, informed: ['r1'] } },
    { kind: 'set', record: 'r1', values: { willingness: 'willing' } },
    { kind: 'create', entity: 'appointment', values: { resident: 'r1', session: 's1', number: 2, state: 'requested' } },
  ])
})

test('a willingness that is as it was before is not written again', () => {
  const people = [told({ row: row('r1', { willingness: 'willing' }), willingness: 'willing' })]
  expect(draftsOf(knock({ people }))).toHaveLength(1)
})

test('who becomes willing no longer carries the reason for not being so', () => {
  const people = [told({ row: row('r1', { willingness: 'refuses', reason: 'too_far' }), willingness: 'willing' })]
  expect(draftsOf(knock({ people }))[1]).toEqual({ kind: 'set', record: 'r1', values: { willingness: 'willing', reason: null } })
})

test('a refusal keeps its reason and the next step of the visit', () => {
  const people = [told({ willingness: 'refuses', reason: 'no_time' })]
  const drafts = draftsOf(knock({ people, nextStep: 'call', nextOn: '2026-11-27' }))
  expect(drafts[1]).toEqual({
    kind: 'set',
    record: 'r1',
    values: { willingness: 'refuses', reason: 'no_time', next_step: 'call', next_on: '2026-11-27' },
  })
})

test('who is done gets no next step', () => {
  const drafts = draftsOf(knock({ people: [told({ open: false })], nextStep: 'visit_again', nextOn: '2026-11-27' }))
  expect(drafts).toHaveLength(1)
})

test('nobody at home informs nobody, asks nobody and books nobody', () => {
  const people = [told({ willingness: 'willing', number: 1 })]
  const drafts = draftsOf(knock({ outcome: 'nobody', people, session: 's1' }))
  expect(drafts).toHaveLength(1)
  expect(drafts[0]).toMatchObject({ values: { outcome: 'nobody', informed: [] } })
})

test('an empty house can be marked vacant with the same knock, and is no longer vacant once somebody spoke', () => {
  expect(draftsOf(knock({ outcome: 'vacant', markVacant: true }))[1]).toEqual({ kind: 'set', record: 'h1', values: { life_state: 'vacant' } })
  const home = row('h1', { life_state: 'vacant' })
  expect(draftsOf(knock({ household: home }))[1]).toEqual({ kind: 'set', record: 'h1', values: { life_state: 'active' } })
})

test('a family that has left is marked as moved out with the same knock, and its house as vacant', () => {
  const people = [told({}), told({ row: row('r2', {}) })]
  const drafts = draftsOf(knock({ outcome: 'moved', people, markMoved: true, nextStep: 'call', nextOn: '2026-11-27' }))
  expect(drafts.slice(1)).toEqual([
    { kind: 'set', record: 'r1', values: { life_state: 'moved_out' } },
    { kind: 'set', record: 'r2', values: { life_state: 'moved_out' } },
    { kind: 'set', record: 'h1', values: { life_state: 'vacant' } },
  ])
  expect(draftsOf(knock({ outcome: 'moved', people }))).toHaveLength(1)
  expect(draftsOf(knock({ outcome: 'nobody', people, markMoved: true }))).toHaveLength(1)
})

test('who is away and small children are not taken to have been informed', () => {
  expect(['due', 'done', 'refuses'].every((status) => likelyInformed(status, 40))).toBe(true)
  expect([likelyInformed('away', 40), likelyInformed('due', 13), likelyInformed('due', 14), likelyInformed('due', null)]).toEqual([false, false, true, true])
})

test('no leaflet is counted at a door where nobody lives, whatever was done at the door before', () => {
  const leaflet = (outcome: Knock['outcome']) => (draftsOf(knock({ outcome }))[0]!.values as { leaflet: boolean }).leaflet
  expect([leaflet('spoke'), leaflet('nobody'), leaflet('vacant'), leaflet('moved')]).toEqual([true, true, false, false])
})
