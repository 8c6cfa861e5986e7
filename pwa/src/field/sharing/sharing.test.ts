import { expect, test } from 'vitest'
import { carried, differs, least, now, proposed, rest, spare, type Line } from './sharing'

const line: Line = {
  session: 's', village: 'v', on: '2026-11-22', from: '08:30', quota: 10, given: 2, leased: 3, common: 4,
  accounts: [
    { account: 7, name: '甲', grids: ['v-01'], quota: 5, given: 2, leased: 1, need: 9, proposed: 6 },
    { account: 8, name: '乙', grids: ['v-02'], quota: 1, given: 0, leased: 0, need: 1, proposed: 1 },
  ],
}

test('what is given out or held by a phone stays with its canvasser', () => expect(line.accounts.map(least)).toEqual([3, 0]))
test('what nobody has in particular is the rest', () => expect(rest(line, { 7: 5, 8: 3 })).toBe(2))
test('of the rest only what no phone holds can go to somebody', () => expect(spare(line, now(line))).toBe(2))
test('a proposal differs from what is', () => {
  expect(differs(line, now(line))).toBe(false)
  expect(differs(line, proposed(line))).toBe(true)
  expect(spare(line, proposed(line))).toBe(1)
})
test('what is entered for one session stays when another is saved, and the rest follows the server', () => {
  const later: Line = { ...line, accounts: line.accounts.map((one) => ({ ...one, quota: one.account === 8 ? 2 : 4 })) }
  expect(carried(line, later, { 7: 6, 8: 1 })).toEqual({ 7: 6, 8: 2 })
  expect(carried(line, later, now(line))).toEqual(now(later))
})
