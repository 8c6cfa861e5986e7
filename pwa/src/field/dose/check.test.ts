import { expect, test } from 'vitest'
import type { Shown } from '@/store'
import { doseProblem } from './check'

const dose = (id: string, number: number, on: string): Shown => ({ id, entity: 'dose', scope: 'g', values: { number, on }, by: '1.1', pending: false, refused: false })
const person = { doses: [dose('d1', 1, '2026-10-01')] }

test('a second record of the same dose is pointed out', () => expect(doseProblem(person, { number: 1, on: '' })).toBe('same'))
test('correcting a dose is not a second record of it', () => expect(doseProblem(person, { number: 1, on: '2026-10-02', except: 'd1' })).toBe(''))
test('thirteen days are too near, fourteen are not', () => {
  expect(doseProblem(person, { number: 2, on: '2026-10-14' })).toBe('near')
  expect(doseProblem(person, { number: 2, on: '2026-10-15' })).toBe('')
})
test('a second dose before the first is pointed out', () => expect(doseProblem(person, { number: 2, on: '2026-08-01' })).toBe('order'))
test('a dose whose day nobody remembers is not doubted', () => expect(doseProblem(person, { number: 2, on: '' })).toBe(''))
