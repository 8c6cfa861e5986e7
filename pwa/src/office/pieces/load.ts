/** One way to load and to act: a busy flag, an error that is shown, and never two requests racing for one place. */
import { ref, type Ref } from 'vue'

export interface Loading<T> { data: Ref<T | null>; error: Ref<unknown>; busy: Ref<boolean>; load: () => Promise<void> }

/** Loads by `ask`; a slower, older answer never replaces a newer one. */
export function useLoad<T>(ask: () => Promise<T>): Loading<T> {
  const data = ref(null) as Ref<T | null>
  const error = ref<unknown>(null)
  const busy = ref(false)
  let turn = 0
  async function load(): Promise<void> {
    const mine = ++turn
    busy.value = true
    try {
      const answer = await ask()
      if (mine !== turn) return
      data.value = answer
      error.value = null
    } catch (problem) {
      if (mine === turn) error.value = problem
    } finally {
      if (mine === turn) busy.value = false
    }
  }
  return { data, error, busy, load }
}

export interface Acting { error: Ref<unknown>; busy: Ref<boolean>; act: (what: () => Promise<unknown>) => Promise<boolean> }

/** Runs one change at a time; true when it went through. */
export function useAct(): Acting {
  const error = ref<unknown>(null)
  const busy = ref(false)
  async function act(what: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = null
    try {
      await what()
      return true
    } catch (problem) {
      error.value = problem
      return false
    } finally {
      busy.value = false
    }
  }
  return { error, busy, act }
}
