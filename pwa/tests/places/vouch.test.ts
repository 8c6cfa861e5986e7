import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ServerClock } from '@/leases/clock'
import { estimate, type Clocks } from '@/leases/vouch'

interface Vector { description: string, given: { clocks: Clocks, until: number }, expect: { estimate: number | null, doubt: string | null, gives: boolean } }
const told = JSON.parse(readFileSync(new URL('../../../tests/vectors/leases/vouch.json', import.meta.url), 'utf8')) as { vectors: Vector[] }

describe('vouching for the time, as the server does it', () => {
  it.each(told.vectors.map((one) => [one.description, one] as const))('%s', (_, { given: { clocks, until }, expect: wanted }) => {
    const found = estimate({ ...clocks, answer: clocks.answer ?? null, latest: clocks.latest ?? null })
    const known = typeof found === 'number'
    expect({ estimate: known ? found : null, doubt: known ? null : found, gives: known && found < until }).toEqual(wanted)
  })
})

/** A clock that shows what it is told. */
class Shown extends ServerClock {
  wall = 5_000_000
  running = 1000
  override moment() {
    return { wall: this.wall, running: this.running }
  }
}

it('a clock that is set back while the phone sleeps is noticed by what was estimated before', () => {
  const clock = new Shown()
  expect(clock.now()).toBeNull()
  clock.hear(9_000_000, clock.moment())
  clock.wall += 3_600_000
  clock.running += 3_600_000
  expect(clock.now()).toBe(12_600_000)
  clock.wall -= 3_000_000
  expect(clock.now()).toBeNull()
  clock.hear(12_700_000, clock.moment())
  expect(clock.now()).toBe(12_700_000)
})
