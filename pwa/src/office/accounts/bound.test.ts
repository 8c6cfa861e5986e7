import { describe, expect, it } from 'vitest'
import { byPlace, counted, type Holder, NOWHERE, placesOf, sheets } from './bound'

const VILLAGE = '990101100001'
const OTHER = '990101100002'
const SITE = '990101100000-01'
const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
const NOON = Date.UTC(2026, 10, 21, 12)

function holder(id: number, areas: string[], more: Partial<Holder> = {}): Holder {
  return { id, name: `n${id}`, role: 'canvasser', phone: '', areas, devices: 0, enrolled_at: null, last_sync: null, unsent: 0, state: 'never', until: null, ...more }
}

describe('who has bound a phone', () => {
  it('a grid lies in its village, a site stands for itself, and nothing is nowhere', () => {
    expect(placesOf(holder(1, [`${OTHER}-01`, `${VILLAGE}-02`, `${VILLAGE}-01`]))).toEqual([VILLAGE, OTHER])
    expect(placesOf(holder(1, [SITE]))).toEqual([SITE])
    expect(placesOf(holder(1, []))).toEqual([NOWHERE])
  })

  it('somebody with two villages is counted in both and gets one strip', () => {
    const both = holder(1, [VILLAGE, OTHER])
    const people = [holder(2, []), both, holder(3, [OTHER]), holder(4, [SITE])]
    expect(byPlace(people).map(([place, some]) => [place, some.length])).toEqual([[VILLAGE, 1], [OTHER, 2], [SITE, 1], [NOWHERE, 1]])
    expect(sheets(people).map(([place, some]) => [place, some.map((each) => each.id)])).toEqual([[VILLAGE, [1]], [OTHER, [3]], [SITE, [4]], [NOWHERE, [2]]])
  })

  it('a line says how many are bound, hold a valid sheet, neither, and are silent today', () => {
    const people = [
      holder(1, [VILLAGE], { state: 'enrolled', last_sync: NOON }), holder(2, [VILLAGE], { state: 'enrolled', last_sync: NOON - 86_400_000 }),
      holder(3, [VILLAGE], { state: 'waiting' }), holder(4, [VILLAGE], { state: 'expired' }), holder(5, [VILLAGE]),
    ]
    expect(counted(people, VILLAGE, NOON, day)).toEqual({ place: VILLAGE, people: 5, enrolled: 2, waiting: 1, without: 2, silent: 1, last: NOON - 86_400_000 })
    expect(counted([holder(1, [], { state: 'enrolled' })], NOWHERE, NOON, day)).toMatchObject({ silent: 1, last: 0 })
  })
})
