/**
 * Driving an import from the page: one part after another, each whole or not at all. A server that does not answer is
 * asked again by itself, ever less often; a page that was left asks for nothing more.
 */
import { onScopeDispose, ref, type Ref } from 'vue'
import { Refused } from '../api/call'
import type { Progress } from './shapes'

/** Waits between two attempts, in ms: at once noticeable at the desk, and no storm when the server is down for long. */
const WAITS = [2000, 4000, 8000, 15000, 30000]

export interface Run { error: Ref<unknown>; running: Ref<boolean>; waiting: Ref<boolean>; go: () => Promise<void>; pause: () => void }

/** Whether it is worth asking again by oneself: the network or the server is away for a while, or has too much to do. */
export function passing(problem: unknown): boolean {
  return problem instanceof Refused && (problem.status === 0 || problem.status >= 500 || problem.status === 429)
}

/** Whether there is a part to be done. */
export function underWay(at: Progress): boolean {
  return at.state === 'checking' || at.state === 'staged'
}

/** Runs `next` until nothing is under way, and shows every answer by `show`. */
export function useRun(next: () => Promise<Progress>, show: (at: Progress) => void): Run {
  const error = ref<unknown>(null)
  const running = ref(false)
  const waiting = ref(false)
  let turn = { on: false }
  let wake = (): void => undefined

  /** Begins, or goes on at once when it waits for a server that was away. */
  async function go(): Promise<void> {
    if (turn.on) return wake()
    const mine: { on: boolean } = (turn = { on: true })
    running.value = true
    for (let failed = 0; mine.on;) {
      try {
        const at = await next()
        failed = 0
        if (!mine.on) break
        error.value = null
        show(at)
        if (!underWay(at)) mine.on = false
      } catch (problem) {
        if (!mine.on) break
        error.value = problem
        if (!passing(problem)) mine.on = false
        else await rest(WAITS[Math.min(failed++, WAITS.length - 1)] ?? 0)
      }
    }
    if (turn === mine) running.value = false
  }

  async function rest(ms: number): Promise<void> {
    waiting.value = true
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => { clearTimeout(timer); resolve() }
    })
    waiting.value = false
  }

  function pause(): void {
    turn.on = running.value = false
    wake()
  }

  onScopeDispose(pause)
  return { error, running, waiting, go, pause }
}
