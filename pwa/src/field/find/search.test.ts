import { describe, expect, test } from 'vitest'
import { initialsOf } from './initials'
import { search, type Entry } from './search'

function person(over: Partial<Entry>): Entry {
  return { id: 'r', household: 'h', name: '', initials: '', identity: '', phones: [], place: '', door: '', ...over }
}

const li = person({
  id: 'li',
  name: '李桂兰',
  initials: 'LGL',
  identity: '990101195603121243',
  phones: ['10012345678'],
  place: '青石巷12号',
  door: '12',
})
const wang = person({
  id: 'wang',
  name: '王小满',
  initials: 'WXM',
  identity: '99010119880229002X',
  phones: ['10087654321'],
  place: '3栋2单元501',
  door: '501',
})
const lane = [li, wang]
const found = (text: string) => search(lane, text).hits.map((h) => h.entry.id)

describe('a person is found by', () => {
  test('a part of the name', () => expect(found('桂兰')).toEqual(['li']))
  test('the pinyin initials in small letters', () => expect(found('wx')).toEqual(['wang']))
  test('the last four of the identity number', () => expect(found('1243')).toEqual(['li']))
  test('an X at the end of the identity number, small or large', () => expect(found('002x')).toEqual(['wang']))
  test('any part of the identity number', () => expect(found('19880229')).toEqual(['wang']))
  test('a part of the telephone', () => expect(found('123456')).toEqual(['li']))
  test('the number on the door', () => expect(found('501')).toEqual(['wang']))
  test('the lane with its number, spaces or not', () => expect(found('青石巷 12')).toEqual(['li']))
  test('full-width figures', () => expect(found('５０１')).toEqual(['wang']))
})

test('an exact door stands before an identity number that ends the same', () => {
  const twelve = person({ id: 'door', door: '243', identity: '1' })
  expect(search([li, twelve], '243').hits.map((h) => h.entry.id)).toEqual(['door', 'li'])
})

test('nothing typed finds nobody', () => expect(found('  ')).toEqual([]))

test('two thousand residents are searched within a blink', () => {
  const many = Array.from({ length: 2000 }, (_, n) =>
    person({
      id: `r${n}`,
      name: `王${String.fromCharCode(0x4e00 + (n % 900))}${String.fromCharCode(0x5000 + (n % 700))}`,
      initials: 'WAB',
      identity: `99010119${String(5000000000 + n * 7919).slice(0, 10)}`,
      phones: [`100${String(10000000 + n * 37)}`],
      place: `青石巷${n}号`,
      door: String(n),
    }),
  )
  const queries = ['王', 'WA', '990101', '1999', '青石巷19', '不存在的人', '777']
  search(many, 'warm')
  const began = performance.now()
  for (let round = 0; round < 10; round++) for (const query of queries) search(many, query)
  const each = (performance.now() - began) / (10 * queries.length)
  expect(each).toBeLessThan(25)
})

describe('initials of a name added on the phone', () => {
  test.each([
    ['李桂兰', 'LGL'],
    ['王小满', 'WXM'],
    ['欧阳振华', 'OYZH'],
    ['单雄信', 'SXX'],
    ['曾庆红', 'ZQH'],
    ['张伟', 'ZW'],
    ['马冬梅', 'MDM'],
    ['侯耀文', 'HYW'],
    ['阿依古丽', 'AYGL'],
    ['Anna Li', 'AL'],
    ['古丽 Anna', 'GLA'],
  ])('%s is %s', (name, initials) => expect(initialsOf(name)).toBe(initials))
})
