import { expect, test } from 'vitest'
import '@/ui/words/phone'
import { addressOf, numeralOf } from './address'

const at = (values: Record<string, unknown>) => addressOf({ values })

test('a house in a lane has the number on its plate and the lane as its stretch', () => {
  expect(at({ lane: '青石巷', door: '12号' })).toEqual({ stretch: '青石巷', numeral: '12', full: '青石巷12号' })
  expect(at({ lane: '青石巷', door: '12' }).full).toBe('青石巷12号')
})
test('a flat has the room on its plate and the staircase as its stretch', () => {
  expect(at({ building: '3', unit: '2', room: '501' })).toEqual({ stretch: '3栋 2单元', numeral: '501', full: '3栋 2单元 501' })
})
test('a door without any number still has a plate', () => {
  expect(at({}).numeral).toBe('—')
})
test.each([['12号', '12'], ['12-3号', '12-3'], ['附12-3号', '附12-3'], ['501', '501'], ['村委会旁', '村委会旁'], ['12号之一', '12号之一']])('%s is written %s on the plate', (door, numeral) => {
  expect(numeralOf(door)).toBe(numeral)
})
