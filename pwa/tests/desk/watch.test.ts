/** The countdown of the room, the stock, the scanner's keys, and what screening leads to. */
import { describe, expect, it } from 'vitest'
import { arrival, injected, screened, stepBack } from '@/field/desk/drafts'
import { people } from '@/field/desk/person'
import { grave } from '@/field/desk/reaction'
import { Scanner } from '@/field/desk/scanner'
import { asked, outcome, type Question } from '@/field/desk/screening'
import { expired, lasting, proposed, stock, usable } from '@/field/desk/stock'
import { watch, watched } from '@/field/desk/watch'
import type { Row } from '@/store'
import { at, attendance, card, DESK, identity, TODAY } from './people'

describe('the thirty minutes', () => {
  const row = attendance('9.1', { state: 'vaccinated', vaccinated_at: at('09:00'), name: '王小明', ticket: 12 })
  it.each([['09:00', 30, false], ['09:01', 29, false], ['09:29', 1, false], ['09:30', 0, true], ['12:00', 0, true]])('at %s leave %s minutes', (time, minutes, over) => {
    expect(watch(row, at(time))).toMatchObject({ minutes, over, name: '王*明', until: at('09:30') })
  })
  it('are never more than thirty, whatever the clocks say', () => expect(watch(row, at('08:00'))?.minutes).toBe(30))
  it('are over when one has left, or was never injected', () => {
    expect(watch(attendance('9.1', { state: 'left', vaccinated_at: at('09:00') }), at('09:05'))).toBeNull()
    expect(watch(attendance('9.1', {}), at('09:05'))).toBeNull()
  })
  it('stand on the board in the order of leaving, the same on every screen', () => {
    const rows = [['9.3', '09:10', 3], ['9.1', '09:00', 9], ['9.2', '09:00', 2]].map(([id, time, ticket]) =>
      attendance(String(id), { state: 'vaccinated', vaccinated_at: at(String(time)), ticket }))
    expect(watched(rows, at('09:20')).map((one) => one.id)).toEqual(['9.2', '9.1', '9.3'])
    expect(watched([...rows].reverse(), at('09:20')).map((one) => one.id)).toEqual(['9.2', '9.1', '9.3'])
  })
})

describe('the stock of a site', () => {
  const supply = (values: Row['values']): Row => ({ id: JSON.stringify(values), entity: 'supply', scope: 'T', by: '1.1', values: { site: 'site:1', product: 'bibp', batch: 'B1', kind: 'received', ...values } })
  const book = [
    supply({ doses: 100, expires: '2027-01-01' }), supply({ doses: 10, kind: 'returned' }), supply({ doses: 5, kind: 'transferred', to: 'site:2' }),
    supply({ site: 'site:2', doses: 20, kind: 'transferred', to: 'site:1', batch: 'B2', expires: '2026-12-01' }), supply({ site: 'site:2', doses: 500 }), supply({ doses: 3, batch: 'B0', expires: '2026-11-24' }),
  ]
  const given = [
    attendance('9.1', { state: 'left', product: 'bibp', batch: 'B1', vaccinated_at: at('08:31') }), attendance('9.2', { state: 'vaccinated', product: 'bibp', batch: 'B1', vaccinated_at: at('08:40') }),
    attendance('9.3', { state: 'mistake', product: 'bibp', batch: 'B1', vaccinated_at: at('08:41') }), attendance('9.4', { state: 'arrived', product: 'bibp', batch: 'B1' }),
  ]
  const batches = stock('site:1', book, given)
  it('is what came less what went and what was injected', () => {
    expect(Object.fromEntries(batches.map((one) => [one.batch, [one.received, one.used, one.left]]))).toEqual({ B1: [85, 2, 83], B2: [20, 0, 20], B0: [3, 0, 3] })
    expect([lasting(batches, TODAY), lasting(batches, '2026-12-05')]).toEqual([103, 83])
  })
  it('is used in the order of expiry, and nothing that has expired', () => {
    expect(usable(batches, 'bibp', TODAY).map((one) => one.batch)).toEqual(['B2', 'B1'])
    expect(batches.filter((one) => expired(one, TODAY)).map((one) => one.batch)).toEqual(['B0'])
  })
  it('proposes the batch of the last injection, and another when that is used up', () => {
    expect(proposed(batches, 'bibp', given, TODAY)).toBe('B1')
    expect(proposed(batches, 'bibp', [], TODAY)).toBe('B2')
    expect(proposed(stock('site:1', [supply({ doses: 2 }), supply({ doses: 9, batch: 'B7' })], given), 'bibp', given, TODAY)).toBe('B7')
    expect(proposed([], 'bibp', given, TODAY)).toBe('')
  })
  it('shows a batch that was injected and never received', () => expect(stock('site:1', [], given)).toMatchObject([{ batch: 'B1', left: -2 }]))
})

