import { describe, expect, test } from 'vitest'
import type { Status } from '@/ui/status'
import { inWalkingOrder, type Door } from '../book/doors'
import { nextDoor, passes, progressOf, stretches } from './lane'

function door(id: string, over: { walk?: number; visits?: number; stretch?: string; numeral?: string; grid?: string; marks?: [Status, number][] } = {}): Door {
  const { walk, visits = 0, stretch = '', numeral = id, grid = 'g-01', marks = [] } = over
  return {
    id,
    row: { id, entity: 'household', scope: grid, values: walk === undefined ? {} : { walk }, by: '1.1', pending: false, refused: false },
    grid,
    address: { stretch, numeral, full: numeral },
    name: '',
    people: [],
    past: [],
    marks: marks.map(([status, count]) => ({ status, count })),
    visits,
    lastVisit: null,
    vacant: false,
    inReview: false,
  }
}
const order = (...doors: Door[]) => doors.sort(inWalkingOrder).map((d) => d.id)

describe('the order of the doors', () => {
  test('is the order in which one walks them', () => {
    expect(order(door('b', { walk: 2 }), door('a', { walk: 1 }))).toEqual(['a', 'b'])
  })
  test('puts a door that was found beside another right after it', () => {
    expect(order(door('7.1', { walk: 1 }), door('1.2:3h', { walk: 2 }), door('1.2:1h', { walk: 1 }))).toEqual(['1.2:1h', '7.1', '1.2:3h'])
  })
  test('is by number where nobody walked yet, and 9 comes before 10', () => {
    expect(order(door('x', { numeral: '10' }), door('y', { numeral: '9' }))).toEqual(['y', 'x'])
  })
})

describe('a filter shows', () => {
  test('doors never knocked on', () => {
    expect(passes(door('a'), 'unknocked')).toBe(true)
    expect(passes(door('a', { visits: 1 }), 'unknocked')).toBe(false)
  })
  test('a door with somebody overdue behind it, whatever the others are', () => {
    expect(passes(door('a', { marks: [['done', 3], ['overdue', 1]] }), 'overdue')).toBe(true)
  })
  test('hesitant and refusing together', () => {
    expect(passes(door('a', { marks: [['refuses', 1]] }), 'unsure')).toBe(true)
  })
  test('a door as done only when it was knocked on and nobody behind it is left', () => {
    expect(passes(door('a', { visits: 1, marks: [['done', 2], ['contraindicated', 1]] }), 'done')).toBe(true)
    expect(passes(door('a', { visits: 0, marks: [['done', 2]] }), 'done')).toBe(false)
    expect(passes(door('a', { visits: 1, marks: [['away', 1]] }), 'done')).toBe(false)
  })
})

test('a stretch is a run of neighbours of one lane, and says how many are not yet visited', () => {
  const runs = stretches([door('a', { stretch: 'X', visits: 1 }), door('b', { stretch: 'X' }), door('c', { stretch: 'Y' }), door('d', { stretch: 'X' })])
  expect(runs.map((run) => [run.name, run.doors.length, run.unknocked])).toEqual([['X', 2, 1], ['Y', 1, 1], ['X', 1, 1]])
})

test('who refuses stays in the denominator; who is barred or out of range is in neither', () => {
  const progress = progressOf([door('a', { visits: 1, marks: [['done', 1], ['refuses', 1], ['contraindicated', 2], ['not_eligible', 3]] }), door('b')])
  expect(progress).toEqual({ doors: 2, knocked: 1, people: 2, done: 1 })
})

test('the next door is the next of the same grid, and there is none after the last', () => {
  const doors = [door('a'), door('b'), door('c', { grid: 'g-02' })]
  expect(nextDoor(doors, 'a')?.id).toBe('b')
  expect(nextDoor(doors, 'b')).toBeNull()
})
