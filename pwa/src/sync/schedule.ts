/**
 * When to sync without being asked: at start, soon after saving, when the network returns, when the app is looked at
 * again, every five minutes. Time is measured, not read: the phone's clock may be set back.
 */
import { watch, type WatchSource } from 'vue'
import type { CycleResult } from './index'

const PERIOD = 5 * 60_000
/** A thousand phones find the network at the same church bell: each waits a little of its own. */
const SPREAD = 4_000
/** After a save, long enough for 撤销 to withdraw what has not left yet, and for the next person at the same door. */
export const AFTER_SAVE = 20_000
/** Without signal every try fails: the next save does not try again before this. */
export const AFTER_FAILURE = 60_000

let started = false

/** Starts once per page; later calls only run a cycle. `unsent` counts what waits to be sent. */
export function schedule(cycle: () => Promise<CycleResult>, unsent: WatchSource<number>): void {
  let last = performance.now()
  let failed = -AFTER_FAILURE
  let soon: ReturnType<typeof setTimeout> | undefined
  const go = (): void => {
    last = performance.now()
    void cycle().then(({ ok, skipped, retryAfter }) => {
      if (!ok && !skipped) failed = performance.now()
      if (retryAfter) setTimeout(go, retryAfter * 1000 * (1 + Math.random() / 2) + SPREAD * Math.random())
    })
  }
  go()
  if (started) return
  started = true
  const later = (): void => {
    setTimeout(() => (go(), later()), PERIOD * (0.8 + 0.4 * Math.random()))
  }
  later()
  watch(unsent, (now, before) => {
    if (now <= before) return
    clearTimeout(soon)
    soon = setTimeout(() => {
      if (navigator.onLine && performance.now() - failed > AFTER_FAILURE) go()
    }, AFTER_SAVE)
  })
  addEventListener('online', () => setTimeout(go, SPREAD * Math.random()))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && performance.now() - last > PERIOD) go()
  })
}
