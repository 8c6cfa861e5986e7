import { describe, expect, it } from 'vitest'
import { asMapping, begun, chosen, groupOf, lacking, likelyArea, markOf } from './columns'
import type { Column } from './shapes'

const column = (index: number, title: string, key: string | null, taken = key !== null): Column => ({ index, title, key, taken, sample: [] })
const AREAS = [
  { code: '990101100000', name: '柳树镇', level: 'township', parent: null },
  { code: '990101100001', name: '柳树村', level: 'village', parent: '990101100000' },
  { code: '990101100002', name: '大柳树村', level: 'village', parent: '990101100000' },
  { code: '990101100003', name: '河东社区', level: 'village', parent: '990101100000' },
]

describe('what the columns of a file are taken for', () => {
  it('begins with what was recognised, and of two columns of one meaning with the one that is read', () => {
    expect(begun([column(0, '姓名', 'name'), column(1, '居民姓名', 'name', false), column(2, '血型', null)])).toEqual({ 0: 'name', 1: null, 2: null })
  })

  it('lets a meaning belong to one column: the other one lets go of it', () => {
    expect(chosen({ 0: 'phone', 3: null }, 3, 'phone')).toEqual({ 0: null, 3: 'phone' })
  })

  it('leaves the others alone when a column is not to be read', () => {
    expect(chosen({ 0: 'phone', 3: null }, 0, null)).toEqual({ 0: null, 3: null })
  })

  it('tells an unknown column from one that the clerk decided not to read', () => {
    const blood = column(2, '血型', null)
    expect(markOf(blood, { 2: null }, new Set())).toBe('unknown')
    expect(markOf(blood, { 2: null }, new Set([2]))).toBe('left')
    expect(markOf(blood, { 2: 'note' }, new Set([2]))).toBe('recognised')
    expect(markOf(column(1, '居民姓名', 'name', false), { 0: 'name', 1: null }, new Set())).toBe('twice')
    expect(markOf(column(1, '民族', 'ethnicity', false), { 0: 'name', 1: null }, new Set())).toBe('known')
  })

  it('tells the server nothing of a column that is known and never kept, such as the reasons in a sheet of bad rows', () => {
    const columns = [column(0, '姓名', 'name'), column(1, '血型', null), column(2, '民族', 'ethnicity', false), column(3, '电话', 'phone')]
    expect(asMapping(columns, { 0: 'name', 1: null, 2: null, 3: null }, new Set([3]))).toEqual({ 0: 'name', 1: null, 3: null })
    expect(asMapping(columns, { 0: 'name', 1: null, 2: 'note', 3: 'phone' }, new Set([2]))['2']).toBe('note')
  })

  it('leaves what was settled earlier: nothing is unknown in a list whose columns are remembered', () => {
    expect(markOf(column(1, '血型', null), { 1: null }, new Set(), true)).toBe('left')
    expect(markOf(column(2, '民族', 'ethnicity', false), { 2: null }, new Set(), true)).toBe('known')
  })

  it('says what is lacking: a name for residents, a number for a list of people vaccinated', () => {
    expect(lacking({ 0: 'phone' }, 'residents')).toEqual({ must: 'name', better: 'id_number' })
    expect(lacking({ 0: 'name', 1: 'id_number' }, 'residents')).toEqual({ must: null, better: null })
    expect(lacking({ 0: 'name' }, 'vaccinated').must).toBe('id_number')
  })

  it('puts every key under a heading', () => {
    expect([groupOf('name'), groupOf('door'), groupOf('dose2_on'), groupOf('contraindication'), groupOf('age')]).toEqual(['person', 'place', 'health', 'health', 'other'])
  })
})

describe('where a file belongs', () => {
  it('is the village in its name, the longer one when one name holds the other', () => {
    expect(likelyArea('河东社区花名册.xlsx', AREAS, null)).toBe('990101100003')
    expect(likelyArea('大柳树村2026.xlsx', AREAS, null)).toBe('990101100002')
  })

  it('is the whole town when the rows name villages of their own', () => {
    expect(likelyArea('全镇.xlsx', AREAS, ['柳树村', '河东社区'])).toBe('990101100000')
    expect(likelyArea('河东社区.xlsx', AREAS, ['河东社区'])).toBe('990101100003')
  })

  it('is not guessed when the name says nothing, or two villages', () => {
    expect(likelyArea('花名册.xlsx', AREAS, null)).toBe('')
    expect(likelyArea('柳树村和河东社区.xlsx', AREAS, null)).toBe('')
  })
})
