/** Who is meant by a slip, a number or a name; and what is said when nobody is. */
import { describe, expect, it } from 'vitest'
import { find, type Found } from '@/field/desk/find'
import { people } from '@/field/desk/person'
import { asked } from '@/field/desk/slip'
import { attendance, card, identity, place, session } from './people'

const wang = card('12', { id_number: identity('011'), name: '王小明' })
const zhang = card('7', { name: '张三丰', phone: '10012345678' })
const zhao = card('120', { name: '赵六' })
const everybody = people([wang, zhang, zhao], [])

function found(text: string, ...rows: ReturnType<typeof session>[]): Found {
  return find(asked(text), everybody, place(...rows))
}
function who(text: string): string[] {
  const got = found(text)
  return got.kind === 'one' ? [got.person.name] : got.kind === 'some' ? got.people.map((one) => one.name) : []
}

describe('a slip', () => {
  it('of somebody on the list is that person', () => {
    expect(found('RUHU-S1:12:s1:12')).toMatchObject({ kind: 'one', how: 'slip', person: { name: '王小明' } })
    expect(found('RUHU-S1:12:s1:12')).not.toHaveProperty('differs')
  })
  it('may be typed by a scanner in full width or with blanks', () => expect(who('ＲＵＨＵ－Ｓ１：12：s1：12 ')).toEqual(['王小明']))
  it('that names another number or session than the list is that person, and the list is told', () => {
    expect(found('RUHU-S1:12:s1:99')).toMatchObject({ kind: 'one', differs: 12 })
    expect(found('RUHU-S1:12:s9:12')).toMatchObject({ kind: 'one', differs: 12 })
  })
  it('made before the place was confirmed has no number and differs from nothing', () => expect(found('RUHU-S1:12:s1:0')).not.toHaveProperty('differs'))
  it('cut short says that it was not read to its end', () => expect(found('RUHU-S1:12:s1')).toMatchObject({ why: { code: 'broken' } }))
  it('of another site names the site, the day and the hours', () => {
    const other = session('s2', { site: 'site:2', from: '14:00', to: '16:00' })
    const there = { ...other, id: 'site:2', entity: 'site' as const, values: { name: '东村接种点' } }
    expect(found('RUHU-S1:88:s2:3', other, there)).toMatchObject({ why: { code: 'other_site', site: '东村接种点', from: '14:00' } })
  })
  it('of another day names the day', () => expect(found('RUHU-S1:88:s3:3', session('s3', { on: '2026-11-27' }))).toMatchObject({ why: { code: 'other_day', on: '2026-11-27' } }))
  it('of a cancelled session says so', () => expect(found('RUHU-S1:88:s4:3', session('s4', { state: 'cancelled' }))).toMatchObject({ why: { code: 'session_cancelled' } }))
  it('that nobody made, or of an unknown session, is not on the list', () => {
    expect(found('RUHU-S1:88:s1:3')).toMatchObject({ why: { code: 'unknown_slip' } })
    expect(found('RUHU-S1:88:nowhere:3')).toMatchObject({ why: { code: 'unknown_slip' } })
  })
  it('of somebody who was registered without the list finds the registration', () => {
    const rows = people([], [attendance('9.1', { appointment: '55', name: '钱七' })])
    expect(find(asked('RUHU-S1:55:s1:5'), rows, place())).toMatchObject({ kind: 'one', person: { id: '9.1' } })
  })
})

describe('an identity number', () => {
  it('finds its person, with a small x and blanks as well', () => expect(who(identity('011').toLowerCase().replace(/(.{6})/, '$1 '))).toEqual(['王小明']))
  it('with a wrong check digit says so', () => {
    const number = identity('011')
    const wrong = number.slice(0, -1) + (number.endsWith('1') ? '2' : '1')
    expect(found(wrong)).toMatchObject({ why: { code: 'identity_wrong', problem: 'check_digit' } })
    expect(found(number.slice(0, 17))).toMatchObject({ why: { code: 'identity_wrong', problem: 'length' } })
  })
  it('that is right and not on the list leads on to the township', () => expect(found(identity('033'))).toMatchObject({ why: { code: 'unknown_identity', number: identity('033') } }))
  it('with a wrong check digit that stands so on the list finds its person all the same', () => {
    const odd = people([card('3', { id_number: '990101196002030999' })], [])
    expect(find(asked('990101196002030999'), odd, place()).kind).toBe('one')
  })
})

describe('a few digits or letters', () => {
  it('are a ticket first', () => expect(found('7')).toMatchObject({ kind: 'one', how: 'ticket', person: { name: '张三丰' } }))
  it('from four digits on also the end of a number', () => expect(who('5678')).toEqual(['张三丰']))
  it('that fit nobody say that no such ticket is on the list', () => expect(found('999')).toMatchObject({ why: { code: 'unknown_ticket', n: 999 } }))
  it('are a name, part of it, or its pinyin initials', () => {
    expect(who('张三丰')).toEqual(['张三丰'])
    expect(who('小明')).toEqual(['王小明'])
    expect(who('zsf')).toEqual(['张三丰'])
    expect(who('z')).toEqual(['张三丰', '赵六'])
  })
  it('of nobody say so with what was typed', () => expect(found('孙悟空')).toMatchObject({ why: { code: 'unknown_name', text: '孙悟空' } }))
  it('of blanks ask nothing', () => expect(found('  ')).toEqual({ kind: 'nothing' }))
})
