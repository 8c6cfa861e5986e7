import { describe, expect, it } from 'vitest'
import { facing, offered, taken } from './compare'
import type { Compared, Side } from './shapes'

function side(values: Record<string, unknown>): Side {
  return {
    resident: { id: '1', entity: 'resident', scope: 's', by: '1.1', values }, household: null, judgement: {}, places: { village: '', grid: '', code: '' },
    doses: [], contraindications: [], appointments: [], visits: [], visit_count: 0, reviews: [], known: 0, sessions: {},
  }
}
function pair(one: Record<string, unknown>, other: Record<string, unknown>): Compared {
  return { sides: [side(one), side(other)], seen: 'x', fields: ['name', 'phone', 'away', 'groups', 'job'], stays: '1', apart: false }
}

describe('a pair side by side', () => {
  const compared = pair({ name: '王芳', phone: '10000000001', groups: ['farm'] }, { name: '王芳', phone: '10000000002', groups: ['elderly'], away: false })

  it('shows what is known of either and leaves out what nobody knows', () => {
    expect(facing(compared).map((each) => each.field)).toEqual(['name', 'phone', 'away', 'groups'])
  })
  it('takes from the one that closes only what the other does not say', () => {
    expect(taken(facing(compared), {}, 0)).toEqual(['away'])
    expect(taken(facing(compared), {}, 1)).toEqual([])
  })
  it('takes what was chosen, whichever record stays, and never groups, which are put together', () => {
    expect(taken(facing(compared), { phone: 1, groups: 1, away: 0 }, 0)).toEqual(['phone'])
    expect(taken(facing(compared), { phone: 1 }, 1)).toEqual([])
  })
  it('offers the value of the record that stays', () => {
    expect(offered(facing(compared)[1]!, 1)).toBe(1)
  })
})
