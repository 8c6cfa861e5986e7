import { expect, test } from 'vitest'
import { fieldsOf, filledFromNumber, identityProblem, newcomer, storable } from './form'

const blank = fieldsOf(undefined)

test('a wrong check digit is said, and an empty number is not an error', () => {
  expect(identityProblem({ id_kind: 'id_card', id_number: '990101195603121240' })).not.toBe('')
  expect(identityProblem({ id_kind: 'id_card', id_number: '' })).toBe('')
})
test('a passport number is not checked as an identity card', () => {
  expect(identityProblem({ id_kind: 'passport', id_number: 'E12345678' })).toBe('')
})
test('the number fills in the birth date and sex that nobody entered, and changes none that somebody did', () => {
  const number = '99010119690907000X'
  expect(filledFromNumber({ ...blank, id_number: number })).toEqual({ birth: '1969-09-07', sex: 'f' })
  expect(filledFromNumber({ ...blank, id_number: number, birth: '1950-01-01', sex: 'm' })).toEqual({})
})
test('who is no longer away leaves no place and no day of return', () => {
  expect(storable({ ...blank, away: false, away_place: 'X', back_on: '2026-12-01' })).toMatchObject({ away_place: '', back_on: '' })
})
test('spaces and a small x in a number are tidied', () => {
  expect(storable({ ...blank, id_number: '990101 19690907 000x' })['id_number']).toBe('99010119690907000X')
})
test('the first of a household is its head, and tenants have moved in', () => {
  expect(newcomer('rented', false)).toMatchObject({ relation: '02', residency: 'moved_in', id_kind: 'id_card' })
  expect(newcomer('own', true)).toMatchObject({ relation: '', residency: 'local' })
})
