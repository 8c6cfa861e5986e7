import { describe, expect, it } from 'vitest'
import { begins, differing, inTurn, markOf, openOnes, outcomesOf } from './outcomes'
import type { Listed, PersonRow, Problem, Turn } from './shapes'

const problem = (row: number, code: string, stops = false): Problem => ({ row, code, stops, column: '', message: { zh: '', en: '' } as unknown as Problem['message'] })
const person = (row: number, more: Partial<PersonRow> = {}): PersonRow => ({ row, household: 1, place: '', door: '', good: true, unchanged: false, values: {}, ...more })
const file = (filename: string, made_at: number): Listed => ({ id: filename, filename, state: 'received', area: null, rows: 0, made_at, finished_at: null })

describe('what becomes of a row with problems', () => {
  const problems = [problem(3, 'dose.unclear'), problem(3, 'dose.ahead', true), problem(4, 'phone.malformed'), problem(5, 'area.grid_missing'), problem(5, 'phone.malformed')]
  it('is said of the whole row: one cell that keeps it out is enough', () => {
    expect(problems.map(outcomesOf(problems))).toEqual(['staysOut', 'staysOut', 'goesIn', 'waits', 'waits'])
  })
  it('no longer speaks of a missing place once everybody has been placed', () => {
    expect(openOnes(problems, 1)).toHaveLength(5)
    expect(openOnes(problems, 0).map((each) => each.code)).toEqual(['dose.unclear', 'dose.ahead', 'phone.malformed', 'phone.malformed'])
  })
})

describe('what is said beside a name', () => {
  const turns: Turn[] = [{ row: 2, name: '', kind: 'differs', entity: 'resident', field: 'phone', before: '', after: '' }, { row: 3, name: '', kind: 'changed', entity: 'resident', field: 'phone', before: '', after: '' }]
  it('tells who differs and who was not found from those who are simply there', () => {
    const rows = [person(1, { unchanged: true }), person(2, { unchanged: true }), person(3, { state: 'changed' }), person(4, { state: 'not_found' }), person(5, { good: false, state: 'stopped' }), person(6, { state: 'unplaced' }), person(7)]
    expect(rows.map((row) => markOf(row, differing(turns)))).toEqual(['there', 'differs', 'changed', 'notFound', 'staysOut', 'waits', ''])
  })
  it('says of everybody where they belong in a list without households', () => {
    expect([begins(person(1), undefined), begins(person(2), person(1)), begins(person(3, { household: 2 }), person(2))]).toEqual([true, false, true])
    expect(begins(person(2, { household: 0 }), person(1, { household: 0 }))).toBe(true)
  })
})

it('offers the other sheets of a workbook before files that have waited longer', () => {
  const waiting = [file('c.xlsx', 1), file('a [3].xlsx', 4), file('b.xlsx', 2), file('a [2].xlsx', 3)]
  expect(inTurn(waiting, 'a.xlsx').map((each) => each.filename)).toEqual(['a [2].xlsx', 'a [3].xlsx', 'c.xlsx', 'b.xlsx'])
  expect(inTurn(waiting, 'a [2].xlsx')[0]?.filename).toBe('a [2].xlsx')
})
