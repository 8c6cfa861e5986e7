import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import type { CycleResult } from '@/sync'
import { AFTER_FAILURE, AFTER_SAVE, schedule } from '@/sync/schedule'

const DONE: CycleResult = { ok: true, sent: 0, refused: 0, received: 0 }

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('document', { addEventListener: () => undefined, visibilityState: 'visible' })
  vi.stubGlobal('navigator', { onLine: true })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.resetModules()
})

it('sends what was saved after a short while, once for a row of saves, and not while the last try has just failed', async () => {
  const unsent = ref(0)
  const answer = { ...DONE }
  const cycle = vi.fn(async () => answer)
  schedule(cycle, unsent)
  expect(cycle).toHaveBeenCalledTimes(1)

  unsent.value = 1
  await nextTick()
  await vi.advanceTimersByTimeAsync(AFTER_SAVE - 1)
  unsent.value = 3
  await nextTick()
  await vi.advanceTimersByTimeAsync(AFTER_SAVE - 1)
  expect(cycle).toHaveBeenCalledTimes(1)
  answer.ok = false
  await vi.advanceTimersByTimeAsync(1)
  expect(cycle).toHaveBeenCalledTimes(2)

  unsent.value = 4
  await nextTick()
  await vi.advanceTimersByTimeAsync(AFTER_SAVE)
  expect(cycle).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(AFTER_FAILURE - AFTER_SAVE)
  unsent.value = 5
  await nextTick()
  await vi.advanceTimersByTimeAsync(AFTER_SAVE)
  expect(cycle).toHaveBeenCalledTimes(3)
})
