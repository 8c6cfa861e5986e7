/** Cards and attendances become people; figures, and the warning when one person was registered twice. */
import { describe, expect, it } from 'vitest'
import { counts, doubles, maskName, people } from '@/field/desk/person'
import { attendance, card, identity } from './people'

describe('a card meets its attendance', () => {
  it('by appointment, by resident, or by identity number', () => {
    for (const name of [{ appointment: '1' }, { resident: 'r1' }, { id_number: identity('011') }]) {
      const [one, ...others] = people([card('1', { id_number: identity('011') })], [attendance('9.1', name)])
      expect(one).toMatchObject({ id: '9.1', stage: 'arrived' })
      expect(others).toEqual([])
    }
  })
  it('and shows the one that went furthest', () => {
    const rows = [attendance('9.1', { appointment: '1' }), attendance('8.1', { appointment: '1', state: 'vaccinated' })]
    const all = people([card('1')], rows)
    expect(all.map((one) => [one.id, one.stage])).toEqual([['8.1', 'vaccinated'], ['9.1', 'arrived']])
  })
  it('but not one that was struck out', () => expect(people([card('1')], [attendance('9.1', { appointment: '1', state: 'mistake' })])).toMatchObject([{ id: '1', stage: 'booked' }]))
  it('and who came without a card stands behind them', () => expect(people([card('1')], [attendance('9.1', { name: '钱七' })]).map((one) => one.name)).toEqual(['王小明', '钱七']))
  it('and whoever was only looked up is nobody to expect until they are registered', () => {
    const sought = card('', { appointment: null, session: null, resident: 'r5', sought: true, name: '孙八', doses: [{ number: 1 }] })
    expect(people([sought], [])).toEqual([])
    expect(people([sought], [attendance('9.1', { resident: 'r5', name: '孙八' })])).toMatchObject([{ id: '9.1', card: { doses: [{ number: 1 }] } }])
  })
})

describe('the figures of a day', () => {
  const all = people(
    [card('1'), card('2'), card('3', { state: 'requested', ticket: null }), card('4', { session: 's2' }), card('5', { state: 'attended' })],
    [
      attendance('9.1', { appointment: '1' }),
      attendance('9.2', { appointment: '2', screening: 'ok' }),
      attendance('9.4', { appointment: '4', session: 's2', state: 'screened_out' }),
      attendance('9.5', { appointment: '5', state: 'vaccinated' }),
      attendance('9.6', { name: '钱七', session: 's1', state: 'left' }),
      attendance('9.7', { name: '钱八', session: 's1', state: 'mistake' }),
    ],
  )
  it('count people, each in one place', () => expect(counts(all)).toEqual({ booked: 4, asked: 1, arrived: 5, waiting: 1, ready: 1, out: 1, done: 2, watching: 1, left: 1 }))
  it('of one session leave out the others', () => expect(counts(all, 's2')).toMatchObject({ booked: 1, arrived: 1, out: 1, done: 0 }))
  it('of an empty day are nothing', () => expect(Object.values(counts([])).every((n) => n === 0)).toBe(true))
})

describe('one person twice', () => {
  it('is found by resident and by identity number, in both directions', () => {
    const rows = [attendance('9.1', { resident: 'r1' }), attendance('8.1', { resident: 'r1', id_number: identity('011') }), attendance('7.1', { id_number: identity('011') })]
    const found = doubles(rows)
    expect(found.get('9.1')?.map((row) => row.id)).toEqual(['8.1'])
    expect(found.get('8.1')?.map((row) => row.id).sort()).toEqual(['7.1', '9.1'])
    expect(found.get('7.1')?.map((row) => row.id)).toEqual(['8.1'])
  })
  it('ends when one of them is struck out', () => expect(doubles([attendance('9.1', { resident: 'r1' }), attendance('8.1', { resident: 'r1', state: 'mistake' })]).size).toBe(0))
  it('on two days is no double', () => expect(doubles([attendance('9.1', { resident: 'r1' }), attendance('8.1', { resident: 'r1', on: '2026-11-04' })]).size).toBe(0))
  it('is not two people of whom nothing is known', () => expect(doubles([attendance('9.1', { name: '张三' }), attendance('8.1', { name: '张三' })]).size).toBe(0))
})

it.each([['张', '张'], ['张三', '张*'], ['王小明', '王*明'], ['欧阳娜娜', '欧**娜'], ['阿卜杜热西提·买买提', '阿**提'], ['', '']])('the room reads %s as %s', (name, shown) => expect(maskName(name)).toBe(shown))
