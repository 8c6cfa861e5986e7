/** When to sync without being asked: at start, when the network returns, when the app is looked at again, every five minutes. */
import type { CycleResult } from './index'

const PERIOD = 5 * 60_000
/** A thousand phones find the network at the same church bell: each waits a little of its own. */
const SPREAD = 4_000

let started = false

/** Starts once per page; later calls only run a cycle. */
export function schedule(cycle: () => Promise<CycleResult>): void {
  let last = Date.now()
  const go = (): void => {
    last = Date.now()
    void cycle().then(({ retryAfter }) => {
      if (retryAfter) setTimeout(go, retryAfter * 1000 + SPREAD * Math.random())
    })
  }
  go()
  if (started) return
  started = true
  const later = (): void => {
    setTimeout(() => (go(), later()), PERIOD * (0.8 + 0.4 * Math.random()))
  }
  later()
  addEventListener('online', () => setTimeout(go, SPREAD * Math.random()))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && Date.now() - last > PERIOD) go()
  })
}
