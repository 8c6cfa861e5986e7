import { describe, expect, it } from 'vitest'
import { asSaid, secondsLeft } from './pace'

describe('how long an import still takes', () => {
  it('is not said in the first seconds, nor at the end', () => {
    expect(secondsLeft({ at: 0, done: 0 }, 3000, 500, 1000)).toBeNull()
    expect(secondsLeft({ at: 0, done: 0 }, 9000, 1000, 1000)).toBeNull()
    expect(secondsLeft({ at: 0, done: 500 }, 9000, 500, 1000)).toBeNull()
  })

  it('follows the pace since this page looked on, not since the import began', () => {
    expect(secondsLeft({ at: 0, done: 90_000 }, 10_000, 100_000, 180_000)).toBe(80)
  })

  it('is said by ten seconds, then by minutes', () => {
    expect(asSaid(12)).toEqual({ unit: 'seconds', n: 20 })
    expect(asSaid(80)).toEqual({ unit: 'minutes', n: 2 })
  })
})
