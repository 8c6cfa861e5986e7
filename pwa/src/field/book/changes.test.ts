import { expect, test } from 'vitest'
import { differing } from './changes'

test('a field left as it was is not written', () => {
  expect(differing({ name: 'A', away: true }, { name: 'A', away: true })).toEqual({})
})
test('a field that was never set and stays empty is not written', () => {
  expect(differing({}, { phone: '', away: false, groups: [] })).toEqual({})
})
test('an emptied field is cleared', () => {
  expect(differing({ phone: '100' }, { phone: '' })).toEqual({ phone: null })
})
test('groups in another order are the same groups', () => {
  expect(differing({ groups: ['a', 'b'] }, { groups: ['b', 'a'] })).toEqual({})
  expect(differing({ groups: ['a'] }, { groups: [] })).toEqual({ groups: [] })
})
test('away that ends is written', () => {
  expect(differing({ away: true }, { away: false })).toEqual({ away: false })
})
