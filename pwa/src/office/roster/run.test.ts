import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { Refused } from '../api/call'
import { useRun, type Run } from './run'
import type { Progress } from './shapes'

const at = (done: number, state: Progress['state'] = 'staged'): Progress => ({ id: 'a', state, done, total: 3 }) as Progress
const away = new Refused('unreachable', null, {}, 0)

describe('an import driven by its page', () => {
  beforeEach(() => { vi.useFakeTimers() })
  afterEach(() => { vi.useRealTimers() })

  function driven(answers: (() => Promise<Progress>)[]): { run: Run; shown: number[]; asked: () => number; leave: () => void } {
    const shown: number[] = []
    let asked = 0
    const next = (): Promise<Progress> => (answers[asked++] ?? (() => Promise.resolve(at(3, 'done'))))()
    const page = effectScope()
    const run = page.run(() => useRun(next, (now) => shown.push(now.done)))!
    return { run, shown, asked: () => asked, leave: () => page.stop() }
  }

  it('asks for one part after another until nothing is under way', async () => {
    const { run, shown } = driven([() => Promise.resolve(at(1)), () => Promise.resolve(at(2))])
    await run.go()
    expect(shown).toEqual([1, 2, 3])
    expect(run.running.value).toBe(false)
  })

  it('asks again by itself when the server is away, and goes on where it was', async () => {
    const { run, shown } = driven([() => Promise.resolve(at(1)), () => Promise.reject(away), () => Promise.reject(away)])
    const going = run.go()
    await vi.advanceTimersByTimeAsync(1)
    expect(run.waiting.value).toBe(true)
    await vi.advanceTimersByTimeAsync(10_000)
    await going
    expect(shown).toEqual([1, 3])
    expect(run.error.value).toBeNull()
  })

  it('stops at an answer that will not change by asking again', async () => {
    const { run, shown, asked } = driven([() => Promise.reject(new Refused('not_found', null, {}, 404))])
    await run.go()
    expect([shown, asked(), run.running.value]).toEqual([[], 1, false])
    expect(run.error.value).toBeInstanceOf(Refused)
  })

  it('asks for nothing more once it is paused, and goes on when asked to', async () => {
    const { run, shown, asked } = driven([() => { run.pause(); return Promise.resolve(at(1)) }])
    await run.go()
    expect([shown, asked()]).toEqual([[], 1])
    await run.go()
    expect(shown).toEqual([3])
  })

  it('asks for nothing more once its page is left, not even when it waits for the server', async () => {
    const { run, asked, leave } = driven([() => Promise.reject(away)])
    const going = run.go()
    await vi.advanceTimersByTimeAsync(1)
    leave()
    await going
    expect(asked()).toBe(1)
  })
})