describe('a scanner', () => {
  const type = (keys: string[], every: number): (string | null)[] => {
    const scanner = new Scanner()
    return keys.map((key, index) => scanner.key(key, index * every))
  }
  it('types fast and ends with Enter', () => expect(type([...'RUHU-S1:12:s1:12', 'Enter'], 8).at(-1)).toBe('RUHU-S1:12:s1:12'))
  it('holds Shift for capitals, which types nothing', () => expect(type(['Shift', 'R', 'Shift', 'U', ...'HU-S1', 'Enter'], 5).at(-1)).toBe('RUHU-S1'))
  it('is not a person, who types slowly', () => expect(type([...'RUHU-S1', 'Enter'], 120).at(-1)).toBeNull())
  it('is not a short word typed in a hurry', () => expect(type([...'abc', 'Enter'], 10).at(-1)).toBeNull())
  it('begins anew after each code', () => expect(type([...'1234567', 'Enter', ...'7654321', 'Enter'], 5).filter((one) => one !== null)).toEqual(['1234567', '7654321']))
})

describe('screening', () => {
  /* As text, like in a campaign: to a linter, an object that has a `then` is a promise. */
  const questions = JSON.parse(`[
    {"code": "fever", "zh": "发热", "en": "fever", "leads_to": "defer", "days": 7}, {"code": "acute", "zh": "急性病", "en": "acute", "leads_to": "defer", "days": 14},
    {"code": "allergy", "zh": "过敏", "en": "allergy", "leads_to": "refer", "days": null}, {"code": "pregnancy", "zh": "怀孕", "en": "pregnancy", "leads_to": "defer", "days": null, "only": "f"},
    {"code": "nursing", "zh": "哺乳", "en": "nursing", "leads_to": "none", "days": null}
  ]`) as Question[]
  it.each([
    ['nothing asked yet', null, '', ''], ['none of these', [], 'ok', ''], ['something that is no reason', ['nursing'], 'ok', ''], ['a fever', ['fever'], 'deferred', '2026-12-02'],
    ['two reasons to wait', ['fever', 'acute'], 'deferred', '2026-12-09'], ['a reason without a day', ['pregnancy'], 'deferred', ''], ['a hospital before waiting', ['fever', 'allergy'], 'referred', ''],
  ] as const)('after %s', (_, yes, result, until) => expect(outcome(questions, yes, TODAY)).toEqual({ result, until }))
  it('does not ask a man whether he is pregnant, and asks everybody of whom it is not known', () => {
    expect(asked(questions, 'm').map((one) => one.code)).not.toContain('pregnancy')
    expect(asked(questions, '')).toHaveLength(questions.length)
  })
})

describe('what is recorded', () => {
  it('on arrival names the appointment, and no telephone of somebody on the list', () => {
    const [person] = people([card('1', { id_number: identity('011'), phone: '10012345678' })], [])
    const draft = arrival(person!, { desk: DESK, today: TODAY, now: 5, session: 's1', how: 'slip' })
    expect(draft.values).toEqual({
      desk: DESK, on: TODAY, session: 's1', resident: 'r1', appointment: '1', ticket: 1, how: 'slip', name: '王小明', id_number: identity('011'), birth: '1960-02-03', sex: 'm', state: 'arrived', arrived_at: 5,
    })
  })
  it('when screening ends the visit takes no consent along', () => {
    const said = { answers: ['fever'], screening: 'deferred' as const, until: '2026-12-02', consent: true, guardian: '王父', note: '' }
    expect(screened('9.1', said, 5).values).toMatchObject({ state: 'screened_out', until: '2026-12-02', consent: null, guardian: null })
    expect(screened('9.1', { ...said, screening: 'ok' }, 5).values).toMatchObject({ state: 'arrived', until: null, consent: true, guardian: '王父' })
  })
  it('at the injection says when one may leave', () => expect(injected('9.1', { dose_number: 1, product: 'bibp', batch: 'B1' }, at('09:00')).values).toMatchObject({ state: 'vaccinated', leave_at: at('09:30'), checked: true }))
  it('can be taken back step by step', () => {
    expect(['left', 'vaccinated', 'ready', 'screened_out'].map((stage) => stepBack('9.1', stage)?.values.state ?? 'same')).toEqual(['vaccinated', 'arrived', 'same', 'arrived'])
    expect(stepBack('9.1', 'arrived')).toBeNull()
  })
  it('some signs are grave by themselves', () => expect([grave(['rash']), grave(['rash', 'breath']), grave([])]).toEqual([false, true, false]))
})
