import { describe, expect, it } from 'vitest'
import { vouch } from '@/leases/vouch'

const HOUR = 3_600_000
const heard = { server: 1000 * HOUR, at: { wall: 990 * HOUR, ticks: 5000 } }
const later = (wall: number, ticks = wall) => ({ wall: heard.at.wall + wall, ticks: heard.at.ticks + ticks })

describe('vouching for the time', () => {
  it('nothing heard in this life of the page is no time at all', () => {
    expect(vouch(null, later(0), { server: 1000 * HOUR, offset: 0 })).toBeNull()
  })

  it('the longer of the two clocks counts: one of them sleeps, or is set ahead', () => {
    expect(vouch(heard, later(3 * HOUR), null)).toBe(1003 * HOUR)
    expect(vouch(heard, later(8 * HOUR, HOUR), null)).toBe(1008 * HOUR)
    expect(vouch(heard, later(-60_000, 60_000), null)).toBe(1000 * HOUR + 60_000)
  })

  it('a wall clock that fell behind the ticking one by more than two minutes was set back', () => {
    expect(vouch(heard, later(HOUR, HOUR + 120_000), null)).toBe(1001 * HOUR + 120_000)
    expect(vouch(heard, later(HOUR, HOUR + 120_001), null)).toBeNull()
    expect(vouch(heard, later(-365 * 24 * HOUR, HOUR), null)).toBeNull()
  })

  it('a wall clock behind the last server time known from before says nothing', () => {
    const known = { server: 1001 * HOUR, offset: 10 * HOUR }
    expect(vouch(heard, later(HOUR), known)).toBe(1001 * HOUR)
    expect(vouch(heard, later(0.5 * HOUR), known)).toBeNull()
  })
})
