/** The phone's rules hold every vector, and what a list needs of them beside a judgement. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { check } from './check.ts'
import { acceptable, byUrgency, judge, lastFirstDoseDay, shift, urgency, type Campaign, type Status } from './index.ts'
import { apply, differing, examine, type Given } from './vectors.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const campaign = JSON.parse(readFileSync(`${ROOT}server/rules/campaigns/covid-2021.json`, 'utf8')) as Campaign
const today = '2021-05-01'

describe('vectors', () => {
  for (const folder of ['rules', 'identity']) {
    it(`every vector of ${folder} holds`, () => {
      const report = examine(`${ROOT}tests/vectors/${folder}`)
      expect(report.count).toBeGreaterThan(70)
      expect(report.differences).toEqual([])
    })
  }

  it('an object need only hold what is expected, a list is compared whole', () => {
    expect(differing({ a: 1 }, { a: 1, b: 2 })).toEqual([])
    expect(differing({ a: { b: [1] } }, { a: { b: [1, 2] } })).toEqual([['a.b', [1], [1, 2]]])
    expect(differing({ c: null }, {})).toEqual([['c', null, 'missing']])
  })

  it('a function that is not one of the rules is refused', () => {
    expect(() => apply('merge', { campaign } as Given)).toThrow('merge')
  })
})

describe('a list of residents', () => {
  const lives: Record<string, object> = {
    refuses: { birth: '1980-03-10', willingness: 'refuses' },
    hesitant: { birth: '1980-03-10', willingness: 'hesitant' },
    asked: { birth: '1980-03-10', next_on: today },
    due: { birth: '1980-03-10' },
    old: { birth: '1950-03-10' },
  }

  it('has the most urgent first, and the older of two alike', () => {
    const keys = Object.fromEntries(Object.entries(lives).map(([name, life]) => [name, urgency(judge(campaign, life, [], [], [], today), life, today)]))
    const order = Object.keys(lives).sort((a, b) => byUrgency(keys[a]!, keys[b]!))
    expect(order).toEqual(['asked', 'old', 'due', 'hesitant', 'refuses'])
    expect(byUrgency([1, 2], [1, 2])).toBe(0)
  })

  it('is judged before the campaign has reached the phone', () => {
    for (const none of [null, {}]) {
      const judgement = judge(none, { birth: '1980-03-10' }, [], [], [], today)
      expect([judgement.status, judgement.why, judgement.age]).toEqual<[Status, string, number]>(['not_eligible', 'no_campaign', 41])
      expect(acceptable(campaign, judgement, 'bibp', today)).toBe('none_next')
    }
  })

  it('of 2,000 is judged in a blink', () => {
    const doses = [{ id: 'd1', number: 1, product: 'bibp', on: '2021-04-10' }]
    const start = performance.now()
    for (let n = 0; n < 2000; n += 1) judge(campaign, { birth: '1980-03-10' }, doses, [], [], today)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('the campaign', () => {
  it('is in order, as shipped and moved to another year', () => {
    expect(check(campaign)).toEqual([])
    expect(check(shift(campaign, 2000))).toEqual([])
    expect(lastFirstDoseDay(shift(campaign, 365))).toBe('2022-06-05')
  })

  it('is not changed by judging or shifting', () => {
    const before = JSON.stringify(campaign)
    judge(campaign, { birth: '1980-03-10' }, [{ id: 'd1', product: 'bibp', on: '2021-04-10' }], [], [], today)
    shift(campaign, 10).products.length = 0
    expect(JSON.stringify(campaign)).toBe(before)
  })
})
